from __future__ import annotations

from dataclasses import replace

import pytest

from grader.errors import SubmissionError
from grader.judge.report import total
from grader.records import NotFound, assignments, by_hand, desk, gradebook, handins, privacy, queue, regrade, reports


@pytest.fixture
def ada(course, grade) -> str:
    """Ada's graded hand-in: 3 of 6 for Adam, 4 of 4 for SGD."""
    id = handins.hand_in(course, 1, "optimizers", b"ada", filename="a.ipynb").id
    grade(adam=3.0)
    return id


def score(course):
    return gradebook.mark(course, 1, "optimizers").score


def test_an_exercise_set_by_hand_stands_in_place_of_what_its_checks_gave(course, ada):
    by_hand.set_exercise(course, 3, ada, "opt-adam", 5.0, reason="a typing error")
    assert score(course) == pytest.approx(9.0)
    by_hand.set_exercise(course, 3, ada, "opt-adam", None, reason="no")
    assert score(course) == pytest.approx(7.0)
    assert by_hand.fixed(course, ada) == {}


def test_it_stands_whatever_a_regrade_says_and_whatever_is_under_review(course, ada, grade, new_suite):
    by_hand.set_exercise(course, 3, ada, "opt-adam", 5.0, reason="a typing error")
    assignments.review(course, 4, "optimizers", "opt-sgd", "test_edge", reason="too strict")
    assert gradebook.mark(course, 1, "optimizers")[1:3] == (pytest.approx(7.0), pytest.approx(8.0))
    run = regrade.begin(course, 4, "optimizers", new_suite("optimizers", "b"), reason="fixed")
    grade(adam=0.0)
    regrade.apply(course, 4, run, mode="all")
    assert score(course) == pytest.approx(7.0)


@pytest.mark.parametrize("points", [-1.0, 6.5])
def test_more_than_the_exercise_has_is_refused(course, ada, points):
    with pytest.raises(SubmissionError, match="between 0 and 6 points"):
        by_hand.set_exercise(course, 3, ada, "opt-adam", points, reason="x")


def test_a_reason_and_a_report_of_the_exercise_are_needed(course, ada):
    with pytest.raises(SubmissionError, match="reason"):
        by_hand.set_exercise(course, 3, ada, "opt-adam", 5.0, reason=" ")
    with pytest.raises(NotFound):
        by_hand.set_exercise(course, 3, ada, "opt-nothing", 5.0, reason="x")


def test_comments_are_offered_again_the_most_used_first(course, ada):
    for text in ("Shapes first.", "Well done.", "Shapes first."):
        desk.comment(course, 3, ada, text)
    assert by_hand.said_before(course, "optimizers") == ["Shapes first.", "Well done."]
    owner = handins.get(course, ada).person
    assert by_hand.said_before(course, "optimizers", about=[owner]) == ["Shapes first.", "Well done."]
    assert by_hand.said_before(course, "optimizers", about=[owner + 1]) == by_hand.said_before(course, "optimizers", about=[]) == []


def test_the_reason_goes_with_an_erased_person(course, ada):
    by_hand.set_exercise(course, 3, ada, "opt-adam", 5.0, reason="Ada was ill")
    privacy.erase(course, "test", 1)
    assert course.value("select reason from exercise_mark") == "-"


def test_a_rubric_that_is_dropped_leaves_the_maximum_and_keeps_what_was_given(course, ada):
    desk.set_rubric(course, 4, "optimizers", "opt-adam", [{"id": "why", "points": 2.0, "en": "", "ko": ""}])
    desk.mark_by_hand(course, 3, ada, "opt-adam", {"why": 1.0})
    assert score(course) == pytest.approx(8.0)
    by_hand.drop_rubric(course, 4, "optimizers", "opt-adam")
    assert score(course) == pytest.approx(7.0)
    assert by_hand.given(course, ada)["opt-adam"].score == 1.0


def test_a_hand_in_that_is_graded_again_is_really_graded(course, ada):
    queue.again(course, 3, [ada])
    job = queue.lease(course, "w")
    assert job is not None
    assert reports.reusable(course, job) is None
    queue.give_back(course, job)
    handins.hand_in(course, 2, "optimizers", b"ada", filename="a.ipynb")  # the same bytes from somebody else are looked up
    theirs = queue.lease(course, "w")
    assert theirs is not None and theirs.person == 2
    assert reports.reusable(course, theirs) is not None


@pytest.fixture
def lab_with_extension(course, make_report) -> str:
    """Ada's hand-in of a lab whose 4 points for SGD are an extension: 3 of 6 in the core, and a bonus of at most 1.2."""
    id = handins.hand_in(course, 1, "optimizers", b"ada", filename="a.ipynb").id
    job = queue.lease(course, "test")
    made = make_report(id, adam=3.0, sgd=1.0)
    adam, sgd = made.exercises
    exercises = (adam, replace(sgd, kind="extension"))
    points, most = total(exercises)
    reports.append(course, job, replace(made, exercises=exercises, score=points, max_score=most))
    return id


def test_an_extension_set_by_hand_stays_a_bonus_of_at_most_a_fifth(course, lab_with_extension):
    assert score(course) == pytest.approx(10 * (3.0 + 1.0) / 6.0)
    by_hand.set_exercise(course, 3, lab_with_extension, "opt-sgd", 4.0, reason="a typing error")
    assert gradebook.mark(course, 1, "optimizers")[1:3] == (pytest.approx(3.0 + 1.2), pytest.approx(6.0))


def test_a_check_under_review_does_not_move_extensions_into_the_maximum(course, lab_with_extension):
    assignments.review(course, 4, "optimizers", "opt-adam", "test_edge", reason="too strict")
    assert gradebook.mark(course, 1, "optimizers")[1:3] == (pytest.approx(3.0 + 0.6), pytest.approx(3.0))
