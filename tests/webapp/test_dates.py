from __future__ import annotations

import re

import pytest

from grader.records import assignments, gradebook

AT = "/course/dates/q2"


def fields(page: str) -> dict[str, str]:
    form = page.split("data-live", 1)[1].split("</form>", 1)[0]
    found = {m[1]: m[2] for m in re.finditer(r'<input id="[^"]+" name="([^"]+)"[^>]*value="([^"]*)"', form)}
    found["hold"] = re.search(r'<option value="([^"]*)" selected', form)[1]
    return found | ({"published": "1"} if "checked" in form else {})


def test_the_time_line_has_every_assignment_and_the_table_says_the_same(marked, browser):
    assignments.extend(marked, 4, ["q1"], section="Mon", minutes=60, reason="holiday")
    page = browser("ivo").get("/course/dates/").text
    drawing, table = re.search(r"<svg.*?</svg>", page, re.S)[0], re.search(r"<table.*?</table>", page, re.S)[0]
    for title in ("Quiz 1", "Quiz 2"):
        assert title in drawing and title in table
    assert drawing.count('class="moved"') == 1


def test_what_is_not_touched_is_saved_as_it_was(marked, browser):
    policy = {"late_penalty": {"cost": 0.2, "cut_off_hours": 48.0}, "extra_credit": {"worth": 3.0}, "release": {"hold": True}}
    before = assignments.put(marked, "test", "q2", policy=policy, opens_at="2026-03-01T00:00:00.000000Z")
    ivo = browser("ivo")
    ivo.post(AT, fields(ivo.get(AT).text), at=AT)
    assert assignments.get(marked, "q2") == before


def test_a_new_deadline_is_previewed_and_then_moves_marks(marked, browser):
    assignments.set_setting(marked, "test", "policy", {"late_penalty": {"cost": 0.1}})
    ivo = browser("ivo")
    form = fields(ivo.get(AT).text) | {"due": "2026-03-11T12:00", "closes": "2026-03-12T12:00"}
    page = ivo.post(f"{AT}/preview", form, at=AT).text
    assert "The total of 1 person would change" in page and "▲ +6" in page
    assert gradebook.mark(marked, 1, "q2").score == pytest.approx(4.8)
    ivo.post(AT, form, at=AT)
    assert gradebook.mark(marked, 1, "q2").score == 6.0
    assert assignments.get(marked, "q2").policy == {"late_penalty": {"cut_off_hours": 24.0}}


MISTAKES = [
    ({"due": "tomorrow"}, "Due: “tomorrow” is not a date and time. Write it like 2026-03-02 23:59."),
    ({"due": "9999-12-31T23:59"}, "Due: “9999-12-31T23:59” is not a date and time."),
    ({"closes": "2126-03-01T10:00"}, "“Closes” is more than ten years after “Due”."),
    ({"opens": "2026-04-01T10:00"}, "“Due” must be later than “Opens”."),
    ({"closes": "2026-03-01T10:00"}, "“Closes” must not be earlier than “Due”."),
    ({"due": "", "closes": "2026-03-20T10:00"}, "“Closes” needs a “Due” before it."),
    ({"worth": "lots"}, "Extra credit: “lots” is not a number."),
]


@pytest.mark.parametrize(("change", "said"), MISTAKES, ids=[said[:30] for _, said in MISTAKES])
def test_dates_that_cannot_be_are_refused_with_a_sentence(marked, browser, change, said):
    ivo = browser("ivo")
    before = assignments.get(marked, "q2")
    form = fields(ivo.get(AT).text) | change
    for address in (AT, f"{AT}/preview"):
        found = ivo.post(address, form, at=AT)
        assert found.status_code == 400 and said in found.text
    assert assignments.get(marked, "q2") == before


def test_marks_are_released_and_hidden_again(marked, browser):
    assignments.set_setting(marked, "test", "policy", {"release": {"hold": True}})
    ivo, ada = browser("ivo"), browser("ada")
    assert "▣ not released yet" in ada.get("/marks/q1").text
    assert "Release the marks" in ivo.get("/course/dates/").text
    ivo.post("/course/dates/q1/release", at="/course/dates/")
    assert "8 <small>/ 10" in ada.get("/marks/q1").text
    ivo.post("/course/dates/q1/release", {"hide": "1"}, at="/course/dates/")
    assert "▣ not released yet" in ada.get("/marks/q1").text


def test_a_section_and_everybody_get_another_deadline(marked, browser):
    ivo = browser("ivo")
    ivo.post(f"{AT}/extension", {"section": "Mon", "until": "2026-03-12T12:00", "reason": "holiday"}, at=AT)
    assert gradebook.due_for(marked, 1, "q2") == "2026-03-12T12:00:00.000000Z"
    assert gradebook.due_for(marked, 2, "q2") == "2026-03-09T12:00:00.000000Z"
    assert (
        "There is no section “Sun”."
        in ivo.post(f"{AT}/extension", {"section": "Sun", "until": "2026-03-12T12:00", "reason": "x"}, at=AT).text
    )
    ivo.post(f"{AT}/extension", {"section": "", "until": "2026-03-13T12:00", "reason": "snow"}, at=AT)
    assert gradebook.due_for(marked, 2, "q2") == "2026-03-13T12:00:00.000000Z"
    ivo.post(f"{AT}/extension/1/end", at=AT)
    assert [e.reason for e in assignments.extensions(marked, "q2")] == ["snow"]


def test_after_an_outage_everybody_hit_gets_its_length(marked, browser):
    ivo, at = browser("ivo"), "/course/dates/"
    form = {"began": "2026-03-09T10:00", "ended": "2026-03-09T11:30", "reason": "network"}
    assert ivo.post("/course/dates/outage", form, at=at).status_code == 302
    assert "Everybody got 90 minutes more for: Quiz 2." in ivo.get(at).text
    assert gradebook.due_for(marked, 2, "q2") == "2026-03-09T13:30:00.000000Z"
    assert "later than “From”" in ivo.post("/course/dates/outage", form | {"ended": "2026-03-08T10:00"}, at=at).text
    ivo.post("/course/dates/outage", form | {"began": "2026-05-01T10:00", "ended": "2026-05-01T11:00"}, at=at)
    assert "no deadline was moved" in ivo.get(at).text


def test_times_are_typed_in_the_zone_of_the_reader(marked, browser):
    ivo = browser("ivo")
    ivo.post("/account/zone", {"zone": "Asia/Seoul"}, at="/account")
    page = ivo.get(AT).text
    assert fields(page)["due"] == "2026-03-09T21:00" and "Asia/Seoul" in page
    ivo.post(AT, fields(page) | {"due": "2026-03-10T09:00"}, at=AT)
    assert assignments.get(marked, "q2").due_at == "2026-03-10T00:00:00.000000Z"
