"""nbgrader itself makes the same release of the same sources, and accepts what we release."""

from __future__ import annotations

import functools
import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course import samples
from grader.course.load import load_course
from grader.course.model import Assignment, Course
from grader.course.release import notebook_bytes, released_notebook, source_notebook
from grader.notebooks.quiet import quick_imports

with quick_imports():
    import nbformat

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "fixtures" / "small"
QUICK = ROOT / "tests" / "bridge" / "quick"  # nbgrader starts alembic, which imports nbgrader
IDS = {root: tomllib.loads((root / "course.toml").read_text(encoding="utf-8"))["assignments"] for root in (SMALL, ROOT)}
ASSIGNMENTS = [pytest.param((root, id), id=id) for root, ids in IDS.items() for id in ids]
SLOWLY = [pytest.param((root, id), id=id, marks=pytest.mark.slow if root == ROOT else ()) for root, ids in IDS.items() for id in ids]
pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader and what it stands on warn about themselves


@functools.cache
def course_at(root: Path) -> Course:
    return load_course(root)


@pytest.fixture
def assignment(request: pytest.FixtureRequest) -> Assignment:
    root, id = request.param
    return course_at(root).assignment(id)


@pytest.fixture(scope="module", autouse=True)
def private_jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(home / name))
        patch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")  # nbgrader starts alembic by name
        patch.setenv("PYTHONPATH", os.pathsep.join([str(QUICK), os.environ.get("PYTHONPATH", "")]))
        yield


@pytest.fixture(scope="module")
def nbgrader(private_jupyter: None, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """nbgrader's own course folder, empty; one for all assignments."""
    with quick_imports():
        from nbgrader.apps import NbGraderAPI
        from traitlets.config import Config
    root = tmp_path_factory.mktemp("nbgrader")
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    return NbGraderAPI(config=config)


@pytest.mark.parametrize("assignment", ASSIGNMENTS, indirect=True)
def test_nbgrader_makes_the_same_cells_of_the_same_source(assignment: Assignment, nbgrader: Any) -> None:
    root = Path(nbgrader.coursedir.root)
    source = root / "source" / assignment.id
    source.mkdir(parents=True)
    (source / f"{assignment.id}.ipynb").write_bytes(notebook_bytes(source_notebook(assignment)))
    made = nbgrader.generate_assignment(assignment.id)
    assert made["success"], made
    theirs = nbformat.read(root / "release" / assignment.id / f"{assignment.id}.ipynb", as_version=4)
    assert theirs.cells == released_notebook(assignment).cells


@pytest.mark.parametrize("assignment", SLOWLY, indirect=True)
def test_nbgrader_validates_a_solved_notebook_and_refuses_an_untouched_one(assignment: Assignment, tmp_path: Path) -> None:
    """Without the plot cells, which need matplotlib's set-up time and nothing of nbgrader's."""
    with quick_imports():
        from nbgrader.validator import Validator
    examples = [cell.source for cell in released_notebook(assignment).cells if cell.id.endswith("-example")]
    failed = Validator().validate(str(_without_plots(samples.handin(assignment, {}), tmp_path)))["failed"]
    assert [cell["source"] for cell in failed] == examples
    assert Validator().validate(str(_without_plots(samples.handin(assignment, samples.right(assignment)), tmp_path))) == {}


def _without_plots(data: bytes, folder: Path) -> Path:
    notebook = nbformat.reads(data.decode(), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith("-plot")]
    path = folder / "notebook.ipynb"
    path.write_bytes(notebook_bytes(notebook))
    return path
