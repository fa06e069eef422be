"""Point nbgrader at a course: its folders, its gradebook, and our engine in the place of its kernel."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import Any

# Base names that nbgrader never copies, neither into a release nor beside a graded notebook.
PRIVATE = ("solutions", "exercise.py", "test_hidden.py", "wrong.py", "right.py", "also.py", "probes.py", "messages.ko.toml", "*.secret")
DEFAULT_IGNORE = (".ipynb_checkpoints", "*.pyc", "__pycache__", ".pytest_cache", ".DS_Store")


def configure(c: Any, root: Path) -> None:
    """Fill nbgrader's configuration `c` for the course at `root`."""
    folder = root / "var" / "nbgrader"
    folder.mkdir(parents=True, exist_ok=True)
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = course_id(root)
    c.CourseDirectory.source_directory = "var/nbgrader/source"
    c.CourseDirectory.release_directory = "assignments"
    c.CourseDirectory.submitted_directory = "var/nbgrader/submitted"
    c.CourseDirectory.autograded_directory = "var/nbgrader/autograded"
    c.CourseDirectory.feedback_directory = "var/nbgrader/feedback"
    c.CourseDirectory.solution_directory = "var/nbgrader/solution"
    c.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"
    c.CourseDirectory.ignore = [*DEFAULT_IGNORE, *PRIVATE]
    c.NbGrader.logfile = str(folder / "nbgrader.log")
    c.IncludeHeaderFooter.header = ""

    from grader.bridge.source import release_languages

    c.GenerateAssignment.post_convert_hook = functools.partial(release_languages, root)
    bridge = "grader.bridge"
    c.Autograde.exporter_class = f"{bridge}.arrival.HandInExporter"
    c.Autograde.pre_convert_hook = f"{bridge}.arrival.take_renamed"
    # Ids are unique and metadata is whole when the exporter hands the notebook on: nbgrader's own steps stay as a second look.
    c.Autograde.sanitize_preprocessors = [
        *(f"nbgrader.preprocessors.{name}" for name in ("ClearOutput", "OverwriteKernelspec", "OverwriteCells")),
        f"{bridge}.preprocessors.CheckMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        f"{bridge}.preprocessors.EngineExecute",
        "nbgrader.preprocessors.LimitOutput",
        f"{bridge}.preprocessors.SaveMarks",
        "nbgrader.preprocessors.AssignLatePenalties",
        f"{bridge}.preprocessors.CheckMetadata",
    ]
    if "autograde" in sys.argv[1:2]:
        hurry(root)


def hurry(root: Path) -> None:
    """A batch is about to begin: start a judge while nbgrader opens its gradebook, and keep what SQLAlchemy compiles.

    nbgrader opens its gradebook nine times for each notebook, and each engine of SQLAlchemy would compile the same queries anew.
    """
    from nbgrader import api

    from grader.bridge.engine import engine_of

    engine_of(root).start()
    api.create_engine = functools.cache(api.create_engine)


def course_id(root: Path) -> str:
    """The id that course.toml gives."""
    import tomllib

    with (root / "course.toml").open("rb") as file:
        return str(tomllib.load(file).get("id", "course"))
