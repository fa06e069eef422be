"""The analytics pages, on a class that has worked for some weeks."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.fleet.recorded import sync
from grader.records import Records, assignments, people
from tests.webapp import classroom
from tests.webapp.conftest import LAB, PASSWORD, ROOT, Browser
from webapp import accounts
from webapp.app import create_app
from webapp.quiz import bank

DUE = "2026-03-20T12:00:00.000000Z"
IDS = ["opt-adam", "opt-rmsprop"]


@pytest.fixture(scope="module")
def school(course, tmp_path_factory):
    """Sixteen students in two sections, a lab, a quiz, two TAs of one section each."""
    root = tmp_path_factory.mktemp("school") / "course"
    shutil.copytree(course, root)
    shutil.copytree(ROOT / "solutions" / "quizzes" / "optimizers", root / "solutions" / "quizzes" / "optimizers")
    shutil.copy(ROOT / "glossary.toml", root)
    clock = classroom.Clock(datetime(2026, 3, 1, tzinfo=UTC))
    records = Records(root / "var", now=clock)
    for name, role, sections in (("ivo", "instructor", []), ("ina", "instructor", []), ("mona", "ta", ["Mon"]), ("tom", "ta", ["Tue"])):
        language = "ko" if name == "ina" else "en"
        id = people.add(records, "test", name=name.capitalize(), role=role, login=name, sections=sections, language=language)
        people.set_password_hash(records, "test", id, accounts.hashed(PASSWORD))
    sync(records, "test", root)
    assignments.put(records, "test", LAB, due_at=DUE)
    rng = random.Random(1)
    pupils = classroom.enrol(records, 16, rng)
    quizzes = bank.load(root / "solutions" / "quizzes")
    classroom.quiz(records, clock, pupils, quizzes["optimizers"], quizzes, "quiz", DUE, rng)
    # draws of its own: how many the quiz takes depends on the questions that everybody was given
    classroom.hand_in_all(records, clock, pupils, LAB, root / "solutions" / LAB, IDS, DUE, random.Random(2))
    clock.at = datetime(2026, 4, 20, tzinfo=UTC)
    yield create_app(root, testing=True, records=records)
    records.close()


@pytest.fixture
def look(school):
    def open_as(name: str) -> Browser:
        found = Browser(school)
        assert found.log_in(name).status_code == 302
        return found

    return open_as


PATHS = ["/analytics/", f"/analytics/a/{LAB}", "/analytics/a/quiz", "/analytics/mastery"]
QUESTIONS = {
    "/analytics/": ["Who needs attention, and why?", "Which assignment went how?"],
    f"/analytics/a/{LAB}": [
        "How are the marks spread?", "Who started late?", "Which check separates the strong from the weak?", "Which misunderstanding is behind it?",
    ],
    "/analytics/a/quiz": ["How are the marks spread?", "Which question separates the strong from the weak?"],
    "/analytics/mastery": ["What do they know but cannot code?", "Who stands where?"],
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_each_chart_answers_a_question_and_has_a_table_beside_it(look, path):
    page = look("ivo").get(path).text
    headings = re.findall(r"<h2 id=[^>]+>([^<]+)</h2>", page)
    assert headings == QUESTIONS[path]
    for section in page.split('<section class="panel"')[1:]:
        assert "<table>" in section
    assert all('role="img" aria-label="' in svg for svg in re.findall(r"<svg[^>]+>", page))
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page)


@pytest.mark.parametrize("path", PATHS)
def test_the_same_in_korean(look, path):
    page = look("ina").get(path).text
    assert "분석" in page
    for question in QUESTIONS[path]:
        assert question not in page


def names_on(page: str) -> set[str]:
    return {name for name in re.findall(r">([A-Z][a-z]+ A)<", page)}


def everybody_in(school, section: str) -> set[str]:
    return {person.name for person in people.everyone(school.extensions["records"], role="student", section=section)}


def test_a_ta_sees_their_own_section_and_nobody_of_the_other(school, look):
    monday, tuesday = everybody_in(school, "Mon"), everybody_in(school, "Tue")
    page = look("mona").get("/analytics/mastery").text
    assert names_on(page) == monday
    for path in (*PATHS, f"/analytics/a/{LAB}/latecomers.csv", "/analytics/attention.csv", "/analytics/mastery-people.csv"):
        text = look("mona").get(path).text
        assert not [name for name in tuesday if name in text], path
    assert look("mona").get("/analytics/?section=Tue").status_code == 404
    stranger = next(p for p in people.everyone(school.extensions["records"], section="Tue") if p.role == "student")
    assert look("mona").get(f"/analytics/people/{stranger.id}").status_code == 404
    assert look("tom").get(f"/analytics/people/{stranger.id}").status_code == 200


def test_an_instructor_may_look_at_one_section(school, look):
    page = look("ivo").get("/analytics/mastery?section=Tue").text
    assert names_on(page) == everybody_in(school, "Tue")


@pytest.mark.parametrize(
    "path",
    [
        *(f"/analytics/{name}.csv" for name in ("marks", "attention", "mastery", "mastery-people")),
        *(f"/analytics/a/{LAB}/{name}.csv" for name in ("spread", "starts", "latecomers", "checks", "misconceptions")),
        *("/analytics/a/quiz/spread.csv", "/analytics/a/quiz/questions.csv"),
    ],
)
def test_every_table_is_a_file_that_korean_excel_opens(look, path):
    found = look("ivo").get(path)
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert found.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(found.data.decode("utf-8-sig"))))
    assert len(rows) > 1 and len({len(row) for row in rows}) == 1


def test_a_table_and_its_file_hold_the_same_rows(look):
    page = look("ivo").get(f"/analytics/a/{LAB}").text
    table = page.split("<caption>Marks in tenths</caption>")[1].split("</table>")[0]
    shown = [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', table)]
    rows = list(csv.DictReader(io.StringIO(look("ivo").get(f"/analytics/a/{LAB}/spread.csv").data.decode("utf-8-sig"))))
    assert [int(row["People"]) for row in rows] == shown
    assert sum(shown) == 16


def test_there_is_no_file_of_questions_for_a_lab_and_none_of_checks_for_a_quiz(look):
    assert look("ivo").get(f"/analytics/a/{LAB}/questions.csv").status_code == 404
    assert look("ivo").get("/analytics/a/quiz/checks.csv").status_code == 404


def test_where_marking_is_anonymous_a_ta_sees_keys_and_no_marks_by_name(school, look):
    records = school.extensions["records"]
    assignments.put(records, "test", LAB, anonymous=1)
    try:
        page = look("mona").get(f"/analytics/a/{LAB}").text
        late = page.split("not at all</caption>")[1].split("</table>")[0]
        assert names_on(late) == set()
        assert re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}", late)
        person = next(p for p in people.everyone(records, section="Mon") if p.role == "student")
        assert "Optimizers II" not in look("mona").get(f"/analytics/people/{person.id}").text
        assert "Optimizers II" in look("ivo").get(f"/analytics/people/{person.id}").text
    finally:
        assignments.put(records, "test", LAB, anonymous=0)


def test_a_concept_has_its_name_in_the_language_of_the_page(look):
    assert "bias correction" in look("ivo").get("/analytics/mastery").text
    assert "편향 보정" in look("ina").get("/analytics/mastery").text


def test_a_course_without_anything_says_so(site, browser):
    for path in ("/analytics/", f"/analytics/a/{LAB}", "/analytics/mastery"):
        page = browser("ivo").get(path)
        assert page.status_code == 200
    assert "Nobody has a mark yet." in browser("ivo").get("/analytics/").text


def test_the_real_names_of_checks_and_misconceptions_are_shown(school, look):
    page = look("ivo").get(f"/analytics/a/{LAB}").text
    tree = (Path(ROOT) / "solutions" / LAB / "opt-adam" / "test_hidden.py").read_text()
    title = re.search(r'"""([^"\n`$]+)', tree)
    assert title is not None and title[1].strip() in page
