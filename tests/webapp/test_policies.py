from __future__ import annotations

import json
import re

import pytest

from grader.records import assignments, gradebook, handins, people, queue, reports
from tests.webapp.conftest import LAB
from tests.webapp.test_home import report
from webapp.pages import _policy_form

AT = "/course/policies/"


def blanks(page: str) -> dict[str, str]:
    """What a browser would send: every blank as it stands on the page."""
    found = {m[1]: m[2] for m in re.finditer(r'<input class="blank[^"]*" name="([^"]+)" value="([^"]*)"', page)}
    for name, body in re.findall(r'<select class="blank" name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        found[name] = re.search(r'<option value="([^"]*)" selected', body)[1]
    return found


def test_what_is_not_touched_is_saved_as_it_was(marked, browser):
    policy = {
        "late_penalty": {"cost": 0.1, "per": "hour", "floor": 0.25, "cut_off_hours": 72.0},
        "late_days": {"days": 5, "per_assignment": 2},
        "weights": {"by_category": {"quizzes": 40.0, "labs": 60.0}},
        "drop_lowest": {"quizzes": 1},
        "letters": {"scale": {"A": 90.0, "F": 0.0}},
        "minimum": {"required": {"opt-adam": 0.5, "gone": 0.25}, "cap": 0.4},
    }
    marked.connection.execute(
        "insert into setting (key, value, at) values ('policy', ?, '')", [json.dumps(policy)]
    )  # “gone” was there then
    ivo = browser("ivo")
    page = ivo.get(AT).text
    assert "No assignment has gone: nothing is asked there." in page
    ivo.post(AT, blanks(page), at=AT)
    saved = assignments.setting(marked, "policy")
    assert {name: saved[name] for name in policy} == policy


def test_a_change_is_previewed_before_it_is_saved(marked, browser):
    ivo = browser("ivo")
    form = blanks(ivo.get(AT).text) | {"cost": "10"}
    page = ivo.post(f"{AT}preview", form, at=AT).text
    assert "The total of 1 person would change" in page and "▼ 1 down" in page
    assert re.search(r"Ada</th>.*?>70 <.*?>64 <.*?▼ -6<", page, re.S)
    assert "counts 72 %" in page
    assert assignments.setting(marked, "policy", {}) == {}
    part = ivo.post(f"{AT}preview?panel=1", form, at=AT).text
    assert "would change" in part and "<html" not in part


def test_saving_changes_every_mark_at_once(marked, browser):
    ivo = browser("ivo")
    found = ivo.post(AT, blanks(ivo.get(AT).text) | {"cost": "10", "days": "1"}, at=AT)
    assert found.status_code == 302
    assert gradebook.mark(marked, 1, "q2").score == pytest.approx(5.4)
    assert "Totals that changed: 1." in ivo.get(AT).text


def test_exercises_one_must_have_are_chosen_by_title_previewed_and_saved(site, browser):
    records = site.extensions["records"]
    handins.hand_in(records, people.find(records, "ada").id, LAB, b"{}", filename="a.ipynb")
    job = queue.lease(records, "test")
    reports.append(records, job, report(job.handin, job.suite))
    ivo = browser("ivo")
    page = ivo.get(AT).text
    assert re.search(r'<optgroup label="[^"]+">.*?<option value="opt-adam">Adam', page)
    form = blanks(page) | {"must-0": "opt-adam", "least-0": "75", "capped": "40"}
    shown = ivo.post(f"{AT}preview", form, at=AT).text
    assert (
        "The total of 1 person would change" in shown and "For example: an answer worth 90 % that comes 26 hours late counts 90 %" in shown
    )
    ivo.post(AT, form, at=AT)
    assert assignments.setting(records, "policy")["minimum"] == {"required": {"opt-adam": 0.75}, "cap": 0.4}
    ada = browser("ada")
    assert "Adam: 50 % of its points, at least 75 % are required" in ada.get(f"/marks/{LAB}").text
    form = blanks(ivo.get(AT).text)
    assert (form["must-0"], form["least-0"], form["must-2"]) == ("opt-adam", "75", "")
    ivo.post(AT, form | {"must-0": "", "least-0": ""}, at=AT)
    assert "minimum" not in assignments.setting(records, "policy")


