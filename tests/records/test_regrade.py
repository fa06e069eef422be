from __future__ import annotations

import pytest

from grader.errors import CourseError
from grader.records import assignments, gradebook, handins, notices, queue, regrade, reports


def hand_in(course, person, data):
    return handins.hand_in(course, person, "optimizers", data, filename="a.ipynb")


@pytest.fixture
def grade_with(make_report):
    """Grade what is queued; the points go by suite letter and bytes."""

    def run(course, points):
        _grade(course, points, make_report)

    return run


def _grade(course, points, report):
    while (job := queue.lease(course, "test")) is not None:
        key = (job.suite[0], handins.blobs(course).get(job.sha256))
        reports.append(course, job, report(job.handin, **points[key]))


@pytest.fixture
def before(course, new_suite, grade_with):
    """Ada has 7, Bo 10 under suite a; under suite b Ada would have 10 and Bo 8."""
    hand_in(course, 1, b"ada")
    hand_in(course, 2, b"bo")
    points = {
        ("a", b"ada"): {"adam": 3.0},
        ("a", b"bo"): {},
        ("b", b"ada"): {},
        ("b", b"bo"): {"sgd": 2.0},
        ("b", b"ada 2"): {},
        ("a", b"ada 2"): {"adam": 0.0},
    }
    grade_with(course, points)
    return points, new_suite("optimizers", "b")


def scores(course):
    return [gradebook.mark(course, person, "optimizers").score for person in (1, 2)]


def test_a_preview_moves_nobodys_mark_and_says_who_would_change_and_why(course, before, grade_with):
    points, suite = before
    id = regrade.begin(course, 4, "optimizers", suite, reason="the edge check was too strict")
    with pytest.raises(CourseError, match="2 of 2 hand-ins are not regraded yet"):
        regrade.apply(course, 4, id, mode="all")
    grade_with(course, points)
    shown = regrade.preview(course, id)
    assert shown.complete
    assert [(c.person, c.old, c.new) for c in shown.changes] == [(1, 7.0, 10.0), (2, 10.0, 8.0)]
    assert shown.changes[0].checks == (("opt-adam", "test_edge", 0.0, 3.0),)
    assert scores(course) == [7.0, 10.0]


def test_raise_only_lowers_nobody(course, before, grade_with):
    points, suite = before
    id = regrade.begin(course, 4, "optimizers", suite, reason="fixed")
    grade_with(course, points)
    regrade.apply(course, 4, id, mode="raise")
    assert scores(course) == [10.0, 10.0]
    told = [notice.data for notice in notices.of(course, 1) if notice.kind == "changed"]
    assert (told[0]["old"], told[0]["new"], told[0]["reason"]) == (7.0, 10.0, "fixed")
    assert not [notice for notice in notices.of(course, 2) if notice.kind == "changed"]


def test_undo_is_one_action(course, before, grade_with):
    points, suite = before
    id = regrade.begin(course, 4, "optimizers", suite, reason="fixed")
    grade_with(course, points)
    regrade.apply(course, 4, id, mode="all")
    assert scores(course) == [10.0, 8.0]
    assert regrade.undo(course, 4, id) == 0
    assert scores(course) == [7.0, 10.0]
    assert assignments.get(course, "optimizers").suite == "a" * 64


def test_a_hand_in_that_arrives_during_the_preview_is_part_of_it(course, before, grade_with):
    points, suite = before
    id = regrade.begin(course, 4, "optimizers", suite, reason="fixed")
    hand_in(course, 1, b"ada 2")
    assert regrade.preview(course, id).of == 3
    grade_with(course, points)
    assert regrade.preview(course, id).complete


def test_an_override_outlives_a_regrade(course, before, grade_with):
    points, suite = before
    assignments.override(course, 4, 2, "optimizers", 9.0, reason="oral exam")
    id = regrade.begin(course, 4, "optimizers", suite, reason="fixed")
    grade_with(course, points)
    assert [(c.person, c.overridden) for c in regrade.preview(course, id).changes] == [(1, False), (2, True)]
    regrade.apply(course, 4, id, mode="all")
    assert scores(course) == [10.0, 9.0]


def test_after_undo_what_came_later_is_graded_with_the_old_suite(course, before, grade_with):
    points, suite = before
    id = regrade.begin(course, 4, "optimizers", suite, reason="fixed")
    grade_with(course, points)
    regrade.apply(course, 4, id, mode="all")
    hand_in(course, 1, b"ada 2")
    grade_with(course, points)
    assert regrade.undo(course, 4, id) == 1
    grade_with(course, points)
    assert reports.in_force(course, handins.newest(course, "optimizers")[0].id).score == 4.0


def test_a_discarded_preview_leaves_no_trace_in_the_marks(course, before, grade_with):
    _, suite = before
    id = regrade.begin(course, 4, "optimizers", suite, reason="fixed")
    regrade.discard(course, 4, id)
    assert queue.lease(course, "test") is None
    assert scores(course) == [7.0, 10.0]
