from __future__ import annotations

import io
import re
import zipfile

import pytest

from grader.records import people


@pytest.fixture
def ada(site):
    return people.find(site.extensions["records"], "ada")


@pytest.fixture
def form(ada):
    return {
        "name": "Ada Kim", "email": "ada@example.org", "login": "ada", "number": "1001", "role": "student", "section": "Mon", "state": "active",
        "language": "ko", "zone": "Asia/Seoul", "extra_hours": "24", "extra_time": "1,5",
    }  # fmt: skip


def at(person) -> str:
    return f"/course/roster/{person.id}"


def test_what_the_form_says_is_kept(site, browser, ada, form):
    assert browser("ivo").post(at(ada), form, at=at(ada)).status_code == 302
    found = people.get(site.extensions["records"], ada.id)
    assert (found.name, found.number, found.language, found.zone) == ("Ada Kim", "1001", "ko", "Asia/Seoul")
    assert (found.extra_hours, found.extra_time) == (24.0, 1.5)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": " "}, "A person needs a name"),
        ({"email": "", "login": "", "number": ""}, "A person needs a name"),
        ({"email": "nowhere"}, "is not an e-mail address"),
        ({"email": "bo@example.org"}, "already a person with the email"),
        ({"role": "dean"}, "A choice is missing"),
        ({"state": "erased"}, "A choice is missing"),
        ({"zone": "Mars/Olympus"}, "There is no time zone"),
        ({"extra_time": "0.5"}, "write a number of at least 1"),
        ({"extra_hours": "nan"}, "write a number of at least 0"),
        ({"extra_hours": "-1"}, "write a number of at least 0"),
    ],
)
def test_a_mistake_gets_a_sentence_and_changes_nothing(site, browser, ada, form, change, says):
    page = browser("ivo").post(at(ada), {**form, **change}, at=at(ada))
    assert page.status_code == 400 and says in page.text
    assert people.get(site.extensions["records"], ada.id) == ada


def test_who_leaves_the_course_is_out_at_once(site, browser, ada, form):
    mine = browser("ada")
    browser("ivo").post(at(ada), {**form, "state": "dropped"}, at=at(ada))
    assert mine.get("/").status_code == 302
    assert browser("ivo").post(f"{at(ada)}/link/reset", {}, at=at(ada)).status_code == 400


def test_the_last_instructor_cannot_leave(site, browser, form):
    ivo = people.find(site.extensions["records"], "ivo")
    mine = {**form, "name": "Ivo", "email": "ivo@example.org", "login": "ivo", "number": "", "role": "student"}
    page = browser("ivo").post(at(ivo), mine, at=at(ivo))
    assert page.status_code == 400 and "The last instructor must stay one" in page.text


def test_a_reset_link_is_shown_once_and_sets_a_password_once(browser, ada):
    page = browser("ivo").post(f"{at(ada)}/link/reset", {}, at=at(ada)).text
    link = re.search(r"http://[^/]+(/link/reset/[\w-]+)", page)[1]
    assert link not in browser("ivo").get(at(ada)).text
    fresh = browser(None)
    assert fresh.post(link, {"password": "another long one"}, at=link).status_code == 302
    assert browser(None).get(link).status_code == 404
    assert browser(None).log_in("ada", "another long one").status_code == 302


def test_every_session_ends(browser, ada):
    mine = browser("ada")
    browser("ivo").post(f"{at(ada)}/sessions", {}, at=at(ada))
    assert mine.get("/").status_code == 302


def test_everything_held_comes_as_a_zip(browser, ada):
    found = browser("ivo").post(f"{at(ada)}/export", {}, at=at(ada))
    assert "attachment" in found.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        assert "person.json" in archive.namelist()
        assert b"argon2" not in archive.read("person.json")


def test_erasing_wants_the_name_and_is_final(site, browser, ada):
    ivo = browser("ivo")
    page = ivo.post(f"{at(ada)}/erase", {"name": "ada"}, at=f"{at(ada)}/erase")
    assert page.status_code == 400 and "That is not the name" in page.text
    assert people.get(site.extensions["records"], ada.id).state == "active"
    assert ivo.post(f"{at(ada)}/erase", {"name": "Ada"}, at=f"{at(ada)}/erase").status_code == 302
    assert people.get(site.extensions["records"], ada.id).state == "erased"
    assert ivo.get(at(ada)).status_code == 404
    assert "Ada" not in ivo.get("/course/roster/?state=erased").text


def test_nobody_erases_themself(site, browser):
    ivo = people.find(site.extensions["records"], "ivo")
    page = browser("ivo").post(f"{at(ivo)}/erase", {"name": "Ivo"}, at=f"{at(ivo)}/erase")
    assert page.status_code == 400 and "cannot erase yourself" in page.text
