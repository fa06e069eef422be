"""The pile of an assignment's hand-ins, and what is read off it: the heat map and the mistakes."""

from __future__ import annotations

import dataclasses

import pytest

from grader.judge.report import Diagnosis
from grader.records import desk, handins, heat, pile, queue, reports


def hand_in(course, person, data):
    return handins.hand_in(course, person, "optimizers", data, filename="a.ipynb").id


@pytest.fixture
def graded(course, make_report):
    """Ada: 3 of 6 for Adam, with a named mistake; Bo: all right."""
    ids = {1: hand_in(course, 1, b"ada"), 2: hand_in(course, 2, b"bo")}
    while (job := queue.lease(course, "w")) is not None:
        report = make_report(job.handin, adam=3.0 if job.person == 1 else 6.0)
        if job.person == 1:
            adam = dataclasses.replace(report.exercises[0], diagnosis=(Diagnosis(id="no_bias", message={}, source="wrong"),))
            report = dataclasses.replace(report, exercises=(adam, *report.exercises[1:]))
        reports.append(course, job, report)
    return ids


def test_the_pile_holds_everybodys_newest_hand_in_that_was_not_withdrawn(course, graded):
    newer = hand_in(course, 1, b"ada 2")
    assert {(e.handin, e.state) for e in pile.of_assignment(course, "optimizers")} == {(newer, "queued"), (graded[2], "graded")}
    handins.withdraw(course, 1, newer)
    assert {e.handin for e in pile.of_assignment(course, "optimizers")} == set(graded.values())
    everything = pile.of_assignment(course, "optimizers", every=True)
    assert sorted(e.state for e in everything) == ["graded", "graded", "withdrawn"]


def test_the_pile_of_some_people_is_theirs(course, graded):
    assert [e.person for e in pile.of_assignment(course, "optimizers", among={2})] == [2]
    assert pile.counts(course, among={2}) == {"optimizers": pile.Count(people=1, handins=1)}


def test_what_lacks_a_mark_by_hand_is_unmarked_until_it_has_one(course, graded):
    desk.set_rubric(course, 4, "optimizers", "opt-adam", [{"id": "why", "points": 2.0, "en": "", "ko": ""}])
    desk.mark_by_hand(course, 3, graded[1], "opt-adam", {"why": 1.0})
    assert {e.person: e.unmarked for e in pile.of_assignment(course, "optimizers")} == {1: False, 2: True}
    assert pile.counts(course, among={1, 2})["optimizers"].unmarked == 1


def test_the_heat_map_counts_those_who_tried(course, graded):
    rows = {row.exercise: row for row in heat.rows(pile.of_assignment(course, "optimizers"))}
    adam = rows["opt-adam"]
    assert (adam.not_yet, adam.of, adam.untouched) == (1, 2, 0)
    assert [(s.check, s.not_yet, s.of, s.share) for s in adam.squares] == [("test_value", 0, 2, 0.0), ("test_edge", 1, 2, 0.5)]
    assert rows["opt-sgd"].not_yet == 0


def test_who_did_not_try_is_counted_apart():
    short = {"opt-adam": {"status": "not_attempted", "checks": {"test_edge": [0, 3, "edge", "failed"]}, "says": []}}
    entry = pile.Entry("h", 1, 1, "", "graded", 0.0, 6.0, short, False, 1)
    assert heat.rows([entry]) == [heat.Row("opt-adam", 0, 0, 1, [])]
    assert not heat.matches(entry, exercise="opt-adam")


def test_mistakes_are_ranked_and_lead_to_who_makes_them(course, graded):
    entries = pile.of_assignment(course, "optimizers")
    assert [(m.exercise, m.id, m.people) for m in heat.mistakes(entries)] == [("opt-adam", "no_bias", 1)]
    assert [e.person for e in entries if heat.matches(e, exercise="opt-adam", says="no_bias")] == [1]
    assert [e.person for e in entries if heat.matches(e, exercise="opt-adam", check="test_edge")] == [1]
    assert [e.person for e in entries if heat.matches(e, state="right")] == [2]
