from __future__ import annotations

import dataclasses

import pytest

from grader.errors import CourseError, SubmissionError
from grader.judge.report import Diagnosis
from grader.records import analysis, backup, handins, health, people, queue, reports, roster

WRONG = Diagnosis(id="no_bias_correction", message={"en": "Adam without bias correction.", "ko": "편향 보정 없는 Adam."}, source="wrong")


@pytest.fixture
def hand_in(course, clock, make_report):
    """`hand_in(1, adam=3.0, says=True)`: a graded hand-in of person 1."""

    def run(person, *, says=False, **points):
        clock.forward(minutes=1)
        made = handins.hand_in(course, person, "optimizers", f"{person} {clock()}".encode(), filename="a.ipynb")
        job = queue.lease(course, "test")
        found = make_report(job.handin, **points)
        if says:
            first = dataclasses.replace(found.exercises[0], diagnosis=(WRONG,))
            found = dataclasses.replace(found, exercises=(first, *found.exercises[1:]))
        reports.append(course, job, found)
        return made

    return run


def test_hand_ins_are_listed_in_time_without_those_withdrawn_and_without_strangers(course, hand_in):
    first, second, _other = hand_in(1), hand_in(1), hand_in(2)
    handins.withdraw(course, 1, first.id)
    assert [(one.person, one.at) for one in analysis.sent(course, "optimizers", {1})] == [(1, second.received_at)]


def test_the_report_in_force_of_the_hand_in_that_counts_is_taken(course, hand_in):
    old, new = hand_in(1, adam=3.0), hand_in(1, adam=6.0)
    found = analysis.counting(course, "optimizers", {1: old.id})
    assert found[1].summary["opt-adam"]["score"] == 3.0
    assert analysis.counting(course, "optimizers", {1: new.id})[1].summary["opt-adam"]["score"] == 6.0


def test_a_misconception_is_found_with_its_words_after_it_was_overcome(course, hand_in):
    hand_in(1, adam=3.0, says=True)
    hand_in(1, adam=6.0)
    named = analysis.said(course, "optimizers", {1, 2})
    assert [(one.person, one.exercise, one.name) for one in named] == [(1, "opt-adam", "no_bias_correction")]
    assert analysis.messages(course, named) == {("opt-adam", "no_bias_correction"): WRONG.message}
    assert analysis.said(course, "optimizers", {2}) == []


def test_titles_of_checks_come_from_a_report_of_each_suite(course, hand_in):
    made = hand_in(1)
    stored = analysis.counting(course, "optimizers", {1: made.id})
    assert set(analysis.check_titles(course, stored.values())) == {
        (exercise, check) for exercise in ("opt-adam", "opt-sgd") for check in ("test_value", "test_edge")
    }


def test_last_seen_is_the_newest_hand_in(course, hand_in):
    hand_in(1)
    newest = hand_in(1)
    assert analysis.last_seen(course) == {1: newest.received_at}


# -- people on the web ------------------------------------------------------------------------------------------------


def test_an_edit_changes_person_and_sections_and_logs_out_whoever_changes_role(course):
    before = people.get(course, 1).session
    people.edit(course, 4, 1, sections=["Wed"], name="Ada L.")
    assert (people.get(course, 1).name, people.sections_of(course, 1), people.get(course, 1).session) == ("Ada L.", ["Wed"], before)
    people.edit(course, 4, 1, sections=["Wed"], role="ta")
    assert people.get(course, 1).session == before + 1
    assert people.every_section(course) == {1: ["Wed"], 2: ["Tue"], 3: ["Mon"]}


def test_two_people_never_share_what_they_are_known_by(course):
    with pytest.raises(SubmissionError, match=r"There is already a person with the email “bo@example\.org”"):
        people.edit(course, 4, 1, sections=[], email="bo@example.org")
    people.edit(course, 4, 1, sections=[], email="ada@example.org")


@pytest.mark.parametrize("change", [{"role": "student"}, {"state": "dropped"}])
def test_the_last_instructor_stays_one(course, change):
    with pytest.raises(SubmissionError, match="The last instructor"):
        people.edit(course, 4, 4, sections=[], **change)
    with pytest.raises(CourseError, match="The last instructor"):
        roster.apply(course, 4, roster.Plan([], [(4, {"role": "student"})], 0, []))
    assert people.get(course, 4).role == "instructor"
    people.add(course, 4, name="Eve", role="instructor", login="eve")
    people.edit(course, 4, 4, sections=[], **change)


def test_new_people_have_the_language_of_the_course(course):
    from grader.records import assignments

    assignments.set_setting(course, 4, "language", "ko")
    assert people.get(course, people.add(course, 4, name="Kim", login="kim")).language == "ko"
    assert people.get(course, people.add(course, 4, name="Eve", login="eve", language="en")).language == "en"


# -- health -----------------------------------------------------------------------------------------------------------


def test_health_counts_what_is_there(course, hand_in):
    hand_in(1)
    found = health.look(course)
    assert found.people == {"student": 2, "ta": 1, "instructor": 1}
    assert (found.handins, found.reports, found.running, found.parked) == (1, 1, 0, 0)
    assert found.waiting == {"newest": 0, "superseded": 0, "regrade": 0}
    assert list(found.workers) == ["test"]
    assert found.disk_free_bytes > 0 and found.database_bytes > 0
    assert not found.nobody_grades


def test_a_queue_that_nobody_takes_from_is_noticed_after_five_minutes(course, clock):
    handins.hand_in(course, 1, "optimizers", b"x", filename="a.ipynb")
    clock.forward(minutes=4)
    assert not health.look(course).nobody_grades
    clock.forward(minutes=2)
    assert health.look(course).nobody_grades


def test_the_age_of_the_last_good_backup_is_known(course, clock, tmp_path):
    assert health.look(course).backup is None
    backup.backup(course, tmp_path / "b.tar.gz")
    clock.forward(days=3)
    found = health.look(course)
    assert found.backup is not None and found.backup["file"] == "b.tar.gz"
    assert found.backup_age_s == pytest.approx(3 * 86400)
