"""An exercise one must have caps the assignment that has it, and no other, by what its points are in the end."""

from __future__ import annotations

import json
import re

import pytest

from grader.errors import CourseError
from grader.policies.steps import words
from grader.records import assignments, by_hand, demands, desk, gradebook, handins, suites
from tests.records.conftest import bundle

MUST = {"minimum": {"required": {"opt-adam": 0.75}, "cap": 0.25}}


@pytest.fixture
def course(course, tmp_path):
    """Whose suite names its exercises, as a released one does; and a quiz that Ada has done."""
    place = bundle(tmp_path / "with exercises", "e" * 64)
    for exercise in ("opt-adam", "opt-sgd"):
        (place / exercise).mkdir()
        (place / exercise / "test_hidden.py").write_text("")
    suites.use(course, "test", "optimizers", suites.keep(course, "test", place, assignment="optimizers", max_score=10.0))
    assignments.put(course, "test", "q1", kind="quiz", max_score=10.0, published=True)
    at = "2026-03-02T09:00:00.000000Z"
    desk.append_quiz_result(course, 1, "q1", number=1, started_at=at, submitted_at=at, score=8.0, max_score=10.0, body={})
    return course


@pytest.fixture
def handin(course, grade):
    """Three of the six points for Adam, everything else right."""
    found = handins.hand_in(course, 1, "optimizers", b"one", filename="a.ipynb").id
    grade(adam=3.0)
    return found


def score(course, assignment="optimizers"):
    return gradebook.mark(course, 1, assignment).score


def test_what_the_course_demands_binds_the_assignment_with_the_exercise_and_no_quiz(course, handin):
    assignments.set_setting(course, 4, "policy", MUST)
    assert (score(course), score(course, "q1")) == (2.5, 8.0)
    said = [words(step) for step in gradebook.explain(course, 1, "optimizers")]
    assert any(one.startswith("opt-adam: 50 % of its points, at least 75 % are required") for one in said)
    tried = gradebook.of_course(course, settings={"minimum": {"required": {"elsewhere": 1.0}}})
    assert tried.lines[0].cells["optimizers"].score == 7.0


MISTYPED = [
    ("opt-adm", "policy of the course: minimum.required: no assignment has the exercise “opt-adm”. Did you mean opt-adam?"),
    ("7", "There are: opt-adam, opt-sgd."),
]


@pytest.mark.parametrize(("name", "said"), MISTYPED)
def test_a_minimum_for_what_is_no_exercise_is_refused(course, name, said):
    with pytest.raises(CourseError, match=re.escape(said)):
        assignments.set_setting(course, 4, "policy", {"minimum": {"required": {name: 0.5}}})
    assert assignments.setting(course, "policy") is None


def test_so_is_an_assignments_own_for_an_exercise_of_another(course):
    desk.set_rubric(course, 4, "q1", "essay", [{"id": "clear", "points": 10.0, "en": "clear", "ko": "분명함"}])
    with pytest.raises(CourseError, match="optimizers does not have the exercise “essay”"):
        assignments.put(course, 4, "optimizers", policy={"minimum": {"required": {"essay": 0.5}}})
    assignments.put(course, 4, "q1", policy={"minimum": {"required": {"essay": 0.5}}})


def test_an_exercise_that_is_gone_since_hinders_no_other_change(course):
    old = {"minimum": {"required": {"essay": 0.5}}}
    course.connection.execute("insert into setting (key, value, at) values ('policy', ?, '')", [json.dumps(old)])
    assert demands.lost(course, old) == ["essay"]
    assignments.set_setting(course, 4, "policy", {**old, "grace": {"minutes": 5}})


def test_before_any_suite_is_known_nothing_can_be_refused(records):
    assignments.set_setting(records, "test", "policy", MUST)
    assert demands.lost(records, MUST) == []


def test_a_minimum_that_is_only_tried_out_counts_as_it_would_when_saved(course, handin):
    tried = gradebook.of_course(course, settings={"minimum": {"required": {"opt-adam": 0.5}}})
    assert tried.lines[0].cells["optimizers"].score == 7.0
    assert gradebook.of_course(course, settings=MUST).lines[0].cells["optimizers"].score == 2.5
    assert score(course) == 7.0


def test_points_by_hand_and_checks_under_review_count_for_it_as_they_do_for_the_mark(course, handin):
    assignments.set_setting(course, 4, "policy", MUST)
    id = assignments.review(course, 4, "optimizers", "opt-adam", "test_edge", reason="too strict")
    assert score(course) == 7.0  # all that is left of Adam is right
    assignments.end_review(course, 4, id)
    assert score(course) == 2.5
    by_hand.set_exercise(course, 4, handin, "opt-adam", 5.0, reason="nearly right")
    assert score(course) == 9.0


def test_an_exercise_that_is_marked_by_hand_can_be_demanded(course, handin):
    desk.set_rubric(course, 4, "optimizers", "essay", [{"id": "clear", "points": 10.0, "en": "clear", "ko": "분명함"}])
    assignments.set_setting(course, 4, "policy", {"minimum": {"required": {"essay": 0.5}, "cap": 0.1}})
    assert score(course) == 2.0
    desk.mark_by_hand(course, 3, handin, "essay", {"clear": 6.0})
    assert score(course) == 13.0
