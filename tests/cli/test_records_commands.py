"""A TA's weeks at the command line: people in, hand-ins in, graded, changed, regraded, replayed, saved and brought back."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from grader.cli import group
from grader.course import samples
from grader.course.load import load_course
from grader.errors import AllcloseError, CourseError, SubmissionError
from grader.records import Records, handins, people
from grader.records.store import NotFound

SMALL = Path(__file__).parents[1] / "course" / "fixtures" / "small"
ROOT = Path(__file__).parents[2]
LAB = "first-steps"
ROSTER = "name,email,login,number,section\nAda Lee,ada@example.org,ada,1001,Mon\n김보라,bora@example.org,bora,1002,Tue\n=Cy,cy@example.org,cy,1003,Mon\n"


def allclose(course: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(group, [*map(str, words), "--course", str(course)])


def done(result: Result, code: int = 0) -> Result:
    assert result.exit_code == code, (result.output, result.exception)
    return result


def refusal(result: Result) -> str:
    assert isinstance(result.exception, AllcloseError), (result.output, result.exception)
    return str(result.exception)


def marks(course: Path) -> dict[str, float | None]:
    listed = json.loads(done(allclose(course, "gradebook", "--json")).stdout)
    return {line["name"]: line["marks"][LAB]["score"] for line in listed}


class Week:
    """A course with three people: Ada all right, Bora half, Cy a photo; all graded."""

    def __init__(self, root: Path) -> None:
        self.root = root
        lab = load_course(root).assignments[0]
        self.right = samples.handin(lab, samples.right(lab))
        answers = samples.right(lab)
        self.half = samples.handin(lab, {"centre": answers["centre"]})
        self.said: dict[str, Result] = {}

    def begin(self) -> None:
        (self.root / "people.csv").write_text(ROSTER, encoding="utf-8")
        self.said["dry"] = done(allclose(self.root, "roster", "import", self.root / "people.csv"))
        self.said["roster"] = done(allclose(self.root, "roster", "import", self.root / "people.csv", "--yes"))
        tree = self.root / "var" / "submitted"
        for login, name, data in (
            ("ada", "first-steps (1).ipynb", self.right),
            ("bora", "a.ipynb", self.half),
            ("cy", "photo.png", b"\x89PNG"),
            ("zoe", "a.ipynb", self.right),
        ):
            place = tree / login / LAB
            place.mkdir(parents=True)
            (place / name).write_bytes(data)
            (place / "timestamp.txt").write_text("2027-03-03 09:00:00 KST", encoding="utf-8")
        self.said["collect"] = done(allclose(self.root, "collect", tree), 1)
        self.said["again"] = done(allclose(self.root, "collect", tree), 1)
        self.said["autograde"] = done(allclose(self.root, "autograde", LAB))
        self.idle = subprocess.run(
            [sys.executable, "-m", "grader.cli", "autograde", "--course", str(self.root)], cwd=ROOT, capture_output=True, text=True
        )


@pytest.fixture(scope="module")
def week(one_judge: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    found = Week(Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("week") / "course")))
    found.begin()
    yield found


def test_a_roster_is_shown_before_it_is_taken(week: Week) -> None:
    assert "3 to add" in week.said["dry"].stdout and "add --yes" in week.said["dry"].stderr
    exported = done(allclose(week.root, "roster", "export")).stdout
    assert [row["name"] for row in csv.DictReader(io.StringIO(exported.lstrip("\ufeff")))].count("김보라") == 1
    assert "3 as they are" in done(allclose(week.root, "roster", "import", week.root / "people.csv")).stdout


def test_a_wrong_roster_names_its_lines_and_changes_nothing(week: Week, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("name,email\nDee,dee@example.org\n,nobody@example.org\nEve,no address\n", encoding="utf-8")
    said = refusal(allclose(week.root, "roster", "import", tmp_path / "wrong.csv", "--yes"))
    assert "wrong.csv:3" in said and "wrong.csv:4" in said
    with Records(week.root / "var", readonly=True) as records, pytest.raises(NotFound):
        people.find(records, "dee@example.org")


def test_a_collected_folder_is_taken_in_once_at_the_time_it_names(week: Week) -> None:
    assert week.said["collect"].stdout == "3 taken in, 0 were here already.\n"
    assert week.said["again"].stdout == "0 taken in, 3 were here already.\n"
    assert "skipped zoe: There is no person “zoe”" in week.said["collect"].stderr
    with Records(week.root / "var", readonly=True) as records:
        [handin] = handins.of_person(records, people.find(records, "ada").id, LAB)
        assert handin.received_at.startswith("2027-03-03T00:00:00")


def test_what_was_waiting_is_graded_and_nothing_twice(week: Week) -> None:
    assert week.said["autograde"].stdout == "3 graded, 0 parked.\n"
    assert (week.idle.returncode, week.idle.stdout) == (0, "0 graded, 0 parked.\n"), week.idle.stderr
    assert marks(week.root) == {"Ada Lee": 20, "김보라": 10, "=Cy": 0}


def test_the_gradebook_comes_as_table_csv_and_for_moodle(week: Week) -> None:
    assert "Ada Lee" in done(allclose(week.root, "gradebook")).stdout
    plain = done(allclose(week.root, "gradebook", "--csv")).stdout
    assert "'=Cy" in plain and ",=Cy" not in plain and not plain.startswith("=Cy")
    assert done(allclose(week.root, "gradebook", "--excel")).stdout.startswith("\ufeff")
    assert "ada@example.org" in done(allclose(week.root, "gradebook", "--moodle", LAB)).stdout


def test_a_mark_from_a_file_is_shown_then_set_and_survives_as_an_override(week: Week, tmp_path: Path) -> None:
    sheet = tmp_path / "oral.csv"
    sheet.write_text("email,score\nbora@example.org,15\n", encoding="utf-8")
    words = ("gradebook", "--import", sheet, "--assignment", LAB, "--column", "score", "--reason", "oral exam")
    assert done(allclose(week.root, *words)).stdout == "김보라: 10 → 15\n"
    assert marks(week.root)["김보라"] == 10
    done(allclose(week.root, *words, "--yes"))
    assert marks(week.root)["김보라"] == 15
    trail = done(allclose(week.root, "audit", "--subject", f"assignment {LAB}", "--action", "marks", "--json")).stdout.splitlines()
    assert [json.loads(line)["actor"] for line in trail] == ["command line"]


def test_handing_in_with_a_token_gives_a_receipt_that_is_verified_and_replayed(week: Week, tmp_path: Path) -> None:
    token = done(allclose(week.root, "person", "token", "ada")).stdout.strip()
    file, receipt = tmp_path / "mine.ipynb", tmp_path / "receipt.json"
    file.write_bytes(week.half)
    refused = allclose(week.root, "submit", file, "--assignment", LAB, "--token", "wrong")
    assert "no longer) good" in refusal(refused)
    assert "not open yet" in refusal(allclose(week.root, "submit", file, "--assignment", LAB, "--token", token))
    with Records(week.root / "var") as records:
        stored = handins.hand_in(records, people.find(records, "ada").id, LAB, week.half, filename="mine.ipynb", limited=False)
    receipt.write_text(json.dumps(stored.receipt), encoding="utf-8")
    assert "Genuine: first-steps, attempt 2" in done(allclose(week.root, "receipt", "verify", receipt, file)).stdout
    assert "nothing to compare" in refusal(allclose(week.root, "replay", receipt))
    done(allclose(week.root, "autograde"))
    said = done(allclose(week.root, "replay", receipt)).stdout
    assert "10 / 20 then, 10 / 20 now" in said and "The report is the same." in said
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps({**stored.receipt, "received_at": "2027-03-01T00:00:00.000000Z"}), encoding="utf-8")
    assert isinstance(allclose(week.root, "receipt", "verify", forged).exception, SubmissionError)


def test_a_backup_is_verified_and_restored_where_nothing_is(week: Week, tmp_path: Path) -> None:
    file = tmp_path / "course.tar.gz"
    assert "3 people" in done(allclose(week.root, "backup", file)).stdout
    assert "Verified: 3 people" in done(allclose(week.root, "restore", file, "--verify")).stdout
    assert isinstance(allclose(week.root, "restore", file).exception, CourseError)
    other = Path(shutil.copytree(SMALL, tmp_path / "other"))
    assert "Restored: 3 people" in done(allclose(other, "restore", file)).stdout
    assert marks(other) == marks(week.root)
    assert "The trail is whole." in done(allclose(other, "audit", "--verify")).stdout
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    (tmp_path / "damaged.tar.gz").write_bytes(damaged)
    assert isinstance(allclose(week.root, "restore", tmp_path / "damaged.tar.gz", "--verify").exception, AllcloseError)


def test_a_changed_suite_is_regraded_looked_at_applied_and_undone(week: Week) -> None:
    assert "has not changed" in done(allclose(week.root, "regrade", LAB)).stdout
    assert "no open regrade" in refusal(allclose(week.root, "regrade", LAB, "--discard"))
    before = marks(week.root)
    with (week.root / "solutions" / LAB / "centre" / "test_hidden.py").open("a", encoding="utf-8") as suite:
        suite.write("\n# a comment makes it another suite\n")
    assert "its suite has changed and has reports" in done(allclose(week.root, "autograde")).stderr
    preview: dict[str, Any] = json.loads(done(allclose(week.root, "regrade", LAB, "--reason", "a comment", "--json")).stdout)
    assert preview["done"] == preview["of"] >= 3
    assert [change for change in preview["changes"] if change["old"] != change["new"]] == []
    assert marks(week.root) == before
    assert "Applied." in done(allclose(week.root, "regrade", LAB, "--apply", "raise", "--yes")).stderr
    assert marks(week.root) == before
    assert "Undone;" in done(allclose(week.root, "regrade", LAB, "--undo", "--yes")).stdout
    assert "no applied regrade" in refusal(allclose(week.root, "regrade", LAB, "--undo", "--yes"))
    assert "The trail is whole." in done(allclose(week.root, "audit", "--verify")).stdout


def test_an_assignment_that_is_not_there_is_answered_with_those_that_are(week: Week) -> None:
    for words in (["autograde", "fisrt-steps"], ["regrade", "fisrt-steps"], ["gradebook", "--moodle", "fisrt-steps"]):
        assert "fisrt-steps" in refusal(allclose(week.root, *words))
