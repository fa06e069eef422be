"""Every page of every role in a real browser: WCAG 2.2 A and AA in both themes and languages, narrow, with large text, by keyboard, and light to load.

Pages come from the app's own routes (`addresses.py`): a new page is looked at without a line here.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from grader.records import Records
from tests.webapp.addresses import pages
from tests.webapp.term import PASSWORD, Term
from webapp.app import create_app

pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.timeout(900), pytest.mark.skipif(CHROMIUM is None, reason="no chromium")]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = {"light": ("en", "light"), "dark": ("ko", "dark")}
WHO = [None, "ada", "ivo"]
MOST_BYTES = 200_000  # of a first load, compressed, without figures
FIGURES = ("/static/js/figures/", "/static/vendor/d3")


@pytest.fixture(scope="module")
def served(term: Term, serving, tmp_path_factory) -> Iterator[tuple[str, dict[str | None, dict[str, str]]]]:
    """The address of the service, and the pages of each role."""
    root = tmp_path_factory.mktemp("pages") / "course"
    shutil.copytree(term.root, root)
    with Records(root / "var") as records:
        app = create_app(root, testing=True, records=records)
        found = {who: pages(app, term, who)[0] for who in WHO}
        app.extensions["board"].stop()
    with serving(root, "--judges", "0") as url:
        yield url, found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def window(chromium: Any, url: str, who: str | None, *, language: str = "en", theme: str = "light", **size: int) -> Iterator[Any]:
    """A browser window in which this person is logged in."""
    view = {"width": 1100, "height": 900, **size}
    context = chromium.new_context(locale=language, color_scheme=theme, viewport=view, reduced_motion="reduce")
    page = context.new_page()
    if who is not None:
        page.goto(f"{url}/login")
        page.fill("#name", who)
        page.fill("#password", PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(f"{url}/")
        page.goto(f"{url}/account")
        page.locator("form[action$='/look'] button[value='" + language + "']").click()
        page.wait_for_load_state()
    yield page
    context.close()


def violations(page: Any) -> list[Any]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(f"axe.run({{runOnly: {RULES}}})")
    return [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"][:300]) for v in found["violations"]]


def unfolded(page: Any) -> None:
    """Open whatever a click can open: details, dialogs, hidden panels of buttons."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("who", WHO)
def test_no_page_breaks_a_rule_of_wcag_closed_unfolded_or_with_a_dialog(served, chromium, who, look):
    url, found = served
    language, theme = LOOKS[look]
    wrong = {}
    with window(chromium, url, who, language=language, theme=theme) as page:
        for endpoint, path in found[who].items():
            page.goto(url + path)
            told = violations(page)
            if page.locator("details:not([open])").count():
                unfolded(page)
                told += violations(page)
            for number in range(page.locator("dialog:not([open])").count()):
                page.evaluate("n => document.querySelectorAll('dialog:not([open])')[n].showModal()", number)
                told += violations(page)
                page.keyboard.press("Escape")
            if told:
                wrong[f"{endpoint} {path}"] = told
    assert wrong == {}


WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll('main *, header *')].filter(e => {
  const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  if (!own || e.closest('.visually-hidden, .skip, svg, select, option, .katex')) return false;
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  const cuts = s.overflowX === 'hidden' || s.overflowX === 'clip';
  return r.width > 0 && cuts && e.scrollWidth > e.clientWidth + 2;
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("who", WHO)
def test_every_page_fits_a_width_of_320_pixels_and_twice_the_text(served, chromium, who):
    url, found = served
    wrong = {}
    with window(chromium, url, who, width=320, height=640) as page:
        for endpoint, path in found[who].items():
            page.goto(url + path)
            unfolded(page)
            if (wider := page.evaluate(WIDER)) > 0:
                wrong[f"{endpoint} at 320 px"] = f"{wider} px too wide"
    with window(chromium, url, who, width=1280) as page:
        for endpoint, path in found[who].items():
            page.goto(url + path)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            unfolded(page)
            if (wider := page.evaluate(WIDER)) > 0:
                wrong[f"{endpoint} with large text"] = f"{wider} px too wide"
            if cut := page.evaluate(CUT):
                wrong[f"{endpoint} cuts text"] = cut[:3]
    assert wrong == {}


@pytest.mark.parametrize("who", WHO)
def test_the_first_load_of_every_page_is_light(served, chromium, who):
    url, found = served
    heavy = {}
    with window(chromium, url, who) as first:
        for endpoint, path in found[who].items():
            page = first.context.new_page()  # a late answer to the page before is none of this one's
            page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
            loaded: list[Any] = []
            page.on("response", lambda response, seen=loaded: seen.append(response))
            page.goto(url + path, wait_until="load")
            page.wait_for_function("document.fonts.status === 'loaded'")
            weights = {r.url.removeprefix(url): _weight(r) for r in list(loaded) if not r.url.removeprefix(url).startswith(FIGURES)}
            page.close()
            if sum(weights.values()) > MOST_BYTES:
                heavy[f"{endpoint} {path}"] = sorted(weights.items(), key=lambda one: -one[1])[:6]
    assert heavy == {}


def _weight(response: Any) -> int:
    kind = response.headers.get("content-type", "")
    if response.status >= 300 or "event-stream" in kind:
        return 0
    body = response.body()
    return len(body) if "font" in kind else len(gzip.compress(body, 6))


NAME = """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  const shows = t => { const c = getComputedStyle(t); return (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0) || c.boxShadow !== 'none'; };
  return {tag: e.tagName.toLowerCase(), html: e.outerHTML.slice(0, 140), key: [e.tagName, e.id, e.name, e.value, e.href, r.top + scrollY, r.left].join('|'),
    name: (axe.teardown(), axe.setup(document.documentElement), axe.commons.text.accessibleText(e)),
    seen: r.width > 0 && r.bottom > 0 && r.top < innerHeight, ring: shows(e) || (e.labels && [...e.labels].some(shows)) || s.borderColor !== ''}; }"""


@pytest.mark.parametrize("who", WHO)
def test_the_tab_key_reaches_everything_in_order_and_says_what_it_is(served, chromium, who):
    url, found = served
    wrong: dict[str, Any] = {}
    with window(chromium, url, who) as page:
        for endpoint, path in found[who].items():
            page.goto(url + path)
            told = _walk(page)
            if told:
                wrong[f"{endpoint} {path}"] = told[:4]
    assert wrong == {}


def _walk(page: Any) -> list[str]:
    """Tab through the page once; what is wrong with the stops."""
    page.evaluate(AXE)
    wrong: list[str] = []
    keys: list[str] = []
    for stop in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(NAME)
        if at["tag"] == "body" or at["key"] in keys:
            break
        keys.append(at["key"])
        if stop == 0 and "skip" not in at["html"]:
            wrong.append(f"the first stop is no skip link: {at['html']}")
        if not at["name"]:
            wrong.append(f"no name: {at['html']}")
        if not at["seen"]:
            wrong.append(f"out of sight: {at['html']}")
        if not at["ring"]:
            wrong.append(f"no visible focus: {at['html']}")
    if len(keys) < 3:
        wrong.append(f"only {len(keys)} stops")
    return wrong


def reach(page: Any, name: str) -> None:
    """Press Tab until the element with this name has the focus."""
    page.evaluate(AXE)
    for _ in range(120):
        page.keyboard.press("Tab")
        at = page.evaluate(NAME)
        if at["tag"] != "body" and name in at["name"]:
            return
    raise AssertionError(f"Tab never reaches “{name}” on {page.url}")


def test_the_skip_link_leads_past_the_navigation(served, chromium):
    url, _found = served
    with window(chromium, url, "ada") as page:
        page.goto(url)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_student_logs_in_reads_feedback_asks_for_a_regrade_and_logs_out_by_keyboard_alone(served, chromium):
    url, _found = served
    context = chromium.new_context(locale="en", viewport={"width": 1100, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{url}/login")
    reach(page, "E-mail or login")
    page.keyboard.type("bo")
    reach(page, "Password")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() == "Name and password do not match."
    assert violations(page) == []
    reach(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()
    page.goto(f"{url}/a/adaptive-optimizers")
    reach(page, "Attempt 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/h/*")
    reach(page, "See the checks")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(location.hash + ' details').open")
    reach(page, "Your code")
    page.keyboard.press("Enter")
    reach(page, "Your code")  # the code itself scrolls, so the keyboard must get into it
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
    reach(page, "Log out")
    page.keyboard.press("Enter")
    page.wait_for_url("**/login*")
    context.close()


def test_a_student_answers_a_quiz_by_keyboard_and_hears_that_it_is_saved(served, chromium):
    url, found = served
    with window(chromium, url, "ada") as page:
        page.goto(url + found["ada"]["quiz.take"])
        first = page.locator("main input[type=radio]").first
        name = first.get_attribute("name")
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                break
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.checked")
        page.wait_for_function("[...document.querySelectorAll('[role=status]')].some(e => /saved/i.test(e.textContent))")
        assert violations(page) == []
        page.reload()
        assert page.locator(f"input[name='{name}']:checked").count() == 1
