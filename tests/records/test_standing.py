"""The gradebook that is kept in memory is always the one that would be computed now."""

from __future__ import annotations

import pytest

from grader.records import assignments, desk, gradebook, handins, people, standing


def ada_hands_in(course, grade):
    handins.hand_in(course, 1, "optimizers", b"more", filename="a.ipynb")


def ada_is_graded(course, grade):
    handins.hand_in(course, 1, "optimizers", b"other", filename="a.ipynb")
    grade(adam=1.0)


def bo_withdraws(course, grade):
    handins.withdraw(course, 2, handins.of_person(course, 2)[0].id)


def a_result_of_a_quiz(course, grade):
    assignments.put(course, 4, "quiz", kind="quiz", published=True, max_score=4.0)
    at = course.now_text()
    desk.append_quiz_result(course, 1, "quiz", number=1, started_at=at, submitted_at=at, score=3, max_score=4.0, body={})


CHANGES = {
    "a hand-in": ada_hands_in,
    "a report": ada_is_graded,
    "a withdrawal": bo_withdraws,
    "a quiz": a_result_of_a_quiz,
    "a mark by hand": lambda course, grade: assignments.override(course, 4, 1, "optimizers", 2.0, reason="oral"),
    "an excuse": lambda course, grade: assignments.excuse(course, 4, 2, "optimizers", reason="ill"),
    "an extension for one": lambda course, grade: assignments.extend(course, 4, ["optimizers"], people=[2], minutes=60, reason="ill"),
    "an extension for all": lambda course, grade: assignments.extend(
        course, 4, ["optimizers"], everybody=True, minutes=60, reason="outage"
    ),
    "a deadline": lambda course, grade: assignments.put(course, 4, "optimizers", due_at="2026-03-01T09:00:00.000000Z"),
    "a rule": lambda course, grade: assignments.set_setting(course, 4, "policy", {"letters": {"scale": {"P": 50, "F": 0}}}),
    "a check under review": lambda course, grade: assignments.review(course, 3, "optimizers", "opt-adam", "test_edge", reason="too strict"),
    "points by hand": lambda course, grade: desk.set_rubric(
        course, 4, "optimizers", "essay", [{"id": "a", "points": 2, "en": "", "ko": ""}]
    ),
    "a new student": lambda course, grade: people.add(course, 4, name="Cy"),
    "a student who leaves": lambda course, grade: people.change(course, 4, 2, state="dropped"),
    "another name": lambda course, grade: people.change(course, 4, 1, name="Zoe"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_every_kind_of_change_it_is_what_would_be_computed(course, grade, change):
    for person in (1, 2):
        handins.hand_in(course, person, "optimizers", str(person).encode(), filename="a.ipynb")
    grade(adam=3.0)
    before = standing.book(course)
    change(course, grade)
    after = standing.book(course)
    assert after == gradebook.of_course(course)
    assert after != before


def test_it_is_the_same_book_while_nothing_happens_and_another_when_a_deadline_passes(course, clock):
    before = standing.book(course)
    clock.forward(hours=1)
    assert standing.book(course) is before
    clock.forward(days=7)
    assert [line.cells["optimizers"].state for line in standing.book(course).lines] == ["missing", "missing"]


def test_one_hand_in_computes_one_line(course):
    before = standing.book(course)
    handins.hand_in(course, 1, "optimizers", b"more", filename="a.ipynb")
    after = standing.book(course)
    assert after.lines[0].cells["optimizers"].waiting
    assert after.lines[1] is before.lines[1]