def test_lines_that_hold_nothing_are_folded_and_what_was_sent_is_not(site, browser):
    ivo = browser("ivo")
    page = ivo.get(AT).text
    form = blanks(page)
    assert folded(page) == {f"letter-{n}" for n in range(14)} | {f"must-{n}" for n in range(3)}
    page = ivo.post(AT, form | {"letter-0": "A", "from-0": "90", "letter-2": "B"}, at=AT).text
    assert "Letters, line 3" in page and {f"letter-{n}" for n in range(3)}.isdisjoint(folded(page)) and "letter-3" in folded(page)


def folded(page):
    return {
        name for part in re.findall(r"<details>(.*?)</details>", page, re.S) for name in re.findall(r'name="((?:letter|must)-\d+)"', part)
    }


MISTAKES = [
    ({"cost": "ten"}, "Cost of lateness: “ten” is not a number. Write it like 10 or 2.5."),
    ({"cost": "101"}, "Cost of lateness: 101 must be from 0 to 100."),
    ({"days": "1.5"}, "Free late days: “1.5” must be a whole number, like 3."),
    ({"cut_off": "-1"}, "Cut-off: -1 must be from 0 to 100000."),
    ({"per": "week"}, "“week” is none of the choices."),
    ({"weight-0": "0"}, "Weights: at least one must be above 0."),
    ({"letter-0": "A"}, "Letters, line 1: a letter and where it begins belong together."),
    ({"letter-0": "A", "from-0": "90", "letter-1": "B", "from-1": "90"}, "Letters, line 2: B or 90 is there twice."),
    ({"cost": "x", "grace": "y"}, "Grace: “y” is not a number."),
    ({"hours": "1e8"}, "Hours of the limit: 1e+08 must be from 0.01 to 100000."),
    ({"cut_off": "1e300"}, "Cut-off: 1e+300 must be from 0 to 100000."),
    ({"cut_off": "1e300", "grace": "1e300"}, "Grace: 1e+300 must be from 0 to 6e+06."),
    ({"must-0": "opt-adam"}, "Minimums, line 1: an exercise and a share of its points belong together."),
    ({"must-0": "opt-adam", "least-0": "50", "must-1": "opt-adam", "least-1": "60"}, "Minimums, line 2: the exercise is there twice."),
    ({"must-0": "opt-nothing", "least-0": "50"}, "“opt-nothing” is none of the choices."),
]


@pytest.mark.parametrize(("change", "said"), MISTAKES, ids=[said[:40] for _, said in MISTAKES])
def test_a_mistake_is_named_with_its_sentence_and_nothing_is_saved(marked, browser, change, said):
    ivo = browser("ivo")
    form = blanks(ivo.get(AT).text) | change
    for address in (AT, f"{AT}preview", f"{AT}preview?panel=1"):
        found = ivo.post(address, form, at=AT)
        assert said in found.text.replace("&#39;", "'"), address
    assert assignments.setting(marked, "policy", {}) == {}


def test_what_was_typed_is_still_there_after_a_mistake(marked, browser):
    ivo = browser("ivo")
    page = ivo.post(AT, blanks(ivo.get(AT).text) | {"cost": "ten", "days": "7"}, at=AT).text
    assert blanks(page)["cost"] == "ten" and blanks(page)["days"] == "7"


def test_every_setting_of_the_course_that_has_a_blank_goes_round():
    settings = {
        "late_penalty": {"cost": 0.15, "per": "day", "floor": 0.3, "cut_off_hours": None},
        "grace": {"minutes": 10.0},
        "late_days": {"days": 3, "per_assignment": None},
        "attempts": {"counts": "last"},
        "rate": {"limit": 5, "hours": 12.0},
        "feedback": {"when": "after_close", "level": "checks", "full_per_day": 2},
        "release": {"hold": True},
        "extra_credit": {"cap": 5.0},
        "rounding": {"digits": 0, "mode": "up"},
        "drop_lowest": {"labs": 2},
        "weights": {"by_category": {"labs": 70.0, "quizzes": 30.0}},
        "letters": {"scale": {"A+": 95.0, "B": 80.0}},
        "minimum": {"required": {"opt-adam": 0.5}, "cap": 0.4},
    }
    names = ["labs", "quizzes"]
    assert _policy_form.read(_policy_form.blanks(settings, names), {}, names, ["opt-adam"]) == settings
