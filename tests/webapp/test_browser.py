"""The journeys of a student in a real browser, against the service as `allclose serve` starts it."""

from __future__ import annotations

import shutil
import urllib.request
from pathlib import Path

import pytest

from webapp import accounts

pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.skipif(CHROMIUM is None, reason="no chromium")]
ROOT = Path(__file__).parents[2]
LAB, PASSWORD = "adaptive-optimizers", "correct horse battery"
SCREENS = ROOT / "var" / "screens"
AXE = ROOT / "tests" / "webapp" / "vendor" / "axe.min.js"


@pytest.fixture(scope="module")
def service(course, serving, tmp_path_factory):
    """The whole service in a process of its own; its address and its folder."""
    from grader.fleet.recorded import sync
    from grader.records import Records, assignments, people

    root = tmp_path_factory.mktemp("served") / "course"
    shutil.copytree(course, root)
    with Records(root / "var") as records:
        for name in ("ada", "bo"):
            id = people.add(
                records, "test", name={"ada": "Ada Kim", "bo": "김보라"}[name], login=name, language="ko" if name == "bo" else "en"
            )
            people.set_password_hash(records, "test", id, accounts.hashed(PASSWORD))
        sync(records, "test", root)
        assignments.put(records, "test", LAB, due_at="2099-01-01T00:00:00.000000Z")
    with serving(root) as url:
        yield url, root


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def look(page, name: str) -> None:
    """Keep a screenshot, and hold the page to WCAG 2.2 A and AA and to its width."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def files(notebook, right, tmp_path) -> tuple[Path, Path]:
    """A notebook whose Adam has no bias correction, and one in which everything is right."""
    wrong = right("opt-adam").replace("1 - beta1**t", "1.0").replace("1 - beta2**t", "1.0")
    bad, good = tmp_path / "adam (1).ipynb", tmp_path / "adam.ipynb"
    bad.write_bytes(notebook(adam=wrong))
    good.write_bytes(notebook(adam=right("opt-adam"), rmsprop=right("opt-rmsprop")))
    return bad, good


WORDS = {
    "en": {"name": "ada", "login": "Log in", "hand in": "Hand in", "says": "Adam without bias correction", "right": "Everything is right"},
    "ko": {"name": "bo", "login": "로그인", "hand in": "제출하기", "says": "편향 보정이 없는 Adam", "right": "모두 맞았어요"},
}


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1100), ("ko", "dark", 360)])
def test_a_student_hands_in_a_wrong_adam_reads_why_sees_the_plot_and_gets_full_marks(service, chromium, files, language, theme, width):
    url, _ = service
    words = WORDS[language]
    tag = f"{language}-{theme}-{width}"
    context = chromium.new_context(locale=language, color_scheme=theme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(url)
    look(page, f"login-{tag}")
    page.fill("#name", words["name"])
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name=words["login"], exact=True).click()
    look(page, f"home-{tag}")
    page.locator(".rows a").first.click()
    look(page, f"assignment-{tag}")
    with page.expect_download() as download:
        page.locator("a[href*='/notebook/']").first.click()
    assert b"nbformat" in Path(download.value.path()).read_bytes()
    bad, good = files
    page.set_input_files("#notebook", bad)
    page.get_by_role("button", name=words["hand in"], exact=True).click()
    page.wait_for_url("**/h/*")
    if page.locator("[data-live]").count():
        page.screenshot(path=SCREENS / f"waiting-{tag}.png")  # the page moves on by itself: no time for more than a picture
    page.get_by_text(words["says"]).first.wait_for(timeout=60_000)
    page.locator("figure.plot svg").first.wait_for(timeout=60_000)
    look(page, f"feedback-{tag}")
    page.goto(f"{url}/a/{LAB}")
    page.set_input_files("#notebook", good)
    page.get_by_role("button", name=words["hand in"], exact=True).click()
    page.get_by_text(words["right"]).wait_for(timeout=60_000)
    look(page, f"full-marks-{tag}")
    for path in ("requests/", "notices/", "account", "nowhere"):
        page.goto(f"{url}/{path}")
        look(page, f"{path.strip('/')}-{tag}")
    assert [text for text in said if "404" not in text] == []
    context.close()


def test_without_scripts_a_student_reads_and_hands_in(service, chromium, notebook, tmp_path):
    url, _ = service
    context = chromium.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(url)
    page.fill("#name", "ada")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.goto(f"{url}/a/{LAB}")
    bad = tmp_path / "again.ipynb"
    bad.write_bytes(notebook(adam="def Adam(): pass"))
    page.set_input_files("#notebook", bad)
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_text("SHA-256").wait_for()
    context.close()


def test_the_first_load_of_a_page_weighs_less_than_200_kb(service):
    import gzip
    import re

    url, _ = service
    with urllib.request.urlopen(f"{url}/login") as answer:
        html = answer.read()
    parts = [html]
    for path in re.findall(rb'(?:href|src)="(/static/[^"]+)"', html):
        with urllib.request.urlopen(url + path.decode()) as answer:
            parts.append(answer.read())
    assert sum(len(gzip.compress(part)) for part in parts) < 200_000


def test_a_term_opens_its_meaning_by_keyboard_and_without_scripts(service, chromium):
    url, root = service
    shutil.copy(ROOT / "glossary.toml", root)
    context = chromium.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(f"{url}/login")
    page.fill("#name", "ada")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.goto(f"{url}/a/{LAB}")
    page.locator("details.statement summary").first.press("Enter")
    term = page.locator("dfn.term button:visible").first
    meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
    assert not meaning.is_visible()
    term.press("Enter")
    assert meaning.is_visible() and meaning.inner_text()
    page.keyboard.press("Escape")
    assert not meaning.is_visible()
    context.close()
