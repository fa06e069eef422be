from __future__ import annotations

import re

import pytest

from grader.records import Records, assignments, by_hand, desk, gradebook, notices, people
from tests.webapp import scripted

LAB = scripted.LAB


@pytest.fixture
def records(site) -> Records:
    return site.extensions["records"]


@pytest.fixture
def graded(records, notebook) -> dict[str, str]:
    """Ada's Adam has the named mistake, Bo's is right; both are real notebooks."""
    sources = {"ada": "def Adam(params):\n    return 'ada <script>alert(1)</script>'", "bo": "def Adam(params):\n    return None"}
    ids = {who: scripted.hand_in(records, who, notebook(adam=text), name=f"{who} kim.ipynb") for who, text in sources.items()}
    scripted.grade(records, ada=0.0)
    return ids


def mark_of(records: Records, who: str) -> float | None:
    return gradebook.mark(records, people.find(records, who).id, LAB).score


def test_code_checks_and_the_named_mistake_are_there_and_nothing_of_the_student_acts(browser, graded):
    page = browser("tia").get(f"/marking/{graded['ada']}").text
    assert "opt-adam follows the rule" in page and "Adam without bias correction." in page
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page)


def test_a_student_finds_no_such_page_not_even_of_their_own(browser, graded):
    assert browser("ada").get(f"/marking/{graded['ada']}").status_code == 404


def test_a_ta_of_another_section_finds_nothing_and_changes_nothing(browser, records, graded):
    scripted.enrol(records, ada=["Mon"], bo=["Tue"], tia=["Tue"])
    tia = browser("tia")
    at = f"/marking/{graded['ada']}"
    assert tia.get(at).status_code == 404
    for path, data in (
        ("comment", {"text": "x"}),
        ("total", {"score": "1", "reason": "x"}),
        ("again", {}),
        ("exercise", {"exercise": "opt-adam"}),
    ):
        assert tia.post(f"{at}/{path}", data, at="/desk/").status_code == 404
    assert desk.comments(records, graded["ada"]) == []


def test_a_comment_on_a_cell_reaches_the_student_and_can_be_taken_back(browser, records, graded):
    tia, at = browser("tia"), f"/marking/{graded['ada']}"
    tia.post(f"{at}/comment", {"cell": "opt-adam", "text": "Look at the first step."}, at=at)
    assert "Look at the first step." in browser("ada").get(f"/h/{graded['ada']}").text
    number = desk.comments(records, graded["ada"])[0]["id"]
    assert tia.post(f"/marking/{graded['bo']}/comment/{number}/remove", at=at).status_code == 404
    tia.post(f"{at}/comment/{number}/remove", at=at)
    assert desk.comments(records, graded["ada"]) == []


def test_what_was_said_before_is_offered_again(browser, records, graded):
    desk.comment(records, 3, graded["ada"], "Look at the first step.", cell="opt-adam")
    tia, at = browser("tia"), f"/marking/{graded['bo']}"
    assert '<option value="Look at the first step.">' in tia.get(at).text
    tia.post(f"{at}/comment", {"cell": "opt-adam", "text": "", "again": "Look at the first step."}, at=at)
    assert [one["text"] for one in desk.comments(records, graded["bo"])] == ["Look at the first step."]


def test_points_of_a_rubric_count_are_shown_to_the_student_and_lead_to_the_next(browser, records, graded):
    desk.set_rubric(records, 4, LAB, "opt-adam", [{"id": "why", "points": 2.0, "en": "Says why", "ko": "이유를 말한다"}])
    tia, at = browser("tia"), f"/marking/{graded['ada']}"
    form = {"exercise": "opt-adam", "points-why": "1,5", "comment": "Nearly.", "next": "yes"}
    assert tia.post(f"{at}/points", form, at=at).location == f"/desk/{LAB}/next?after={graded['ada']}"
    assert mark_of(records, "ada") == pytest.approx(9.5)
    page = browser("ada").get(f"/h/{graded['ada']}").text
    assert "Says why" in page and "Nearly." in page and "9.5 <small>/ 22" in page


@pytest.mark.parametrize(
    ("points", "says"), [("2.5", "Says why: 2.5 must be from 0 to 2."), ("-1", "must be from 0 to 2."), ("many", "is not a number")]
)
def test_points_beyond_a_criterion_are_refused_in_words(browser, records, graded, points, says):
    desk.set_rubric(records, 4, LAB, "opt-adam", [{"id": "why", "points": 2.0, "en": "Says why", "ko": "이유를 말한다"}])
    tia, at = browser("tia"), f"/marking/{graded['ada']}"
    tia.post(f"{at}/points", {"exercise": "opt-adam", "points-why": points}, at=at)
    assert says in tia.get(at).text
    assert by_hand.given(records, graded["ada"]) == {}


