"""Make the notebooks that students get: `assignments/<a>/<a>.ipynb` in English, `assignments/<a>/ko/<a>.ipynb` in Korean.

Theory of operation: the cells of `lab` become a source notebook with solutions and nbgrader's metadata, which goes through
nbgrader's own preprocessors, so a released notebook is what `nbgrader generate_assignment` makes of the same source.
Cell ids are grade ids and nothing depends on the clock, so the same course gives the same bytes.

The example cell is nbgrader's graded cell: it carries the exercise's points. Its one hidden line, `check("opt-adam")`, is
what the bridge answers; where there is no bridge it raises, so that nothing is graded without evidence.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course.lab import LabCell, lab_cells
from grader.course.model import LANGUAGES, Assignment, Course
from grader.notebooks.quiet import quick_imports

if TYPE_CHECKING:
    from nbformat import NotebookNode

SUITE_FORMAT = 1
HIDDEN_CHECK = '### BEGIN HIDDEN TESTS\ncheck("{exercise}")\n### END HIDDEN TESTS'
_CHAIN = (
    "LockCells",
    "ClearSolutions",
    "ClearOutput",
    "CheckCellMetadata",
    "ComputeChecksums",
    "ClearHiddenTests",
    "ClearMarkScheme",
    "ComputeChecksums",
    "CheckCellMetadata",
)


def source_notebook(assignment: Assignment, language: str = "en") -> NotebookNode:
    """The notebook with solutions, as nbgrader wants it in its source folder."""
    with quick_imports():
        from nbformat import v4
    notebook: NotebookNode = v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[_cell(cell) for cell in lab_cells(assignment, language)],
        metadata={
            "allclose": {"assignment": assignment.id, "language": language, "format": SUITE_FORMAT},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    notebook.nbformat_minor = 5
    return notebook


def _cell(cell: LabCell) -> NotebookNode:
    from nbformat import v4

    source = cell.source
    if cell.role == "example":
        source = f"{source}\n{HIDDEN_CHECK.format(exercise=cell.exercise)}"
    metadata: dict[str, Any] = {"allclose": {"id": cell.id, "role": cell.role}}
    if cell.role not in ("given", "plot"):  # students may change these as they like
        graded = cell.role == "example"
        metadata["nbgrader"] = {
            "grade": graded,
            "grade_id": cell.id,
            "locked": cell.locked,
            "schema_version": 3,
            "solution": cell.role == "answer",
            "task": False,
        } | ({"points": cell.points} if graded else {})
    make: Any = v4.new_markdown_cell if cell.type == "markdown" else v4.new_code_cell
    node: NotebookNode = make(source, metadata=metadata, id=cell.id)
    return node


def released_notebook(assignment: Assignment, language: str = "en") -> NotebookNode:
    """The notebook that students get."""
    with quick_imports():
        from nbgrader import preprocessors
    notebook = source_notebook(assignment, language)
    resources: dict[str, Any] = {"nbgrader": {"assignment": assignment.id, "notebook": assignment.id, "student": ".", "db_url": ""}}
    for name in _CHAIN:
        notebook, resources = getattr(preprocessors, name)().preprocess(notebook, resources)
    return notebook


def notebook_bytes(notebook: NotebookNode) -> bytes:
    with quick_imports():
        import nbformat
    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    return (text.rstrip("\n") + "\n").encode()


def release_files(assignment: Assignment) -> dict[str, bytes]:
    """Path below assignments/ → bytes, for one assignment."""
    return {
        f"{assignment.id}/{'' if language == 'en' else language + '/'}{assignment.id}.ipynb": notebook_bytes(
            released_notebook(assignment, language)
        )
        for language in LANGUAGES
    }


def release(course: Course, assignment: Assignment, into: Path | None = None) -> list[Path]:
    """Write the notebooks of one assignment and return those that changed."""
    into = into or course.root / "assignments"
    changed = []
    for name, data in release_files(assignment).items():
        path = into / name
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            changed.append(path)
    return changed


def stale_folders(course: Course) -> list[Path]:
    """Folders of assignments/ whose assignment is gone."""
    known = {assignment.id for assignment in course.assignments}
    folder = course.root / "assignments"
    return sorted(p for p in folder.iterdir() if p.is_dir() and p.name not in known) if folder.is_dir() else []


README = """\
# {name}

Notebooks of the course. Open one in Jupyter, VS Code or Colab; Python with torch and numpy is all it needs.
Run the first cell, then work from the top to the bottom. Each exercise has a cell that says `# YOUR CODE HERE` and an
example that prints ✓ when it comes out right. Hand in the notebook file.

# {name_ko}

강의 노트북이에요. Jupyter, VS Code, Colab 어디서나 열 수 있고, torch와 numpy가 있는 파이썬이면 충분해요.
첫 셀을 실행하고 위에서 아래로 풀어 나가세요. `# YOUR CODE HERE` 자리에 코드를 쓰면, 바로 아래 예시 셀이 ✓로 알려 줘요.
한국어 노트북은 각 폴더의 `ko/`에 있어요. 다 풀면 노트북 파일을 제출하세요.

{table}
"""


def release_repository(course: Course, to: Path) -> list[Path]:
    """Write a student repository that can be published: notebooks and a README, no solutions, no history."""
    written = []
    for assignment in course.assignments:
        written += release(course, assignment, to)
    rows = [f"* [{a.title['en']} · {a.title['ko']}]({a.id}/{a.id}.ipynb) · [한국어]({a.id}/ko/{a.id}.ipynb)" for a in course.assignments]
    readme = to / "README.md"
    text = README.format(name=course.name["en"], name_ko=course.name["ko"], table="\n".join(rows))
    (to / "requirements.txt").write_text("torch\nnumpy\nmatplotlib\njupyterlab\n", encoding="utf-8")
    readme.write_text(text, encoding="utf-8")
    return [*written, readme]
