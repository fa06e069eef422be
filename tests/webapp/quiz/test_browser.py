"""A quiz in a real browser: the figure moved to its optimum, the server killed in the middle, every saved answer there again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("playwright")

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
AXE = HERE.parent / "vendor" / "axe.min.js"
RULES = "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"


class Server:
    """The course behind a port, in a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        command = [sys.executable, str(HERE / "serve_desk.py"), str(self.folder), str(self.port)]
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log)
        log.close()
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/login", timeout=1).close()
                return
            except OSError:
                assert self.process.poll() is None, (self.folder / "server.log").read_text()[-2000:]
                socket.socket().close()
                try:
                    self.process.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path)
    yield found
    found.kill()


@pytest.fixture
def page(server: Server) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", locale="en-GB", reduced_motion="reduce")
        context.set_default_timeout(30_000)
        yield context.new_page()
        browser.close()


def violations(page: Any) -> list[Any]:
    page.evaluate(AXE.read_text())
    return [(v["id"], [n["html"][:150] for n in v["nodes"]][:3]) for v in page.evaluate(RULES)["violations"]]


def test_the_figure_is_moved_to_its_optimum_and_nothing_is_lost_when_the_server_is_killed(page: Any, server: Server) -> None:
    page.goto("/login")
    page.fill("[name=name]", "mina")
    page.fill("[name=password]", "correct horse battery")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")
    page.goto("/quizzes/bv")
    assert violations(page) == []
    page.get_by_role("button", name="Start quiz").click()
    page.wait_for_selector("[data-question]")
    figure = page.locator("[data-figure=bv]")
    slider = figure.locator("input[type=range]")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    section = page.locator("section", has=figure)
    assert section.locator(".inputs input[type=text]").input_value() == "3"
    section.locator("[data-saved]", has_text="Saved ").wait_for()
    choice = page.locator("input[type=radio]").first
    choice.check()
    first = page.locator("section", has=page.locator("input[type=radio]")).first
    first.locator("[data-saved]", has_text="Saved ").wait_for()
    kept = choice.get_attribute("id")
    stands(page, first, "✓", "answered")
    typed = page.locator("section[data-question]:not(:has([data-figure])):has(.inputs input[type=text])").first
    typed.locator(".inputs input[type=text]").first.fill("a lot")
    typed.locator("[data-problem]", has_text="⚠").wait_for()
    stands(page, typed, "⚠", "cannot be read")
    typed.locator(".inputs input[type=text]").first.fill("")
    stands(page, typed, "", "not answered")
    server.kill()
    number = page.locator(".inputs input[type=text]").first
    name = number.get_attribute("name")
    number.fill("0.125")
    page.locator("[data-saved]", has_text="Not sent yet").first.wait_for()
    server.start()
    page.locator("[data-saved]", has_text="Not sent yet").first.wait_for(state="detached")
    page.reload()
    assert page.locator(f"#{kept}").is_checked()
    assert page.locator(f'[name="{name}"]:not([type=hidden])').first.input_value() == "0.125"
    assert page.locator("section", has=page.locator("[data-figure=bv]")).locator(".inputs input[type=text]").input_value() == "3"
    assert violations(page) == []
    page.get_by_role("button", name="Submit quiz").click()
    page.get_by_role("heading", name="Submit it like this?").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Submit it all the same").click()
    page.wait_for_url("**/result")
    assert violations(page) == []
    solved = page.locator("section", has=page.locator("[data-figure=bv]"))
    assert "✓" in solved.locator(".verdict .state").inner_text()


def stands(page: Any, section: Any, sign: str, words: str) -> None:
    """Wait until the list of questions says this of the question."""
    number = page.locator(f'[data-progress="{section.get_attribute("data-question")}"]')
    number.locator("[data-standing]", has_text=words).wait_for(state="attached")
    assert number.locator("[data-tick]").inner_text().strip() == sign


FILL = """() => {
  const told = (node) => node.dispatchEvent(new Event(node.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));
  document.querySelectorAll('section[data-question]').forEach((section) => {
    section.querySelectorAll('.inputs select').forEach((node, place) => { node.selectedIndex = place + 1; told(node); });
    section.querySelectorAll('.inputs textarea, .inputs input[type=text]').forEach((node) => { node.value = '0.25'; told(node); });
    const button = [...section.querySelectorAll('.inputs input[type=radio], .inputs input[type=checkbox]')].at(-1);
    if (button && !button.checked) button.click();
  });
}"""
GIVEN = "() => [...new FormData(document.querySelector('form[data-quiz]')).entries()].filter(([name]) => /^q\\d+\\../.test(name))"


def test_every_saved_answer_is_there_again_after_the_server_was_killed(page: Any, server: Server) -> None:
    page.goto("/login")
    page.fill("[name=name]", "mina")
    page.fill("[name=password]", "correct horse battery")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")
    page.goto("/quizzes/bv")
    page.get_by_role("button", name="Start quiz").click()
    page.wait_for_selector("[data-question]")
    page.evaluate(FILL)
    count = page.locator("section[data-question]").count()
    page.wait_for_function(
        "(n) => [...document.querySelectorAll('[data-saved]')].filter((p) => p.textContent.includes('Saved ')).length === n", arg=count
    )
    given = page.evaluate(GIVEN)
    assert count == 14 and len([value for _, value in given if value]) >= count
    server.kill()
    page.evaluate("() => localStorage.clear()")  # what is found again comes from the server alone
    server.start()
    page.goto(page.url)
    assert page.evaluate(GIVEN) == given
