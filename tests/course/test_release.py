from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.cells import solution_lines
from grader.course.lab import lab_cells
from grader.course.load import load_course, load_draft
from grader.course.model import Course
from grader.course.opening import opening_cell
from grader.course.release import notebook_bytes, release, release_files, release_repository, released_notebook, source_notebook
from grader.notebooks.quiet import quick_imports

with quick_imports():
    import nbformat

SMALL = Path(__file__).parent / "fixtures" / "small"
ROOT = Path(__file__).parents[2]
Files = dict[str, dict[str, bytes]]  # assignment → name → notebook


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load_course(Path(shutil.copytree(SMALL, tmp_path / "course")))


@pytest.fixture(scope="module")
def reference_course() -> Course:
    return load_draft(ROOT)[0]


def test_a_second_release_changes_nothing(course: Course) -> None:
    assert len(release(course, course.assignments[0])) == 2
    assert release(course, course.assignments[0]) == []


def test_both_languages_have_the_same_cells_and_the_same_code(course: Course) -> None:
    english, korean = (released_notebook(course.assignments[0], language) for language in ("en", "ko"))
    assert [cell.id for cell in english.cells] == [cell.id for cell in korean.cells]
    assert [c.source for c in english.cells if c.cell_type == "code" and c.id != "setup"] == [
        c.source for c in korean.cells if c.cell_type == "code" and c.id != "setup"
    ]
    assert all(a.source != b.source for a, b in zip(english.cells, korean.cells, strict=True) if a.cell_type == "markdown")


