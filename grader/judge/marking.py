"""From the runs of an exercise's checks to its result: faults, conventions, points, status, diagnosis."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.judge.diagnosis import DEADLINE_S, diagnose
from grader.judge.report import CheckResult, ExerciseResult, Finding, Status, Text
from grader.judge.session import Check, Session
from grader.judge.sitting import CheckFailed, CheckRun, Sitting, SuiteFault

NOT_WRITTEN = ("NotImplementedError",)


@dataclass(frozen=True)
class Marked:
    runs: list[CheckRun]
    convention: Text | None = None


def mark(session: Session, sitting: Sitting, *, diagnosis_s: float = DEADLINE_S) -> ExerciseResult:
    """Run every check of the exercise and say what it is worth."""
    started = time.perf_counter()
    task = sitting.task
    checks = session.checks(task)
    marked = _settle(session, sitting, checks)
    results = _results(marked.runs)
    score = sum(result.points for result in results)
    maximum = sum(result.max_points for result in results)
    if all(result.status != "grader_fault" for result in results):
        maximum = task.points
        score = task.points if all(result.status == "passed" and not result.finding for result in results) else score
    status = _status(results, score, maximum)
    short_of_marks = status in ("failed", "partial", "error")
    named = diagnose(task, sitting.recording, marked.runs, deadline_s=diagnosis_s) if short_of_marks else ()
    return ExerciseResult(
        id=task.id,
        title=task.title,
        score=round(score, 4),
        max_score=round(maximum, 4),
        status=status,
        checks=tuple(results),
        diagnosis=named,
        convention=marked.convention,
        seconds=round(time.perf_counter() - started, 4),
        devices={sitting.device: status},
        kind=task.kind,
    )


def barred(result: ExerciseResult, flags: tuple[Finding, ...]) -> ExerciseResult:
    """The same result for code that took a forbidden shortcut: no points, and a flag that names it."""
    checks = tuple(replace(check, points=0.0, finding={"kind": "barred"}) if check.status == "passed" else check for check in result.checks)
    return replace(result, score=0.0, status="failed", checks=checks, diagnosis=(), convention=None, flags=flags)


def _settle(session: Session, sitting: Sitting, checks: Sequence[Check]) -> Marked:
    """Run against the reference; if values differ, against each accepted convention as a whole."""
    runs = session.sit(sitting, checks)
    _blame(session, sitting, checks, runs)
    if _values_pass(runs):
        return Marked(runs)
    for variant in sitting.task.variants.also:
        replay = sitting.replay(sitting.task.side(variant.names))
        again = session.sit(replay, checks)
        if _values_pass(again) and not any(isinstance(run.raised, SuiteFault) for run in again):
            _blame(session, replay, checks, again)
            return Marked(again, variant.message)
    return Marked(runs)


def _values_pass(runs: Sequence[CheckRun]) -> bool:
    return all(run.raised is None and not run.findings for run in runs if run.kind == "value")


def _blame(session: Session, sitting: Sitting, checks: Sequence[Check], runs: Sequence[CheckRun]) -> None:
    """Turn whatever a check raised into a finding: the suite's fault only if the reference meets it too."""
    for check, run in zip(checks, runs, strict=True):
        if run.raised is None or isinstance(run.raised, CheckFailed):
            continue
        # A SuiteFault too: a check may put the student's answer into a question that the reference then cannot answer.
        [innocent] = session.sit(sitting.with_innocent(), [check])
        if innocent.raised is not None:
            run.findings = [suite_fault(innocent.raised)]
        else:
            run.findings = [*run.findings, {"kind": "unreadable"}]


def suite_fault(error: BaseException) -> Finding:
    """Name file and line, for the author of the suite."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(("test_hidden.py", "probes.py"))]
    where = f"{frames[-1].filename.rsplit('/', 2)[-2]}/{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return {"kind": "suite_fault", "where": where, "type": type(error).__name__, "text": str(error)[:300]}


def _results(runs: Sequence[CheckRun]) -> list[CheckResult]:
    gate_open = _values_pass(runs)
    results = []
    for run in runs:
        finding = run.findings[0] if run.findings else None
        fault = finding is not None and finding["kind"] == "suite_fault"
        passed = finding is None and run.raised is None
        earned = run.worth if passed and (run.kind == "value" or gate_open) else 0.0
        if passed and earned == 0.0:
            finding = {"kind": "gated"}
        status: Status = "grader_fault" if fault else "passed" if passed else "failed"
        if finding is not None and finding["kind"] == "timeout":
            status = "timeout"
        results.append(
            CheckResult(
                id=run.id,
                title=run.title,
                kind=run.kind,
                status=status,
                points=round(earned, 6),
                max_points=0.0 if fault else round(run.worth, 6),
                public=run.public,
                tags=run.tags,
                finding=finding,
            )
        )
    return results


def _status(results: Sequence[CheckResult], score: float, maximum: float) -> Status:
    findings = [result.finding for result in results if result.finding]
    if any(result.status == "grader_fault" for result in results):
        return "grader_fault"
    if score >= maximum:
        return "passed"
    if score > 0:
        return "partial"
    if any(result.status == "timeout" for result in results):
        return "timeout"
    values = [result.finding for result in results if result.kind == "value"]
    if values and all(finding and finding.get("type") in NOT_WRITTEN for finding in values):
        return "not_attempted"
    if findings and all(finding["kind"] in ("error", "missing_name", "died") for finding in values if finding):
        return "error"
    return "failed"
