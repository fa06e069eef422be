"""Finished pages that are served again: never one that is no longer true, and never to somebody else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grader.feedback import shows
from grader.records import Records, assignments, by_hand, desk, handins, notices, people, queue, reports, times
from tests.prepared import Clock
from tests.webapp.conftest import LAB, ROOT, Browser
from tests.webapp.test_home import report
from webapp import kept
from webapp.app import create_app

AGAIN = "served again"
PAGES = ("/", f"/a/{LAB}", "feedback")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def site(inhabited, tmp_path, clock):
    root = tmp_path / "course"
    shutil.copytree(inhabited, root)
    records = Records(root / "var", now=clock)
    app = create_app(root, testing=True, records=records)
    yield app
    app.extensions["board"].stop()
    records.close()


@pytest.fixture
def records(site):
    return site.extensions["records"]


@pytest.fixture
def other(site, clock):
    """The records as another process has them: with a connection of its own."""
    with Records(site.config["COURSE"] / "var", now=clock) as found:
        yield found


@pytest.fixture
def ids(records):
    return {name: people.find(records, name).id for name in ("ada", "bo", "tia", "ivo")}


def hand_in(records: Records, person: int) -> str:
    return handins.hand_in(records, person, LAB, uuid.uuid4().bytes, filename="a.ipynb").id


def judge(records: Records) -> None:
    job = queue.lease(records, "test")
    reports.append(records, job, report(job.handin, job.suite))


def grade(records: Records, person: int) -> str:
    made = hand_in(records, person)
    judge(records)
    return made


@pytest.fixture
def graded(records, ids):
    return grade(records, ids["ada"])


@pytest.fixture
def address(graded):
    return lambda page: f"/h/{graded}" if page == "feedback" else page


def mark(site) -> int:
    """Put our mark on everything that is kept, so that a page tells where it came from; how many pages there are."""
    pages = site.extensions["shelf"]._pages
    for key, page in pages.items():
        pages[key] = replace(page, parts=(AGAIN.encode(),))
    return len(pages)


@pytest.fixture
def made(site):
    """`made(browser, path)`: have the page made, marked, and served again, so that the next answer says whether it is still kept."""

    def run(browser: Browser, path: str) -> str:
        site.extensions["shelf"]._pages.clear()
        first = browser.get(path).text
        assert mark(site) == 1, "the page is not kept"
        assert browser.get(path).text == AGAIN
        return first

    return run


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_served_again_as_it_was(site, browser, address, page):
    ada = browser("ada")
    first, again = ada.get(address(page)), ada.get(address(page))
    bare = [re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text) for answer in (first, again)]
    assert bare[0] == bare[1] and AGAIN not in bare[1]
    told = [{name: value for name, value in answer.headers if name != "X-Request-Id"} for answer in (first, again)]
    assert told[0] == told[1] | ({"Set-Cookie": told[0]["Set-Cookie"]} if "Set-Cookie" in told[0] else {})


CHANGES = {
    "an override": lambda r, ids, id: assignments.override(r, ids["ivo"], ids["ada"], LAB, 3.25, reason="oral exam"),
    "a deadline": lambda r, ids, id: assignments.put(r, ids["ivo"], LAB, due_at="2098-01-01T00:00:00.000000Z"),
    "an extension": lambda r, ids, id: assignments.extend(r, ids["ivo"], [LAB], people=[ids["ada"]], minutes=90, reason="ill"),
    "an extension of a section": lambda r, ids, id: assignments.extend(r, ids["ivo"], [LAB], everybody=True, minutes=90, reason="outage"),
    "an excuse": lambda r, ids, id: assignments.excuse(r, ids["ivo"], ids["ada"], LAB, reason="ill"),
    "another report": lambda r, ids, id: grade(r, ids["ada"]),
    "a hand-in": lambda r, ids, id: hand_in(r, ids["ada"]),
    "a withdrawal": lambda r, ids, id: handins.withdraw(r, ids["ada"], id),
    "marks held back": lambda r, ids, id: assignments.set_setting(r, ids["ivo"], "policy", {"release": {"hold": True}}),
    "a rule of the assignment": lambda r, ids, id: assignments.put(r, ids["ivo"], LAB, policy={"late_penalty": {"cost": 0.5}}),
    "another name of the course": lambda r, ids, id: assignments.set_setting(r, ids["ivo"], "name", {"en": "New name"}),
    "a check under review": lambda r, ids, id: assignments.review(r, ids["ivo"], LAB, "opt-adam", "c1", reason="wrong"),
    "a comment": lambda r, ids, id: desk.comment(r, ids["tia"], id, "Well done."),
    "a message": lambda r, ids, id: _tell(r, ids["ada"]),
    "another time zone": lambda r, ids, id: people.change(r, ids["ivo"], ids["ada"], zone="Asia/Seoul"),
    "another name of a person": lambda r, ids, id: people.change(r, ids["ivo"], ids["ada"], name="Ada L."),
    "points of an exercise by hand": lambda r, ids, id: by_hand.set_exercise(r, ids["ivo"], id, "opt-adam", 1.0, reason="oral"),
}


def _tell(records: Records, person: int) -> None:
    with records.machinery() as tx:
        notices.put(tx, person, "message", subject="test")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_written_elsewhere_shows_on_the_next_request(site, browser, made, address, other, ids, graded, page, change):
    ada, path = browser("ada"), address(page)
    made(ada, path)
    CHANGES[change](other, ids, graded)
    after = ada.get(path).text
    assert AGAIN not in after and "<h1" in after
    site.extensions["shelf"]._pages.clear()
    tidy = [re.sub(r'name="csrf_token" value="[^"]+"', "", text) for text in (after, ada.get(path).text)]
    assert tidy[0] == tidy[1]  # what was served is what an app without a memory makes


SAID = [
    ("/", "an override", "3.25"),
    ("feedback", "an override", "oral exam"),
    ("feedback", "a comment", "Well done."),
    ("feedback", "marks held back", "The mark is not released yet."),
    ("/", "marks held back", "marks are not released yet"),
    (f"/a/{LAB}", "an extension", "with your extension"),
    ("/", "another name of a person", "Ada L."),
]


@pytest.mark.parametrize(("page", "change", "said"), SAID)
def test_the_next_request_says_what_has_changed(browser, made, address, other, ids, graded, page, change, said):
    ada = browser("ada")
    assert said not in made(ada, address(page))
    CHANGES[change](other, ids, graded)
    assert said in ada.get(address(page)).text


def test_a_release_shows_on_the_next_request(browser, made, other, records, ids, graded):
    assignments.set_setting(records, ids["ivo"], "policy", {"release": {"hold": True}})
    ada = browser("ada")
    assert "opt-adam" not in made(ada, f"/h/{graded}")
    assignments.release_marks(other, ids["ivo"], LAB)
    assert "opt-adam" in ada.get(f"/h/{graded}").text


def test_a_report_shows_on_the_next_request(browser, made, other, ids):
    hand_in(other, ids["ada"])
    ada = browser("ada")
    assert "being graded" in made(ada, "/")
    judge(other)
    assert "✓ graded" in ada.get("/").text


def test_a_regrade_that_is_applied_shows_on_the_next_request(browser, made, address, other, ids, graded, site):
    """Whether a report of a regrade counts is told by the regrade's own row, which is nobody's."""
    ada = browser("ada")
    for page in PAGES:
        made(ada, address(page))
        sql = "insert into regrade (assignment, new_suite, reason, state, by, at) select id, suite, 'r', 'discarded', 'test', ? from assignment"
        with other.machinery() as tx:
            tx.execute(sql, [tx.now])
        assert AGAIN not in ada.get(address(page)).text


def test_a_write_of_another_process_shows_on_the_next_request(site, browser, made, ids):
    ada = browser("ada")
    assert "Renamed elsewhere" not in made(ada, "/")
    write = (
        "import sys; from pathlib import Path; from grader.records import Records, people\n"
        "with Records(Path(sys.argv[1])) as records: people.change(records, 'command line', int(sys.argv[2]), name='Renamed elsewhere')"
    )
    subprocess.run([sys.executable, "-c", write, str(site.config["COURSE"] / "var"), str(ids["ada"])], check=True, cwd=ROOT)
    assert "Renamed elsewhere" in ada.get("/").text


def test_what_is_taken_away_is_gone_on_the_next_request(browser, made, other, ids, graded):
    ada = browser("ada")
    made(ada, f"/a/{LAB}")
    assignments.put(other, ids["ivo"], LAB, published=False)
    assert ada.get(f"/a/{LAB}").status_code == 404


# -- files --------------------------------------------------------------------------------------------------------------


def test_plots_that_are_drawn_show_on_the_next_request(browser, made, records, graded):
    ada = browser("ada")
    assert "The plots are being drawn" in made(ada, f"/h/{graded}")
    plot = shows.Plot(name="path", title={"en": "Down the valley"}, svg={"en": "<svg/>", "ko": "<svg/>"}, text={"en": "w", "ko": "w"})
    shows.keep(records.var, handins.get(records, graded).sha256, reports.in_force(records, graded).suite, {"opt-adam": [plot]})
    page = ada.get(f"/h/{graded}").text
    assert "Down the valley" in page and "being drawn" not in page


def test_a_notebook_that_is_released_shows_on_the_next_request(site, browser, made):
    notebook = site.config["COURSE"] / "assignments" / LAB / f"{LAB}.ipynb"
    away = notebook.rename(notebook.with_suffix(".away"))
    ada = browser("ada")
    assert "Download the notebook" not in made(ada, f"/a/{LAB}")
    away.rename(notebook)
    assert "Download the notebook" in ada.get(f"/a/{LAB}").text


def test_statements_released_anew_in_korean_show_on_the_next_request(site, browser, made):
    notebook = site.config["COURSE"] / "assignments" / LAB / "ko" / f"{LAB}.ipynb"
    ada = browser("ada")
    ada.post("/look", {"language": "ko", "next": "/"}, at="/")
    assert "새 문장" not in made(ada, f"/a/{LAB}")
    released = json.loads(notebook.read_bytes())
    next(cell for cell in released["cells"] if cell["id"] == "opt-adam-statement")["source"] = ["### Adam\n", "새 문장이에요."]
    notebook.write_text(json.dumps(released), encoding="utf-8")
    assert "새 문장이에요." in ada.get(f"/a/{LAB}").text


@pytest.mark.parametrize("page", PAGES)
def test_a_glossary_that_comes_shows_on_the_next_request(site, browser, made, address, page):
    ada = browser("ada")
    before = made(ada, address(page))
    shutil.copy(ROOT / "glossary.toml", site.config["COURSE"])
    assert ">Glossary<" not in before and ">Glossary<" in ada.get(address(page)).text


# -- time ---------------------------------------------------------------------------------------------------------------


def test_a_deadline_that_passes_shows_on_the_next_request(browser, made, records, clock, ids):
    assignments.put(records, "test", LAB, due_at=times.later(records.now_text(), seconds=20))
    ada = browser("ada")
    assert "nothing handed in yet" in made(ada, "/")
    clock.forward(seconds=20)
    assert AGAIN not in ada.get("/").text
    clock.forward(microseconds=1)
    assert "nothing was handed in" in ada.get("/").text


def test_what_opens_is_open_on_the_next_request(browser, made, records, clock):
    assignments.put(records, "test", LAB, opens_at=times.later(records.now_text(), seconds=20))
    ada = browser("ada")
    assert "This opens" in made(ada, f"/a/{LAB}")
    clock.forward(seconds=20)
    assert "Hand it in" in ada.get(f"/a/{LAB}").text


def test_feedback_that_waits_for_the_deadline_comes_with_it(browser, made, records, clock, ids):
    assignments.set_setting(records, "test", "policy", {"feedback": {"when": "after_close"}})
    assignments.put(records, "test", LAB, due_at=times.later(records.now_text(), seconds=20))
    id = grade(records, ids["ada"])
    ada = browser("ada")
    assert "opt-adam" not in made(ada, f"/h/{id}")
    clock.forward(seconds=20, microseconds=1)
    assert "opt-adam" in ada.get(f"/h/{id}").text


SPANS = [
    ({"seconds": 7210}, "in 2 hours", {"seconds": 11}, "in 119 minutes"),
    ({"minutes": 10, "seconds": 30}, "in 10 minutes", {"seconds": 31}, "in 9 minutes"),
    ({"seconds": -150}, "2 minutes ago", {"seconds": 30}, "3 minutes ago"),
    ({"days": 2, "seconds": 5}, "in 2 days", {"seconds": 6}, "in 47 hours"),
]


@pytest.mark.parametrize(("away", "before", "later", "after"), SPANS, ids=[case[1] for case in SPANS])
def test_how_far_away_a_deadline_is_follows_the_clock(browser, made, records, clock, away, before, later, after):
    due = times.text(clock.time + timedelta(**away))
    assignments.put(records, "test", LAB, due_at=due)
    ada = browser("ada")
    assert f"({before})" in made(ada, "/")
    clock.forward(**later)
    assert f"({after})" in ada.get("/").text


def test_no_page_is_older_than_a_minute(browser, made, clock):
    ada = browser("ada")
    made(ada, "/")
    clock.forward(seconds=kept.LONGEST_S - 1)
    assert ada.get("/").text == AGAIN
    clock.forward(seconds=1)
    assert ada.get("/").text != AGAIN


# -- people -------------------------------------------------------------------------------------------------------------


def test_nobody_gets_the_page_of_somebody_else(site, browser, ids, records, graded):
    ada, bo = browser("ada"), browser("bo")
    for path in ("/", f"/a/{LAB}", f"/h/{graded}"):
        ada.get(path)
    mark(site)
    assert "Bo</a>" in bo.get("/").text and AGAIN not in bo.get(f"/a/{LAB}").text
    assert bo.get(f"/h/{graded}").status_code == 404
    assert browser(None).get("/").status_code == 302
    ada.post("/logout", at="/account")
    assert ada.get("/").status_code == 302
    ada.enter("bo")
    assert "Bo</a>" in ada.get("/").text


def test_staff_and_who_looks_through_a_students_eyes_get_pages_made_for_them(site, browser, ids, graded):
    ada = browser("ada")
    for path in ("/", f"/a/{LAB}", f"/h/{graded}"):
        ada.get(path)
    there = mark(site)
    for name in ("tia", "ivo"):
        staff = browser(name)
        for path in ("/", f"/a/{LAB}", f"/h/{graded}"):
            assert AGAIN not in staff.get(path).text
        with staff.client.session_transaction() as session:
            session["viewing_as"] = ids["ada"]
        for path in ("/", f"/a/{LAB}", f"/h/{graded}"):
            assert AGAIN not in staff.get(path).text
    assert len(site.extensions["shelf"]._pages) == there


def test_a_session_that_was_ended_gets_no_page(site, browser, records, ids):
    ada = browser("ada")
    ada.get("/")
    mark(site)
    people.end_sessions(records, "test", ids["ada"])
    assert ada.get("/").status_code == 302


@pytest.mark.parametrize("choice", [{"language": "ko"}, {"theme": "dark"}], ids=["language", "colours"])
def test_another_choice_is_another_page(browser, made, choice):
    ada, said = browser("ada"), '<html lang="ko"' if "language" in choice else 'data-theme="dark"'
    assert said not in made(ada, "/")
    ada.post("/look", {**choice, "next": "/"}, at="/account")
    assert said in ada.get("/").text


def test_a_language_chosen_in_one_browser_is_not_the_other_ones(browser):
    one, two = browser("ada"), browser("ada")
    with two.client.session_transaction() as session:
        session["language"] = "ko"
    assert '<html lang="en"' in one.get("/").text and '<html lang="ko"' in two.get("/").text
    assert '<html lang="en"' in one.get("/").text and '<html lang="ko"' in two.get("/").text


def test_each_session_gets_its_own_form_token_and_it_works(site, browser):
    one, two = browser("ada"), browser("ada")
    token = re.compile(r'name="csrf_token" value="([^"]+)"')
    first = set(token.findall(one.get("/").text))
    again, others = set(token.findall(one.get("/").text)), set(token.findall(two.get("/").text))
    assert len(site.extensions["shelf"]._pages) == 1
    assert len(first) == len(again) == len(others) == 1 and first != others and again != others
    for browser_, said in ((one, again), (two, others)):
        answer = browser_.client.post("/look", data={"csrf_token": said.pop(), "theme": "dark", "next": "/"})
        assert answer.status_code == 302
    stolen = token.search(one.get("/").text)[1]
    assert two.client.post("/look", data={"csrf_token": stolen, "theme": "light"}).status_code == 400


def test_no_token_is_kept(site, browser):
    ada = browser("ada")
    page = ada.get(f"/a/{LAB}").text
    [token] = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
    assert token.encode() not in b"".join(part for page in site.extensions["shelf"]._pages.values() for part in page.parts)


def test_a_flash_is_shown_once_and_on_no_kept_page(site, browser, made):
    ada = browser("ada")
    made(ada, "/")
    with ada.client.session_transaction() as session:
        session["_flashes"] = [("success", "It worked.")]
    assert "It worked." in ada.get("/").text
    assert ada.get("/").text == AGAIN
    site.extensions["shelf"]._pages.clear()
    with ada.client.session_transaction() as session:
        session["_flashes"] = [("success", "It worked.")]
    ada.get("/")
    assert not site.extensions["shelf"]._pages


def test_a_page_with_a_place_in_the_queue_is_made_each_time(site, browser, records, ids):
    ada = browser("ada")
    assert "in the queue" in ada.get(f"/h/{hand_in(records, ids['ada'])}").text
    assert not site.extensions["shelf"]._pages


# -- room ---------------------------------------------------------------------------------------------------------------


def test_the_pages_that_were_asked_for_longest_ago_make_room():
    shelf = kept.Shelf(room=25)
    page = kept.Page(stamp=(), until="", files=(), parts=(b"0123456789",))
    for key in ("a", "b"):
        shelf.put((key,), page)
    assert shelf.find(("a",)) is page
    shelf.put(("c",), page)
    assert [shelf.find((key,)) is not None for key in "abc"] == [True, False, True] and shelf.filled == 20
    shelf.put(("c",), replace(page, parts=(b"01",)))
    assert shelf.filled == 12
    shelf.put(("d",), replace(page, parts=(b"0" * 26,)))
    assert shelf.filled == 0


def test_a_page_with_a_question_in_its_address_is_not_kept(site, browser):
    browser("ada").get("/?a=1")
    assert not site.extensions["shelf"]._pages
