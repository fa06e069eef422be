from __future__ import annotations

import pytest

from grader.errors import CourseError
from grader.records import audit, handins, queue, waiting
from grader.records.worker import Worker


def hand_in(course, person, data=b"{}"):
    return handins.hand_in(course, person, "optimizers", data, filename="a.ipynb").id


def test_nothing_begins_while_the_queue_is_stopped_and_every_place_is_kept(course):
    first, second = hand_in(course, 1), hand_in(course, 2, b"bo")
    waiting.stop(course, 4, reason="the suite is wrong")
    assert queue.lease(course, "w") is None
    assert [one.handin for one in waiting.look(course).waiting] == [first, second]
    assert waiting.look(course).seconds_left is None
    waiting.go_on(course, 4)
    job = queue.lease(course, "w")
    assert job is not None and job.handin == first


def test_what_runs_when_the_queue_is_stopped_ends_as_usual(course, make_report):
    from grader.records import reports

    hand_in(course, 1)
    job = queue.lease(course, "w")
    assert job is not None
    waiting.stop(course, 4, reason="the suite is wrong")
    reports.append(course, job, make_report(job.handin))
    assert reports.in_force(course, job.handin) is not None


def test_a_worker_that_works_until_the_queue_is_empty_ends_at_a_stopped_one(course):
    class NoJudge:
        def grade(self, *args, **more):
            raise AssertionError("nothing may be graded")

    hand_in(course, 1)
    waiting.stop(course, 4, reason="the suite is wrong")
    assert Worker(course, NoJudge()).run(until_empty=True) == 0


def test_stopping_has_a_reason_and_stands_in_the_trail(course):
    with pytest.raises(CourseError, match="Say why"):
        waiting.stop(course, 4, reason=" ")
    waiting.stop(course, 4, reason="the suite is wrong")
    waiting.go_on(course, 4)
    assert [row["action"] for row in audit.rows(course, subject="queue")] == ["queue.go_on", "queue.stop"]


def test_the_queue_of_some_people_counts_the_others(course):
    hand_in(course, 1)
    hand_in(course, 2, b"bo")
    found = waiting.look(course, among={1})
    assert [one.person for one in found.waiting] == [1]
    assert found.others == 1


def test_the_speed_is_what_was_finished_lately(course, grade, clock):
    for n in range(5):
        hand_in(course, 1, b"%d" % n)
    grade()
    assert waiting.look(course).each_minute == 0.5
    clock.forward(minutes=11)
    assert waiting.look(course).each_minute == 0.0
