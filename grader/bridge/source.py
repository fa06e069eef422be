"""nbgrader's source folder, made from the course: the notebook with solutions."""

from __future__ import annotations

from pathlib import Path

from grader.course.load import load_course
from grader.course.model import Course
from grader.course.release import notebook_bytes, release, source_notebook

SOURCE = Path("var") / "nbgrader" / "source"


def write_source(course: Course, assignment_id: str) -> bool:
    """Write the source notebook of one assignment; say whether it changed."""
    data = notebook_bytes(source_notebook(course.assignment(assignment_id)))
    path = course.root / SOURCE / assignment_id / f"{assignment_id}.ipynb"
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def release_languages(root: Path, *, assignment: str, student: str, notebooks: list[str]) -> None:
    """Put the other languages back: `generate_assignment --force` empties the release folder and knows one notebook only."""
    course = load_course(root)
    release(course, course.assignment(assignment))
