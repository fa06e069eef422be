"""The guides, followed to the letter: files are written as the page has them, commands are run, and what it says comes out."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import group
from grader.course import samples
from grader.course.load import load_course

DOCS = Path(__file__).parents[2] / "docs"
FILE = re.compile(r"^`([^`\n]+)`(, the answer of (\S+))?\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^    ((?:allclose|cd) .+)$", re.MULTILINE)


def steps(section: str) -> list[tuple[str, ...]]:
    """The files and commands of a section in their order."""
    text = (DOCS / "instructors.md").read_text(encoding="utf-8")
    text = text.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    found = [(m.start(), ("file", m[1], m[3] or "", m[4])) for m in FILE.finditer(text)]
    inside = [(m.start(), m.end()) for m in FILE.finditer(text)]
    outside = [m for m in COMMAND.finditer(text) if not any(a <= m.start() < b for a, b in inside)]
    found += [(m.start(), ("run", m[1])) for m in outside]
    return [step for _, step in sorted(found)]


@pytest.mark.timeout(300)
def test_a_new_exercise_with_two_misconceptions_grades_a_hand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outputs: dict[str, str] = {}
    for kind, *rest in steps("A new exercise in 15 minutes"):
        if kind == "run":
            words = shlex.split(rest[0], comments=True)
            if words[0] == "cd":
                monkeypatch.chdir(words[1])
                continue
            done = CliRunner().invoke(group, words[1:], catch_exceptions=True)
            assert done.exit_code == 0, f"{rest[0]}\n{done.output}\n{done.exception}"
            outputs[" ".join(words[1:3])] = done.stdout
        elif rest[1]:
            Path(rest[0]).write_bytes(handed_in(Path.cwd(), {rest[1]: rest[2]}))
        else:
            assert Path(rest[0]).is_file(), f"{rest[0]} was to be replaced"
            Path(rest[0]).write_text(rest[2], encoding="utf-8")
    assert "line_without_its_offset" not in outputs["grade mine.ipynb"]
    assert "The line is δ|r|: it does not meet the parabola." in outputs["grade mine.ipynb"]
    assert len(samples.spelt_out(load_course(Path.cwd()).assignment("first-steps").exercise("huber"), "wrong")) == 2


def handed_in(course: Path, answers: dict[str, str]) -> bytes:
    return samples.answered(course / "assignments" / "first-steps" / "first-steps.ipynb", answers)


def test_the_late_policy_of_the_guide_is_a_policy() -> None:
    from grader.policies import course

    text = (DOCS / "instructors.md").read_text(encoding="utf-8")
    settings = json.loads(re.search(r"^    (\{.*late_days.*\})$", text, re.MULTILINE)[1])
    assert course.read(settings)["late_days"].days == 5


@pytest.mark.parametrize("assignment", ["optimizers", "dropout"])
def test_the_two_line_cell_runs_every_public_example_without_a_network(assignment: str, tmp_path: Path, monkeypatch, capsys) -> None:
    import ast

    from IPython.core.interactiveshell import InteractiveShell

    cell = re.search(r"```python\n(.*?)```", (DOCS / "students.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    assert len(cell.strip().splitlines()) == 2
    ast.parse(cell)
    root = DOCS.parent
    lab = load_course(root).assignment(assignment)
    answers = samples.right(lab) | {lab.exercises[0].id: "raise NotImplementedError()"}
    monkeypatch.chdir(tmp_path)
    data = samples.answered(root / "assignments" / assignment / f"{assignment}.ipynb", answers)
    Path(f"{assignment}.ipynb").write_bytes(data)
    shell = InteractiveShell()
    shell.colors = "nocolor"
    for one in json.loads(data)["cells"]:
        if one["cell_type"] == "code" and one["metadata"].get("allclose", {}).get("role") != "plot":
            shell.run_cell("".join(one["source"]))
    capsys.readouterr()
    shell.run_cell(cell.replace("optimizers.ipynb", f"{assignment}.ipynb"))
    assert capsys.readouterr().out.count("✓") >= len(lab.exercises) - 1
