"""What a student is told that being late costs is what it then costs, for this student."""

from __future__ import annotations

import pytest

from grader.records import assignments, gradebook, handins, terms

LATE = {
    "late_penalty": {"cost": 0.25, "floor": 0.3, "cut_off_hours": 96},
    "late_days": {"days": 3, "per_assignment": 2},
    "grace": {"minutes": 30},
}
ADA, BO = 1, 2


@pytest.fixture
def late(course):
    assignments.set_setting(course, 4, "policy", LATE)
    return course


@pytest.mark.parametrize("hours", [-5, 0.4, 3, 24, 25, 47, 73, 95.9, 97])
def test_what_is_said_before_is_what_the_gradebook_says_after(late, clock, grade, hours):
    clock.forward(days=7, hours=hours)
    said = terms.of(late, ADA, "optimizers")
    handins.hand_in(late, ADA, "optimizers", b"x", filename="a.ipynb")
    grade()
    cell = gradebook.mark(late, ADA, "optimizers")
    assert cell.score == pytest.approx(10 * said.counts_with_days)
    assert said.closed == (cell.score == 0.0)
    after = terms.of(late, ADA, "optimizers")
    assert after.days_left == said.days_left - cell.days
    assert after.counts_with_days == said.counts_with_days  # what is spent here can be spent here again
    assignments.set_setting(late, 4, "policy", {**LATE, "late_days": {"days": 0}})
    assert gradebook.mark(late, ADA, "optimizers").score == pytest.approx(10 * said.counts_now)


def test_an_extension_moves_everything_for_whom_it_is(late, clock):
    assignments.extend(late, 4, ["optimizers"], people=[ADA], minutes=1440, reason="ill")
    ada, bo = (terms.of(late, who, "optimizers") for who in (ADA, BO))
    assert (ada.due, ada.lenient_until, ada.closes) == tuple(f"2026-03-{at}:00.000000Z" for at in ("10T09:00", "10T09:30", "14T09:00"))
    assert bo.due == "2026-03-09T09:00:00.000000Z"
    clock.forward(days=7, hours=12)
    ada, bo = (terms.of(late, who, "optimizers") for who in (ADA, BO))
    assert (ada.units_late, ada.counts_now, bo.units_late, bo.counts_now) == (0, 1.0, 1, 0.75)


def test_free_days_spent_elsewhere_are_no_longer_there(late, clock, grade):
    assignments.put(late, "test", "earlier", max_score=10.0, due_at="2026-03-07T09:00:00.000000Z", published=True)
    assignments.put(late, "test", "earlier", policy={"late_days": {"per_assignment": 3}})
    late.connection.execute("update assignment set suite = (select suite from assignment where id = 'optimizers') where id = 'earlier'")
    clock.forward(days=7, hours=1)
    handins.hand_in(late, ADA, "earlier", b"x", filename="a.ipynb")
    grade()
    found = terms.of(late, ADA, "optimizers")
    assert gradebook.mark(late, ADA, "earlier").days == 3
    assert (found.days_left, found.days_here, found.counts_with_days) == (0, 0, 0.75)
    bo = terms.of(late, BO, "optimizers")
    assert (bo.days_left, bo.days_here, bo.counts_with_days) == (3, 2, 1.0)


def test_hand_ins_left_and_the_next_one_are_those_of_the_intake(course, clock):
    assignments.put(course, "test", "optimizers", policy={"rate": {"limit": 2, "hours": 3}})
    for k in range(2):
        handins.hand_in(course, ADA, "optimizers", bytes([k]), filename="a.ipynb")
        clock.forward(hours=1)
        found = terms.of(course, ADA, "optimizers")
        assert (found.hand_ins_left, found.next_at is None) == (1 - k, k == 0)
        assert "2026-03-02T12:00:00.000000Z" in found.turns
    assert found.next_at == "2026-03-02T12:00:00.000000Z"
    clock.forward(hours=1)
    assert terms.of(course, ADA, "optimizers").next_at is None
    handins.hand_in(course, ADA, "optimizers", b"again", filename="a.ipynb")
    assert terms.of(course, BO, "optimizers").hand_ins_left == 2


def test_without_rules_nothing_is_limited_and_nothing_costs(course, clock):
    clock.forward(days=9)
    found = terms.of(course, ADA, "optimizers")
    assert (found.hand_ins_left, found.next_at, found.closes, found.counts_now, found.closed) == (None, None, None, 1.0, False)


def test_what_is_marked_by_hand_alone_is_never_late(late, clock):
    assignments.put(late, "test", "talk", kind="manual", published=True, due_at="2026-03-03T09:00:00.000000Z")
    clock.forward(days=9)
    found = terms.of(late, ADA, "talk")
    assert (found.due, found.closed, found.counts_now) == (None, False, 1.0)