def test_an_exercise_set_by_hand_moves_the_mark_with_its_reason_and_is_taken_back(browser, records, graded):
    tia, at = browser("tia"), f"/marking/{graded['ada']}"
    assert mark_of(records, "ada") == pytest.approx(8.0)
    tia.post(f"{at}/exercise", {"exercise": "opt-adam", "score": "9", "reason": "right, but for a typing error"}, at=at)
    assert mark_of(records, "ada") == pytest.approx(17.0)
    page = browser("ada").get(f"/h/{graded['ada']}").text
    assert "Set by hand to 9 points: right, but for a typing error" in page and "17 <small>/ 20" in page
    told = [notice.data for notice in notices.of(records, people.find(records, "ada").id) if notice.kind == "changed"]
    assert told[0]["reason"] == "right, but for a typing error"
    tia.post(f"{at}/exercise", {"exercise": "opt-adam", "undo": "yes", "reason": "no, it was wrong"}, at=at)
    assert mark_of(records, "ada") == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"score": "13", "reason": "x"}, "Points: 13 must be from 0 to 12."),
        ({"score": "", "reason": "x"}, "is not a number"),
        ({"score": "9", "reason": " "}, "The reason is missing"),
    ],
)
def test_a_mark_by_hand_with_a_mistake_changes_nothing_and_says_what_to_do(browser, records, graded, form, says):
    tia, at = browser("tia"), f"/marking/{graded['ada']}"
    tia.post(f"{at}/exercise", {"exercise": "opt-adam", **form}, at=at)
    assert says in tia.get(at).text
    assert by_hand.fixed(records, graded["ada"]) == {}


def test_the_mark_of_the_assignment_is_set_by_hand_and_stands_in_the_audit_trail(browser, records, graded):
    tia, at = browser("tia"), f"/marking/{graded['ada']}"
    tia.post(f"{at}/total", {"score": "41", "reason": "oral"}, at=at)
    assert "must be from 0 to 40" in tia.get(at).text
    tia.post(f"{at}/total", {"score": "15.5", "reason": "oral"}, at=at)
    assert mark_of(records, "ada") == pytest.approx(15.5)
    page = tia.get(at).text
    assert "set the mark by hand: 15.5: oral" in page
    tia.post(f"{at}/total", {"undo": "yes", "reason": "a mistake of mine"}, at=at)
    assert mark_of(records, "ada") == pytest.approx(8.0)


def test_without_names_nothing_on_the_page_says_whose_it_is(browser, records, graded):
    assignments.put(records, "test", LAB, anonymous=1)
    desk.set_rubric(records, 4, LAB, "opt-adam", [{"id": "why", "points": 2.0, "en": "Says why", "ko": "이유"}])
    page = browser("tia").get(f"/marking/{graded['bo']}").text
    key = people.find(records, "bo").marking_key
    assert key in page
    assert not re.search(r"\bBo\b|bo kim|bo@example", page)
    assert "marked without names" in page
    students_page = browser("tia").get(f"/h/{graded['bo']}").text
    assert not re.search(r"\bBo\b|bo kim|bo@example|\.ipynb", students_page)
    for telling in ("file", "receipt.json"):
        assert browser("tia").get(f"/h/{graded['bo']}/{telling}").status_code == 404
        assert browser("ivo").get(f"/h/{graded['bo']}/{telling}").status_code == 200


def test_one_hand_in_is_graded_again_with_the_suite_in_force(browser, records, graded):
    tia, at = browser("tia"), f"/marking/{graded['ada']}"
    tia.post(f"{at}/again", at=at)
    assert scripted.grade(records) == 1
    assert mark_of(records, "ada") == pytest.approx(20.0)


def test_before_and_after_follow_the_pile(browser, graded):
    tia = browser("tia")
    first = tia.get(f"/marking/{graded['ada']}").text
    assert f'data-key="j" href="/marking/{graded["bo"]}"' in first and 'data-key="k"' not in first
    assert f'data-key="k" href="/marking/{graded["ada"]}"' in tia.get(f"/marking/{graded['bo']}").text
