"""Every question type in a real browser: unreadable, wrong and right answers, with scripts and without, and what axe says to each page."""

from __future__ import annotations

import importlib.util
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from webapp.pages._quiz import Loaded
from webapp.quiz import bank, store, types
from webapp.quiz.attempts import Shown
from webapp.quiz.words import AnswerError

pytestmark = pytest.mark.browser
pytest.importorskip("playwright")

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
AXE = HERE.parent / "vendor" / "axe.min.js"
RULES = "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"

_spec = importlib.util.spec_from_file_location("quiz_desk", HERE / "desk.py")
assert _spec is not None and _spec.loader is not None
desk_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk_module)

# One question of the bank for each type.
QUESTIONS = {
    "single": "bias-variance/BV1",
    "multiple": "",
    "numeric": "bias-variance/BV4",
    "parameterised": "bias-variance/BV10",
    "vector": "code-traces/CT6",
    "ordering": "",
    "matching": "",
    "short_text": "bias-variance/BV13",
    "formula": "bias-variance/BV14",
    "code_trace": "code-traces/CT1",
    "figure": "bias-variance/BV12",
}
UNREADABLE = {
    "single": {},
    "multiple": {},
    "numeric": {"answer": ["about four"]},
    "parameterised": {"answer": ["about four"]},
    "vector": {"answer": ["1, 2"]},
    "matching": {},
    "short_text": {"answer": ["!!!"]},
    "formula": {"answer": ["2*(b"]},
    "code_trace": {"answer": ["nobody knows"]},
    "figure": {"degree": ["99"]},
}
WRONG = {
    "numeric": {"answer": ["123456"]},
    "parameterised": {"answer": ["123456"]},
    "vector": {"answer": ["7, 7, 7"]},
    "short_text": {"answer": ["banana"]},
    "formula": {"answer": ["0"]},
    "code_trace": {"answer": ["123456"]},
    "figure": {"degree": ["9"]},
}


def chosen(kind: str) -> str:
    """The question for a type: the one that is named, or the bank's first."""
    if QUESTIONS[kind]:
        return QUESTIONS[kind]
    for path in sorted((ROOT / "solutions" / "quizzes").glob("*/*.yaml")):
        if path.stem != "quiz" and path.read_text(encoding="utf-8").startswith(f"type: {kind}\n"):
            return f"{path.parent.name}/{path.stem}"
    raise AssertionError(f"the bank has no {kind} question")


def unreadable(question: Shown) -> dict[str, list[str]]:
    if question.spec.type == "ordering":  # everything in the first place
        return {field.name: ["1"] for field in question.fields}
    return UNREADABLE[question.spec.type]


