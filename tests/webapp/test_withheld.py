"""Before the close every page says how much of the mark is still hidden, and none shows what another keeps back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from grader.judge.report import Report
from grader.records import assignments, desk, handins, people, queue, reports, times, withheld
from grader.records.suites import folder
from tests.webapp.conftest import LAB
from tests.webapp.test_home import report
from tests.webapp.test_kept import clock, records, site  # noqa: F401  a clock that the test moves
from webapp.quiz import store

STILL = re.compile(r"Still hidden: ([\d.]+) of ([\d.]+) points")
PAGES = ("/", f"/a/{LAB}", "/marks/", f"/marks/{LAB}")


def with_a_public_example(handin: str, suite: str) -> Report:
    """As `report`, and Adam's right check is the public one."""
    found = report(handin, suite)
    adam, rmsprop = found.exercises
    checks = (replace(adam.checks[0], public=True, title={"en": "the public example", "ko": "공개 예제"}), *adam.checks[1:])
    return replace(found, exercises=(replace(adam, checks=checks), rmsprop))


@pytest.fixture
def handed_in(records):  # noqa: F811
    made = handins.hand_in(records, people.find(records, "ada").id, LAB, b"{}", filename="a.ipynb")
    job = queue.lease(records, "test")
    reports.append(records, job, with_a_public_example(made.id, job.suite))
    return made.id


def keep_back(records, clock, **feedback):  # noqa: F811
    due = times.later(records.now_text(), minutes=600)
    assignments.put(records, "test", LAB, due_at=due, policy={"feedback": feedback})


def test_the_points_of_public_examples_are_read_from_the_suite(records):  # noqa: F811
    suite = folder(records, assignments.get(records, LAB).suite)
    said = re.findall(r"@points\(([\d.]+), public=True", "".join(path.read_text() for path in suite.glob("*/test_hidden.py")))
    assert len(said) == 2 and withheld.public_points(suite) == pytest.approx(sum(map(float, said)))


def test_every_page_says_how_many_points_are_hidden_until_the_deadline_and_none_shows_the_score(records, clock, browser, handed_in):  # noqa: F811
    keep_back(records, clock, when="after_close")
    ada = browser("ada")
    before = {at: ada.get(at).text for at in (*PAGES, f"/h/{handed_in}")}
    found = assignments.get(records, LAB)
    hidden = found.max_score - withheld.public_points(folder(records, found.suite))
    for at, page in before.items():
        assert [float(n) for n in STILL.search(page).groups()] == pytest.approx([hidden, found.max_score], abs=0.01), at
        assert "after the deadline (<time" in page, at
        assert not re.search(r"\b6&nbsp;/|\b6 / |<p class=\"score\">6|\b75 ", page), at
    clock.forward(hours=11)
    for at in (*PAGES, f"/h/{handed_in}"):
        page = ada.get(at).text
        assert not STILL.search(page), at
    assert '<p class="score">6' in ada.get(f"/h/{handed_in}").text


def test_the_public_examples_are_shown_while_everything_else_is_kept_back(records, clock, browser, handed_in):  # noqa: F811
    for policy in ({"when": "after_close"}, {"when": "on_release"}, {"level": "score"}):
        keep_back(records, clock, **policy)
        page = browser("ada").get(f"/h/{handed_in}").text
        assert "Public examples" in page and "the public example" in page and "check 1" not in page, policy


def test_what_waits_for_the_release_says_so_everywhere_and_comes_with_it(records, clock, browser, handed_in):  # noqa: F811
    keep_back(records, clock, when="on_release")
    ada = browser("ada")
    clock.forward(hours=11)
    for at in (*PAGES, f"/h/{handed_in}"):
        page = ada.get(at).text
        assert STILL.search(page) and "when it is released" in page, at
    assignments.release_marks(records, "test", LAB)
    for at in (*PAGES, f"/h/{handed_in}"):
        assert not STILL.search(ada.get(at).text), at


def test_nothing_is_hidden_from_who_has_nothing_handed_in_but_the_assignment_says_what_will_be(records, clock, browser):  # noqa: F811
    keep_back(records, clock, when="after_close")
    bo = browser("bo")
    assert STILL.search(bo.get(f"/a/{LAB}").text) and "nothing handed in yet" in bo.get("/").text


@pytest.mark.parametrize(("level", "says"), [("score", "are not shown one by one"), ("checks", "is not named")])
def test_a_policy_that_shows_less_than_everything_says_what_it_leaves_out(records, clock, browser, handed_in, level, says):  # noqa: F811
    keep_back(records, clock, level=level)
    page = browser("ada").get(f"/h/{handed_in}").text
    assert says in page and '<p class="score">6' in page


def test_the_days_last_full_report_says_until_when_the_next_shows_the_score_only(records, clock, browser, handed_in):  # noqa: F811
    keep_back(records, clock, full_per_day=1)
    made = handins.hand_in(records, people.find(records, "ada").id, LAB, b"{ }", filename="b.ipynb")
    job = queue.lease(records, "test")
    reports.append(records, job, with_a_public_example(made.id, job.suite))
    ada = browser("ada")
    assert "not shown one by one" in ada.get(f"/h/{made.id}").text and "After the deadline (<time" in ada.get(f"/h/{made.id}").text
    assert "not shown one by one" not in ada.get(f"/h/{handed_in}").text


def test_the_staff_sees_everything(records, clock, browser, handed_in):  # noqa: F811
    keep_back(records, clock, when="on_release")
    assert not STILL.search(browser("ivo").get(f"/h/{handed_in}").text)


def test_of_a_quiz_that_tells_its_points_later_all_of_them_are_hidden(records, clock, browser):  # noqa: F811
    due, at, ada = times.later(records.now_text(), minutes=600), records.now_text(), people.find(records, "ada").id
    assignments.put(records, "test", "quiz", kind="quiz", published=1, max_score=10.0, due_at=due)
    store.put_settings(records, "test", "quiz", {"bank": "optimizers", "feedback": "closed"})
    desk.append_quiz_result(records, ada, "quiz", number=1, started_at=at, submitted_at=at, score=7.0, max_score=10.0, body={})
    pages = ("/", "/marks/", "/marks/quiz")
    for place in pages:
        page = browser("ada").get(place).text
        assert STILL.search(page).groups() == ("10", "10") and "after the deadline (<time" in page and "public examples" not in page, place
    clock.forward(hours=11)
    for place in pages:
        assert not STILL.search(browser("ada").get(place).text), place
