"""How many points a report counts where checks are under review, cells are marked by hand, or a minimum is set."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from typing import Any

from grader.judge.report import added_up
from grader.records import assignments
from grader.records.assignments import Assignment
from grader.records.reports import Stored
from grader.records.store import Records

Exercises = Callable[[], Mapping[str, float]]


class Special:
    """What is special about some assignments, and what their reports count."""

    def __init__(
        self,
        records: Records,
        wanted: set[str],
        rubrics: Mapping[str, Mapping[str, float]],
        fixed: Mapping[str, Mapping[str, float]],
        report: int | None = None,
    ) -> None:
        self.fixed = fixed
        self.reviews = assignments.under_review(records)
        self.rubrics = rubrics
        self.max_scores: dict[str, float] = {}
        self.shorts: dict[int, dict[str, Any]] = {}
        for id in wanted:
            sql = "select id, summary from report where assignment = ? and status = 'graded' and (? is null or id = ?)"
            for row in records.rows(sql, [id, report, report]):
                self.shorts[row["id"]] = json.loads(row["summary"])
        self.manual: dict[str, dict[str, float]] = {}
        for row in records.rows("select handin, exercise, score from manual_mark order by id"):
            self.manual.setdefault(row["handin"], {})[row["exercise"]] = row["score"]

    @classmethod
    def of(
        cls, records: Records, columns: list[Assignment], demanding: Set[str] = frozenset(), *, report: int | None = None
    ) -> Special | None:
        """Return what is special about these assignments (or this one report), None if nothing is. `demanding`: those with a minimum."""
        rubrics: dict[str, dict[str, float]] = {}
        for row in records.rows("select assignment, exercise, max_score from rubric"):
            rubrics.setdefault(row["assignment"], {})[row["exercise"]] = row["max_score"]
        reviews = assignments.under_review(records)
        fixed, by_hand = _fixed(records)
        wanted = {a.id for a in columns if a.id in demanding or a.id in reviews or a.id in by_hand}
        return cls(records, wanted, rubrics, fixed, report) if wanted or rubrics else None

    def __call__(self, assignment: str, handin: str, id: int, score: float, max_score: float) -> float:
        """Return the share of a report's score, without what is under review and with what was marked by hand."""
        short = self.shorts.get(id)
        if short and handin in self.fixed:
            found, short = short, self._with_fixed(handin, short)
            score = max(0.0, score + _total(short)[0] - _total(found)[0])
        if assignment in self.reviews and short:
            score, max_score = without(short, self.reviews[assignment])
        if assignment in self.rubrics:
            rubric = self.rubrics[assignment]
            score += sum(self.manual.get(handin, {}).get(exercise, 0.0) for exercise in rubric)
            max_score += sum(rubric.values())
        self.max_scores[assignment] = max_score
        return score / max_score if max_score else 0.0

    def _with_fixed(self, handin: str, short: Mapping[str, Any]) -> dict[str, Any]:
        """Return the summary with the exercises that were set by hand."""
        fixed = self.fixed.get(handin, {})
        return {name: {**e, "score": fixed[name], "checks": {}} if name in fixed else e for name, e in short.items()}

    def exercises(self, assignment: str, handin: str, id: int) -> Exercises:
        """Return the shares by exercise as marks count them, when asked for."""
        return lambda: self._shares(assignment, handin, id)

    def _shares(self, assignment: str, handin: str, id: int) -> dict[str, float]:
        short = without_checks(self._with_fixed(handin, self.shorts.get(id, {})), self.reviews.get(assignment, set()))
        points = {name: (e["score"], e["max"]) for name, e in short.items()}
        given = self.manual.get(handin, {})
        for exercise, most in self.rubrics.get(assignment, {}).items():
            got, of = points.get(exercise, (0.0, 0.0))
            points[exercise] = got + given.get(exercise, 0.0), of + most
        return {name: score / most if most else 1.0 for name, (score, most) in points.items()}  # all under review: nothing is asked


def counted(records: Records, stored: Stored) -> tuple[float, float]:
    """Return score and maximum of one report as marks count them."""
    special = Special.of(records, [assignments.get(records, stored.assignment)], report=stored.id)
    if special is None or stored.status != "graded":
        return stored.score, stored.max_score
    share = special(stored.assignment, stored.handin, stored.id, stored.score, stored.max_score)
    most = special.max_scores[stored.assignment]
    return share * most, most


def _fixed(records: Records) -> tuple[dict[str, dict[str, float]], set[str]]:
    """Return the exercises set by hand, by hand-in, and the assignments that have any."""
    found: dict[str, dict[str, float]] = {}
    where: set[str] = set()
    sql = "select m.handin, m.exercise, m.score, h.assignment from exercise_mark m join handin h on h.id = m.handin order by m.id"
    for row in records.rows(sql):
        found.setdefault(row["handin"], {}).pop(row["exercise"], None)
        if row["score"] is not None:
            found[row["handin"]][row["exercise"]] = row["score"]
            where.add(row["assignment"])
    return {handin: marks for handin, marks in found.items() if marks}, where


def without(short: Mapping[str, Any], reviewed: set[tuple[str, str]]) -> tuple[float, float]:
    """Return score and maximum of a report's summary without the checks under review."""
    return _total(without_checks(short, reviewed))


def without_checks(short: Mapping[str, Any], reviewed: set[tuple[str, str]]) -> dict[str, Any]:
    """Return a report's summary without the checks under review.

    Property and edge points hang on the value checks: if only a reviewed one had failed, they count again.
    """
    left: dict[str, Any] = {}
    for id, exercise in short.items():
        checks = {check: values for check, values in exercise["checks"].items() if (id, check) not in reviewed}
        if len(checks) == len(exercise["checks"]):
            left[id] = exercise
            continue
        values_pass = all(status == "passed" for _, _, kind, status in checks.values() if kind == "value")
        earned = [
            most if kind != "value" and values_pass and status == "passed" else points for points, most, kind, status in checks.values()
        ]
        left[id] = {**exercise, "score": sum(earned), "max": sum(most for _, most, _, _ in checks.values())}
    return left


def _total(short: Mapping[str, Any]) -> tuple[float, float]:
    """Return score and maximum of a report's summary."""
    return added_up((exercise.get("kind", "core"), exercise["score"], exercise["max"]) for exercise in short.values())
