from __future__ import annotations

import json

import pytest

from grader.records import Records, queue, waiting
from tests.webapp import scripted

LAB = scripted.LAB


@pytest.fixture
def records(site) -> Records:
    return site.extensions["records"]


def park(records: Records, login: str) -> str:
    """Let our machinery fail three times on a hand-in of this person."""
    id = scripted.hand_in(records, login)
    for _ in range(queue.RULES.tries):
        with records.machinery() as tx:
            tx.execute("update job set not_before = queued_at where handin = ?", [id])
        job = queue.lease(records, "machine:1")
        assert job is not None
        queue.fault(records, job, "no space left on the disk <b>")
    return id


def test_the_desk_shows_what_runs_what_waits_and_why_something_is_parked(browser, records):
    park(records, "ada")
    scripted.hand_in(records, "bo")
    job = queue.lease(records, "machine:1")
    assert job is not None
    queue.beat(records, job, progress="opt-adam 2/2")
    page = browser("tia").get("/desk/").text
    assert "Adam (2 of 2)" in page
    assert "no space left on the disk &lt;b&gt;" in page
    assert "<dt>Parked</dt><dd>1</dd>" in page


def test_what_is_parked_is_tried_again_ticked_or_all(browser, records):
    first, second = park(records, "ada"), park(records, "bo")
    tia = browser("tia")
    tia.post("/desk/queue/again", {"handin": first}, at="/desk/")
    assert [one.handin for one in waiting.look(records).parked] == [second]
    tia.post("/desk/queue/again", {"parked": "all"}, at="/desk/")
    assert waiting.look(records).parked == ()
    assert scripted.grade(records) == 2


def test_nothing_ticked_says_what_to_do(browser):
    tia = browser("tia")
    tia.post("/desk/queue/again", at="/desk/")
    assert "tick the hand-ins first" in tia.get("/desk/").text


def test_a_stopped_queue_takes_hand_ins_grades_none_and_tells_who_waits(browser, records):
    tia = browser("tia")
    tia.post("/desk/queue/stop", {"reason": "the check of eps is wrong"}, at="/desk/")
    id = scripted.hand_in(records, "ada")
    assert scripted.grade(records) == 0
    assert "the check of eps is wrong" in browser("ada").get(f"/h/{id}").text
    assert "Grading is stopped" in tia.get("/desk/").text
    tia.post("/desk/queue/go-on", at="/desk/")
    assert scripted.grade(records) == 1


def test_stopping_needs_a_reason(browser, records):
    tia = browser("tia")
    tia.post("/desk/queue/stop", {"reason": "  "}, at="/desk/")
    assert waiting.stopped(records) is None
    assert "Say why grading is stopped" in tia.get("/desk/").text


def test_a_ta_of_a_section_sees_its_hand_ins_and_only_counts_the_others(browser, records):
    scripted.enrol(records, ada=["Mon"], bo=["Tue"], tia=["Mon"])
    scripted.hand_in(records, "ada")
    theirs = park(records, "bo")
    tia = browser("tia")
    page = tia.get("/desk/").text
    assert "Ada · " in page and "Bo · " not in page
    assert "1 hand-in of other sections is in the queue, too." in page
    assert tia.post("/desk/queue/again", {"handin": theirs}, at="/desk/").status_code == 404
    assert tia.post("/desk/queue/stop", {"reason": "why not"}, at="/desk/").status_code == 404
    assert waiting.stopped(records) is None


def test_the_stream_says_the_numbers_and_the_part_is_the_queue_alone(browser, records, monkeypatch):
    from webapp import live

    scripted.hand_in(records, "ada")
    monkeypatch.setattr(live, "STREAM_S", 0.05)
    tia = browser("tia")
    events = [json.loads(line[6:]) for line in tia.get("/desk/queue/stream").text.splitlines() if line.startswith("data: ")]
    assert events[0]["waiting"] == 1
    assert events[0]["words"] == "0 running, 1 waiting, 0 parked"
    assert tia.get("/desk/queue/state.json").json["waiting"] == 1
    part = tia.get("/desk/queue/part").text
    assert "<html" not in part and "1 waiting" in part


def test_the_link_to_the_desk_is_for_the_staff(browser):
    assert 'href="/desk/"' in browser("tia").get("/").text
    assert 'href="/desk/"' not in browser("ada").get("/").text
