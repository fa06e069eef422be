"""What was found in a hand-in, exercise by exercise: changed, as before, or still the skeleton; and the answers' code.

The bytes are read as JSON under caps, by the same strict reader that the jail uses; nothing of it is run or compiled here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.errors import SubmissionError
from grader.inside.reading import read
from grader.notebooks.containers import one_notebook, open_upload
from grader.notebooks.matching import Plan, match, tidy
from grader.records import NotFound, desk, suites
from grader.records.handins import HandIn
from grader.records.view import Seen
from webapp.say import refusal

KEPT = 400_000  # bytes of a hand-in whose cells stay in memory


@dataclass(frozen=True, kw_only=True)
class Found:
    """One exercise of a hand-in."""

    exercise: str
    title: Mapping[str, str]
    state: str  # changed, same, skeleton, missing, written
    since: int = 0  # the attempt it was compared with


@dataclass(frozen=True, kw_only=True)
class Recognised:
    exercises: tuple[Found, ...] = ()
    code: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    same_as: int = 0  # this attempt has the same answers
    meant: str = ""  # the other assignment whose notebook this is, by what the notebook says of itself

    @property
    def strange(self) -> bool:
        """Is not one of the exercises in it?"""
        return bool(self.exercises) and all(f.state == "missing" for f in self.exercises)

    @property
    def unsaved(self) -> bool:
        """Does it look as if the notebook was not saved before it was handed in?"""
        if self.strange:
            return False
        return bool(self.same_as) or (bool(self.exercises) and all(f.state in ("skeleton", "missing") for f in self.exercises))


@lru_cache(maxsize=64)
def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a kept suite; it never changes."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return found


def manifest(seen: Seen, assignment: str) -> dict[str, Any] | None:
    """The manifest of the suite in force, if the assignment has one."""
    suite = seen.assignment(assignment).suite
    if suite is None:
        return None
    try:
        return manifest_of(suites.folder(seen.records, suite))
    except FileNotFoundError:
        return None


def exercises(seen: Seen) -> dict[str, dict[str, dict[str, str]]]:
    """The exercises of each assignment with their titles: those of its suite, and those that are marked by hand."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for assignment in seen.assignments():
        of_suite = {e["id"]: e["title"] for e in (manifest(seen, assignment.id) or {"exercises": ()})["exercises"]}
        by_hand = {id: {"en": id} for id in desk.rubrics(seen.records, assignment.id)}
        if by_hand or of_suite:
            found[assignment.id] = by_hand | of_suite
    return found


def plan_of(cells: list[dict[str, Any]], filename: str, data: bytes) -> tuple[Plan, str]:
    """Match the notebook's cells, and say of which assignment it calls itself; SubmissionError says what to do about a file that is none."""
    reply = read(one_notebook(open_upload(filename, data)).data)
    if "refused" in reply:
        raise SubmissionError(str(reply["refused"]["text"]))
    return match(cells, reply), str((reply.get("about") or {}).get("assignment", ""))


def _plan_of(folder: Path, filename: str, data: bytes) -> tuple[Plan, str]:
    """The same for the suite in `folder`: a page is looked at more often than a file is handed in."""
    return (_plan_kept if len(data) < KEPT else _plan_kept.__wrapped__)(folder, filename, data)


@lru_cache(maxsize=256)
def _plan_kept(folder: Path, filename: str, data: bytes) -> tuple[Plan, str]:
    return plan_of(manifest_of(folder)["cells"], filename, data)


def answers(plan: Plan) -> dict[str, str]:
    """The student's source of each exercise."""
    found: dict[str, str] = {}
    for cell in plan.cells:
        if cell.exercise and cell.origin in ("student", "duplicate"):
            found[cell.exercise] = f"{found[cell.exercise]}\n\n{cell.source}" if cell.exercise in found else cell.source
    return found


def recognise(seen: Seen, handin: HandIn) -> Recognised:
    """Say what was found, compared with the attempt before."""
    about, suite = manifest(seen, handin.assignment), seen.assignment(handin.assignment).suite
    if about is None or suite is None:
        return Recognised(code={})
    folder = suites.folder(seen.records, suite)
    try:
        plan, said = _plan_of(folder, handin.filename, seen.data(handin.id))
    except (SubmissionError, NotFound) as error:
        return Recognised(code={}, refused=refusal(error))
    code = answers(plan)
    before = next((h for h in seen.handins(handin.assignment, person=handin.person) if h.number < handin.number), None)
    old: dict[str, str] = {}
    if before is not None:
        try:
            old = answers(_plan_of(folder, before.filename, seen.data(before.id))[0])
        except (SubmissionError, NotFound):
            before = None
    found = tuple(_found(e, plan, code, old, 0 if before is None else before.number) for e in about["exercises"])
    same = before is not None and bool(code) and {k: tidy(v) for k, v in code.items()} == {k: tidy(v) for k, v in old.items()}
    meant = said if said != handin.assignment and any(a.id == said for a in seen.assignments()) else ""
    return Recognised(exercises=found, code=code, same_as=before.number if same and before is not None else 0, meant=meant)


def _found(exercise: dict[str, Any], plan: Plan, code: dict[str, str], old: dict[str, str], since: int) -> Found:
    id = exercise["id"]
    if id not in plan.found and id not in plan.touched:
        state = "missing"
    elif not plan.written(id):
        state = "skeleton"
    elif id in old:
        state = "same" if tidy(old[id]) == tidy(code.get(id, "")) else "changed"
    else:
        state = "written"
    return Found(exercise=id, title=exercise["title"], state=state, since=since)
