"""Grade a hand-in once more from its receipt, with the stored bytes and the stored suite, and say where the report differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.errors import CourseError, SubmissionError
from grader.judge.report import Report
from grader.records import handins, keys, receipts, reports, suites
from grader.records.store import NotFound, Records
from grader.records.worker import Judge

UNEQUAL = {"seconds", "worker"}  # what differs from run to run and decides nothing


@dataclass(frozen=True, kw_only=True)
class Replay:
    handin: str
    suite: str
    before: Report
    after: Report
    differences: tuple[tuple[str, Any, Any], ...]  # where, before, after


def replay(records: Records, judge: Judge, receipt: Mapping[str, Any], *, report: int | None = None) -> Replay:
    """Replay the report in force for the receipt (or the one with this number)."""
    receipts.verify(receipt, keys.public(records))
    try:
        handin = handins.get(records, receipt["id"])
    except NotFound:
        raise SubmissionError(
            f"The receipt is genuine, but hand-in {receipt['id']} is not in these records.\n  Restore a backup of its term."
        ) from None
    if handin.sha256 != receipt["sha256"]:
        raise SubmissionError("The receipt is genuine, but the records hold other bytes under its number.")
    data = handins.data(records, handin)
    stored = (
        reports.in_force(records, handin.id)
        if report is None
        else next((r for r in reports.of_handin(records, handin.id) if r.id == report), None)
    )
    if stored is None:
        raise CourseError(f"Hand-in {handin.id} has no report yet: there is nothing to compare with.")
    before = reports.full(records, stored.id)
    bundle = suites.check(records, stored.suite)
    after = judge.grade(bundle, handin.id, data)
    found = tuple(differences(before.to_json(), after.to_json()))
    return Replay(handin=handin.id, suite=stored.suite, before=before, after=after, differences=found)


def differences(before: Any, after: Any, where: str = "") -> list[tuple[str, Any, Any]]:
    """Return every place at which two reports differ.

    >>> differences({"score": 3, "seconds": 1}, {"score": 4, "seconds": 2})
    [('score', 3, 4)]
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        found = []
        for key in [*before, *(key for key in after if key not in before)]:
            if key not in UNEQUAL:
                found += differences(before.get(key), after.get(key), f"{where}.{key}" if where else str(key))
        return found
    if isinstance(before, list | tuple) and isinstance(after, list | tuple) and len(before) == len(after):
        return [entry for n, (a, b) in enumerate(zip(before, after, strict=True)) for entry in differences(a, b, f"{where}[{_name(a, n)}]")]
    return [] if before == after else [(where, before, after)]


def _name(entry: Any, place: int) -> Any:
    return entry.get("id", place) if isinstance(entry, Mapping) else place
