"""Where TAs and instructors start: what waits for them, how each assignment stands, and what to do first in a new course."""

from __future__ import annotations

from grader.records import desk, handins, people, queue

LAB = "adaptive-optimizers"


def test_a_ta_sees_how_many_have_handed_in_and_how_it_went(site, browser, grade, notebook, right) -> None:
    records = site.extensions["records"]
    ada = people.find(records, "ada").id
    handins.hand_in(records, ada, LAB, notebook(adam=right("opt-adam"), rmsprop=right("opt-rmsprop")), filename="a.ipynb")
    page = browser("tia").get("/").text
    assert '<td class="number">1 / 2</td>' in page and '<td class="number">1</td>' in page
    assert grade() == 1
    assert "100 %" in browser("tia").get("/").text


def test_what_is_parked_is_not_called_being_graded(site, browser, notebook) -> None:
    records = site.extensions["records"]
    ada = people.find(records, "ada").id
    handins.hand_in(records, ada, LAB, notebook(), filename="a.ipynb")
    rules = queue.Rules(tries=1)
    queue.fault(records, queue.lease(records, "test", rules=rules), "the judge ended", rules=rules)
    page = browser("tia").get("/").text
    assert "1 hand-in could not be graded" in page and '<td class="number">1</td>' not in page
    assert "⚙ our fault" in browser("ada").get("/").text


def test_an_open_request_waits_on_the_start_page_until_it_is_answered(site, browser) -> None:
    records = site.extensions["records"]
    ada, tia = (people.find(records, name).id for name in ("ada", "tia"))
    assert "Nothing waits for you" in browser("tia").get("/").text
    number = desk.ask(records, ada, "extension", LAB, "Until Monday, please.")
    assert "1 request waits for an answer" in browser("tia").get("/").text
    desk.answer(records, tia, number, "Yes.", state="granted")
    assert "Nothing waits for you" in browser("tia").get("/").text


def test_a_ta_of_a_section_sees_numbers_of_that_section_only(site, browser) -> None:
    records = site.extensions["records"]
    people.add(records, "test", name="Cy", login="cy", sections=["B"])
    with records.machinery() as tx:
        people.enrol(tx, people.find(records, "tia").id, ["B"])
    assert "0 / 1" in browser("tia").get("/").text
    assert "0 / 3" in browser("ivo").get("/").text


def test_a_course_without_students_says_what_to_do_first(site, browser) -> None:
    records = site.extensions["records"]
    for name in ("ada", "bo"):
        people.change(records, "test", people.find(records, name).id, state="dropped")
    page = browser("ivo").get("/").text
    assert "Nobody is here yet" in page and "allclose roster import people.csv" in page


def test_a_student_sees_their_own_page(browser) -> None:
    assert "Due next" in browser("ada").get("/").text


def test_a_page_that_is_not_there_keeps_the_way_back(browser) -> None:
    missing = browser("ada").get("/nowhere")
    assert missing.status_code == 404 and "<nav" in missing.text
    assert "<nav" not in browser(None).get("/nowhere").text
