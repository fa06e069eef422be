"""Questions of another system: looked at first, kept as a new folder, and the same after a round trip."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path
from typing import Any

import pytest

from webapp.quiz import bank
from webapp.quiz.interop import importing, neutral
from webapp.quiz.interop.neutral import Unreadable

_spec = importlib.util.spec_from_file_location("quiz_desk", Path(__file__).with_name("desk.py"))
assert _spec is not None and _spec.loader is not None
desk_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk_module)

GIFT = """// [tag:sums]
::Sum::What is 2+2? {=4 #Yes ~5 #One too many ~22 #That joins the signs}

::Half::One half as a number {#0.5:0.01}

::Essay::Tell us about it {}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "quizzes").mkdir()
    found = desk_module.Desk(tmp_path)
    found.person("Ines", role="instructor")
    found.person("Tom", role="ta")
    yield found
    found.records.close()


def look(browser: Any, data: bytes) -> str:
    browser.get("/quizzes/import/")
    browser.answer = browser.client.post(
        "/quizzes/import/", data={"csrf_token": browser.token, "file": (io.BytesIO(data), "q.txt")}, content_type="multipart/form-data"
    )
    browser.text = browser.answer.get_data(as_text=True)
    found = re.search(r'name="token" value="([0-9a-f]+)"', browser.text)
    return found[1] if found else ""


def test_looking_changes_nothing_and_importing_makes_a_bank_that_can_be_asked(desk: Any) -> None:
    ines = desk.browser("Ines")
    token = look(ines, GIFT.encode())
    assert "<strong>2</strong> questions can be imported" in ines.text and "essay" in ines.text
    assert "one language only" in ines.text and "recomputed.py: Half" in ines.text
    assert list((desk.course / "solutions" / "quizzes").iterdir()) == []
    ines.post("/quizzes/import/", {"import": "yes", "token": token, "name": "week-3", "title": "Week 3"})
    assert ines.answer.status_code == 302
    ines.get("/quizzes/desk/")
    assert "Week 3 (2)" in ines.text
    ines.post("/quizzes/desk/", {"bank": "week-3"})
    assert ines.get("/quizzes/desk/quiz-week-3/questions/Sum").status_code == 200
    assert "That joins the signs" in (desk.course / "solutions" / "quizzes" / "week-3" / "Sum.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "../evil", "Week 3", "-a", "a" * 41, "week-3/x", ".import-x"])
def test_a_folder_cannot_be_named_out_of_the_bank(desk: Any, name: str) -> None:
    ines = desk.browser("Ines")
    token = look(ines, GIFT.encode())
    ines.post("/quizzes/import/", {"import": "yes", "token": token, "name": name})
    assert ines.answer.status_code == 400 and "cannot be a folder" in ines.text
    assert list((desk.course / "solutions" / "quizzes").iterdir()) == []


def test_nothing_is_written_over_a_bank_that_is_there(desk: Any) -> None:
    ines = desk.browser("Ines")
    (desk.course / "solutions" / "quizzes" / "week-3").mkdir()
    token = look(ines, GIFT.encode())
    ines.post("/quizzes/import/", {"import": "yes", "token": token, "name": "week-3"})
    assert "already a bank" in ines.text
    assert list((desk.course / "solutions" / "quizzes" / "week-3").iterdir()) == []


@pytest.mark.parametrize("token", ["0" * 64, "../session.key", ""])
def test_only_what_was_looked_at_can_be_imported(desk: Any, token: str) -> None:
    ines = desk.browser("Ines")
    ines.get("/quizzes/import/")
    ines.post("/quizzes/import/", {"import": "yes", "token": token, "name": "week-3"})
    assert ines.answer.status_code == 400 and "Choose the file again" in ines.text


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no question in this file"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"<quiz><question>", "not Moodle XML"),
        (b'<!DOCTYPE q [<!ENTITY a "aaaa">]><quiz>&a;</quiz>', "DOCTYPE"),
    ],
    ids=["empty", "binary", "broken", "entities"],
)
def test_a_file_that_cannot_be_read_is_refused_with_words(desk: Any, data: bytes, word: str) -> None:
    ines = desk.browser("Ines")
    assert look(ines, data) == ""
    assert ines.answer.status_code == 400 and word in ines.text


def test_the_refusals_are_korean_on_a_korean_page(desk: Any) -> None:
    ines = desk.browser("Ines", "ko")
    look(ines, b"<quiz><question>")
    assert "Moodle XML이 아니에요" in ines.text


def test_only_instructors_find_the_import(desk: Any) -> None:
    assert desk.browser("Tom").get("/quizzes/import/").status_code == 404


def test_a_question_that_could_never_be_right_is_left_out_and_named() -> None:
    plan = importing.look(b"::One::Pick {=a ~b ~c}\n\n::None::Pick {~a ~b ~c}\n\n::Word::Say {#many}\n")
    assert [one.id for one in plan.questions] == ["One"]
    assert [name for name, _ in plan.left_out] == ["None", "Word"]
    assert all(why.en and re.search("[가-힣]", why.ko) for _, why in plan.left_out)


@pytest.mark.parametrize("form", ["moodle", "gift"])
def test_a_bank_that_went_out_comes_back_the_same(desk: Any, form: str, tmp_path: Path) -> None:
    """Exported by the page, imported by the page, lowered again: nothing but the names of questions and answers has changed."""
    desk.quiz("o", "optimizers")
    sent = neutral.lower(list(desk.bank["optimizers"].questions.values())).questions
    ines = desk.browser("Ines")
    data = ines.get(f"/quizzes/desk/o/export/{form}").get_data()
    token = look(ines, data)
    assert "<strong>0</strong> cannot" in ines.text, ines.text
    ines.post("/quizzes/import/", {"import": "yes", "token": token, "name": "again", "title": "Again"})
    back = neutral.lower(list(bank.load_quiz(desk.course / "solutions" / "quizzes" / "again").questions.values())).questions

    def plain(question: Any) -> Any:
        answers = sorted((a.text.en, a.text.ko, round(a.share, 6), a.match) for a in question.answers)
        return question.kind, question.stem, answers, question.explain, question.tags

    wanted = [q for q in sent if form == "moodle" or q.kind != "ordering"]
    assert [plain(q) for q in back] == [plain(q) for q in wanted]


def test_two_questions_of_one_name_get_two_files() -> None:
    plan = importing.look(b"::A/b c::Pick {=a ~b ~c}\n\n::x/b-c::Pick {=a ~b ~d}\n\n::quiz::Pick {=a ~b ~d}\n")
    assert [one.id for one in plan.questions] == ["b-c", "b-c-1", "quiz-question"]


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    plan = importing.look(GIFT.encode())
    (tmp_path / "quizzes").write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(Unreadable, match="cannot be written"):
        importing.write(plan, tmp_path / "quizzes", name="a", title="A")


def test_what_was_looked_at_yesterday_is_gone(tmp_path: Path) -> None:
    import os

    old = importing.stage(tmp_path, b"old")
    os.utime(tmp_path / old, (0, 0))
    new = importing.stage(tmp_path, b"new")
    assert importing.staged(tmp_path, new) == b"new"
    with pytest.raises(Unreadable):
        importing.staged(tmp_path, old)
