"""The journeys of a TA in a real browser: a regrade is previewed, applied and undone; a pile is marked with the keyboard alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.records import Records, desk, gradebook, handins, people
from tests.webapp import test_browser
from tests.webapp.test_browser import CHROMIUM, LAB, PASSWORD, look
from webapp import accounts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.skipif(CHROMIUM is None, reason="no chromium")]
chromium = test_browser.chromium
STRICT = ("steps.abs().max() <= 0.727", "steps.abs().max() <= 0.0727")  # what the author mends later
PEOPLE = {"ada": ("Ada Kim", "student"), "bo": ("김보라", "student"), "tia": ("Tia Park", "ta"), "dain": ("박다인", "ta")}


@pytest.fixture
def served(course, serving, notebook, right, tmp_path) -> Iterator[tuple[str, Path]]:
    """A course whose check is too strict for Ada's right Adam, served with a judge that has graded it."""
    from grader.fleet.recorded import sync

    root = tmp_path / "course"
    shutil.copytree(course, root)
    rewrite(root, *STRICT)
    with Records(root / "var") as records:
        for login, (name, role) in PEOPLE.items():
            id = people.add(records, "test", name=name, role=role, login=login, language="ko" if login == "dain" else "en")
            people.set_password_hash(records, "test", id, accounts.hashed(PASSWORD))
        sync(records, "test", root)
        for who, answers in (("ada", {"adam": right("opt-adam")}), ("bo", {"rmsprop": right("opt-rmsprop")})):
            handins.hand_in(records, people.find(records, who).id, LAB, notebook(**answers), filename="a.ipynb")
        desk.set_rubric(records, "test", LAB, "opt-adam", [{"id": "why", "points": 2.0, "en": "Says why", "ko": "이유를 말한다"}])  # type: ignore[arg-type]
    with serving(root) as url:
        yield url, root


def rewrite(root: Path, old: str, new: str) -> None:
    path = root / "solutions" / LAB / "opt-adam" / "test_hidden.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def log_in(page, url: str, name: str) -> None:
    page.goto(f"{url}/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{url}/")


def mark_of(root: Path, who: str) -> float:
    with Records(root / "var", readonly=True) as records:
        return gradebook.mark(records, people.find(records, who).id, LAB).score or 0.0


WORDS = {
    "en": {
        "name": "tia",
        "begin": "Begin the preview",
        "apply": "Apply where it raises",
        "undo": "Undo",
        "next": "Save and go to the next",
    },
    "ko": {"name": "dain", "begin": "미리보기 시작", "apply": "오르는 것만 적용", "undo": "되돌리기", "next": "저장하고 다음으로"},
}


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1100), ("ko", "dark", 360)])
def test_a_ta_previews_and_applies_a_regrade_marks_with_the_keyboard_and_takes_the_regrade_back(served, chromium, language, theme, width):
    url, root = served
    words, tag = WORDS[language], f"{language}-{theme}-{width}"
    context = chromium.new_context(locale=language, color_scheme=theme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    log_in(page, url, words["name"])
    page.goto(f"{url}/desk/")
    page.locator("dl.numbers dd").nth(1).get_by_text("0", exact=True).wait_for(timeout=90_000)  # the page follows by itself
    page.locator("dl.numbers dd").nth(0).get_by_text("0", exact=True).wait_for(timeout=90_000)
    look(page, f"desk-{tag}")
    page.goto(f"{url}/desk/{LAB}")
    look(page, f"assignment-desk-{tag}")
    before = mark_of(root, "ada")

    rewrite(root, *reversed(STRICT))
    page.goto(f"{url}/regrade/{LAB}")
    page.fill("#reason", "The bound of a step was ten times too small.")
    page.get_by_role("button", name=words["begin"], exact=True).click()
    page.get_by_role("button", name=words["apply"], exact=True).wait_for(timeout=90_000)
    assert page.locator("svg circle.dot").count() == 1
    look(page, f"regrade-preview-{tag}")
    assert mark_of(root, "ada") == before
    page.get_by_role("button", name=words["apply"], exact=True).click()
    page.get_by_role("button", name=words["undo"], exact=True).wait_for()
    assert mark_of(root, "ada") > before

    page.goto(f"{url}/desk/{LAB}/next")
    look(page, f"marking-{tag}")
    first = page.url
    page.keyboard.press("1")
    assert page.locator("[data-criterion]").input_value() == "2"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda found: "/marking/" in found and found != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    assert page.locator("[data-criterion]").input_value() == "2"

    page.goto(f"{url}/regrade/{LAB}/1")
    page.get_by_role("button", name=words["undo"], exact=True).click()
    page.locator(".flash.success").wait_for()
    assert mark_of(root, "ada") == pytest.approx(before + 2.0)
    assert [text for text in said if "404" not in text] == []
    context.close()
