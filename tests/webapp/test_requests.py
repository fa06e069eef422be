from __future__ import annotations

import pytest

from grader.records import Records, assignments, desk, gradebook, people
from tests.webapp import scripted

LAB = scripted.LAB


@pytest.fixture
def records(site) -> Records:
    return site.extensions["records"]


@pytest.fixture
def asked(records) -> dict[str, int]:
    ada, bo = (people.find(records, who).id for who in ("ada", "bo"))
    return {
        "ada": desk.ask(records, ada, "extension", LAB, "I was ill."),
        "bo": desk.ask(records, bo, "regrade", LAB, "The check of eps is wrong.", handin=scripted.hand_in(records, "bo")),
    }


def test_the_inbox_shows_what_is_open_with_who_and_what(browser, records, asked):
    tia = browser("tia")
    page = tia.get("/requests/").text
    assert "I was ill." in page and "Ada," in page and "The check of eps is wrong." in page
    assert "I was ill." not in tia.get("/requests/?kind=regrade").text
    desk.answer(records, 3, asked["ada"], "No.", state="declined")
    assert "I was ill." not in tia.get("/requests/").text
    assert "I was ill." in tia.get("/requests/?state=declined").text


def test_an_extension_is_given_in_one_action_and_the_student_is_told(browser, records, asked):
    ada = people.find(records, "ada").id
    tia, at = browser("tia"), f"/requests/{asked['ada']}"
    tia.post(f"{at}/extension", {"hours": "48", "text": "Get well."}, at=at)
    assert gradebook.due_for(records, ada, LAB) == "2099-01-03T00:00:00.000000Z"
    assert desk.request(records, asked["ada"]).state == "granted"
    page = browser("ada").get(at).text
    assert "Get well." in page and "2099-01-03 09:00 (Asia/Seoul)" in page
    assert gradebook.due_for(records, people.find(records, "bo").id, LAB) == "2099-01-01T00:00:00.000000Z"


@pytest.mark.parametrize("hours", ["", "0", "-5", "soon", "99999"])
def test_hours_that_are_none_give_nothing_and_say_what_to_write(browser, records, asked, hours):
    tia, at = browser("tia"), f"/requests/{asked['ada']}"
    tia.post(f"{at}/extension", {"other": hours}, at=at)
    assert "Hours: " in tia.get(at).text
    assert assignments.extensions(records, LAB) == []


def test_only_a_request_for_time_is_answered_with_time(browser, records, asked):
    tia, at = browser("tia"), f"/requests/{asked['bo']}"
    tia.post(f"{at}/extension", {"hours": "48"}, at=at)
    assert assignments.extensions(records, LAB) == []


def test_a_student_gives_themself_nothing(browser, records, asked):
    ada, at = browser("ada"), f"/requests/{asked['ada']}"
    assert ada.post(f"{at}/extension", {"hours": "48"}, at=at).status_code == 404
    ada.post(at, {"text": "please", "state": "granted"}, at=at)
    assert desk.request(records, asked["ada"]).state == "open"
    assert "Grant" not in ada.get(at).text


def test_requests_of_another_section_do_not_exist(browser, records, asked):
    scripted.enrol(records, ada=["Mon"], bo=["Tue"], tia=["Tue"])
    tia = browser("tia")
    assert "I was ill." not in tia.get("/requests/").text
    assert tia.get(f"/requests/{asked['ada']}").status_code == 404
    assert tia.post(f"/requests/{asked['ada']}/extension", {"hours": "48"}, at="/desk/").status_code == 404


def test_without_names_a_request_comes_from_a_marking_key(browser, records, asked):
    assignments.put(records, "test", LAB, anonymous=1)
    tia = browser("tia")
    for path in ("/requests/", f"/requests/{asked['ada']}"):
        page = tia.get(path).text
        assert people.find(records, "ada").marking_key in page
        assert ">Ada" not in page and "Ada," not in page
