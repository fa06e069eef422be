from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from grader.cli import group
from grader.course.model import FAMILIES
from grader.errors import CourseError

SMALL = Path(__file__).parents[1] / "course" / "fixtures" / "small"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "course"))


def allclose(*args: str | Path) -> Result:
    return CliRunner().invoke(group, [str(a) for a in args])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(option: str) -> None:
    program = f"""
import sys
sys.argv = ["allclose", "{option}"]
from grader.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code
assert not {{"torch", "numpy", "nbformat", "nbgrader", "flask", "msgspec", "rich"}} & set(sys.modules), "heavy"
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "allclose" in done.stdout


def test_every_command_module_has_a_command_and_a_summary() -> None:
    import click

    context = click.Context(group)
    names = group.list_commands(context)
    assert {"check", "doctor", "init", "new", "release"} <= set(names)
    for name in names:
        command = group.get_command(context, name)
        assert command is not None and command.help, name
    assert allclose("--help").output.count("\n") > len(names)


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "grader.cli", *map(str, args)], cwd=ROOT, capture_output=True, text=True)


def test_an_unknown_command_is_answered_with_those_there_are() -> None:
    done = run("chekc")
    assert done.returncode == 1
    assert "no command “chekc”. There are: " in done.stderr and "check" in done.stderr


def test_a_mistake_in_the_course_is_told_without_a_traceback(course: Path) -> None:
    edit(course / "solutions/first-steps/centre/exercise.toml", "points = 10", 'points = "ten"')
    done = run("release", "--course", course)
    assert done.returncode == 1
    assert done.stderr == (
        'Error: solutions/first-steps/centre/exercise.toml:3: "points" must be a positive number, got "ten".\n'
        "  Write, for example: points = 10\n"
    )


def test_release_writes_once_and_lists_what_changed(course: Path) -> None:
    first = allclose("release", "--course", course, "--json")
    assert len(json.loads(first.stdout)["changed"]) == 2
    assert json.loads(allclose("release", "--course", course, "--json").stdout)["changed"] == []


def test_release_to_a_folder_with_other_files_is_refused(course: Path, tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "thesis.tex").write_text("mine")
    assert isinstance(allclose("release", "--course", course, "--to", tmp_path / "public").exception, CourseError)
    assert allclose("release", "--course", course, "--to", tmp_path / "new").exit_code == 0
    assert allclose("release", "--course", course, "--to", tmp_path / "new").exit_code == 0


def check(course: Path, *names: str) -> tuple[int, dict[str, Any]]:
    result = allclose("check", "--course", course, "--json", *names)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout)


def test_check_accepts_a_suite_that_keeps_its_promises(course: Path) -> None:
    code, told = check(course)
    assert code == 0
    assert [(e["id"], e["reference_ok"], e["skeleton_ok"], e["named"], e["caught"]) for e in told["exercises"]] == [
        ("centre", True, True, 2, 2),
        ("decay", True, True, 2, 2),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("exercise.toml", "points = 10", "points = 12", "the points add up to 10; exercise.toml says 12"),
        ("wrong.py", "x - x.mean(-1, keepdim=True)", "x - x.mean()", "earns full marks"),
        ("right.py", "x.sum() / x.numel()", "x.median()", "earns"),
        ("messages.ko.toml", 'mean_of_rows = "', '# mean_of_rows = "', "has no Korean"),
    ],
)
def test_check_finds_a_broken_promise(course: Path, file: str, old: str, new: str, complaint: str) -> None:
    edit(course / "solutions/first-steps/centre" / file, old, new)
    code, told = check(course, "centre")
    assert code == 1
    (exercise,) = told["exercises"]
    assert any(complaint in problem for problem in exercise["problems"]), exercise["problems"]


def test_check_of_one_exercise_is_not_stopped_by_mistakes_in_another(course: Path) -> None:
    (course / "solutions/first-steps/decay/statement.md").unlink()
    assert check(course, "centre")[0] == 0
    assert check(course, "first-steps")[0] == 1
    assert isinstance(allclose("check", "--course", course, "decay").exception, CourseError)


def test_the_table_of_check_names_each_exercise(course: Path) -> None:
    result = allclose("check", "--course", course, "centre")
    assert "✓ centre" in result.stdout and "2/2/2" in result.stdout
    assert "1 of 1 exercises keep their promises." in result.stderr


def test_a_new_course_with_an_exercise_of_every_family_keeps_its_promises(tmp_path: Path) -> None:
    assert allclose("init", tmp_path / "mine", "--name", "Mine").exit_code == 0
    for family in FAMILIES:
        made = allclose("new", "exercise", f"my-{family}", "--family", family, "--course", tmp_path / "mine")
        assert made.exit_code == 0, made.output
    code, told = check(tmp_path / "mine")
    assert code == 0, told
    assert len(told["exercises"]) == 1 + len(FAMILIES)
    assert allclose("release", "--course", tmp_path / "mine").exit_code == 0


def test_a_folder_with_files_is_not_overwritten(course: Path) -> None:
    assert isinstance(allclose("init", course).exception, CourseError)
    again = allclose("new", "exercise", "centre", "--family", "function", "--course", course)
    assert isinstance(again.exception, CourseError) and "already" in str(again.exception)


@pytest.mark.parametrize("id", ["Opt_Adam", "-adam", "a" * 55, "../adam"])
def test_an_id_that_cannot_be_a_grade_id_is_refused(course: Path, id: str) -> None:
    assert allclose("new", "exercise", "--family", "function", "--course", course, "--", id).exception is not None
    assert not (course / "solutions" / "adam").exists()


@pytest.mark.parametrize(("shift", "due"), [("182", "2027-09-14T23:59:00"), ("2027-09-01", "2027-09-15T23:59:00")])
def test_next_term_starts_from_last_term_without_its_people(course: Path, tmp_path: Path, shift: str, due: str) -> None:
    (course / "var").mkdir()
    (course / "var" / "people.db").write_text("everybody")
    made = allclose("init", tmp_path / "next", "--from", course, "--shift-dates", shift)
    assert made.exit_code == 0
    assert f"due = {due}" in (tmp_path / "next/solutions/first-steps/assignment.toml").read_text(encoding="utf-8")
    assert "first-steps: due 2027-03-16 →" in made.output
    assert not (tmp_path / "next" / "var").exists()
    assert (tmp_path / "next/solutions/first-steps/centre/wrong.py").exists()


def test_a_shift_that_is_neither_days_nor_a_date_is_refused(course: Path, tmp_path: Path) -> None:
    refused = allclose("init", tmp_path / "next", "--from", course, "--shift-dates", "soon")
    assert isinstance(refused.exception, CourseError)
    assert not (tmp_path / "next").exists()


def test_the_doctor_gives_every_requirement_a_verdict_and_a_cure(course: Path) -> None:
    result = allclose("doctor", "--json", "--course", course)
    findings = json.loads(result.stdout)
    assert {"python", "torch", "bubblewrap", "libseccomp", "user namespaces", "sandbox", "browser", "Korean font", "SQLite", "disk"} <= {
        f["name"] for f in findings
    }
    assert all(f["verdict"] in ("PASS", "CAUTION", "FAIL") for f in findings)
    assert [f["name"] for f in findings if f["verdict"] != "PASS" and not f["mend"]] == []
    assert next(f for f in findings if f["name"] == "course")["what"] == "1 assignments, 2 exercises"


def test_pytest_alone_runs_a_hidden_suite_against_its_reference(tmp_path: Path) -> None:
    assert allclose("init", tmp_path / "mine").exit_code == 0
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "solutions/first-steps/centre/test_hidden.py"]
    done = subprocess.run(command, cwd=tmp_path / "mine", capture_output=True, text=True, env={"PYTHONPATH": str(ROOT), "PATH": ""})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
