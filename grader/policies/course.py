"""Policy settings → plans: `{"late_penalty": {"cost": 0.1}, …}`, the course's and each assignment's, checked as they are read."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.errors import CourseError
from grader.policies.rules import (
    attempts,
    deadline,
    drop_lowest,
    extra_credit,
    feedback,
    grace,
    late_days,
    late_penalty,
    letters,
    minimum,
    names,
    rate,
    release,
    rounding,
    weights,
)

Settings = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The rules of one assignment."""

    attempts: attempts.Policy = attempts.Policy()
    rate: rate.Policy = rate.Policy()
    deadline: deadline.Policy = deadline.Policy()
    grace: grace.Policy = grace.Policy()
    late_days: late_days.Policy = late_days.Policy()
    late_penalty: late_penalty.Policy = late_penalty.Policy()
    minimum: minimum.Policy = minimum.Policy()
    extra_credit: extra_credit.Policy = extra_credit.Policy()
    release: release.Policy = release.Policy()
    feedback: feedback.Policy = feedback.Policy()


@dataclass(frozen=True, kw_only=True, slots=True)
class CoursePlan:
    """The rules of the total."""

    late_days: late_days.Policy = late_days.Policy()
    weights: weights.Policy = weights.Policy()
    drop_lowest: Mapping[str, drop_lowest.Policy] = dataclasses.field(default_factory=dict)  # by category
    extra_credit: extra_credit.Policy = extra_credit.Policy()
    rounding: rounding.Policy = rounding.Policy()
    letters: letters.Policy = letters.Policy()


def read(settings: Settings, *, where: str = "policy") -> dict[str, Any]:
    """Return the rules that the settings name, or raise CourseError with every mistake.

    >>> read({"late_penalty": {"cost": 0.1}})["late_penalty"].cost
    0.1
    """
    found: dict[str, Any] = {}
    mistakes: list[str] = []
    for name, values in settings.items():
        try:
            found[name] = _categories(values) if name == "drop_lowest" and "count" not in values else _rule(name, values)
        except CourseError as error:
            mistakes += [f"{where}: {line}" for line in error.mistakes]
    if mistakes:
        raise CourseError(*mistakes)
    return found


def plan(course: Settings, assignment: Settings | None = None) -> Plan:
    """Return the assignment's rules: its own settings over the course's, rule by rule and key by key."""
    own = assignment or {}
    merged = {name: {**course.get(name, {}), **own.get(name, {})} for name in {*course, *own} if name in Plan.__dataclass_fields__}
    return Plan(**read(merged))


def rate_of(course: Settings, assignment: Settings) -> rate.Policy:
    """Return how often one may hand in: read alone, for every hand-in asks.

    >>> rate_of({"rate": {"limit": 5, "hours": 1}}, {"rate": {"limit": 3}, "grace": {"minutes": 10}})
    Policy(limit=3, hours=1)
    """
    rules = [{"rate": settings["rate"]} if "rate" in settings else {} for settings in (course, assignment)]
    return plan(*rules).rate if any(rules) else rate.Policy()


def course_plan(course: Settings) -> CoursePlan:
    """Return the rules of the total."""
    kept = {name: values for name, values in course.items() if name in CoursePlan.__dataclass_fields__}
    rules = read(kept)
    if isinstance(rules.get("drop_lowest"), drop_lowest.Policy):
        rules["drop_lowest"] = {"": rules["drop_lowest"]}
    return CoursePlan(**rules)


def _rule(name: str, values: Mapping[str, Any]) -> Any:
    if name not in names():
        raise CourseError(f"there is no policy “{name}”. There are: {', '.join(names())}.")
    policy = importlib.import_module(f"grader.policies.rules.{name}").Policy
    known = {field.name: field for field in dataclasses.fields(policy)}
    if not isinstance(values, Mapping):
        raise CourseError(f"{name} must be a table.\n  Write, for example: [policy.{name}]")
    for key, value in values.items():
        if key not in known:
            raise CourseError(f"{name} has no “{key}”. It has: {', '.join(known) or 'no settings'}.")
        _fits(f"{name}.{key}", value, str(known[key].type))
    return policy(**values)


def _categories(values: Mapping[str, Any]) -> dict[str, drop_lowest.Policy]:
    """`{"labs": 1, "quizzes": 2}`: how many are dropped in each category; `{"count": 1}`: in every one."""
    for category, count in values.items():
        _fits(f"drop_lowest.{category}", count, "int")
    return {category: drop_lowest.Policy(count=count) for category, count in values.items()}


def _fits(key: str, value: object, kind: str) -> None:
    if value is None and "None" in kind:
        return
    wanted: tuple[type, ...] = (
        (str,) if kind == "str" else (bool,) if kind == "bool" else (int,) if kind.startswith("int") else (int, float)
    )
    if kind.startswith("Mapping"):
        fine = isinstance(value, Mapping) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value.values())
    else:
        fine = isinstance(value, wanted) and (kind == "bool" or not isinstance(value, bool))
    if not fine:
        said = {"str": "a word", "bool": "true or false"}.get(
            kind, "a table of numbers" if kind.startswith("Mapping") else "a whole number" if "int" in kind else "a number"
        )
        raise CourseError(f"{key} must be {said}, got {value!r}.")
