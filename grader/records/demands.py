"""The exercises that a policy demands: which there are, and which names are nobody's exercise."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from grader.errors import CourseError
from grader.records.store import Records

NAMED = 6  # exercises that a refusal lists where none is like the one that was written


def exercises(records: Records) -> dict[str, set[str]]:
    """Return the exercises of each assignment: those of its suite in force, and those that are marked by hand."""
    sql = """
        select a.id, substr(file.key, 1, instr(file.key, '/') - 1) as exercise
        from assignment a
        join suite s on s.digest = a.suite
        join json_each(s.manifest) file on file.key like '%/test_hidden.py'
        union
        select assignment, exercise
        from rubric
    """
    found: dict[str, set[str]] = {}
    for id, exercise in records.rows(sql):
        found.setdefault(id, set()).add(exercise)
    return found


def lost(records: Records, policy: Mapping[str, Any], assignment: str | None = None) -> list[str]:
    """Return the names in the policy's minimum that are no exercise, of this assignment or of any; none while no exercise is known.

    What they ask binds nobody in the course's policy, and in an assignment's own caps everybody.
    """
    required = policy.get("minimum", {}).get("required", {})
    known = _known(records, assignment) if required else set()
    return [name for name in required if name not in known] if known else []


def check(records: Records, policy: Mapping[str, Any], before: Mapping[str, Any], *, where: str, assignment: str | None = None) -> None:
    """Refuse a minimum for what is no exercise. One that the policy named already may have been one: it stays until it is taken out."""
    old = before.get("minimum", {}).get("required", {})
    new = [name for name in lost(records, policy, assignment) if name not in old]
    if new:
        known, whose = _known(records, assignment), "no assignment has" if assignment is None else f"{assignment} does not have"
        raise CourseError(*[f"{where}: minimum.required: {whose} the exercise “{name}”. {_instead(name, known)}" for name in new])


def _known(records: Records, assignment: str | None) -> set[str]:
    found = exercises(records)
    return set().union(*found.values()) if assignment is None else found.get(assignment, set())


def _instead(name: str, known: Iterable[str]) -> str:
    alike, ids = difflib.get_close_matches(name, known, 1), sorted(known)
    if alike:
        return f"Did you mean {alike[0]}?"
    return f"There are: {', '.join(ids[:NAMED])}{' …' if len(ids) > NAMED else ''}."
