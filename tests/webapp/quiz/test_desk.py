"""The instructor's side: settings, time given, statistics, preview, regrade, points by hand, exports."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from webapp.quiz import store

_spec = importlib.util.spec_from_file_location("quiz_desk", Path(__file__).with_name("desk.py"))
assert _spec is not None and _spec.loader is not None
desk_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk_module)
fields = desk_module.fields


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    found = desk_module.Desk(tmp_path)
    for name in ("Mina", "Jun"):
        found.person(name)
    found.person("Ines", role="instructor")
    found.quiz(shuffle_questions=False)
    yield found
    found.records.close()


def submitted(desk: Any, name: str, wrong: int) -> str:
    """An attempt with the right answers everywhere but in one single-choice question."""
    browser = desk.browser(name)
    id = browser.start()
    form: dict[str, Any] = {}
    for question in desk.questions(id):
        form |= fields(question.position, question.right)
        if question.position == wrong:
            key = next(o.key for o in question.spec.options if not o.right)
            form |= fields(question.position, {"answer": key})
    browser.post(f"/quizzes/attempts/{id}", {**form, "do": "submit"})
    return id


def single(desk: Any) -> tuple[int, Any]:
    return next((n, q) for n, q in enumerate(desk.bank["bias-variance"].questions.values(), 1) if q.type == "single")


def score(desk: Any, person: str) -> tuple[float, float]:
    sql = "select score, max_score from quiz_result r join person p on p.id = r.person where p.name = ? order by r.id desc limit 1"
    row = desk.records.row(sql, [person])
    return row["score"], row["max_score"]


@pytest.mark.parametrize("mode", ["accept", "full", "drop"])
def test_a_regrade_shows_who_changes_and_then_changes_them(desk: Any, mode: str) -> None:
    position, question = single(desk)
    submitted(desk, "Mina", wrong=position)
    submitted(desk, "Jun", wrong=0)
    before, most = score(desk, "Mina")
    wrong = next(o.key for o in question.options if not o.right)
    ines = desk.browser("Ines")
    ines.get(f"/quizzes/desk/bv/questions/{question.id}")
    assert ines.answer.status_code == 200
    path = f"/quizzes/desk/bv/questions/{question.id}/regrade"
    ines.post(path, {"mode": mode, "accept": wrong})
    assert ines.answer.status_code == 200 and "Mina" in ines.text and ("Jun" in ines.text) == (mode == "drop")
    assert score(desk, "Mina") == (before, most)
    ines.post(path, {"mode": mode, "accept": wrong, "reason": "the key was wrong", "apply": "yes"})
    assert ines.answer.status_code == 302
    share, all_points = score(desk, "Mina")
    assert share == pytest.approx(all_points)
    assert all_points == pytest.approx(most - (question.points if mode == "drop" else 0))
    assert score(desk, "Jun") == pytest.approx((all_points, all_points))


def test_settings_and_dates_are_saved_and_mistakes_are_named(desk: Any) -> None:
    ines = desk.browser("Ines")
    ines.get("/quizzes/desk/bv")
    form = {"minutes": "20", "attempts": "3", "take": "0", "paging": "one", "feedback": "closed", "practice": "never", "published": "on"}
    ines.post("/quizzes/desk/bv/settings", {**form, "due_at": "2026-03-05T12:00", "opens_at": ""})
    assert store.settings(desk.records, "bv")["minutes"] == 20
    ines.post("/quizzes/desk/bv/settings", {**form, "take": "99"})
    ines.get("/quizzes/desk/bv")
    assert "take: 0 for all, at most" in ines.text
    assert store.settings(desk.records, "bv")["take"] == 0


def test_time_given_reaches_a_running_attempt(desk: Any) -> None:
    desk.quiz("timed", minutes=10)
    id = desk.browser("Mina").start("timed")
    ines = desk.browser("Ines")
    ines.get("/quizzes/desk/timed")
    ines.post("/quizzes/desk/timed/time", {"minutes": "5"})
    assert store.left_s(desk.records, store.attempt(desk.records, id)) == pytest.approx(900, abs=1)


def test_exports_open_and_the_answers_are_a_csv(desk: Any) -> None:
    submitted(desk, "Mina", wrong=0)
    ines = desk.browser("Ines")
    for form in ("moodle", "gift", "qti"):
        assert ines.get(f"/quizzes/desk/bv/export/{form}").status_code == 200
    lines = ines.get("/quizzes/desk/bv/answers.csv").get_data(as_text=True).splitlines()
    assert len(lines) == 1 + len(desk.bank["bias-variance"].questions)
    assert ines.get("/quizzes/desk/bv").status_code == 200 and ines.get("/quizzes/desk/").status_code == 200


def test_students_do_not_find_the_desk(desk: Any) -> None:
    mina = desk.browser("Mina")
    for path in ("/quizzes/desk/", "/quizzes/desk/bv", "/quizzes/desk/bv/answers.csv", "/quizzes/desk/bv/questions/BV1"):
        assert mina.get(path).status_code == 404


def test_a_quiz_is_made_from_a_bank_and_not_shown_before_it_is_published(desk: Any) -> None:
    ines = desk.browser("Ines")
    ines.get("/quizzes/desk/")
    assert ines.post("/quizzes/desk/", {"bank": "losses"}).location.endswith("/quizzes/desk/quiz-losses")
    mina = desk.browser("Mina")
    assert mina.get("/quizzes/quiz-losses").status_code == 404
