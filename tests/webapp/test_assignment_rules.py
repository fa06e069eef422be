from __future__ import annotations

import re

import pytest

from grader.errors import SubmissionError
from grader.records import assignments, audit, gradebook, handins, people, queue, reports
from tests.webapp.conftest import LAB
from tests.webapp.test_home import report
from tests.webapp.test_policies import blanks
from webapp.pages import _own_rules

AT = "/course/rules/q2"
EVERYTHING = {
    "late_penalty": {"cost": 0.25, "per": "hour", "floor": 0.5},
    "grace": {"minutes": 15.0},
    "late_days": {"per_assignment": 0},
    "attempts": {"counts": "last"},
    "rate": {"limit": 3, "hours": 12.0},
    "feedback": {"when": "after_close", "level": "checks", "full_per_day": 2},
    "minimum": {"required": {"opt-adam": 0.5}, "cap": 0.4},
}
EXERCISES = {"opt-adam": "Adam"}
WITHOUT_BLANKS = {"late_penalty": {"cut_off_hours": 48.0}, "extra_credit": {"worth": 3.0}, "release": {"hold": True}}


def test_every_blank_goes_round():
    said = _own_rules.blanks(EVERYTHING, "code", EXERCISES)
    assert all(said.values()) and said["cost"] == "25" and said["least-opt-adam"] == "50"
    assert _own_rules.read(said, {}, "code", EXERCISES) == EVERYTHING


def test_what_has_no_blank_stays_as_it_was_and_an_empty_blank_leaves_its_rule_to_the_course():
    both = {**EVERYTHING, **WITHOUT_BLANKS, "late_penalty": {**EVERYTHING["late_penalty"], **WITHOUT_BLANKS["late_penalty"]}}
    assert _own_rules.read(_own_rules.blanks(both, "code", EXERCISES), both, "code", EXERCISES) == both
    assert _own_rules.read({}, both, "code", EXERCISES) == WITHOUT_BLANKS
    elsewhere = {"minimum": {"required": {"opt-adam": 0.5, "gone": 1.0}}}
    assert _own_rules.read({}, elsewhere, "code", EXERCISES) == {"minimum": {"required": {"gone": 1.0}}}


def test_what_is_not_touched_is_saved_as_it_was(marked, browser):
    for id, policy in (("q2", {"late_penalty": {"cost": 0.2}, **WITHOUT_BLANKS}), (LAB, EVERYTHING)):
        before = assignments.put(marked, "test", id, policy=policy)
        ivo, at = browser("ivo"), f"/course/rules/{id}"
        ivo.post(at, blanks(ivo.get(at).text), at=at)
        assert assignments.get(marked, id) == before


def test_a_change_is_previewed_before_it_is_saved_and_then_every_mark_follows(marked, browser):
    ivo = browser("ivo")
    form = blanks(ivo.get(AT).text) | {"cost": "10"}
    page = ivo.post(f"{AT}/preview", form, at=AT).text
    assert "The total of 1 person would change" in page and "▼ 1 down" in page and "counts 72 %" in page
    part = ivo.post(f"{AT}/preview?panel=1", form, at=AT).text
    assert "would change" in part and "<html" not in part
    assert gradebook.mark(marked, 1, "q2").score == 6.0
    ivo.post(AT, form, at=AT)
    assert gradebook.mark(marked, 1, "q2").score == pytest.approx(4.8) and gradebook.mark(marked, 1, "q1").score == 8.0
    assert assignments.get(marked, "q2").policy == {"late_penalty": {"cost": 0.1}}
    assert "Totals that changed: 1." in ivo.get(AT).text
    ivo.post(AT, blanks(ivo.get(AT).text) | {"cost": ""}, at=AT)
    assert assignments.get(marked, "q2").policy == {}


def test_an_empty_blank_says_what_the_course_says(marked, browser):
    assignments.set_setting(marked, "test", "policy", {"late_penalty": {"cost": 0.15}, "attempts": {"counts": "first"}})
    page = browser("ivo").get(AT).text
    assert 'placeholder="15"' in page and 'aria-label="Cost of lateness; empty: as the course, 15"' in page
    assert "as the course: the first" in page


MISTAKES = [
    ({"cost": "ten"}, "Cost of lateness: “ten” is not a number. Write it like 10 or 2.5."),
    ({"floor": "101"}, "Least that is left: 101 must be from 0 to 100."),
    ({"days_each": "1.5"}, "Free days on one assignment: “1.5” must be a whole number, like 3."),
    ({"counts": "worst"}, "“worst” is none of the choices."),
    ({"hours": "0"}, "Hours of the limit: 0 must be from 0.01 to 100000."),
    ({"limit": "x", "grace": "y"}, "Grace: “y” is not a number."),
    ({"least-opt-adam": "101"}, "Adam: 101 must be from 0 to 100."),
]


