"""How long people are kept: nothing without the setting, nothing before it begins, and then by the running course, with a row for each."""

from __future__ import annotations

import pytest

from grader.records import audit, handins, people, retention
from tests.webapp.conftest import LAB
from tests.webapp.test_kept import clock, records, site  # noqa: F401  a clock that the test moves
from webapp import graders

AT = "/course/retention/"


@pytest.fixture
def ada_stays(records, clock):  # noqa: F811
    """Everybody has been here for 400 days; Ada has just handed something in."""
    clock.forward(days=400)
    handins.hand_in(records, people.find(records, "ada").id, LAB, b"{}", filename="a.ipynb")


def erased(records) -> list[str]:  # noqa: F811
    return [row["subject"] for row in audit.rows(records, action="person.erase") if row["actor"] == "retention"]


def test_nobody_is_erased_without_the_setting(records, ada_stays):  # noqa: F811
    assert retention.carry_out(records) == 0 and not erased(records)


def test_the_page_says_whom_and_when_before_anything_is_saved(records, browser, ada_stays):  # noqa: F811
    ivo = browser("ivo")
    page = ivo.post(f"{AT}preview", {"days": "365"}, at=AT).text
    assert "1 person is due at that moment" in page and "<li>Bo</li>" in page and "<li>Ada</li>" not in page and "From <time" in page
    assert retention.of_course(records) is None
    assert "Nobody is erased by the clock." in ivo.get(AT).text + ivo.get("/course/settings/").text


def test_the_running_course_erases_a_week_after_it_was_saved_and_writes_it_down(records, browser, clock, ada_stays):  # noqa: F811
    bo = people.find(records, "bo").id
    browser("ivo").post(AT, {"days": "365"}, at=AT)
    assert audit.rows(records, action="setting.put")[0]["subject"] == "setting retention"
    clock.forward(days=6)
    assert retention.carry_out(records) == 0
    clock.forward(days=2)
    assert retention.carry_out(records) == 1 and erased(records) == [f"person {bo}"]
    assert people.find(records, "ada").state == "active" and retention.carry_out(records) == 0


def test_it_is_taken_back_before_it_begins(records, browser, clock, ada_stays):  # noqa: F811
    ivo = browser("ivo")
    ivo.post(AT, {"days": "365"}, at=AT)
    ivo.post(AT, {"days": ""}, at=AT)
    clock.forward(days=30)
    assert retention.carry_out(records) == 0


def test_another_number_begins_to_count_anew_and_the_same_one_does_not(records, clock):  # noqa: F811
    retention.set_days(records, "test", 365)
    first = retention.of_course(records)
    clock.forward(days=3)
    retention.set_days(records, "test", 365)
    assert retention.of_course(records) == first
    retention.set_days(records, "test", 300)
    assert retention.of_course(records).begins > first.begins


@pytest.mark.parametrize("days", ["1", "ten", "-400", "99999999", "40.5"])
def test_a_number_that_is_none_or_too_small_changes_nothing(records, browser, days):  # noqa: F811
    ivo = browser("ivo")
    for address in (AT, f"{AT}preview"):
        page = ivo.post(address, {"days": days}, at=AT)
        assert page.status_code == 400 and "Days: " in page.text
    assert retention.of_course(records) is None


def test_the_postman_of_the_running_course_does_it(records, monkeypatch):  # noqa: F811
    done = []
    postman = graders.Postman(records)
    monkeypatch.setattr(graders, "POST_S", 0.0)
    monkeypatch.setattr(retention, "carry_out", lambda records: done.append(records) or postman.stopping.set())
    postman.run()
    assert done == [records]
