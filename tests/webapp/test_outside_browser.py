"""Logging in at a provider, linking and logging out in a real browser: the policy of our pages lets all of it happen."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.webapp.provider import CLIENT, SECRET, FakeProvider

pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.skipif(CHROMIUM is None, reason="no chromium")]
ROOT = Path(__file__).parents[2]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SCREENS = ROOT / "var" / "screens"
PASSWORD = "correct horse battery"
WORDS = {
    "en": {"in": "Log in with Campus", "out": "Log out"},
    "ko": {"in": "캠퍼스: 이 계정으로 로그인하기", "out": "로그아웃"},
}


@pytest.fixture(scope="module")
def provider():
    with FakeProvider() as found:
        yield found


@pytest.fixture(scope="module")
def url(course, people_in, serving, provider, tmp_path_factory):
    root = people_in(tmp_path_factory.mktemp("outside") / "course", course)
    login = root / "var" / "login.toml"
    login.touch(mode=0o600)
    login.write_text(
        f'[oidc]\nissuer = "{provider.url}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\nname = "Campus"\nname_ko = "캠퍼스"\n'
    )
    with serving(root, "--judges", "0") as found:
        yield found


def look(page, name: str) -> None:
    """Keep a screenshot, and hold the page to WCAG 2.2 A and AA and to its width."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
    page.evaluate(AXE)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1100), ("ko", "dark", 360)])
def test_a_student_logs_in_elsewhere_links_another_account_and_logs_out_in_both_places(url, provider, language, theme, width):
    from playwright.sync_api import sync_playwright

    words, tag = WORDS[language], f"{language}-{theme}-{width}"
    provider.claims = {
        "sub": f"by-mail-{language}",
        "email": "tia@example.org" if language == "en" else "ivo@example.org",
        "email_verified": True,
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(locale=language, color_scheme=theme, viewport={"width": width, "height": 900})
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(f"{url}/login")
        look(page, f"elsewhere-login-{tag}")
        page.get_by_role("button", name=words["in"]).or_(page.get_by_role("link", name=words["in"])).click()
        page.wait_for_url(re.compile(rf"{url}/$"))
        page.goto(f"{url}/account")
        page.locator(f"form[action$='/look'] button[value='{language}']").click()
        look(page, f"elsewhere-account-{tag}")
        page.get_by_role("button", name=words["out"], exact=True).click()
        page.wait_for_url("**/logged-out")
        look(page, f"elsewhere-logged-out-{tag}")
        page.locator("a[href$='/logged-out/there']").click()
        page.wait_for_url("**/logged-out*")
        assert provider.logouts[-1]["client_id"] == CLIENT
        provider.claims = {"sub": f"private-{language}", "email": "private@example.com", "email_verified": False}
        page.goto(f"{url}/login")
        page.locator("a[href*='/login/elsewhere']").click()
        page.get_by_role("alert").wait_for()
        look(page, f"elsewhere-refused-{tag}")
        page.fill("#name", "ada" if language == "en" else "bo")
        page.fill("#password", PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(re.compile(rf"{url}/$"))
        page.goto(f"{url}/account")
        page.locator("a[href*='/login/elsewhere']").click()
        page.wait_for_url("**/account/link")
        look(page, f"elsewhere-link-{tag}")
        page.locator("main form button").click()
        page.wait_for_url("**/account")
        page.locator("form[action$='/account/unlink']").wait_for()
        look(page, f"elsewhere-linked-{tag}")
        assert [text for text in said if "Content Security Policy" in text] == []
        browser.close()
