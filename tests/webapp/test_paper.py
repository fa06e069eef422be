"""The feedback as one file: it says what the page says to the same person, and needs nothing from anywhere."""

from __future__ import annotations

import itertools
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.feedback import plots, shows
from grader.records import Records, assignments, desk, handins, people
from tests.webapp import scripted
from tests.webapp.test_plots import DESCENT

LAB = scripted.LAB
XSS = "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>"


@pytest.fixture
def records(site) -> Records:
    return site.extensions["records"]


@pytest.fixture
def graded(records, notebook) -> str:
    """Ada's hand-in with the named mistake, code that would like to act, a comment of the staff, and plots."""
    id = scripted.hand_in(records, "ada", notebook(adam=f"def Adam(params):\n    return '{XSS}'"), name=f"{XSS}.ipynb")
    scripted.grade(records, ada=0.0)
    desk.comment(records, people.find(records, "tia").id, id, f"Look at the first step. {XSS}", cell="opt-adam")
    handin = handins.get(records, id)
    suite = assignments.get(records, LAB).suite or ""
    shows.keep(records.var, handin.sha256, suite, {"opt-adam": plots.draw(DESCENT)})
    return id


def file_of(browser, id: str):
    return browser.get(f"/h/{id}/feedback.html")


class Words(HTMLParser):
    """The words of the list of exercises, and everything that an attribute could fetch or run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fetched: list[str] = []
        self.acting: list[str] = []
        self.tags: list[str] = []
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append(tag)
        self.fetched += [
            value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "action", "data", "srcset", "poster")
        ]
        self.acting += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if self._depth:
            self._depth += tag == "ul"
        elif tag == "ul" and "feedback" in (named.get("class") or "").split():
            self._depth = 1

    def handle_endtag(self, tag):
        self._depth -= bool(self._depth) and tag == "ul"

    def handle_data(self, data):
        if self._depth:
            self.words += data.split()


def test_the_file_says_of_each_exercise_what_the_page_says(browser, graded):
    ada = browser("ada")
    page, file = ada.get(f"/h/{graded}").text, file_of(ada, graded).text
    assert f"/h/{graded}/feedback.html" in page
    assert Words(page).words == Words(file).words != []
    assert "Adam without bias correction." in file and "Look at the first step." in file and "0.0316" not in file
    assert "your first step moves" in file and "<svg" in file and "8 <small>/ 20</small>" in file


def test_the_file_fetches_and_runs_nothing_and_what_students_write_is_text(browser, graded):
    answer = file_of(browser("ada"), graded)
    found = Words(answer.text)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(found.tags)
    assert found.acting == [] and [at for at in found.fetched if not at.startswith("#")] == []
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style and not re.search(r"url\((?![\"']?data:)|@import", style[1])
    assert "&lt;script&gt;alert(1)" in answer.text
    assert answer.headers["Content-Disposition"] == f'attachment; filename="feedback-{LAB}-1.html"'
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"] and "default-src &#39;none&#39;" in answer.text


def test_the_file_is_a_whole_page_in_the_language_of_its_reader(browser, graded):
    ada = browser("ada")
    ada.post("/look", {"language": "ko"}, at="/account")
    file = file_of(ada, graded).text
    found = Words(file)
    assert file.startswith('<!doctype html>\n<html lang="ko" data-theme="light">')
    assert [found.tags.count(tag) for tag in ("header", "main", "h1", "title")] == [1, 1, 1, 1]
    assert file.count('<footer class="on-paper">') == 1  # a comment has a footer of its own
    levels = [int(tag[1]) for tag in found.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert "내 코드" in file
    assert re.search(r"<details(?![^>]*\sopen)", file) is None


@pytest.mark.parametrize(("level", "named", "checked"), [("score", False, False), ("checks", False, True), ("diagnosis", True, True)])
def test_what_is_withheld_on_the_page_is_not_in_the_file(browser, records, graded, level, named, checked):
    assignments.put(records, "test", LAB, policy={"feedback": {"level": level}})
    ada = browser("ada")
    for told in (ada.get(f"/h/{graded}").text, file_of(ada, graded).text):
        assert ("Adam without bias correction." in told, "opt-adam follows the rule" in told) == (named, checked)


def test_there_is_no_file_before_the_feedback_may_be_seen(browser, records, graded):
    assignments.put(records, "test", LAB, policy={"feedback": {"when": "on_release"}})
    assert file_of(browser("ada"), graded).status_code == 404
    assert "feedback.html" not in browser("ada").get(f"/h/{graded}").text


def test_who_may_not_see_the_page_or_marks_without_names_gets_no_file(browser, records, graded):
    assert file_of(browser("bo"), graded).status_code == 404
    assert file_of(browser("tia"), graded).status_code == 200
    assignments.put(records, "test", LAB, anonymous=1)
    assert file_of(browser("tia"), graded).status_code == 404
    assert "feedback.html" not in browser("tia").get(f"/h/{graded}").text
    assert file_of(browser("ivo"), graded).status_code == file_of(browser("ada"), graded).status_code == 200


def test_a_check_under_review_explains_the_smaller_maximum(browser, records, graded):
    ada = browser("ada")
    assert "under review" not in ada.get(f"/h/{graded}").text
    assignments.review(records, people.find(records, "ivo").id, LAB, "opt-adam", "test_edge", reason="unfair")
    for told in (ada.get(f"/h/{graded}").text, file_of(ada, graded).text):
        assert "1 check is under review: it does not count for now, so the maximum is smaller by its points." in told
        assert "8 <small>/ 14</small>" in told


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium")
def test_the_file_opens_from_a_disk_and_prints_with_its_korean_font_inside(browser, graded, tmp_path: Path):
    playwright = pytest.importorskip("playwright.sync_api")
    bo = browser("ada")
    bo.post("/look", {"language": "ko"}, at="/account")
    (tmp_path / "feedback.html").write_bytes(file_of(bo, graded).data)
    with playwright.sync_playwright() as p:
        window = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = window.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "feedback.html").as_uri())
        fonts = page.context.new_cdp_session(page)
        fonts.send("DOM.enable")
        fonts.send("CSS.enable")
        root = fonts.send("DOM.getDocument")["root"]["nodeId"]
        heading = fonts.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
        used = [font["familyName"] for font in fonts.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]]
        printed = page.pdf()
        window.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert printed.startswith(b"%PDF") and b"/FontFile" in printed
    names = re.findall(rb"/BaseFont\s*/([\w+-]+)", printed)
    assert any(family.replace(" ", "").encode() in name.replace(b"-", b"") for family in used for name in names), (used, names)
