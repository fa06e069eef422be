from __future__ import annotations

import re

import pytest

from grader.records import assignments, people

PASSWORD = "correct horse battery"


def session_cookie(browser) -> str:
    return browser.client.get_cookie("allclose").value


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(browser):
    wrong, unknown = browser(None).log_in("ada", "nope"), browser(None).log_in("nobody", "nope")
    told = [re.search(r'role="alert">([^<]+)<', found.text)[1] for found in (wrong, unknown)]
    assert told[0] == told[1]
    assert (wrong.status_code, unknown.status_code) == (401, 401)


def test_guessing_ends_after_eight_tries_whichever_process_counts(browser):
    ada = browser(None)
    assert [ada.log_in("ada", f"guess {k}").status_code for k in range(9)] == [401] * 8 + [429]
    assert ada.log_in("ada").status_code == 429


def test_a_class_that_logs_in_from_one_address_is_no_attack(site, browser):
    assert [browser(None).log_in("ada").status_code for _ in range(12)] == [302] * 12


def test_the_session_changes_at_login_and_ends_at_logout(browser):
    ada = browser(None)
    ada.get("/login")
    before = session_cookie(ada)
    ada.log_in("ada")
    assert session_cookie(ada) != before
    ada.post("/logout", at="/account")
    assert ada.get("/").status_code == 302


def test_a_new_password_ends_every_other_session(browser):
    one, two = browser("ada"), browser("ada")
    assert one.post("/account/password", {"old": PASSWORD, "new": "a new long password"}, at="/account").status_code == 302
    assert two.get("/").status_code == 302
    assert one.get("/").status_code == 200


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx"])
def test_next_leads_nobody_elsewhere(browser, target):
    assert browser(None).post("/login", {"name": "ada", "password": PASSWORD, "next": target}).location == "/"


def test_a_link_sets_a_password_once(site, browser):
    records = site.extensions["records"]
    new = people.add(records, "test", name="New", email="new@example.org")
    link = f"/link/invite/{people.issue_token(records, 'test', new, 'invite')}"
    fresh = browser(None)
    assert fresh.post(link, {"password": "short"}, at=link).status_code == 400
    assert fresh.post(link, {"password": "long enough words"}, at=link).status_code == 302
    assert fresh.get("/").status_code == 200
    assert browser(None).get(link).status_code == 404
    assert browser(None).log_in("new@example.org", "long enough words").status_code == 302


def test_there_is_no_password_and_no_one_click_login_by_default(site, browser):
    records = site.extensions["records"]
    people.add(records, "test", name="New", login="new")
    for password in ("", "new", "password", "admin"):
        assert browser(None).post("/login", {"name": "new", "password": password}).status_code == 401
    assert browser(None).post("/login/demo", {"name": "new"}).status_code == 404


def test_the_demo_login_works_on_loopback_only(site, browser):
    site.config["DEMO"] = True
    assignments.set_setting(site.extensions["records"], "test", "demo", ["ada"])
    assert browser(None).post("/login/demo", {"name": "ada"}).status_code == 302
    far = browser(None).post("/login/demo", {"name": "ada"}, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert far.status_code == 404


def test_the_session_key_is_made_for_each_course_and_read_by_its_owner_only(site):
    path = site.config["COURSE"] / "var" / "session.key"
    assert len(path.read_bytes()) == 32
    assert path.stat().st_mode & 0o077 == 0
