"""The assignment's page: how often one may hand in and what being late costs, in words and with one's own figures."""

from __future__ import annotations

import io
import re

import pytest

from grader.records import assignments, gradebook, handins, people, queue, reports, times
from tests.webapp.conftest import LAB
from tests.webapp.test_home import report
from tests.webapp.test_kept import clock, records, site  # noqa: F401  a clock that the test moves

AT = f"/a/{LAB}"
RULES = {
    "late_penalty": {"cost": 0.1, "floor": 0.35, "cut_off_hours": 72},
    "late_days": {"days": 5, "per_assignment": 1},
    "grace": {"minutes": 15},
    "rate": {"limit": 2, "hours": 3},
}


def told(page: str) -> str:
    """The list under “What counts” as a person reads it."""
    found = re.search(r'<ul class="terms">(.*?)</ul>(.*?)<h2', page, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1] + found[2])).strip()


@pytest.fixture
def ruled(records, clock):  # noqa: F811
    """Due two hours ago, in a course that has every rule about time."""
    assignments.put(records, "test", LAB, due_at=times.later(records.now_text(), minutes=-120))
    assignments.set_setting(records, "test", "policy", RULES)
    return people.find(records, "ada").id


def test_a_student_reads_the_limit_and_what_late_costs_now_with_figures_and_their_zone(records, browser, ruled):  # noqa: F811
    page = browser("ada").get(AT).text
    said = told(page)
    assert "Times are in Asia/Seoul." in page
    for sentence in (
        "You may hand in 2 times in 3 hours: 2 of 2 left now.",
        "Of several attempts the best counts, after what lateness costs.",
        "Each day late that has begun costs 10 % of the points. At least 35 % of them are left.",
        "You have 5 of 5 free late days left for the term. At most 1 more can go here.",
        "what comes later counts nothing.",
        "Handed in now, it is 1 day late: 90 % of its points count. With free late days it is up to 100 %.",
    ):
        assert sentence in said, sentence


def test_an_extension_and_another_zone_are_their_own(records, clock, browser, ruled):  # noqa: F811
    assignments.extend(records, "test", [LAB], people=[ruled], minutes=24 * 60, reason="ill")
    with records.machinery() as tx:
        tx.execute("update person set zone = 'America/New_York' where id = ?", [ruled])
    page = browser("ada").get(AT).text
    ada, bo = told(page), told(browser("bo").get(AT).text)
    assert "Handed in now" not in ada and "Handed in now" in bo
    assert "nothing is late yet" in ada and "nothing is late yet" not in bo
    assert "Times are in America/New_York." in page


def test_at_the_limit_the_page_says_when_the_next_is_possible_and_then_it_is(records, clock, browser, ruled):  # noqa: F811
    ada = browser("ada")
    for data in (b"1", b"2"):
        handins.hand_in(records, ruled, LAB, data, filename="a.ipynb")
        clock.forward(hours=1)
    page = ada.get(AT).text
    said = re.search(r"Your next attempt is possible from <time datetime=\"([^\"]+)\"", page)[1]
    assert "0 of 2 left now." in told(page) and "(in 60 minutes)" in told(page) and said == times.later(records.now_text(), minutes=60)
    refused = ada.post(f"{AT}/hand-in", {"notebook": (io.BytesIO(b"{}"), "a.ipynb")}, at=AT, content_type="multipart/form-data")
    assert (
        refused.status_code == 400 and f'This attempt was not taken. Your next one is possible from <time datetime="{said}"' in refused.text
    )
    clock.forward(hours=1, seconds=1)
    assert "1 of 2 left now." in told(ada.get(AT).text)
    handins.hand_in(records, ruled, LAB, b"3", filename="a.ipynb")


def test_after_the_cut_off_it_says_that_nothing_counts(records, clock, browser, ruled):  # noqa: F811
    clock.forward(hours=71)
    said = told(browser("ada").get(AT).text)
    assert "It closed" in said and "what you hand in now counts nothing." in said
    assert "late day" not in said and "Each day late" not in said


def test_without_rules_it_says_so_in_two_sentences(records, browser):  # noqa: F811
    said = told(browser("ada").get(AT).text)
    assert "You may hand in as often as you like; nothing that you hand in is lost." in said and "Being late costs nothing." in said


def test_a_minimum_is_said_before_by_the_titles_of_its_exercises(records, browser):  # noqa: F811
    assignments.set_setting(records, "test", "policy", {"minimum": {"required": {"opt-adam": 0.5}, "cap": 0.4}})
    said = told(browser("ada").get(AT).text)
    assert "Have at least: 50 % of Adam" in said and "With less in any of them the assignment counts at most 40 %." in said


def test_what_is_marked_by_hand_alone_says_nothing_of_lateness(records, browser, ruled):  # noqa: F811
    assignments.put(records, "test", "talk", kind="manual", published=1, due_at=times.later(records.now_text(), minutes=-60))
    page = browser("ada").get("/a/talk").text
    assert "2 of 2 left now" in page and "late" not in told(page)


def test_who_is_excused_or_has_a_mark_by_hand_reads_that_and_nothing_of_lateness(records, browser, ruled):  # noqa: F811
    assignments.override(records, "test", ruled, LAB, 5.0, reason="oral")
    said = told(browser("ada").get(AT).text)
    assert "Your mark was set by hand: it stands, whatever you hand in." in said and "late" not in said
    assignments.excuse(records, "test", ruled, LAB, reason="ill")
    assert "You are excused from it: it does not count." in told(browser("ada").get(AT).text)


def test_korean_says_the_same(records, browser, ruled):  # noqa: F811
    with records.machinery() as tx:
        tx.execute("update person set language = 'ko' where id = ?", [ruled])
    said = told(browser("ada").get(AT).text)
    assert "늦기 시작한 하루마다 점수의 10 %가 깎여요." in said and "지금 제출하면 1일 지각이고, 점수의 90 %만 반영돼요." in said


def test_the_feedback_on_a_late_attempt_says_what_it_counts_by_the_rules(records, clock, browser, ruled):  # noqa: F811
    assignments.put(records, "test", LAB, policy={"late_days": {"per_assignment": 0}})
    handin = handins.hand_in(records, ruled, LAB, b"{}", filename="a.ipynb").id
    job = queue.lease(records, "test")
    found = report(job.handin, job.suite)
    reports.append(records, job, found)
    page = browser("ada").get(f"/h/{handin}").text
    points = gradebook.mark(records, ruled, LAB).score
    assert points == pytest.approx(0.9 * 20 * found.score / found.max_score)
    assert f"this attempt counts: {points:g} of" in page
