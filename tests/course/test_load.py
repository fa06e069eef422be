from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.course.load import load_course, load_draft
from grader.course.model import FAMILIES, KINDS, TOLERANCES, Limits
from grader.course.shapes import ExerciseFile
from grader.errors import CourseError

HERE = Path(__file__).parent
SMALL = HERE / "fixtures" / "small"
BROKEN = sorted(path.name for path in (HERE / "broken").iterdir())


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "course"))


def break_it(course: Path, name: str) -> None:
    """Lay the files of one mistake over a sound course."""
    source = HERE / "broken" / name
    shutil.copytree(source, course, dirs_exist_ok=True)
    removed = source / "removed.txt"
    for line in removed.read_text(encoding="utf-8").splitlines() if removed.exists() else ():
        (course / line).unlink()
        if not any((course / line).parent.iterdir()):
            (course / line).parent.rmdir()


@pytest.mark.parametrize("name", BROKEN)
def test_every_mistake_is_named_with_its_place_and_its_cure(course: Path, name: str) -> None:
    break_it(course, name)
    with pytest.raises(CourseError) as caught:
        load_course(course)
    assert str(caught.value) + "\n" == (HERE / "broken" / name / "expect.txt").read_text(encoding="utf-8")


def test_there_are_enough_broken_courses() -> None:
    assert len(BROKEN) >= 25


@pytest.mark.parametrize("name", BROKEN)
def test_an_expected_message_says_what_to_do(name: str) -> None:
    lines = (HERE / "broken" / name / "expect.txt").read_text(encoding="utf-8").splitlines()
    assert lines and len(lines) % 2 == 0
    assert all((line.startswith("  ") and line.strip().endswith((".", "?"))) or "=" in line or ":" in line for line in lines[1::2])


def test_all_mistakes_are_shown_at_once(course: Path) -> None:
    for name in ("points-are-words", "time-zone-misspelt", "exercise-listed-but-absent"):
        shutil.copytree(HERE / "broken" / name, course, dirs_exist_ok=True)
    with pytest.raises(CourseError) as caught:
        load_course(course)
    assert len(caught.value.mistakes) == 3


def test_a_sound_course_is_read_whole(course: Path) -> None:
    loaded = load_course(course)
    (assignment,) = loaded.assignments
    assert [e.id for e in assignment.exercises] == ["centre", "decay"]
    assert assignment.due == datetime(2027, 3, 16, 23, 59, tzinfo=ZoneInfo("Asia/Seoul"))
    assert assignment.limits == Limits(cell_s=5.0)
    assert assignment.points == 20
    assert assignment.exercise("centre").title == {"en": "Centre", "ko": "Centre"}
    assert [cell.role for cell in assignment.exercise("decay").cells] == ["answer", "example", "plot"]


def test_a_half_written_exercise_stops_nobody_else(course: Path) -> None:
    break_it(course, "points-are-words")
    loaded, mistakes = load_draft(course)
    assert [e.id for e in loaded.assignment("first-steps").exercises] == ["decay"]
    assert len(mistakes) == 1


def test_limits_of_an_exercise_override_the_assignments(course: Path) -> None:
    path = course / "solutions/first-steps/centre/exercise.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[limits]\nexercise_s = 90\n", encoding="utf-8")
    limits = load_course(course).assignment("first-steps").exercise("centre").limits
    assert limits == Limits(cell_s=5.0, exercise_s=90.0)


def test_a_folder_that_is_no_course_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="allclose init"):
        load_course(tmp_path)


def test_an_unknown_assignment_is_answered_with_those_there_are(course: Path) -> None:
    with pytest.raises(CourseError, match=r"no assignment “a9”. There are: first-steps\."):
        load_course(course).assignment("a9")


def test_a_due_time_that_the_clock_change_skips_is_refused(course: Path) -> None:
    zone = course / "course.toml"
    zone.write_text(zone.read_text(encoding="utf-8").replace("Asia/Seoul", "Europe/Berlin"), encoding="utf-8")
    path = course / "solutions/first-steps/assignment.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("2027-03-16T23:59:00", "2027-03-28T02:30:00"), encoding="utf-8")
    with pytest.raises(CourseError, match="hour that Europe/Berlin skips"):
        load_course(course)


def test_names_agree_with_the_rooms_that_use_them() -> None:
    from typing import get_args, get_type_hints

    from grader.judge.tolerance import PROFILES

    assert set(TOLERANCES) == set(PROFILES)
    hints = get_type_hints(ExerciseFile)
    assert get_args(hints["tolerance"]) == TOLERANCES
    assert get_args(hints["family"]) == FAMILIES
    assert get_args(hints["kind"]) == KINDS
