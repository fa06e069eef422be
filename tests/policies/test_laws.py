"""The laws: totals within bounds, better never lowers, late never raises, an extension never lowers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.policies import marks
from grader.policies.course import CoursePlan, course_plan, plan
from grader.policies.marks import Attempt
from grader.policies.total import Item, spend, total, value

DUE = datetime(2026, 3, 2, 12, tzinfo=UTC)


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


shares = st.floats(0, 1).map(lambda x: round(x, 3))
hours = st.integers(-48, 200)

SETTINGS = st.fixed_dictionaries(
    {
        "attempts": st.fixed_dictionaries({"counts": st.sampled_from(["best", "last", "first"])}),
        "late_penalty": st.fixed_dictionaries(
            {
                "cost": st.sampled_from([0, 0.05, 0.1, 0.5, 1.0]),
                "per": st.sampled_from(["day", "hour"]),
                "floor": st.sampled_from([0, 0.3]),
                "cut_off_hours": st.sampled_from([None, 24, 72]),
            }
        ),
        "late_days": st.fixed_dictionaries({"days": st.integers(0, 4), "per_assignment": st.sampled_from([None, 1, 2])}),
        "grace": st.fixed_dictionaries({"minutes": st.sampled_from([0, 30])}),
        "drop_lowest": st.fixed_dictionaries({"labs": st.integers(0, 2), "quizzes": st.integers(0, 1)}),
        "weights": st.fixed_dictionaries({"by_category": st.just({"labs": 60, "quizzes": 40})}),
    }
)
CELL = st.tuples(
    st.sampled_from(["labs", "quizzes"]), st.lists(st.tuples(hours, shares), min_size=1, max_size=3), st.sampled_from([0, 0, 3.0])
)


def percent(cells, rules, *, extension: int | None = None, by: int = 24) -> float:
    """The total of these cells: (category, [(hours late, share)], extra credit worth)."""
    assignment, course = plan(rules), course_plan(rules)
    items = []
    for place, (category, tries, worth) in enumerate(cells):
        attempts = [Attempt(str(n), text(DUE + timedelta(hours=late)), share) for n, (late, share) in enumerate(tries)]
        attempts.sort(key=lambda attempt: (attempt.at, attempt.id))
        due = text(DUE + timedelta(hours=by if extension == place else 0))
        items.append(Item(category, [o.share for o in marks.outcomes(attempts, assignment, due)], worth))
    return total(items, course).percent or 0.0


@given(st.lists(CELL, min_size=1, max_size=6), SETTINGS)
def test_the_total_stays_within_its_bounds(cells, rules):
    assert -1e-9 <= percent(cells, rules) <= 110 + 1e-9


@given(st.lists(CELL, min_size=1, max_size=6), SETTINGS, st.data())
def test_a_better_score_never_lowers_the_total(cells, rules, data):
    which = data.draw(st.integers(0, len(cells) - 1))
    category, tries, worth = cells[which]
    attempt = data.draw(st.integers(0, len(tries) - 1))
    late, share = tries[attempt]
    better = [*tries[:attempt], (late, min(1.0, share + 0.2)), *tries[attempt + 1 :]]
    changed = [*cells[:which], (category, better, worth), *cells[which + 1 :]]
    assert percent(changed, rules) >= percent(cells, rules) - 1e-9


@given(st.lists(CELL, min_size=1, max_size=6), SETTINGS, st.data())
def test_an_extension_never_lowers_the_total(cells, rules, data):
    which = data.draw(st.integers(0, len(cells) - 1))
    by = data.draw(st.integers(1, 100))
    assert percent(cells, rules, extension=which, by=by) >= percent(cells, rules) - 1e-9


@given(st.lists(CELL, min_size=1, max_size=6), SETTINGS, st.data())
def test_handing_in_later_never_raises_the_total(cells, rules, data):
    which = data.draw(st.integers(0, len(cells) - 1))
    category, tries, worth = cells[which]
    later = [(late + 30, share) for late, share in tries]  # all of them, so that "first" and "last" stay the same attempts
    changed = [*cells[:which], (category, later, worth), *cells[which + 1 :]]
    assert percent(changed, rules) <= percent(cells, rules) + 1e-9


@given(st.lists(CELL, min_size=1, max_size=4), SETTINGS, st.integers(0, 150), shares)
def test_under_best_another_attempt_never_lowers_the_total(cells, rules, late, share):
    rules = {**rules, "attempts": {"counts": "best"}}
    category, tries, worth = cells[0]
    more = [(category, [*tries, (late, share)], worth), *cells[1:]]
    assert percent(more, rules) >= percent(cells, rules) - 1e-9


ITEMS = st.lists(
    st.builds(
        lambda category, values, worth: Item(category, sorted(set(values)), worth),
        st.sampled_from(["labs", "quizzes"]),
        st.lists(shares, min_size=1, max_size=3),
        st.sampled_from([0, 0, 6.0]),
    ),
    min_size=1,
    max_size=5,
)


@given(ITEMS, SETTINGS)
@settings(max_examples=200)
def test_late_days_are_divided_as_well_as_trying_every_division_would(items, rules):
    course: CoursePlan = course_plan(rules)

    def every(place: int, left: int):
        if place == len(items):
            yield ()
            return
        for days in range(min(left, len(items[place].shares) - 1) + 1):
            for rest in every(place + 1, left - days):
                yield (days, *rest)

    best = max(value(items, days, course) or 0.0 for days in every(0, course.late_days.days))
    spent = spend(items, course)
    assert sum(spent) <= course.late_days.days
    assert abs((value(items, spent, course) or 0.0) - best) < 1e-6
