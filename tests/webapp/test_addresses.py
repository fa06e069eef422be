"""Every page can be found by the tests that look at every page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.records import Records
from tests.webapp.addresses import pages
from tests.webapp.term import Term
from webapp.app import create_app

# Addresses that show no page of their own here, and why.
NO_PAGE = {
    "outside.start": "goes to a provider, which this course has not",
    "outside.back": "comes from one",
    "outside.link": "comes from one",
    "outside.leave_there": "goes to one",
    "login.link": "needs a secret that is stored nowhere",
    "assignment_desk.next_unmarked": "goes on to a hand-in",
    "metrics.show": "needs the token of a machine",
    "login.demo_link": "is there in the demo only",
    "login.show": "is for who is not logged in",
    "outside.left": "is for who is not logged in",
}


OWN = {"quiz.take", "quiz.clock", "quiz.result", "quiz_practice.take"}  # only whose attempt it is; staff have none


@pytest.mark.parametrize("who", [None, "ada", "ivo"])
def test_each_address_leads_to_a_page_that_the_browser_tests_can_open(term: Term, tmp_path: Path, who: str | None) -> None:
    root = tmp_path / "course"
    shutil.copytree(term.root, root)
    with Records(root / "var") as records:
        app = create_app(root, testing=True, records=records)
        found, silent = pages(app, term, who)
        app.extensions["board"].stop()
    files = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.endswith((".csv", ".json"))}
    assert [name for name in silent if name not in NO_PAGE and name not in files and not (who == "ivo" and name in OWN)] == [], (
        "Let tests/webapp/term.py make what these pages show."
    )
    assert len(found) >= (1 if who is None else 10), found
