from __future__ import annotations

import re

import pytest

from grader.records import assignments, people

FORM = {
    "name_en": "Deep  Learning", "name_ko": "딥러닝", "zone": "Europe/Berlin", "language": "ko", "plots": "due", "quiz_feedback": "closed",
    "quiz_practice": "never",
}  # fmt: skip
AT = "/course/settings/"


def test_the_course_has_its_own_name_from_the_first_day(browser):
    assert "Deep learning: optimisation and regularisation" in browser("ada").get("/").text


def test_the_name_stands_at_the_top_in_both_languages(browser):
    browser("ivo").post(AT, FORM, at=AT)
    ada = browser("ada")
    assert re.search(r'class="brand"[^>]*>Deep Learning<', ada.get("/").text)
    ada.post("/look", {"language": "ko"}, at="/account")
    assert re.search(r'class="brand"[^>]*>딥러닝<', ada.get("/").text)


def test_everything_is_kept_and_shown_again(site, browser):
    ivo = browser("ivo")
    assert ivo.post(AT, FORM, at=AT).status_code == 302
    records = site.extensions["records"]
    kept = {key: assignments.setting(records, key) for key in ("zone", "language", "plots", "quiz")}
    assert kept == {"zone": "Europe/Berlin", "language": "ko", "plots": "due", "quiz": {"feedback": "closed", "practice": "never"}}
    page = ivo.get(AT).text
    for value in ("Europe/Berlin", '<option value="due" selected>', '<option value="never" selected>'):
        assert value in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name_en": " "}, "needs a name in English"),
        ({"name_ko": "가" * 81}, "at most 80 characters"),
        ({"zone": "Seoul"}, "There is no time zone “Seoul”"),
        ({"language": "fr"}, "A choice is missing"),
        ({"plots": "sometimes"}, "A choice is missing"),
        ({"quiz_feedback": ""}, "A choice is missing"),
    ],
)
def test_a_mistake_gets_a_sentence_and_nothing_is_kept(site, browser, change, says):
    page = browser("ivo").post(AT, {**FORM, **change}, at=AT)
    assert page.status_code == 400 and says in page.text
    assert assignments.setting(site.extensions["records"], "plots") is None


def test_a_visitor_whose_browser_asks_for_neither_language_gets_the_courses(site, browser):
    assert 'lang="en"' in browser(None).get("/login").text
    assignments.set_setting(site.extensions["records"], "test", "language", "ko")
    assert '<html lang="ko"' in browser(None).get("/login").text


def test_times_follow_the_zone_of_the_course(site, browser):
    assignments.put(site.extensions["records"], "test", "adaptive-optimizers", due_at="2099-01-01T00:00:00.000000Z")
    assert "09:00" in browser("ada").get("/").text  # Asia/Seoul, from course.toml
    browser("ivo").post(AT, FORM, at=AT)
    assert "01:00" in browser("ada").get("/").text


def test_a_new_quiz_begins_with_the_courses_settings(site, browser):
    from tests.webapp.conftest import ROOT
    from webapp.quiz import store

    (site.config["COURSE"] / "solutions" / "quizzes").mkdir()
    (site.config["COURSE"] / "solutions" / "quizzes" / "optimizers").symlink_to(ROOT / "solutions" / "quizzes" / "optimizers")
    ivo = browser("ivo")
    ivo.post(AT, FORM, at=AT)
    ivo.post("/quizzes/desk/", {"bank": "optimizers"}, at="/quizzes/desk/")
    found = store.settings(site.extensions["records"], "quiz-optimizers")
    assert (found["feedback"], found["practice"]) == ("closed", "never")


def test_only_what_has_changed_is_written_to_the_trail(site, browser):
    from grader.records import audit

    ivo = browser("ivo")
    ivo.post(AT, FORM, at=AT)
    ivo.post(AT, {**FORM, "plots": "never"}, at=AT)
    rows = audit.rows(site.extensions["records"], action="setting.put")
    ivo_id = str(people.find(site.extensions["records"], "ivo").id)
    assert next(row["subject"] for row in rows if row["actor"] == ivo_id) == "setting plots"
    assert [row["subject"] for row in rows if row["actor"] == ivo_id].count("setting zone") == 1