@pytest.mark.parametrize(("change", "said"), MISTAKES, ids=[said[:30] for _, said in MISTAKES])
def test_a_mistake_is_named_with_its_sentence_and_nothing_is_saved(marked, browser, change, said):
    ivo, at = browser("ivo"), f"/course/rules/{LAB}"
    form = blanks(ivo.get(at).text) | change
    for address in (at, f"{at}/preview", f"{at}/preview?panel=1"):
        page = ivo.post(address, form, at=at).text
        assert said in page, address
    assert assignments.get(marked, LAB).policy == {}
    name, typed = next(iter(change.items()))
    if name != "counts":
        assert blanks(ivo.post(at, form, at=at).text)[name] == typed


def test_a_quiz_is_not_asked_what_its_own_settings_say(marked, browser):
    found = blanks(browser("ivo").get(AT).text)
    assert "counts" in found and not {"limit", "hours", "when", "level", "full", "capped"} & set(found)


def test_a_minimum_of_the_assignment_takes_the_place_of_the_course_s(marked, browser):
    ivo, at = browser("ivo"), f"/course/rules/{LAB}"
    assignments.set_setting(marked, "test", "policy", {"minimum": {"required": {"opt-adam": 0.5}, "cap": 0.4}})
    page = ivo.get(at).text
    assert 'name="least-opt-adam" value="" placeholder="50"' in page and 'name="capped" value="" placeholder="40"' in page
    assert 'aria-label="Share of the points of Adam; empty: as the course, 50"' in page
    ivo.post(at, blanks(page) | {"least-opt-rmsprop": "30"}, at=at)
    assert assignments.get(marked, LAB).policy == {"minimum": {"required": {"opt-rmsprop": 0.3}}}
    assert 'name="least-opt-adam" value="" placeholder="–"' in ivo.get(at).text


def test_what_is_marked_by_hand_alone_is_asked_only_how_often_one_may_hand_in_and_who_marks_whom(marked, browser):
    assignments.put(marked, "test", "talk", kind="manual", published=1)
    ivo, at = browser("ivo"), "/course/rules/talk"
    assert at in ivo.get("/course/policies/").text and at in ivo.get("/course/dates/talk").text
    page = ivo.get(at).text
    assert set(blanks(page)) == {"limit", "hours", "names"} and "For example" not in page
    assert "What a change does appears here before it is saved." in page
    assert "a marking key instead of names" in ivo.post(f"{at}/preview", blanks(page) | {"names": "hidden"}, at=at).text
    ivo.post(at, blanks(page) | {"limit": "3", "names": "hidden"}, at=at)
    found = assignments.get(marked, "talk")
    assert found.anonymous and found.policy == {"rate": {"limit": 3}}


def test_a_ta_who_marks_without_names_sees_none_at_what_is_marked_by_hand_alone(site, browser):
    records = site.extensions["records"]
    assignments.put(records, "test", "talk", kind="manual", published=1)
    ada = people.find(records, "ada")
    found = handins.hand_in(records, ada.id, "talk", b"1", filename="by-ada.ipynb").id
    tia, ivo, at = browser("tia"), browser("ivo"), "/course/rules/talk"
    places = ("/desk/talk", f"/marking/{found}", f"/h/{found}")
    telling = re.compile(r"\bAda\b|by-ada")
    assert all(telling.search(tia.get(place).text) for place in places)
    ivo.post(at, blanks(ivo.get(at).text) | {"names": "hidden"}, at=at)
    for place in places:
        assert not telling.search(tia.get(place).text), place
    assert ada.marking_key in tia.get(places[0]).text and "Ada" in ivo.get(places[0]).text


def test_the_way_there_leads_from_the_rules_of_the_course_and_from_the_dates(marked, browser):
    ivo = browser("ivo")
    assignments.put(marked, "test", "q1", policy={"grace": {"minutes": 5}})
    page = ivo.get("/course/policies/").text
    assert f'href="{AT}"' in page and page.count("rules of its own") == 1
    assert f'href="{AT}"' in ivo.get("/course/dates/q2").text


