"""The start page: late days, and what is worth another look, from checks and quiz answers together."""

from __future__ import annotations

import io
import re

import pytest

from grader.judge.report import CheckResult, ExerciseResult, Report
from grader.records import assignments, handins, people, queue, reports, times
from tests.webapp.conftest import LAB, ROOT
from webapp.quiz import attempts, bank, settings, store


@pytest.fixture
def records(site):
    return site.extensions["records"]


@pytest.fixture
def ada(records):
    return people.find(records, "ada").id


def report(handin: str, suite: str, *, devices: dict[str, str] | None = None) -> Report:
    """Adam with one of two checks right, RMSprop with everything right."""

    def exercise(id: str, ok: int) -> ExerciseResult:
        checks = tuple(
            CheckResult(
                id=f"c{k}",
                title={"en": f"check {k}"},
                kind="value",
                status="passed" if k < ok else "failed",
                points=2.0 * (k < ok),
                max_points=2.0,
            )
            for k in range(2)
        )
        return ExerciseResult(
            id=id, title={"en": id}, score=2.0 * ok, max_score=4.0, status="passed" if ok == 2 else "partial", checks=checks,
            devices=devices or {"cpu": "passed"},
        )  # fmt: skip

    exercises = (exercise("opt-adam", 1), exercise("opt-rmsprop", 2))
    return Report(submission=handin, assignment=LAB, score=6.0, max_score=8.0, exercises=exercises, suite=suite)


@pytest.fixture
def graded(records, ada):
    def run(**more) -> str:
        made = handins.hand_in(records, ada, LAB, b"{}", filename="a.ipynb")
        job = queue.lease(records, "test")
        reports.append(records, job, report(made.id, job.suite, **more))
        return made.id

    return run


def test_late_days_left_are_told_where_the_course_has_some(browser, records, graded):
    assert "Late days left" not in browser("ada").get("/").text
    assignments.set_setting(records, "test", "policy", {"late_days": {"days": 5}, "late_penalty": {"cost": 0.1}})
    assert re.search(r"Late days left</dt><dd>5 of 5<", browser("ada").get("/").text)
    graded()
    now = records.now_text()
    assignments.put(records, "test", LAB, due_at=times.later(now, minutes=-30 * 60))  # handed in 30 hours late: two days
    assert re.search(r"Late days left</dt><dd>3 of 5<", browser("ada").get("/").text)


def test_checks_not_yet_right_are_counted_by_concept(browser, graded):
    graded()
    page = browser("ada").get("/").text.split("Worth another look")[1]
    assert page.count("1 check not yet right") == 2 and "bias correction" in page  # the tags of opt-adam; opt-rmsprop is right


@pytest.fixture
def quiz(site, records, ada):
    """`quiz("submitted")`: Ada has taken a quiz and left every question empty."""
    folder = site.config["COURSE"] / "solutions" / "quizzes"
    folder.mkdir()
    (folder / "optimizers").symlink_to(ROOT / "solutions" / "quizzes" / "optimizers")

    def run(feedback: str) -> str:
        quizzes = bank.load(folder)
        due = "2099-01-01T00:00:00.000000Z"
        assignments.put(records, "test", "quiz", kind="quiz", title={"en": "Quiz", "ko": "퀴즈"}, published=1, max_score=10, due_at=due)
        store.put_settings(records, "test", "quiz", {"bank": "optimizers", "feedback": feedback})
        chosen = settings.read(store.settings(records, "quiz"), quizzes, where="quiz")
        id = attempts.begin(records, quizzes["optimizers"], chosen, ada, "quiz")
        store.submit(records, store.attempt(records, id), {})
        attempts.settle(records, store.attempt(records, id), quizzes)
        return id

    return run


def test_quiz_answers_are_worth_another_look_too(browser, quiz):
    id = quiz("submitted")
    page = browser("ada").get("/").text.split("Worth another look")[1]
    assert "quiz questions not yet right" in page and f'href="/quizzes/attempts/{id}/result"' in page


def test_nothing_is_told_of_a_quiz_before_its_feedback_is(browser, quiz, records):
    quiz("closed")
    assert "Worth another look" not in browser("ada").get("/").text
    assignments.put(records, "test", "quiz", due_at=times.later(records.now_text(), minutes=-1))
    assert "Worth another look" in browser("ada").get("/").text


def test_what_others_answered_is_not_mine(browser, quiz):
    quiz("submitted")
    assert "Worth another look" not in browser("bo").get("/").text


# -- feedback ---------------------------------------------------------------------------------------------------------


def test_devices_are_columns_only_where_the_course_asks_for_a_gpu(browser, graded):
    page = browser("ada").get(f"/h/{graded()}").text
    assert "with-devices" not in page and "GPU" not in page


def test_a_gpu_that_was_not_there_is_told_as_not_run(browser, graded):
    page = browser("ada").get(f"/h/{graded(devices={'cpu': 'passed', 'cuda': 'not run'})}").text
    assert "with-devices" in page
    assert re.search(r'GPU</span> <span class="fine">not run<', page)
    assert re.search(r'CPU</span> <span class="state passed"><span aria-hidden="true">✓</span><span class="visually-hidden">right<', page)


def test_plots_wait_for_the_deadline_where_the_course_says_so(browser, records, graded):
    from grader.feedback import shows

    id = graded()
    plot = shows.Plot(name="path", title={"en": "Down the valley"}, svg={"en": "<svg/>", "ko": "<svg/>"}, text={"en": "w", "ko": "w"})
    shows.keep(records.var, handins.get(records, id).sha256, reports.in_force(records, id).suite, {"opt-adam": [plot]})
    ada = browser("ada")
    for when, shown in (("always", True), ("never", False), ("due", False)):
        assignments.set_setting(records, "test", "plots", when)
        assert ("Down the valley" in ada.get(f"/h/{id}").text) is shown
    assignments.put(records, "test", LAB, due_at=times.later(records.now_text(), minutes=-1))
    assert "Down the valley" in ada.get(f"/h/{id}").text


# -- refusals ---------------------------------------------------------------------------------------------------------


def send(browser, data: bytes, name: str):
    return browser.post(f"/a/{LAB}/hand-in", {"notebook": (io.BytesIO(data), name)}, at=f"/a/{LAB}", content_type="multipart/form-data")


def test_an_upload_is_refused_in_the_language_of_the_page(browser):
    ada = browser("ada")
    assert "is not a notebook" in send(ada, b"\x89PNG", "photo.png").text
    ada.post("/look", {"language": "ko"}, at="/account")
    assert "“photo.png” 파일은 노트북이 아니에요." in send(ada, b"\x89PNG", "photo.png").text
    assert "zip 안" in send(ada, b"PK\x03\x04broken", "a.zip").text or "읽을 수 없는 zip" in send(ada, b"PK\x03\x04broken", "a.zip").text


def test_a_file_that_is_no_notebook_inside_is_told_in_korean_on_its_page(browser):
    ada = browser("ada")
    ada.post("/look", {"language": "ko"}, at="/account")
    at = send(ada, b"[]", "a.ipynb").location
    assert "JSON 파일이지만 노트북은 아니에요." in ada.get(at).text


def test_every_page_has_our_sign_in_the_tab(browser):
    page = browser(None).get("/login").text
    assert '<link rel="icon" type="image/svg+xml" href="/static/favicon.svg">' in page
    with browser(None).get("/static/favicon.svg") as found:
        assert found.mimetype == "image/svg+xml"