def test_a_released_notebook_is_a_valid_notebook_that_says_what_it_is(course: Course) -> None:
    data = notebook_bytes(released_notebook(course.assignments[0], "ko"))
    notebook = nbformat.reads(data.decode(), as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.allclose == {"assignment": "first-steps", "language": "ko", "format": 1}
    assert "lang" not in json.dumps(notebook.metadata.get("nbgrader", {}))


def test_the_manifest_knows_exactly_what_students_get(course: Course) -> None:
    released = released_notebook(course.assignments[0])
    cells = lab_cells(course.assignments[0], "en")
    assert [(c.id, c.released, c.type) for c in cells] == [(c.id, c.source, c.cell_type) for c in released.cells]


def test_the_answer_cell_is_editable_and_the_example_is_not(course: Course) -> None:
    cells = {cell.id: cell for cell in released_notebook(course.assignments[0]).cells}
    assert cells["centre"].metadata.get("editable", True) and cells["centre"].metadata.nbgrader.solution
    assert cells["centre-example"].metadata.editable is False
    assert cells["centre-example"].metadata.nbgrader.points == 10
    assert "nbgrader" not in cells["decay-plot"].metadata
    assert cells["centre"].source.endswith("    # YOUR CODE HERE\n    raise NotImplementedError()")


def test_the_heading_names_points_and_the_small_print_the_budget(course: Course) -> None:
    cells = {cell.id: cell.source for cell in lab_cells(course.assignments[0], "ko")}
    assert cells["decay-statement"].startswith("## 2. Decay (10점)")
    assert cells["decay-statement"].endswith("<sub>시간 20초 · 메모리 1024 MB · 쓸 수 없는 것: `torch.optim.lr_scheduler`</sub>")


def test_a_student_repository_has_no_solutions_and_no_history(course: Course, tmp_path: Path) -> None:
    release_repository(course, tmp_path / "out")
    written = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert written == ["README.md", "first-steps/first-steps.ipynb", "first-steps/ko/first-steps.ipynb", "requirements.txt"]


def secrets_of(course: Course, assignment: str) -> set[str]:
    """Lines that give something away: solutions, hidden tests, misconceptions, alternatives. Short lines give nothing away."""
    solutions: set[str] = set()
    rest: set[str] = set()
    for exercise in course.assignment(assignment).exercises:
        solutions.update(solution_lines(exercise.answer.source))
        for name in ("test_hidden.py", "wrong.py", "right.py", "also.py"):
            path = exercise.folder / name
            rest.update(path.read_text(encoding="utf-8").splitlines() if path.exists() else ())
        rest.update(str(text).splitlines()[0] for text in exercise.korean.get("wrong", {}).values())
    cells = [cell for language in ("en", "ko") for cell in lab_cells(course.assignment(assignment), language)]
    code = {line.strip() for cell in cells if cell.type == "code" for line in cell.released.splitlines()}
    prose = "\n".join(cell.source for cell in cells if cell.type == "markdown")
    imports = ("import ", "from ", "@points(", "def ", "class ", '"""')
    told = {line for line in rest if line.strip() in prose}  # what the statement warns of by itself
    long = {line.strip() for line in solutions | (rest - told) if len("".join(line.split())) >= 12}
    return {line for line in long - code if not line.startswith(imports)}


def leaks(text: str, secrets: set[str]) -> list[str]:
    return [secret for secret in sorted(secrets) if secret in text]


def texts_of(data: bytes) -> str:
    """Everything that a student can read in a notebook: sources, outputs and metadata."""
    notebook = json.loads(data)
    sources = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    rest = json.dumps({**notebook, "cells": [{k: v for k, v in c.items() if k != "source"} for c in notebook["cells"]]}, ensure_ascii=False)
    return f"{sources}\n{rest}"


def test_the_search_for_leaks_finds_one(course: Course) -> None:
    secrets = secrets_of(course, "first-steps")
    source = texts_of(notebook_bytes(source_notebook(course.assignments[0])))
    assert "return lr0 * (1 - min(step, total) / total)" in leaks(source, secrets)


def made_of(course: Course) -> Files:
    return {assignment.id: release_files(assignment) for assignment in course.assignments}


@pytest.fixture(scope="module")
def reference_files(reference_course: Course) -> Files:
    return made_of(reference_course)


def test_no_answer_occurs_in_a_release(course: Course, reference_course: Course, reference_files: Files) -> None:
    for which, files in ((course, made_of(course)), (reference_course, reference_files)):
        for assignment, notebooks in files.items():
            secrets = secrets_of(which, assignment)
            for name, data in notebooks.items():
                text = texts_of(data)
                assert leaks(text, secrets) == [], name
                assert "solutions/" not in text and "SOLUTION" not in text and "HIDDEN" not in text, name


def test_the_committed_notebooks_are_those_that_the_sources_make(reference_files: Files) -> None:
    committed = {p.relative_to(ROOT / "assignments").as_posix(): p.read_bytes() for p in (ROOT / "assignments").rglob("*.ipynb")}
    made = {name: data for notebooks in reference_files.values() for name, data in notebooks.items()}
    assert sorted(committed) == sorted(made)
    differ = [name for name in made if committed[name] != made[name]]
    assert differ == [], "Run: allclose release"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_first_cell_compares_examples_and_says_where_they_differ(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    import torch

    names: dict[str, object] = {}
    exec(opening_cell(language), names)
    example = names["example"]
    assert callable(example)

    def said(got: object, wanted: object) -> str:
        example("x", got, wanted)
        return capsys.readouterr().out

    right = [([1.0, 2.0], [1, 2]), (torch.ones(2, requires_grad=True), [1, 1]), ((torch.ones(2), 3), ([1, 1], 3)), (None, None)]
    right += [(True, True), (torch.tensor([True, False]), [True, False]), ([], []), (float("inf"), float("inf")), ({"a": 1.0}, {"a": 1})]
    assert [said(*pair)[0] for pair in right] == ["✓"] * len(right)
    wrong = [([1.0, 2.1], [1, 2]), (float("nan"), float("nan")), (None, [1]), ({"a": 1}, {"b": 1}), (torch.ones(3), [1, 1]), ("a", "b")]
    assert [said(*pair)[0] for pair in wrong] == ["✗"] * len(wrong)
    assert "[1, 0]" in said([[1, 2], [3, 4]], [[1, 2], [9, 4]])
    assert "(3,)" in said(torch.ones(3), [1, 1])


def test_under_nbgrader_an_example_that_differs_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, object] = {}
    exec(opening_cell("en"), names)
    example = names["example"]
    assert callable(example)
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(AssertionError, match="got 2, expected 3"):
        example("x", 2, 3)


def test_released_code_uses_no_name_that_the_notebook_does_not_have() -> None:
    """A name that only the author's editor knows would fail every student."""
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821", str(ROOT / "assignments")], capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout
