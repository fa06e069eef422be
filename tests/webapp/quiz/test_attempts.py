"""Attempts as a student without scripts takes them, with the server's clock in our hand."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from grader.records import assignments, gradebook, people
from webapp.quiz import bank, store

_spec = importlib.util.spec_from_file_location("quiz_desk", Path(__file__).with_name("desk.py"))
assert _spec is not None and _spec.loader is not None
desk_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk_module)
fields = desk_module.fields


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    found = desk_module.Desk(tmp_path)
    found.person("Mina")
    found.person("Jun")
    found.person("Ines", role="instructor")
    yield found
    found.records.close()


def result(desk: Any) -> list[tuple[float, float]]:
    return [(row["score"], row["max_score"]) for row in desk.records.rows("select score, max_score from quiz_result order by id")]


@pytest.mark.parametrize(
    "bank", ["bias-variance", "l1-vs-l2", "lstm-gradients", "optimizers", "losses", "schedulers", "batch-size", "code-traces"]
)
def test_the_right_answers_of_every_question_earn_all_points(desk: Any, bank: str) -> None:
    desk.quiz("q", bank)
    mina = desk.browser("Mina")
    id = mina.start("q")
    form: dict[str, Any] = {}
    for question in desk.questions(id):
        form |= fields(question.position, question.right)
    mina.post(f"/quizzes/attempts/{id}", {**form, "do": "submit"})
    assert mina.answer.status_code == 302
    page = mina.get(f"/quizzes/attempts/{id}/result")
    assert page.status_code == 200
    score, most = result(desk)[0]
    assert score == pytest.approx(most)
    assert most == sum(q.points for q in desk.bank[bank].questions.values())
    assert "[[" not in mina.text


def test_answers_saved_are_there_when_one_comes_back_and_do_not_count_twice(desk: Any) -> None:
    desk.quiz(shuffle_questions=False)
    mina = desk.browser("Mina")
    id = mina.start()
    question = desk.questions(id)[0]
    mina.post(f"/quizzes/attempts/{id}", {**fields(question.position, question.right), "do": "save"})
    again = desk.browser("Mina")
    again.get("/quizzes/bv")
    assert "Continue" in again.text
    assert again.start() == id
    assert store.answers(desk.records, id)[question.position].form == question.right
    assert len(store.attempts(desk.records, "bv")) == 1


def test_a_double_submit_is_one(desk: Any) -> None:
    desk.quiz()
    mina = desk.browser("Mina")
    id = mina.start()
    for _ in range(3):
        assert mina.post(f"/quizzes/attempts/{id}", {"do": "submit"}).status_code == 302
    assert len(result(desk)) == 1
    assert desk.records.value("select count(*) from attempt_end") == 1


def test_time_ends_by_the_servers_clock_and_what_was_saved_counts(desk: Any) -> None:
    desk.quiz(minutes=30)
    mina = desk.browser("Mina")
    id = mina.start()
    first, second = desk.questions(id)[:2]
    mina.post(f"/quizzes/attempts/{id}", {**fields(first.position, first.right), "do": "save"})
    desk.clock.forward(minutes=31)
    mina.post(f"/quizzes/attempts/{id}", {**fields(second.position, second.right), "do": "submit"})
    mina.get(f"/quizzes/attempts/{id}/result")
    assert "ended by time" in mina.text
    assert "are kept, but do not count" in mina.text
    assert result(desk)[0][0] == pytest.approx(first.points)
    assert store.answers(desk.records, id, late=True)[second.position].form == second.right
    assert store.attempt(desk.records, id).ended_at == "2026-03-02T09:30:00.000000Z"[:20] + store.attempt(desk.records, id).ended_at[20:]


def test_a_page_that_submits_itself_at_zero_still_counts(desk: Any) -> None:
    desk.quiz(minutes=30)
    mina = desk.browser("Mina")
    id = mina.start()
    first = desk.questions(id)[0]
    desk.clock.forward(minutes=30, seconds=2)
    mina.post(f"/quizzes/attempts/{id}", {**fields(first.position, first.right), "do": "submit"})
    assert result(desk)[0][0] == pytest.approx(first.points)


def test_extra_time_of_a_person_and_time_given_move_the_end(desk: Any) -> None:
    desk.quiz(minutes=30)
    jun = people.find(desk.records, "jun").id
    people.change(desk.records, "test", jun, extra_time=1.5)
    browser = desk.browser("Jun")
    id = browser.start()
    assert store.left_s(desk.records, store.attempt(desk.records, id)) == pytest.approx(45 * 60, abs=1)
    store.give_time(desk.records, 3, store.attempt(desk.records, id), 10)
    desk.clock.forward(minutes=54)
    browser.get(f"/quizzes/attempts/{id}")
    assert browser.answer.status_code == 200
    desk.clock.forward(minutes=2)
    assert browser.get(f"/quizzes/attempts/{id}").status_code == 302


def test_the_quiz_closes_for_whoever_began_late(desk: Any) -> None:
    desk.quiz(minutes=30, due_min=40)
    desk.clock.forward(minutes=30)
    mina = desk.browser("Mina")
    id = mina.start()
    assert store.left_s(desk.records, store.attempt(desk.records, id)) == pytest.approx(10 * 60, abs=1)
    desk.clock.forward(minutes=11)
    assert mina.get(f"/quizzes/attempts/{id}").status_code == 302
    assert mina.post("/quizzes/bv/start", {}).location.endswith("/quizzes/bv")


def test_time_given_beyond_the_close_costs_nothing(desk: Any) -> None:
    desk.quiz(minutes=30, due_min=40)
    assignments.set_setting(desk.records, "test", "policy", {"late_penalty": {"cost": 0.5}})
    desk.clock.forward(minutes=30)
    mina = desk.browser("Mina")
    id = mina.start()
    store.give_time(desk.records, 3, store.attempt(desk.records, id), 20)
    desk.clock.forward(minutes=15)
    form = {key: value for q in desk.questions(id) for key, value in fields(q.position, q.right).items()}
    mina.post(f"/quizzes/attempts/{id}", {**form, "do": "submit"})
    assert gradebook.mark(desk.records, 1, "bv").score == pytest.approx(10)


COUNTS = [
    (
        {},
        {"minutes": 30},
        ["When the time is over or the quiz closes, an attempt ends by itself"],
        ["Of several attempts", "You may hand in"],
    ),
    ({"attempts": {"counts": "last"}}, {"attempts": 3}, ["Of several attempts the last counts.", "When the quiz closes"], ["late"]),
    ({"attempts": {"counts": "chosen"}}, {"attempts": 0, "practice": "always"}, ["the last counts.", "Practising counts nothing."], []),
    ({}, {"attempts": 0, "feedback": "closed"}, ["the best counts.", "Points and solutions come when the quiz has closed."], ["lateness"]),
]


@pytest.mark.parametrize(("policy", "settings", "said", "unsaid"), COUNTS)
def test_before_the_start_a_quiz_says_what_counts(desk: Any, policy: Any, settings: Any, said: list[str], unsaid: list[str]) -> None:
    desk.quiz(**settings)
    assignments.set_setting(desk.records, "test", "policy", {"late_penalty": {"cost": 0.5}, **policy})
    mina = desk.browser("Mina")
    mina.get("/quizzes/bv")
    told = re.search(r'<ul class="terms">(.*?)</ul>', mina.text, re.S)[1]
    assert all(one in told for one in said) and not any(one in told for one in unsaid), told


def test_an_excused_person_and_a_closed_quiz_are_told(desk: Any) -> None:
    desk.quiz(due_min=40)
    assignments.excuse(desk.records, 3, 1, "bv", reason="ill")
    mina, jun = desk.browser("Mina"), desk.browser("Jun")
    mina.get("/quizzes/bv")
    desk.clock.forward(minutes=41)
    jun.get("/quizzes/bv")
    assert "You are excused from it" in mina.text and "no attempt can begin" in jun.text


def test_the_number_of_attempts_is_kept(desk: Any) -> None:
    desk.quiz(attempts=2)
    mina = desk.browser("Mina")
    ids = []
    for _ in range(2):
        ids.append(mina.start())
        mina.post(f"/quizzes/attempts/{ids[-1]}", {"do": "submit"})
    assert len(set(ids)) == 2
    mina.get("/quizzes/bv")
    assert "Start quiz" not in mina.text
    mina.post("/quizzes/bv/start", {})
    assert len(store.attempts(desk.records, "bv")) == 2


def test_an_unreadable_answer_says_how_to_write_it_and_stays_open(desk: Any) -> None:
    desk.quiz("q", "lstm-gradients", feedback="immediate", shuffle_questions=False)
    mina = desk.browser("Mina")
    id = mina.start("q")
    question = next(q for q in desk.questions(id) if q.fields[0].kind == "number" and q.spec.type != "figure")
    mina.post(
        f"/quizzes/attempts/{id}", {**fields(question.position, {question.fields[0].name: "abc"}), "do": f"check:{question.position}"}
    )
    mina.get(f"/quizzes/attempts/{id}")
    assert "“abc”" in mina.text
    assert store.marks(desk.records, id) == {}
    mina.post(f"/quizzes/attempts/{id}", {**fields(question.position, question.right), "do": f"check:{question.position}"})
    assert store.marks(desk.records, id)[question.position].share == 1
    mina.post(f"/quizzes/attempts/{id}", {**fields(question.position, {question.fields[0].name: "7"}), "do": "submit"})
    assert result(desk)[0][0] == pytest.approx(question.points)


def test_saving_for_the_script_says_state_time_left_and_the_other_tab(desk: Any) -> None:
    desk.quiz(minutes=30)
    mina = desk.browser("Mina")
    id = mina.start()
    question = desk.questions(id)[0]
    path = f"/quizzes/attempts/{id}/answers/{question.position}"
    said = mina.post(path, {**fields(question.position, question.right), "base": ""}).get_json()
    assert (said["state"], said["elsewhere"], said["over"]) == ("saved", False, False)
    assert 0 < said["left"] <= 1800
    other = {name: "" for name in question.right}
    assert mina.post(path, {**fields(question.position, other), "base": "0"}).get_json()["elsewhere"] is True
    assert desk.records.value("select count(*) from attempt_answer") == 2


def test_only_an_answer_that_can_be_read_is_told_as_answered(desk: Any) -> None:
    desk.quiz("q", "lstm-gradients", shuffle_questions=False)
    mina = desk.browser("Mina")
    id = mina.start("q")
    place = next(q for q in desk.questions(id) if q.spec.type == "numeric")
    name = next(iter(place.right))
    said, shown = [], []
    for text in (place.right[name], "abc", ""):
        given = fields(place.position, {name: text})
        said.append(mina.post(f"/quizzes/attempts/{id}/answers/{place.position}", {**given, "base": ""}).get_json()["standing"])
        mina.get(f"/quizzes/attempts/{id}")
        shown.append(re.search(rf'data-progress="{place.position}">.*?data-standing> (.*?)</span>', mina.text)[1])
    assert (said, shown) == (["answered", "unreadable", "open"], ["answered", "cannot be read", "not answered"])


def test_an_expired_login_never_loses_an_answer(desk: Any) -> None:
    desk.app.config["WTF_CSRF_ENABLED"] = True
    desk.quiz()
    mina = desk.browser("Mina")
    id = mina.start()
    question = next(q for q in desk.questions(id) if q.spec.type == "single")
    answer = question.right["answer"][0]
    with mina.client.session_transaction() as session:
        session.clear()
    page = mina.post(f"/quizzes/attempts/{id}", {**fields(question.position, question.right), "do": "submit"})
    assert page.status_code == 401
    assert f'name="q{question.position}.answer" value="{answer}"' in mina.text
    mina.login("Mina")
    mina.get(f"/quizzes/attempts/{id}")
    mina.post(f"/quizzes/attempts/{id}", {**fields(question.position, question.right), "do": "submit"})
    assert result(desk)[0][0] == pytest.approx(question.points)


def test_another_persons_attempt_does_not_exist(desk: Any) -> None:
    desk.quiz()
    id = desk.browser("Mina").start()
    jun = desk.browser("Jun")
    for path in (f"/quizzes/attempts/{id}", f"/quizzes/attempts/{id}/result", f"/quizzes/attempts/{id}/clock"):
        assert jun.get(path).status_code == 404
    assert jun.post(f"/quizzes/attempts/{id}", {"do": "submit"}).status_code == 404
    assert jun.post(f"/quizzes/attempts/{id}/answers/1", {}).status_code == 404


def test_submitting_with_open_questions_asks_first_and_says_which(desk: Any) -> None:
    desk.quiz("q", "optimizers", shuffle_questions=False)
    mina = desk.browser("Mina")
    id = mina.start("q")
    questions = desk.questions(id)
    number = next(q for q in questions if q.spec.type in ("number", "numeric", "parameterised"))
    form = {key: value for q in questions if q.position not in (2, number.position) for key, value in fields(q.position, q.right).items()}
    form |= fields(number.position, {number.fields[0].name: "0,,5"})
    asked = mina.post(f"/quizzes/attempts/{id}", {**form, "do": "finish"})
    assert asked.location.endswith("?sure=1#sure")
    page = mina.get(asked.location.split("#")[0])
    assert "Submit it like this?" in mina.text
    assert 'question <a href="#q2">2</a></p>' in mina.text and f'question <a href="#q{number.position}">' in mina.text
    assert page.status_code == 200 and result(desk) == []
    assert mina.post(f"/quizzes/attempts/{id}", {"do": "submit"}).location.endswith("/result")
    assert len(result(desk)) == 1


def test_submitting_with_every_question_answered_asks_nothing(desk: Any) -> None:
    desk.quiz()
    mina = desk.browser("Mina")
    id = mina.start()
    form = {key: value for q in desk.questions(id) for key, value in fields(q.position, q.right).items()}
    assert mina.post(f"/quizzes/attempts/{id}", {**form, "do": "finish"}).location.endswith("/result")


def test_nothing_is_told_before_the_close_if_the_quiz_says_so(desk: Any) -> None:
    desk.quiz(feedback="closed", due_min=60)
    mina = desk.browser("Mina")
    id = mina.start()
    mina.post(f"/quizzes/attempts/{id}", {"do": "submit"})
    mina.get(f"/quizzes/attempts/{id}/result")
    assert "Worked solution" not in mina.text
    assert mina.post("/quizzes/practice/bv/start", {}).status_code == 404
    for path in ("/", "/marks/", "/marks/bv", "/quizzes/"):
        mina.get(path)
        assert not re.search(r"\d&nbsp;/&nbsp;|\d / \d|<small>/ \d", mina.text), path
    desk.clock.forward(minutes=61)
    mina.get(f"/quizzes/attempts/{id}/result")
    assert "Worked solution" in mina.text


def test_the_page_of_a_running_attempt_holds_no_answer(desk: Any) -> None:
    desk.quiz(shuffle_questions=False)
    mina = desk.browser("Mina")
    id = mina.start()
    for question in desk.questions(id):
        assert question.worked.en not in mina.text
        for option in getattr(question.spec, "options", []):
            assert option.why is None or option.why.en not in mina.text
    assert "Worked solution" not in mina.text


def test_practice_gives_fresh_numbers_feedback_at_once_and_never_counts(desk: Any) -> None:
    desk.quiz("q", "lstm-gradients", practice="always")
    mina = desk.browser("Mina")
    mina.get("/quizzes/q")
    name = next(q.id for q in desk.bank["lstm-gradients"].questions.values() if q.type == "parameterised")
    first = mina.post("/quizzes/practice/q/start", {"question": name}).location.rsplit("/", 1)[-1]
    question = desk.questions(first)[0]
    mina.get(f"/quizzes/practice/{first}")
    mina.post(f"/quizzes/practice/{first}", {**fields(1, question.right), "do": "check", "q": "1"})
    mina.get(f"/quizzes/practice/{first}")
    assert "Worked solution" in mina.text
    for _ in range(20):
        second = mina.post(f"/quizzes/practice/{first}", {"do": "similar", "q": "1"}).location.rsplit("/", 1)[-1]
        assert desk.questions(second)[0].variant != question.variant
    assert result(desk) == []


def test_pools_draw_k_of_n_for_each_attempt(desk: Any) -> None:
    names = list(desk.bank["bias-variance"].questions)
    desk.quiz(attempts=0, take=2, pools=[{"take": 3, "questions": names[:6]}])
    mina = desk.browser("Mina")
    drawn = set()
    for _ in range(6):
        id = mina.start()
        asked = [q.spec.id for q in desk.questions(id)]
        assert len(asked) == 5 and sum(name in names[:6] for name in asked) == 3
        drawn.add(tuple(asked))
        mina.post(f"/quizzes/attempts/{id}", {"do": "submit"})
    assert len(drawn) > 1


def test_one_question_at_a_time_keeps_the_answer_when_moving_on(desk: Any) -> None:
    desk.quiz(paging="one")
    mina = desk.browser("Mina")
    id = mina.start()
    first = desk.questions(id)[0]
    moved = mina.post(f"/quizzes/attempts/{id}", {**fields(1, first.right), "do": "goto:2", "q": "1"})
    assert moved.location.endswith("q=2")
    assert store.answers(desk.records, id)[1].form == first.right
    assert 'data-question="2"' in (mina.get(moved.location), mina.text)[1]


def test_korean_pages_are_korean(desk: Any) -> None:
    desk.quiz()
    mina = desk.browser("Mina", "ko")
    mina.start()
    assert "퀴즈 제출" in mina.text and "Submit quiz" not in mina.text


def test_the_gradebook_reads_the_result(desk: Any) -> None:
    desk.quiz()
    mina = desk.browser("Mina")
    id = mina.start()
    form: dict[str, Any] = {}
    for question in desk.questions(id):
        form |= fields(question.position, question.right)
    mina.post(f"/quizzes/attempts/{id}", {**form, "do": "submit"})
    cell = desk.records.seen_by(people.find(desk.records, "mina").id).marks().cells["bv"]
    assert cell.score == pytest.approx(assignments.get(desk.records, "bv").max_score)


def test_a_group_of_buttons_sends_an_empty_value_first_and_the_choice_still_counts(desk: Any) -> None:
    desk.quiz(shuffle_questions=False)
    mina = desk.browser("Mina")
    id = mina.start()
    form: dict[str, Any] = {}
    for question in desk.questions(id):
        hidden = {field.name for field in question.fields if field.kind in ("radio", "checkbox")}
        form |= fields(question.position, {name: [""] * (name in hidden) + values for name, values in question.right.items()})
    assert any(values[0] == "" for values in form.values())
    mina.post(f"/quizzes/attempts/{id}", {**form, "do": "submit"})
    score, most = result(desk)[0]
    assert score == pytest.approx(most)


@pytest.fixture
def own_bank(tmp_path: Path) -> Any:
    """A course with a bank of its own, whose files may be broken."""
    home = tmp_path / "solutions" / "quizzes" / "schedulers"
    shutil.copytree(desk_module.ROOT / "solutions" / "quizzes" / "schedulers", home)
    found = desk_module.Desk(tmp_path)
    found.app.extensions.pop("quiz_bank")
    found.person("Mina")
    found.person("Ines", role="instructor")
    found.bank = bank.load(home.parent)
    found.quiz("s", "schedulers")
    yield found
    found.records.close()


def test_a_mistake_in_a_file_ends_nobodys_attempt_and_is_shown_to_the_instructor(own_bank: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.pages._quiz.LOOK_AGAIN_S", -1.0)
    mina = own_bank.browser("Mina")
    id = mina.start("s")
    path = own_bank.course / "solutions" / "quizzes" / "schedulers" / "SC1.yaml"
    path.write_text("type: [", encoding="utf-8")
    os.utime(path, (2e9, 2e9))
    question = own_bank.questions(id)[0]
    mina.post(f"/quizzes/attempts/{id}", {**fields(question.position, question.right), "do": "submit"})
    assert mina.get(f"/quizzes/attempts/{id}/result").status_code == 200 and mina.get("/quizzes/").status_code == 200
    page = own_bank.browser("Ines").get("/quizzes/desk/").get_data(as_text=True)
    assert "solutions/quizzes/schedulers/SC1.yaml" in page and str(own_bank.course) not in page


def test_a_class_that_comes_at_once_reads_the_bank_once(own_bank: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browsers = [own_bank.browser("Mina") for _ in range(8)]
    read, load = [], bank.load_sound
    monkeypatch.setattr(bank, "load_sound", lambda folder: read.append(folder) or load(folder))
    own_bank.app.extensions.pop("quiz_bank", None)
    with ThreadPoolExecutor(8) as pool:
        assert {answer.status_code for answer in pool.map(lambda b: b.get("/quizzes/"), browsers)} == {200}
    assert len(read) == 1
