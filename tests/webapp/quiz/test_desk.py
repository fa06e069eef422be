"""The instructor's side: settings, time given, statistics, preview, regrade, points by hand, exports."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from typing import Any

import pytest

from grader.records import people
from webapp.quiz import store
from webapp.quiz.desk import time_spent

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
    ines.post(path, {"mode": mode, "q1.answer": wrong})
    assert ines.answer.status_code == 200 and "Mina" in ines.text and ("Jun" in ines.text) == (mode == "drop")
    assert score(desk, "Mina") == (before, most)
    ines.post(path, {"mode": mode, "q1.answer": wrong, "reason": "the key was wrong", "apply": "yes"})
    assert ines.answer.status_code == 302
    share, all_points = score(desk, "Mina")
    assert share == pytest.approx(all_points)
    assert all_points == pytest.approx(most - (question.points if mode == "drop" else 0))
    assert score(desk, "Jun") == pytest.approx((all_points, all_points))
    ines.get("/quizzes/desk/bv")
    assert "the key was wrong" in ines.text
    (rule,) = store.rules(desk.records, "bv")
    ines.post(f"/quizzes/desk/bv/regrade/{rule.id}/undo", {})
    assert score(desk, "Mina") == pytest.approx((before, most)) and score(desk, "Jun") == pytest.approx((most, most))
    assert store.rules(desk.records, "bv") == []


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


def test_an_answer_to_accept_that_cannot_be_read_is_named_and_nothing_is_decided(desk: Any) -> None:
    submitted(desk, "Mina", wrong=0)
    ines = desk.browser("Ines")
    ines.get("/quizzes/desk/bv")
    ines.post("/quizzes/desk/bv/questions/BV4/regrade", {"mode": "accept", "q1.answer": "two", "reason": "r", "apply": "yes"})
    ines.get(ines.answer.location)
    assert "The answer to accept cannot be read." in ines.text
    assert store.rules(desk.records, "bv") == []


def test_a_question_with_several_fields_can_be_regraded_too(desk: Any) -> None:
    desk.quiz("l", "l1-vs-l2", shuffle_questions=False)
    mina = desk.browser("Mina")
    id = mina.start("l")
    question = next(q for q in desk.questions(id) if q.spec.id == "L4")
    mina.post(f"/quizzes/attempts/{id}", {**fields(question.position, {"large": "9", "small": "9"}), "do": "submit"})
    ines = desk.browser("Ines")
    ines.get("/quizzes/desk/l/questions/L4")
    ines.post("/quizzes/desk/l/questions/L4/regrade", {"mode": "accept", "q1.large": "9", "q1.small": "9"})
    assert "Mina" in ines.text and 'name="q1.large" value="9"' in ines.text


def short_text(desk: Any, *names: str) -> str:
    """These people answer the short text question BV13 with something that has their name in it, and nothing else."""
    for name in names:
        browser = desk.browser(name)
        id = browser.start()
        question = next(q for q in desk.questions(id) if q.spec.id == "BV13")
        browser.post(f"/quizzes/attempts/{id}", {**fields(question.position, {"answer": f"marker-{name}"}), "do": "submit"})
    return "/quizzes/desk/bv/questions/BV13"


def test_points_by_hand_reach_the_gradebook_and_stay_through_a_regrade(desk: Any) -> None:
    path = short_text(desk, "Mina", "Jun")
    ines = desk.browser("Ines")
    ines.get(path)
    mina = next(
        a for a in store.attempts(desk.records, "bv") if desk.records.value("select name from person where id = ?", [a.person]) == "Mina"
    )
    position = next(q.position for q in desk.questions(mina.id) if q.spec.id == "BV13")
    where = f"/quizzes/desk/bv/marks/{mina.id}/{position}"
    ines.post(where, {"points": "7", "comment": ""})
    assert score(desk, "Mina")[0] == 0
    ines.post(where, {"points": "0.5", "comment": "half of it"})
    assert ines.answer.status_code == 302 and score(desk, "Mina")[0] == pytest.approx(0.5)
    ines.post(path + "/regrade", {"mode": "accept", "q1.answer": "marker-Jun", "reason": "as good", "apply": "yes"})
    assert score(desk, "Mina")[0] == pytest.approx(0.5) and score(desk, "Jun")[0] == pytest.approx(1)
    ines.post(path + "/regrade", {"mode": "full", "reason": "unclear", "apply": "yes"})
    assert score(desk, "Mina")[0] == pytest.approx(1)
    ines.post(f"/quizzes/desk/bv/regrade/{store.rules(desk.records, 'bv')[-1].id}/undo", {})
    assert score(desk, "Mina")[0] == pytest.approx(0.5)
    assert "half of it" in desk.browser("Mina").get(f"/quizzes/attempts/{mina.id}/result").get_data(as_text=True)


@pytest.fixture
def sections(desk: Any) -> Any:
    """Two sections with a TA each; Mina and Jun are in A, Sol is in B; all have answered BV13."""
    with desk.records.write("test", "enrol") as tx:
        for person in people.everyone(desk.records, role="student"):
            people.enrol(tx, person.id, ["A"])
    desk.person("Sol", sections=["B"])
    desk.person("Tara", role="ta", sections=["A"])
    desk.person("Tom", role="ta", sections=["B"])
    short_text(desk, "Mina", "Jun", "Sol")
    return desk


@pytest.mark.parametrize(("ta", "own", "others"), [("Tara", {"Mina", "Jun"}, {"Sol"}), ("Tom", {"Sol"}, {"Mina", "Jun"})])
def test_a_ta_sees_attempts_answers_and_statistics_of_their_own_section_only(
    sections: Any, ta: str, own: set[str], others: set[str]
) -> None:
    browser = sections.browser(ta)
    for path in ("/quizzes/desk/bv", "/quizzes/desk/bv/questions/BV13", "/quizzes/desk/bv/answers.csv"):
        text = browser.get(path).get_data(as_text=True)
        assert all(name in text for name in own), path
        assert not any(name in text for name in others), path
    page = browser.get("/quizzes/desk/bv").get_data(as_text=True)
    assert f"People: {len(own)}" in page
    item = browser.get("/quizzes/desk/bv/questions/BV13").get_data(as_text=True)
    assert f"<dt>First attempts</dt><dd>{len(own)}</dd>" in item


def test_a_ta_marks_and_gives_time_in_their_own_section_only(sections: Any) -> None:
    tom = sections.browser("Tom")
    tom.get("/quizzes/desk/bv")
    for attempt in store.attempts(sections.records, "bv"):
        name = sections.records.value("select name from person where id = ?", [attempt.person])
        position = next(q.position for q in sections.questions(attempt.id) if q.spec.id == "BV13")
        status = tom.post(f"/quizzes/desk/bv/marks/{attempt.id}/{position}", {"points": "1"}).status_code
        assert status == (302 if name == "Sol" else 404), name
        assert score(sections, name)[0] == (1 if name == "Sol" else 0)
    sections.quiz("timed", minutes=10)
    running = {name: sections.browser(name).start("timed") for name in ("Mina", "Sol")}
    tom.post("/quizzes/desk/timed/time", {"minutes": "5"})
    given = {name: store.attempt(sections.records, id).given_s for name, id in running.items()}
    assert given == {"Mina": 0, "Sol": 300}


def test_pages_ask_about_other_peoples_attempts_through_the_view_alone() -> None:
    """The functions that know attempts but not who asks are not called from outside webapp/quiz."""
    blind = {("store", "attempts"), ("outcomes", "counted"), ("outcomes", "saves")}
    blind |= {("desk", "counted"), ("desk", "changes")}
    room = Path(__file__).parents[3] / "webapp"
    called = {
        (page.name, node.value.id, node.attr)
        for page in [*room.glob("*.py"), *(room / "pages").glob("*.py")]
        for node in ast.walk(ast.parse(page.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in blind
    }
    assert called == set()


def test_time_belongs_to_the_question_that_was_saved_and_pauses_to_none() -> None:
    at = "2026-03-02T09:{}:00.000000Z".format
    saves = [(1, at("01")), (2, at("03")), (1, at("04")), (3, at("40")), (4, at("41")), (5, at("41"))]
    assert time_spent(at("00"), saves) == {1: 120.0, 2: 120.0}


def test_the_statistics_page_shows_time_per_question(desk: Any) -> None:
    mina = desk.browser("Mina")
    id = mina.start()
    for question in desk.questions(id)[:2]:
        desk.clock.forward(seconds=95)
        mina.post(f"/quizzes/attempts/{id}", {**fields(question.position, question.right), "do": "save"})
    mina.post(f"/quizzes/attempts/{id}", {"do": "submit"})
    text = desk.browser("Ines").get("/quizzes/desk/bv").get_data(as_text=True)
    assert text.count("1 min 35 s") == 2


SETTINGS = {"minutes": "20", "attempts": "3", "take": "0", "paging": "one", "feedback": "closed", "practice": "never", "published": "on"}


def test_pools_are_set_in_the_web_and_drawn_from(desk: Any) -> None:
    ines = desk.browser("Ines")
    ines.get("/quizzes/desk/bv")
    ines.post("/quizzes/desk/bv/settings", {**SETTINGS, "take": "3", "pools": "1: BV1, BV2\n2: BV3, BV4, BV5\n"})
    ines.get("/quizzes/desk/bv")
    assert "1: BV1, BV2\n2: BV3, BV4, BV5" in ines.text
    asked = {question.spec.id for question in desk.questions(desk.browser("Mina").start())}
    assert len(asked) == 6 and len(asked & {"BV1", "BV2"}) == 1 and len(asked & {"BV3", "BV4", "BV5"}) == 2


@pytest.mark.parametrize(
    ("changed", "en", "ko"),
    [
        ({"minutes": "ten"}, "minutes: “ten” is not a number", "제한 시간: ‘ten’"),
        ({"minutes": "-1"}, "minutes: between 0 and", "제한 시간은 0보다"),
        ({"attempts": "-1"}, "attempts: 0 for as many", "응시 횟수는"),
        ({"take": "99"}, "take: 0 for all, at most 14", "14까지예요"),
        ({"pools": "two of BV1"}, "Write, for example, 2: BV1", "처럼 써 주세요"),
        ({"pools": "1: BV99"}, "no question BV99", "BV99 문제가 없어요"),
        ({"pools": "3: BV1, BV2"}, "take 3 of 2", "3문제를 뽑을 수 없어요"),
        ({"pools": "1: BV1, BV2\n1: BV2, BV3"}, "BV2 is in two pools", "두 번 나와요"),
        ({"opens_at": "2026-03-09T12:00", "due_at": "2026-03-08T12:00"}, "must close after it opens", "나중이어야 해요"),
        ({"due_at": "soon"}, "“soon” is no date", "처럼 써 주세요"),
        ({"paging": "upside down"}, "Invalid enum value", "저장하지 못했어요"),
    ],
)
def test_a_setting_that_cannot_be_is_named_in_both_languages_and_nothing_changes(
    desk: Any, changed: dict[str, str], en: str, ko: str
) -> None:
    before = store.settings(desk.records, "bv")
    for language, said in (("en", en), ("ko", ko)):
        ines = desk.browser("Ines", language)
        ines.get("/quizzes/desk/bv")
        ines.post("/quizzes/desk/bv/settings", {**SETTINGS, **changed})
        ines.get("/quizzes/desk/bv")
        assert said in ines.text
    assert store.settings(desk.records, "bv") == before


def test_dates_are_entered_in_the_readers_own_zone(desk: Any) -> None:
    desk.person("Yuna", role="instructor", zone="Asia/Seoul")
    yuna = desk.browser("Yuna")
    yuna.get("/quizzes/desk/bv")
    assert "Asia/Seoul" in yuna.text
    yuna.post("/quizzes/desk/bv/settings", {**SETTINGS, "due_at": "2026-03-05T12:00"})
    assert desk.records.value("select due_at from assignment where id = 'bv'").startswith("2026-03-05T03:00")
    yuna.get("/quizzes/desk/bv")
    assert 'value="2026-03-05T12:00"' in yuna.text