def test_a_limit_of_the_assignment_holds_at_the_next_hand_in(marked, browser):
    ivo, at = browser("ivo"), f"/course/rules/{LAB}"
    ivo.post(at, blanks(ivo.get(at).text) | {"limit": "1", "hours": "2"}, at=at)
    ada = people.find(marked, "ada").id
    handins.hand_in(marked, ada, LAB, b"1", filename="a.ipynb")
    with pytest.raises(SubmissionError, match="1 times in 2 h, which is the limit"):
        handins.hand_in(marked, ada, LAB, b"2", filename="a.ipynb")


# -- the attempt that the student chooses -------------------------------------------------------------------------------


@pytest.fixture
def attempts(site):
    """Two graded attempts of Ada's."""
    records = site.extensions["records"]
    found = []
    for data in (b"1", b"2"):
        found.append(handins.hand_in(records, people.find(records, "ada").id, LAB, data, filename="a.ipynb").id)
        job = queue.lease(records, "test")
        reports.append(records, job, report(job.handin, job.suite))
    return found


def test_a_student_chooses_the_attempt_that_counts_where_the_rules_leave_it_to_them(site, browser, attempts):
    first, last = attempts
    records, ada = site.extensions["records"], browser("ada")
    assert "Let this attempt count" not in ada.get(f"/h/{first}").text
    assert ada.post(f"/h/{first}/choose", at=f"/h/{first}").status_code == 404
    assignments.put(records, "test", LAB, policy={"attempts": {"counts": "chosen"}})
    assert "Open an attempt to choose it." in ada.get(f"/a/{LAB}").text
    assert "Let this attempt count" in ada.get(f"/h/{first}").text and "Let this attempt count" not in ada.get(f"/h/{last}").text
    ada.post(f"/h/{first}/choose", at=f"/h/{first}")
    page = ada.get(f"/h/{first}").text
    assert "Attempt 1 is the one that counts now." in page and "this attempt counts" in page
    assert "Let this attempt count" in ada.get(f"/h/{last}").text
    assert gradebook.mark(records, people.find(records, "ada").id, LAB).handin == first


def test_nobody_chooses_for_somebody_else(site, browser, attempts):
    assignments.put(site.extensions["records"], "test", LAB, policy={"attempts": {"counts": "chosen"}})
    for name in ("bo", "tia", "ivo"):
        assert browser(name).post(f"/h/{attempts[0]}/choose", at="/account").status_code == 404


# -- marking without names ----------------------------------------------------------------------------------------------


def test_marking_without_names_is_a_switch_with_its_consequence_said_first_and_a_row_in_the_trail(site, browser):
    records, ivo, at = site.extensions["records"], browser("ivo"), f"/course/rules/{LAB}"
    form = blanks(ivo.get(at).text)
    assert form["names"] == "shown"
    for address in (f"{at}/preview", f"{at}/preview?panel=1"):
        assert "a marking key instead of names" in ivo.post(address, form | {"names": "hidden"}, at=at).text
    assert not assignments.get(records, LAB).anonymous
    ivo.post(at, form | {"names": "hidden"}, at=at)
    assert assignments.get(records, LAB).anonymous
    row = next(row for row in audit.rows(records, action="assignment.put") if row["actor"] == str(people.find(records, "ivo").id))
    assert row["subject"] == f"assignment {LAB}" and '"anonymous": true' in row["data"]
    page = ivo.get(at).text
    assert blanks(page)["names"] == "hidden" and "TAs mark without names here." in page
    assert "see names, numbers and file names here again" in ivo.post(f"{at}/preview", form, at=at).text
    assert "none of the choices" in ivo.post(at, form | {"names": "some"}, at=at).text


def test_a_ta_then_sees_no_name_id_or_file_name(site, browser, attempts):
    records, ivo, tia, at = site.extensions["records"], browser("ivo"), browser("tia"), f"/course/rules/{LAB}"
    ada = people.find(records, "ada")
    places = (f"/desk/{LAB}", f"/marking/{attempts[0]}", f"/h/{attempts[0]}", "/gradebook/")
    assert any("a.ipynb" in tia.get(place).text for place in places)
    ivo.post(at, blanks(ivo.get(at).text) | {"names": "hidden"}, at=at)
    for place in places[:3]:
        page = tia.get(place)
        assert page.status_code == 200 and not re.search(rf"\bAda\b|ada@example|a\.ipynb|/roster/{ada.id}\b", page.text), place
    assert f"/marking/{attempts[0]}" not in tia.get("/gradebook/").text and ada.marking_key in tia.get(places[1]).text
    for telling in ("file", "receipt.json"):
        assert tia.get(f"/h/{attempts[0]}/{telling}").status_code == 404
