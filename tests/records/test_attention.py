"""Who needs attention: known tables in, known reasons out."""

from __future__ import annotations

import pytest

from grader.policies.marks import Attempt
from grader.policies.total import Total
from grader.records import attention
from grader.records.assignments import Assignment
from grader.records.gradebook import Book, Cell, Line
from grader.records.people import Person

NOW = "2026-04-20T00:00:00.000000Z"
EARLY = "2026-01-01T00:00:00.000000Z"


def column(number: int) -> Assignment:
    due = f"2026-03-{10 * number - 5:02d}T00:00:00.000000Z"
    return Assignment(
        id=f"a{number}", kind="code", title={"en": f"A{number}"}, category="", position=number, max_score=10.0, opens_at=None, due_at=due,
        published=True, released_at=None, anonymous=False, suite=None,
    )  # fmt: skip


def cell(share: float | None, state: str = "graded", due: str = "2026-03-05T00:00:00.000000Z") -> Cell:
    return Cell(state, None if share is None else 10 * share, 10.0, due=due)


def book(*people: list[Cell]) -> Book:
    columns = [column(k) for k in range(1, 1 + len(people[0]))]
    lines = [
        Line(
            Person(id=id, name=f"P{id}", role="student", created_at=EARLY),
            {c.id: value._replace(due=c.due_at) for c, value in zip(columns, cells, strict=True)},
            Total(None, None, "", (), {}),
        )
        for id, cells in enumerate(people, start=1)
    ]
    return Book(columns, lines)


def marks(*shares: float) -> list[Cell]:
    return [cell(share) for share in shares]


STEADY = marks(0.8, 0.8, 0.8)


def test_nothing_handed_in_is_named_with_its_assignments():
    found = attention.missing(book([cell(0.0, "missing"), cell(0.9), cell(0.0, "missing")]).lines[0])
    assert found is not None and found.facts == {"assignments": ["a1", "a3"], "of": 3}


def test_what_is_still_open_or_excused_is_not_missing():
    assert attention.missing(book([cell(None, "open"), cell(None, "excused"), cell(0.2)]).lines[0]) is None


def four(last: float) -> Book:
    """Somebody who stood with the class and whose last two marks are `last`, among three who always have 0.8."""
    return book(marks(0.8, 0.8, last, last), *[marks(0.8, 0.8, 0.8, 0.8)] * 3)


@pytest.mark.parametrize(("last", "points"), [(0.8, None), (0.65, None), (0.6, 20), (0.3, 50)])
def test_falling_is_a_fall_of_twenty_points_against_the_class(last, points):
    one = four(last)
    found = attention.falling(one.lines[0], one, attention.class_medians(one))
    assert (None if found is None else found.facts["points"]) == points


def test_a_hard_week_for_everybody_flags_nobody():
    hard = book(*[marks(0.8, 0.8, 0.3, 0.3)] * 4)
    medians = attention.class_medians(hard)
    assert [attention.falling(line, hard, medians) for line in hard.lines] == [None] * 4


def test_three_marks_are_too_few_to_call_a_fall():
    short = book(marks(0.9, 0.9, 0.1), STEADY, STEADY)
    assert attention.falling(short.lines[0], short, attention.class_medians(short)) is None


def tries(*shares: float) -> list[Attempt]:
    return [Attempt(f"h{k}", f"2026-03-01T00:{k:02d}:00.000000Z", share) for k, share in enumerate(shares)]


@pytest.mark.parametrize(
    ("shares", "since"),
    [
        ((0.5, 0.5, 0.4, 0.5, 0.5), 4),
        ((0.2, 0.5, 0.5, 0.5, 0.3, 0.5), 4),
        ((0.5, 0.5, 0.5, 0.5), None),  # four attempts are not many
        ((0.1, 0.2, 0.3, 0.4, 0.5), None),  # each a gain
        ((0.95, 0.9, 0.9, 0.9, 0.9), None),  # nearly everything is right: polishing
    ],
)
def test_stuck_is_many_attempts_without_gain(shares, since):
    line = book([cell(max(shares))]).lines[0]
    found = attention.stuck(line, {(1, "a1"): tries(*shares)})
    assert (None if found is None else found.facts["since"]) == since


def gone(cells: list[Cell], last: dict[int, str], began: str = EARLY):
    one = book(cells)
    return attention.away(one.lines[0], one, last, {1: began}, NOW)


def test_two_weeks_without_a_sign_are_told_in_days():
    found = gone([cell(0.0, "missing")], {1: "2026-03-01T00:00:00.000000Z"})
    assert found is not None and found.facts == {"days": 50, "ever": True}


def test_who_never_came_is_counted_from_the_day_of_joining():
    found = gone([cell(0.0, "missing")], {}, began="2026-03-01T00:00:00.000000Z")
    assert found is not None and found.facts == {"days": 50, "ever": False}


def test_nobody_is_away_who_was_here_lately_or_has_nothing_left_to_do():
    assert gone([cell(0.0, "missing")], {1: "2026-04-15T00:00:00.000000Z"}) is None
    assert gone([cell(0.9)], {1: "2026-03-01T00:00:00.000000Z"}) is None


def test_the_list_has_the_most_urgent_first_and_nobody_who_is_fine():
    made = book([cell(0.8), cell(0.0, "missing")], marks(0.8, 0.8), [cell(0.0, "missing"), cell(0.0, "missing")])
    last = dict.fromkeys((1, 2, 3), "2026-04-19T00:00:00.000000Z")
    found = attention.concerns(made, {}, last, NOW, began=dict.fromkeys((1, 2, 3), EARLY))
    assert [(c.person, [r.kind for r in c.reasons]) for c in found] == [(3, ["missing"]), (1, ["missing"])]
