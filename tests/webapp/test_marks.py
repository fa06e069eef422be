from __future__ import annotations

import re

from grader.records import assignments


def test_a_student_sees_each_mark_the_total_and_the_steps(marked, browser):
    assignments.set_setting(marked, "test", "policy", {"late_penalty": {"cost": 0.1}})
    ada = browser("ada")
    assert 'href="/marks/">64 %' in ada.get("/").text
    page = ada.get("/marks/").text
    assert "Quizzes: 64 % at weight 100 %." in page
    assert "4.8 / 10" in page
    assert "2 day(s) late at 10 % each: × 0.8." in ada.get("/marks/q2").text


def test_a_hidden_mark_is_not_told_by_its_reasons_or_by_the_total(marked, browser):
    assignments.put(marked, "test", "q2", policy={"release": {"hold": True}})
    ada = browser("ada")
    page = ada.get("/marks/q2").text
    assert "▣ not released yet" in page and "Attempt 1" not in page and not re.search(r'class="number">6<', page)
    assert "Quizzes: 80 % at weight 100 %." in ada.get("/marks/").text
    assignments.release_marks(marked, "test", "q2")
    assert "6 <small>/ 10" in ada.get("/marks/q2").text


def test_the_reason_of_a_mark_by_hand_is_read_by_the_student(marked, browser):
    assignments.override(marked, 4, 1, "q1", 9.0, reason="oral exam")
    assert "Set by hand to 9 of 10: oral exam" in browser("ada").get("/marks/q1").text


def test_what_is_not_open_yet_is_not_called_open(marked, browser):
    assignments.put(marked, "test", "q3", kind="quiz", title={"en": "Quiz 3", "ko": "퀴즈 3"}, published=True, max_score=5.0)
    assignments.put(marked, "test", "q3", opens_at="2098-01-01T00:00:00.000000Z", due_at="2098-02-01T00:00:00.000000Z")
    page = browser("ada").get("/marks/").text
    assert "– not open yet" in page.split("Quiz 3")[1].split("</li>")[0]


def test_without_anything_to_mark_the_page_says_what_will_come(site, browser):
    for id in ("adaptive-optimizers",):
        assignments.put(site.extensions["records"], "test", id, published=0)
    assert "There is nothing to mark yet." in browser("ada").get("/marks/").text


def test_what_is_not_published_has_no_mark(marked, browser):
    assignments.put(marked, "test", "q2", published=0)
    assert browser("ada").get("/marks/q2").status_code == 404
