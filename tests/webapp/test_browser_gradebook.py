"""An instructor's journey in a real browser: late days, release, the reasons by keyboard, the file for Canvas; and what the student sees then."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from grader.records import assignments, people
from tests.webapp.conftest import LAB

pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.skipif(CHROMIUM is None, reason="no chromium")]
ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse battery"
SCREENS = ROOT / "var" / "screens"
AXE = ROOT / "tests" / "webapp" / "vendor" / "axe.min.js"
CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (123)\n    Points Possible,,,,,10\n"L, Ada",77,,ada,Mon,\n'


@pytest.fixture
def address(site, marked) -> Iterator[str]:
    """The app of a small term behind a port; the first quiz waits for its release."""
    assignments.put(marked, "test", "q1", policy={"release": {"hold": True}})
    assignments.set_setting(marked, "test", "policy", {"late_penalty": {"cost": 0.1}})
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def look(page, name: str, *, whole: bool = True) -> None:
    """Keep a screenshot, and hold the page to WCAG 2.2 A and AA and to its width."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=whole)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def log_in(page, url: str, name: str) -> None:
    page.goto(f"{url}/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{url}/")


WORDS = {
    "en": {"save": "Save the rules", "would": "would change", "release": "Release the marks", "check": "Look what is recognised"},
    "ko": {"save": "규칙 저장", "would": "바뀔 거예요", "release": "점수 공개하기", "check": "무엇을 알아봤는지 보기"},
}
GET = {"en": "Download the filled file", "ko": "채운 파일 내려받기"}


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1100), ("ko", "dark", 360)])
def test_an_instructor_sets_late_days_releases_grades_and_exports_the_canvas_csv(
    address, marked, chromium, tmp_path, language, theme, width
):
    for name in ("ivo", "ada"):
        people.change(marked, "test", people.find(marked, name).id, language=language)
    words, tag = WORDS[language], f"{language}-{theme}-{width}"
    context = chromium.new_context(locale=language, color_scheme=theme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    log_in(page, address, "ivo")

    page.goto(f"{address}/course/policies/")
    page.fill("[name=days]", "2")
    page.locator("[data-preview]", has_text=words["would"]).wait_for()
    look(page, f"rules-{tag}")
    page.get_by_role("button", name=words["save"]).click()
    page.locator(".flash.success").wait_for()
    assert assignments.setting(marked, "policy")["late_days"]["days"] == 2

    page.goto(f"{address}/course/dates/")
    look(page, f"dates-{tag}")
    page.get_by_role("button", name=words["release"]).click()
    page.locator(".flash.success").wait_for()
    assert assignments.get(marked, "q1").released_at is not None
    page.goto(f"{address}/course/dates/q2")
    look(page, f"date-{tag}")

    for id, blank, typed in (("q2", "days_each", "1"), (LAB, "limit", "5")):
        page.goto(f"{address}/course/dates/{id}")
        page.locator(f"main a[href='/course/rules/{id}']").click()
        page.fill(f"[name={blank}]", typed)
        look(page, f"rules-of-{id}-{tag}")
        page.get_by_role("button", name=words["save"]).click()
        page.locator(".flash.success").wait_for()
    assert assignments.get(marked, "q2").policy == {"late_days": {"per_assignment": 1}}
    assert assignments.get(marked, LAB).policy == {"rate": {"limit": 5}}

    reads_the_reasons_by_keyboard(page, address, tag)

    export = tmp_path / "canvas.csv"
    export.write_text(CANVAS)
    page.goto(f"{address}/gradebook/exchange/")
    page.set_input_files("#canvas-file", export)
    page.get_by_role("button", name=words["check"]).click()
    page.get_by_text("“Quiz 1 (123)” ←").wait_for()
    look(page, f"exchange-{tag}")
    with page.expect_download() as download:
        page.get_by_role("button", name=GET[language]).click()
    assert Path(download.value.path()).read_text().splitlines()[2] == '"L, Ada",77,,ada,Mon,8'
    context.close()

    context = chromium.new_context(locale=language, color_scheme=theme, viewport={"width": width, "height": 900})
    page = context.new_page()
    log_in(page, address, "ada")
    page.goto(f"{address}/marks/")
    page.get_by_text("8 / 10").wait_for()
    look(page, f"marks-{tag}")
    page.goto(f"{address}/marks/q2")
    look(page, f"why-{tag}")
    context.close()
    assert [text for text in said if "404" not in text] == []  # /favicon.ico


def reads_the_reasons_by_keyboard(page, address: str, tag: str) -> None:
    page.goto(f"{address}/gradebook/?sort=q2&dir=down")
    look(page, f"gradebook-{tag}", whole=False)
    page.locator("[data-grid] tbody a").first.focus()
    assert page.locator("[data-grid] tbody a[tabindex='0']").count() == 1
    for key in ("ArrowRight", "ArrowDown", "ArrowUp", "End", "Home", "ArrowRight"):
        page.keyboard.press(key)
    focused = "document.activeElement.getAttribute('href')"
    here = page.evaluate(focused)
    assert here.endswith("/q1")
    page.keyboard.press("Enter")
    page.locator("dialog[open] .steps").wait_for()
    for summary in page.locator("dialog summary").all():
        summary.click()
    look(page, f"reasons-{tag}", whole=False)
    page.locator("dialog #points").fill("9")
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.evaluate(focused) == here
    assert page.url.endswith("?sort=q2&dir=down")


def test_without_scripts_the_table_leads_to_the_reasons_and_to_a_decision(address, marked, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    log_in(page, address, "ivo")
    page.goto(f"{address}/gradebook/")
    page.locator("[data-grid] tbody tr", has_text="Bo").locator("td a").first.click()
    page.get_by_text("Set the mark by hand").click()
    page.fill("#points", "7")
    page.fill("#reason-override", "oral exam")
    page.get_by_role("button", name="Set the mark", exact=True).click()
    page.get_by_text("The mark is set by hand.").wait_for()
    context.close()
