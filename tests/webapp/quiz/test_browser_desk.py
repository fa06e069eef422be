"""The instructor's pages in a real browser: wide and light in English, a phone in the dark in Korean; axe finds nothing, nothing sticks out."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

pytestmark = pytest.mark.browser
pytest.importorskip("playwright")

HERE = Path(__file__).parent
AXE = HERE.parent / "vendor" / "axe.min.js"
RULES = "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
GIFT = "::Sum::What is 2+2? {=4 #Yes ~5 #One too many ~22 #Joined}\n\n::Half::Half? {#0.5:0.01}\n\n::Essay::Tell us {}\n"

_spec = importlib.util.spec_from_file_location("quiz_desk", HERE / "desk.py")
assert _spec is not None and _spec.loader is not None
desk_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk_module)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A quiz that six people have taken, each with other mistakes, and a decision about one question."""
    desk = desk_module.Desk(tmp_path_factory.mktemp("desk"))
    desk.quiz(shuffle_questions=False)
    desk.person("Ines", role="instructor")
    desk.person("Yuna", role="instructor", language="ko")
    for number in range(6):
        desk.person(f"Student{number}")
        browser = desk.browser(f"Student{number}")
        id = browser.start()
        for question in desk.questions(id):
            desk.clock.forward(seconds=20 + 7 * number)
            form = question.right
            if question.position % 6 == number:
                options = getattr(question.spec, "options", None)
                form = {"answer": next(o.key for o in options if not o.right)} if options else {f.name: "1" for f in question.fields}
            browser.post(f"/quizzes/attempts/{id}", {**desk_module.fields(question.position, form), "do": "save"})
        browser.post(f"/quizzes/attempts/{id}", {"do": "submit"})
    ines = desk.browser("Ines")
    ines.get("/quizzes/desk/bv")
    ines.post("/quizzes/desk/bv/questions/BV2/regrade", {"mode": "drop", "reason": "ambiguous", "apply": "yes"})
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    desk.records.close()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize(("who", "scheme", "width"), [("ines", "light", 1100), ("yuna", "dark", 360)])
def test_every_page_of_the_quiz_desk_is_sound(chrome: Any, site: str, who: str, scheme: str, width: int) -> None:
    context = chrome.new_context(base_url=site, color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" and "favicon" not in said.location["url"] else None)
    page.goto("/login")
    page.fill("[name=name]", who)
    page.fill("[name=password]", "correct horse battery")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")

    def sound(where: str) -> None:
        page.evaluate("() => document.querySelectorAll('main details').forEach((node) => { node.open = true; })")
        page.evaluate(AXE.read_text())
        found = page.evaluate(RULES)["violations"]
        assert [(v["id"], [n["html"][:150] for n in v["nodes"]][:3]) for v in found] == [], where
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), where
        text = page.locator("main").inner_text()
        assert who == "ines" or any("가" <= letter <= "힣" for letter in text), where

    for where in (
        "/quizzes/desk/",
        "/quizzes/desk/bv",
        *(f"/quizzes/desk/bv/questions/{name}" for name in ("BV1", "BV10", "BV12", "BV13")),
    ):
        page.goto(where)
        sound(where)
    page.goto("/quizzes/desk/bv/questions/BV1")
    page.locator("[name=mode][value=full]").check()
    page.locator("form:has([name=mode]) button").click()
    page.wait_for_url("**/regrade")
    sound("regrade")
    page.goto("/quizzes/import/")
    sound("import")
    page.set_input_files("#file", files=[{"name": "q.gift", "mimeType": "text/plain", "buffer": GIFT.encode()}])
    page.locator("form:has(#file) button").click()
    page.wait_for_selector("[name=token]", state="attached")
    sound("looked at")
    assert errors == []
    context.close()
