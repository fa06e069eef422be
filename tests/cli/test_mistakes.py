"""What people type by mistake: each gets a sentence that says where, what and what to do, and never a trace of Python."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import group
from grader.course.scaffold import new_course
from grader.records import Records, assignments, exchange, gradebook, people

PEOPLE = "name,email\nAda Lee,ada@example.org\nBo Kim,bo@example.org\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = new_course(tmp_path / "mine", "Mine")
    (tmp_path / "people.csv").write_text(PEOPLE)
    assert said(root, "roster", "import", tmp_path / "people.csv", "--yes")[0] == 0
    return root


def said(course: Path, *words: str | Path) -> tuple[int, str]:
    """The exit code and everything that a person reads."""
    done = subprocess.run(
        [sys.executable, "-m", "grader.cli", *map(str, words), "--course", str(course)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def in_process(course: Path, *words: str | Path) -> str:
    result = CliRunner().invoke(group, [*map(str, words), "--course", str(course)])
    assert result.exit_code != 0
    return result.output + str(result.exception or "")


def token(course: Path) -> str:
    with Records(course / "var") as records:
        return people.issue_token(records, "test", people.find(records, "ada@example.org").id, "api")


def test_a_file_that_cannot_be_written_is_named(course: Path) -> None:
    code, text = said(course, "person", "export", "ada@example.org", course / "nowhere" / "ada.zip")
    assert code == 1
    assert "nowhere/ada.zip: No such file or directory" in text and "Name a place" in text
    assert "Traceback" not in text


def test_a_receipt_that_cannot_be_written_is_shown(course: Path) -> None:
    from grader.course.load import load_course
    from grader.course.release import release

    loaded = load_course(course)
    release(loaded, loaded.assignments[0])
    notebook = course / "assignments" / "first-steps" / "first-steps.ipynb"
    where = course / "nowhere" / "receipt.json"
    code, text = said(course, "submit", notebook, "--assignment", "first-steps", "--token", token(course), "--receipt", where)
    assert code == 1
    assert '"signature"' in text and "It is handed in, but" in text


def test_what_is_no_notebook_is_not_handed_in(course: Path) -> None:
    text = in_process(course, "submit", course / "course.toml", "--assignment", "first-steps", "--token", token(course))
    assert "“course.toml” is not a notebook" in text
    with Records(course / "var") as records:
        assert records.value("select count(*) from handin") == 0


def test_a_hand_in_for_an_assignment_that_is_not_there_says_which_are(course: Path, tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text('{"cells": [], "nbformat": 4, "metadata": {}}')
    text = in_process(course, "submit", tmp_path / "a.ipynb", "--assignment", "first-step", "--token", token(course))
    assert "no assignment “first-step”. There are: first-steps." in text


@pytest.mark.parametrize("text", ["name,email\n", "[]", '{"1": '], ids=["a table", "a list", "half"])
def test_public_keys_that_are_none_are_told(course: Path, tmp_path: Path, text: str) -> None:
    keys, receipt = tmp_path / "keys.json", tmp_path / "receipt.json"
    keys.write_text(text)
    fields = ("allclose", "course", "id", "person", "assignment", "number", "sha256", "size", "received_at", "key", "signature")
    receipt.write_text(json.dumps(dict.fromkeys(fields, 1)))
    assert "holds no public keys" in in_process(course, "receipt", "verify", receipt, "--keys", keys)


def test_nobody_is_erased_for_a_time_that_lies_ahead(course: Path) -> None:
    assert "would erase" not in in_process(course, "person", "erase", "--older-than-days", "-1")


@pytest.mark.parametrize("more", [["--days", "-3"], ["--url", "course.example.org"]], ids=["days", "address"])
def test_no_link_is_made_that_could_not_be_used(course: Path, more: list[str]) -> None:
    assert "/link/" not in in_process(course, "person", "link", "ada@example.org", *more)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            "name,mail\nAda,ada@example.org\n",
            ["people.csv:1: no column tells who is who. There are: name, mail.", "email, login or number"],
        ),
        ("e-mail,section\nada@example.org,A\n", ["people.csv:1: no column “name”. There are: e-mail, section.", "The first line names"]),
        ("\n", ["people.csv: the file is empty."]),
    ],
    ids=["mail", "no name", "empty"],
)
def test_a_roster_with_other_headings_says_how_they_are_called(course: Path, tmp_path: Path, table: str, words: list[str]) -> None:
    (tmp_path / "people.csv").write_text(table)
    text = in_process(course, "roster", "import", tmp_path / "people.csv")
    assert all(word in text for word in words)


def test_a_wrong_date_is_told_to_who_checks_one_exercise(course: Path) -> None:
    path = course / "solutions" / "first-steps" / "assignment.toml"
    path.write_text(path.read_text() + 'due = "next friday"\n')
    assert '"due" must be a date and time without quotes' in in_process(course, "check", "centre")


def test_a_canvas_column_with_another_maximum_is_told(course: Path) -> None:
    with Records(course / "var") as records:
        assignments.put(records, "test", "first-steps", title={"en": "First steps", "ko": "첫걸음"}, max_score=20.0, published=True)
        head = "Student,ID,SIS Login ID,Section,First steps (12)\n"
        table = f'{head}"Points Possible",,,,10\n"Lee, Ada",1,ada@example.org,A,\n'
        found = exchange.canvas(gradebook.of_course(records), table.encode(), "canvas.csv")
        assert "canvas.csv:2: “First steps (12)” is out of 10 there and out of 20 here: change the points in Canvas" in found.remarks
        assert exchange.canvas(gradebook.of_course(records), table.replace(",,10", ",,20").encode(), "canvas.csv").remarks == [
            "Bo Kim is not in the file"
        ]


def test_the_table_of_marks_says_out_of_how_much(course: Path) -> None:
    with Records(course / "var") as records:
        assignments.put(records, "test", "lab", title={"en": "Lab", "ko": "실습"}, max_score=20.0, published=True)
    assert "(of 20)" in said(course, "gradebook")[1]


def test_next_term_keeps_the_words_of_the_course(course: Path) -> None:
    (course / "glossary.toml").write_text('[bias]\nen = "bias"\nko = "편향"\nmeans = "a"\nmeans_ko = "b"\n')
    assert CliRunner().invoke(group, ["init", str(course.parent / "next"), "--from", str(course)]).exit_code == 0
    assert (course.parent / "next" / "glossary.toml").is_file()


def test_what_is_no_backup_is_said_in_one_line(course: Path, tmp_path: Path) -> None:
    text = in_process(course, "restore", "--verify", tmp_path / "people.csv")
    assert "is not a whole backup" in text and "ReadError" not in text


def test_a_port_that_is_taken_is_said_before_any_address(course: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, text = said(course, "serve", "--port", str(port), "--judges", "0")
    assert code == 1
    assert f"port {port} of 127.0.0.1 cannot be used" in text and "http://" not in text


def test_a_demo_of_a_course_that_is_not_there_is_none_of_another(course: Path) -> None:
    typo = course.with_name("mien")
    assert "mien: there is no course.toml here." in in_process(typo, "demo", "--only-build")
    assert not typo.exists()


def test_a_backup_replaces_no_file(course: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    text = in_process(course, "backup", tmp_path / "notes.txt")
    assert "notes.txt is there already" in text and "Name a new file" in text
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("shift", ["182", "2027-09-01"])
def test_dates_that_are_not_there_cannot_be_moved(course: Path, shift: str) -> None:
    result = CliRunner().invoke(group, ["init", str(course.parent / "next"), "--from", str(course), "--shift-dates", shift])
    assert result.exit_code != 0 and "no assignment has a date to move" in str(result.exception)
    assert not (course.parent / "next").exists()


def test_a_new_term_with_the_dates_of_the_last_is_told_so(course: Path) -> None:
    path = course / "solutions" / "first-steps" / "assignment.toml"
    path.write_text(path.read_text() + "due = 2026-03-01T12:00:00+09:00\n")
    result = CliRunner().invoke(group, ["init", str(course.parent / "next"), "--from", str(course)])
    assert result.exit_code == 0 and "The dates are still those of last term." in result.output
