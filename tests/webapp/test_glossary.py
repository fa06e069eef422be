from __future__ import annotations

import os
import re
import tomllib

import pytest
from markupsafe import Markup

from grader.course import glossary as file
from grader.course.load import load_draft
from grader.errors import CourseError
from tests.webapp.conftest import ROOT
from webapp import glossary
from webapp.quiz import bank


@pytest.fixture
def mark(site):
    """`mark(html, "ko")`: the text with its terms marked, as on a page of its own."""
    (site.config["COURSE"] / "glossary.toml").write_bytes((ROOT / "glossary.toml").read_bytes())

    def run(html: str, language: str = "en") -> str:
        with site.test_request_context("/", headers={"Accept-Language": language}):
            return str(glossary.glossed(Markup(html)))

    return run


def words(html: str) -> list[str]:
    return re.findall(r'popovertarget="[^"]+">([^<]+)</button>', html)


@pytest.mark.parametrize(
    ("html", "language", "found"),
    [
        ("<p>Without bias correction m is small.</p>", "en", ["bias correction"]),
        ("<p>Two Gates and a gate.</p>", "en", ["Gate"]),
        ("<p>편향 보정이 없는 Adam</p>", "ko", ["편향 보정", "Adam"]),
        ("<p><code>adam</code> and <strong>Adam</strong></p>", "en", ["Adam"]),
        ('<p><a href="/x">momentum</a> <math><mi>momentum</mi></math></p><h2>momentum</h2>', "en", []),
        ("<p>investigate the madam and biased</p>", "en", []),
        ("<p>adam-like, pre-adam &adam;</p>", "en", []),
    ],
)
def test_the_first_place_of_a_term_is_marked_and_nothing_else(mark, html, language, found):
    assert words(mark(html, language)) == found


def test_a_term_is_marked_once_on_a_page_however_often_it_stands(mark):
    assert words(mark("<p>Adam, Adam</p><p>adam</p>")) == ["Adam"]


def test_the_meaning_is_read_right_after_its_word_and_opened_without_a_script(mark):
    made = mark("<p>Adam.</p>")
    assert re.search(
        r'<dfn class="term"><button type="button" popovertarget="term-adam">Adam</button></dfn><span [^>]*popover id="term-adam"', made
    )
    assert not re.search(r"<script|\s(style|on\w+)=", made)


def test_text_stays_text(mark):
    escaped = "<p>&lt;script&gt;adam&lt;/script&gt;</p>"
    assert re.sub(r"<dfn.*?</span>", "adam", re.sub(r"<strong>.*?</strong>.*?</span> ", "", mark(escaped))).count("<script") == 0
    assert "&lt;script&gt;" in mark(escaped)


def test_every_tag_of_the_course_has_its_words_in_both_languages():
    terms = file.load(ROOT)
    known = set(terms) | {tag for term in terms.values() for tag in term.tags}
    exercises = {tag for path in ROOT.glob("solutions/*/*/exercise.toml") for tag in tomllib.loads(path.read_text())["tags"]}
    questions = {tag for spec in bank.every(bank.load(ROOT / "solutions" / "quizzes")) for tag in spec.tags}
    assert (exercises | questions) - known == set()
    assert [id for id, term in terms.items() if not re.search("[가-힣]", term.means_ko)] == ["relu"]  # max(0, x) needs no words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[a]\nen = 1", "Expected `str`"),
        ('[a]\nen = "a"\nko = "가"\nmeans = "m"\nmeans_ko = "뜻"\nmore = 1', "unknown field"),
        (
            '[a]\nen = "x"\nko = "가"\nmeans = "m"\nmeans_ko = "뜻"\n[b]\nen = "X"\nko = "나"\nmeans = "m"\nmeans_ko = "뜻"',
            "is a word of [a] already",
        ),
        ("[a", "glossary.toml"),
    ],
    ids=["no text", "unknown", "twice", "no TOML"],
)
def test_a_mistake_in_the_file_is_named(tmp_path, text, says):
    (tmp_path / "glossary.toml").write_text(text)
    with pytest.raises(CourseError, match=re.escape(says)):
        file.load(tmp_path)


def test_a_mistake_made_while_the_course_runs_breaks_no_page(mark, site, browser):
    assert "편향 보정" in browser(None).get("/glossary/").text
    path = site.config["COURSE"] / "glossary.toml"
    path.write_text("[half")
    os.utime(path, (1, 1))
    found = browser(None).get("/glossary/")
    assert found.status_code == 200 and "편향 보정" in found.text
    assert "glossary.toml" in load_draft(site.config["COURSE"])[1][0]


def test_the_page_lists_the_terms_for_anybody(mark, site, browser):
    page = browser(None).get("/glossary/").text
    assert "편향 보정" in page and "bias correction" in page
    assert 'href="/glossary/"' in browser("ada").get("/").text


def test_a_course_without_a_glossary_works(site, browser):
    assert "no glossary yet" in browser(None).get("/glossary/").text
    assert 'href="/glossary/"' not in browser("ada").get("/").text