def wrong(question: Shown) -> dict[str, list[str]]:
    kind, right = question.spec.type, question.right
    if kind in ("single", "multiple"):
        keys = [option.key for option in question.spec.options if not option.right]
        return {"answer": keys[:1] if kind == "single" else keys}
    if kind == "ordering":
        return {name: [str(len(right) + 1 - int(rank))] for name, (rank,) in right.items()}
    if kind == "matching":
        keys = [target.key for target in question.spec.targets]
        return {name: [next(key for key in keys if key != target)] for name, (target,) in right.items()}
    return WRONG[kind]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A course in which every type has a quiz of one question."""
    folder = tmp_path_factory.mktemp("types")
    solutions = folder / "solutions"
    (solutions / "quizzes").mkdir(parents=True)
    for lab in (ROOT / "solutions").iterdir():
        if lab.is_dir() and lab.name != "quizzes":
            (solutions / lab.name).symlink_to(lab)
    for kind in types.names():
        quiz, _, name = chosen(kind).partition("/")
        home, source = solutions / "quizzes" / kind.replace("_", "-"), ROOT / "solutions" / "quizzes" / quiz
        home.mkdir()
        for file in (f"{name}.yaml", "trusted.py"):
            if (source / file).exists():
                shutil.copy(source / file, home)
        both = f"{{en: Type {kind}, ko: 유형 {kind}}}"
        opening = f"title: {both}\nabout: {both}\ncode: QZ-T\nquestions: [{name}]\n"
        (home / "quiz.yaml").write_text(opening, encoding="utf-8")
    found = desk_module.Desk(folder, real_time=True)
    found.bank = bank.load(solutions / "quizzes")
    found.app.extensions["quiz_bank"] = Loaded(quizzes=found.bank, looked_at=float("inf"))
    found.person("Mina")
    for name in found.bank:
        found.quiz(name, name, feedback="immediate", attempts=0)
    yield found
    found.records.close()


@pytest.fixture(scope="module")
def site(desk: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def signed_in(chrome: Any, site: str, **options: Any) -> Any:
    context = chrome.new_context(base_url=site, locale="en-GB", reduced_motion="reduce", **options)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=name]", "mina")
    page.fill("[name=password]", "correct horse battery")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")
    return page


@pytest.fixture(scope="module")
def page(chrome: Any, site: str) -> Iterator[Any]:
    """A phone in the dark, with scripts."""
    found = signed_in(chrome, site, viewport={"width": 360, "height": 740}, color_scheme="dark")
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def plain(chrome: Any, site: str) -> Iterator[Any]:
    """The same without scripts."""
    found = signed_in(chrome, site, java_script_enabled=False)
    yield found
    found.context.close()


def fill(page: Any, form: dict[str, list[str]]) -> None:
    for name, values in form.items():
        fields = page.locator(f'[name="q1.{name}"]:not([type=hidden]):not([type=range])')
        tag, kind = fields.first.evaluate("node => [node.tagName, node.type]")
        if tag == "SELECT":
            fields.select_option(values[0])
        elif kind in ("radio", "checkbox"):
            for place in range(fields.count()):
                one = fields.nth(place)
                if one.get_attribute("value") in values:
                    one.check()
                elif kind == "checkbox":
                    one.uncheck()
        else:
            fields.fill(values[0])


def check(page: Any) -> None:
    """Press the button and wait for the answer, which is a new page."""
    with page.expect_navigation():
        page.get_by_role("button", name="Check question 1").click()


def begin(page: Any, desk: Any, quiz: str) -> tuple[str, Shown]:
    page.goto(f"/quizzes/{quiz}")
    page.get_by_role("button", name=re.compile("Start|again|Continue")).first.click()
    page.wait_for_url("**/attempts/*")
    id = page.url.split("?")[0].rsplit("/", 1)[-1]
    return id, desk.questions(id)[0]


def submit(page: Any) -> None:
    page.get_by_role("button", name="Submit quiz").click()
    page.wait_for_url("**/result")


def violations(page: Any) -> list[Any]:
    page.evaluate(AXE.read_text())
    return [(v["id"], [n["html"][:150] for n in v["nodes"]][:3]) for v in page.evaluate(RULES)["violations"]]


def clean(page: Any) -> bool:
    """axe finds nothing, and nothing sticks out of a narrow screen."""
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return True


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_a_question_of_each_type_is_answered_unreadably_then_wrong_then_right(page: Any, plain: Any, desk: Any, kind: str) -> None:
    quiz = kind.replace("_", "-")
    id, question = begin(page, desk, quiz)
    assert question.spec.type == kind and clean(page)
    with pytest.raises(AnswerError) as refused:
        question.parse(unreadable(question))
    fill(page, unreadable(question))
    check(page)
    assert str(refused.value) in page.locator(".flash.error").inner_text()
    assert page.locator(".verdict").count() == 0 and clean(page)
    saved = store.answers(desk.records, id)
    assert all(answer.state == "saved" for answer in saved.values()), "an unreadable answer costs nothing"
    fill(page, wrong(question))
    check(page)
    verdict = page.locator(".verdict")
    assert "✗" in verdict.locator(".state").first.inner_text()
    assert "0 / 1" in verdict.inner_text() and verdict.locator("details").count() == 1
    assert store.answers(desk.records, id)[1].state == "final" and clean(page)
    submit(page)
    assert "0 / 1" in page.locator(".score").inner_text() and clean(page)

    id, question = begin(plain, desk, quiz)
    assert plain.locator("math, .stem").count() > 0
    fill(plain, question.right)
    check(plain)
    assert "✓" in plain.locator(".verdict .state").first.inner_text()
    submit(plain)
    assert "1 / 1" in plain.locator(".score").inner_text()


def test_the_types_tried_here_are_all_there_are() -> None:
    assert sorted(QUESTIONS) == sorted(types.names())
