"""What can be used is documented, and what is documented exists."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import msgspec
import pytest

from grader.cli import group
from grader.cli._reference import PAGE, page
from grader.course.glossary import Term
from grader.course.shapes import AssignmentFile, CourseFile, ExerciseFile, LimitsTable
from grader.policies import rules
from webapp.quiz import types
from webapp.quiz.question import Question
from webapp.quiz.settings import Pool, Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDES = [path for path in PAGES if path != PAGE]


def test_the_reference_of_commands_is_the_commands() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: make docs"


@pytest.mark.parametrize("shape", [CourseFile, AssignmentFile, ExerciseFile, LimitsTable, Term], ids=lambda shape: shape.__name__)
def test_every_setting_of_a_course_is_documented(shape: type[msgspec.Struct]) -> None:
    text = (ROOT / "docs" / "course-files.md").read_text(encoding="utf-8")
    missing = [field.name for field in msgspec.structs.fields(shape) if f"`{field.name}`" not in text]
    assert missing == []


def commands_in(path: Path) -> list[str]:
    """Every `allclose …` that a page tells its reader to run, in code."""
    text = path.read_text(encoding="utf-8")
    blocks = [line.split("#")[0].strip() for line in text.splitlines() if line.startswith("    ")]
    blocks += [line[line.index("allclose ") :] for line in text.splitlines() if "/bin/allclose " in line]  # units, cron
    inline = re.findall(r"`([^`\n]+)`", text)
    found = [code.removeprefix("$ ").removeprefix(".venv/bin/") for code in [*blocks, *inline]]
    return [code for code in found if re.match(r"allclose [a-z]", code)]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_on_a_page_exists_with_its_options(path: Path) -> None:
    for code in commands_in(path):
        words = shlex.split(code.split("&&")[0].replace("…", ""))[1:]
        command: click.Command = group
        context = click.Context(group)
        while words and isinstance(command, click.Group):
            found = command.get_command(context, words.pop(0))
            assert found is not None, code
            command = found
        known = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= known, code


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_make_targets_on_the_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {t for path in PAGES for t in re.findall(r"(?:^ {4}|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)}
    assert named <= targets


# -- what can be set, asked or carried along -------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [Settings, Pool], ids=lambda shape: shape.__name__)
def test_every_setting_of_a_quiz_is_in_the_guide(shape: type[msgspec.Struct]) -> None:
    text = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    assert [field.name for field in msgspec.structs.fields(shape) if f"`{field.name}`" not in text] == []


def test_every_question_type_is_documented_with_its_keys() -> None:
    text = (ROOT / "solutions" / "quizzes" / "README.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in text.splitlines() if row.startswith("| `")}
    assert set(rows) == set(types.names())
    shared = {field.name for field in msgspec.structs.fields(Question)}
    missing = {
        (name, field.name)
        for name in types.names()
        for field in msgspec.structs.fields(types.find(name).Spec)
        if field.name not in shared and f"`{field.name}" not in rows[name]
    }
    assert missing == set()


def test_every_policy_has_its_section() -> None:
    text = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
    assert [name for name in rules.names() if f"\n## `{name}`\n" not in text] == []


def test_every_variable_of_the_environment_is_documented() -> None:
    code = "".join(path.read_text(encoding="utf-8") for room in ("grader", "webapp") for path in (ROOT / room).rglob("*.py"))
    text = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    assert [name for name in sorted(set(re.findall(r"ALLCLOSE_[A-Z_]+", code))) if name not in text] == []


def test_everything_that_others_made_is_listed_with_its_licence() -> None:
    vendor = ROOT / "webapp" / "static" / "vendor"
    text = (ROOT / "docs" / "third-party.md").read_text(encoding="utf-8")
    versions = json.loads((vendor / "manifest.json").read_bytes())["versions"]
    assert [name for name, version in versions.items() if f"| {name} | {version} |" not in text] == []
    assert [path.name for path in (vendor / "licences").iterdir() if path.name not in text] == []


def test_the_readmes_figures_are_those_that_were_measured() -> None:
    bench, readme = ROOT / "docs" / "bench", (ROOT / "README.md").read_text(encoding="utf-8")
    web, quiz = (json.loads((bench / f"{name}.json").read_text()) for name in ("web", "quiz-load"))
    pages, saved, sent = web["load"]["pages"]["all"], quiz["autosave"], quiz["submit"]
    assert web["load"]["counts"] and not any(n for what, n in quiz["lost"].items() if what not in ("acknowledged", "submitted"))
    assert f"{pages['n']:,} pages, {sum(web['load']['errors'].values())} errors, 95 % within {pages['p95_ms']:.0f} ms" in readme
    assert f"graded, shown | {web['upload_to_mark_s']['median']:.2f} s |" in readme
    grading = json.loads((bench / "grading.json").read_text())
    rows = grading["peers"]["rows"]
    ours, nbgrader, otter = (rows[name]["wall_s"] for name in ("allclose", "nbgrader autograde", "otter run"))
    assert f"{grading['hidden_tests']} hidden tests" in readme
    assert f"{ours:.2f} s here, {nbgrader:.1f} s with nbgrader, {otter:.1f} s with Otter" in readme
    asked = saved["requests"] + sent["requests"]
    assert f"{asked:,} requests, 0 lost, 95 % of the answers saved within {saved['p95_ms']:.0f} ms" in readme
    ledger = json.loads((ROOT / "solutions" / "ledger.json").read_text(encoding="utf-8")).values()
    killed, mutants = (sum(entry[key] for entry in ledger) for key in ("killed", "mutants"))
    assert f"{killed:,} of {mutants:,} do; for the other {mutants - killed} it is explained" in readme
