from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from grader.errors import SandboxError
from grader.records import gradebook, handins, notices, people, queue, reports
from grader.records.queue import LeaseLost
from grader.records.worker import Worker

_spec = importlib.util.spec_from_file_location("faults", Path(__file__).with_name("faults.py"))
faults = sys.modules.setdefault("faults", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(faults)


def hand_in(course, person, data=b"x"):
    return handins.hand_in(course, person, "optimizers", data, filename="a.ipynb")


def order(course):
    found = []
    while (job := queue.lease(course, "test")) is not None:
        found.append((job.person, handins.blobs(course).get(job.sha256)))
    return found


def test_a_flood_of_one_student_waits_behind_everybodys_first(course, clock, new_suite):
    from grader.records import assignments, suites

    for letter in "cdef":
        assignments.put(course, 4, letter, published=True, max_score=10.0)
        suites.use(course, 4, letter, new_suite(letter, letter))
    for letter in "cdef":
        clock.forward(seconds=1)
        handins.hand_in(course, 1, letter, letter.encode(), filename="a.ipynb")
    clock.forward(seconds=1)
    hand_in(course, 2, b"bo")
    assert order(course) == [(1, b"c"), (2, b"bo"), (1, b"d"), (1, b"e"), (1, b"f")]


def test_a_newer_hand_in_goes_first_and_the_older_is_graded_later(course, clock):
    hand_in(course, 1, b"old")
    clock.forward(seconds=1)
    hand_in(course, 1, b"new")
    clock.forward(seconds=1)
    hand_in(course, 2, b"bo")
    assert [data for _, data in order(course)] == [b"new", b"bo", b"old"]


def test_a_lease_that_runs_out_goes_to_another_worker_and_the_first_ones_result_is_thrown_away(course, clock, make_report):
    hand_in(course, 1)
    first = queue.lease(course, "first")
    clock.forward(seconds=59)
    assert queue.lease(course, "second") is None
    queue.beat(course, first)
    clock.forward(seconds=61)
    assert queue.lease(course, "second") is None  # given back, but it waits a little
    clock.forward(seconds=6)
    second = queue.lease(course, "second")
    assert second.tries == 2
    with pytest.raises(LeaseLost):
        reports.append(course, first, make_report(first.handin))
    with pytest.raises(LeaseLost):
        queue.beat(course, first)
    reports.append(course, second, make_report(second.handin))
    assert course.value("select count(*) from report") == 1
    with pytest.raises(LeaseLost):
        reports.append(course, second, make_report(second.handin))


def test_a_poison_hand_in_is_parked_after_three_tries_shown_to_the_ta_and_no_zero(course, clock):
    stored = hand_in(course, 1, b"poison")
    judge = faults.ScriptedJudge()
    worker = Worker(course, judge)
    try:
        for _ in range(3):
            assert worker.step() is False
            clock.forward(minutes=1)
    finally:
        judge.close()
    assert queue.place(course, stored.id).state == "parked"
    assert gradebook.mark(course, 1, "optimizers").state == "waiting"
    assert [notice.kind for notice in notices.of(course, 3)] == ["fault"]
    assert queue.overview(course)["parked"][0]["fault"] == "the judge died"
    assert queue.again(course, 3, [stored.id]) == 1
    assert queue.place(course, stored.id).state == "queued"


def test_a_report_with_a_fault_of_ours_is_tried_again_and_never_a_mark(course, make_report):
    import dataclasses

    hand_in(course, 1)
    job = queue.lease(course, "test")
    good = make_report(job.handin)
    bad = dataclasses.replace(good, exercises=(dataclasses.replace(good.exercises[0], status="grader_fault"), good.exercises[1]))
    with pytest.raises(SandboxError, match="opt-adam"):
        reports.append(course, job, bad)


def test_an_upload_that_is_no_notebook_is_reported_and_not_tried_again(course):
    stored = hand_in(course, 1, b"broken")
    judge = faults.ScriptedJudge()
    try:
        assert Worker(course, judge).run(until_empty=True) == 1
    finally:
        judge.close()
    report = reports.in_force(course, stored.id)
    assert (report.status, reports.why_ungradable(course, report.id)) == ("ungradable", "This is not a notebook.")


def test_the_same_bytes_of_two_people_are_judged_once(course):
    hand_in(course, 1, b"same")
    hand_in(course, 2, b"same")
    judge = faults.ScriptedJudge()
    try:
        worker = Worker(course, judge)
        assert worker.step() is True
        worker.judge = None
        assert worker.step() is True
    finally:
        judge.close()
    assert reports.full(course, 2).submission == handins.of_person(course, 2)[0].id


def test_the_waiting_student_sees_position_and_estimate(course, clock, make_report):
    first, second = hand_in(course, 1, b"a"), hand_in(course, 2, b"b")
    assert (queue.place(course, second.id).position, queue.place(course, second.id).seconds) == (2, None)
    job = queue.lease(course, "w")
    clock.forward(seconds=4)
    queue.beat(course, job, progress="opt-adam 1/2")
    assert queue.place(course, first.id).progress == "opt-adam 1/2"
    reports.append(course, job, make_report(job.handin))
    assert queue.place(course, first.id).state == "graded"
    assert (queue.place(course, second.id).position, queue.place(course, second.id).seconds) == (1, 8.0)


def test_a_cancelled_job_and_one_given_back(course):
    stored = hand_in(course, 1)
    job = queue.lease(course, "w")
    queue.give_back(course, job)
    job = queue.lease(course, "w")
    assert job.tries == 1
    queue.cancel(course, 3, job.id)
    with pytest.raises(LeaseLost):
        queue.beat(course, job)
    assert queue.place(course, stored.id).state == "stored"


def test_the_same_bytes_again_are_the_same_hand_in_with_the_same_receipt(course):
    first = hand_in(course, 1)
    assert hand_in(course, 1).receipt == first.receipt
    hand_in(course, 1, b"y")
    assert hand_in(course, 1).number == 3


def test_too_many_hand_ins_are_refused_before_they_are_stored(course, clock):
    from grader.errors import SubmissionError
    from grader.records import assignments

    assignments.put(course, 4, "optimizers", policy={"rate": {"limit": 2, "hours": 1}})
    for n in range(2):
        hand_in(course, 1, str(n).encode())
    with pytest.raises(SubmissionError, match="The next time is 2026-03-02 10:00 UTC"):
        hand_in(course, 1, b"third")
    clock.forward(hours=1)
    hand_in(course, 1, b"third")


def test_logins_are_counted_for_all_processes_together(course, clock):
    assert [people.too_often(course, "ada", limit=2, seconds=60) for _ in range(3)] == [False, False, True]
    clock.forward(seconds=61)
    assert not people.too_often(course, "ada", limit=2, seconds=60)
