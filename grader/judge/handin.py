"""Grade one hand-in: read it in the jail, match its cells, look for shortcuts, run it, check every exercise.

Bytes in, `Report` out. Nothing here opens, compiles or executes what the student wrote: the child does, and sends plain
values back that are compared.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch

from grader.errors import SandboxError, SubmissionError
from grader.judge.ahead import Ahead
from grader.judge.bans import Bans
from grader.judge.candidate import STARVED, Budget, Candidate, ExecutedCell, JailSide, NothingWritten, code_digest, finding_of, from_outside
from grader.judge.draw import seed_for
from grader.judge.marking import barred, mark
from grader.judge.report import ExerciseResult, Finding, Report, total
from grader.judge.second import NOT_RUN, Column, Gpu, second_pass
from grader.judge.session import Session
from grader.judge.shortcuts import Shortcuts
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite, Task
from grader.notebooks.matching import Plan, match
from grader.sandbox import Child, ChildDied, ChildLied, ChildTimeout, Jail

READ_S = 2.0
SMALL = 300  # characters: no code this short is hard to look at
MAX_UNREADABLE = 3  # cells that stop the look through the text, before the notebook is refused
TOO_INVOLVED = "The code of this notebook is too large or too deeply nested to be looked through. Remove pasted data and generated code."
Progress = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """What a judge is asked to grade."""

    suites: dict[str, Suite]  # by assignment; more than one: the notebook says which
    submission: str
    data: bytes
    secret: bytes
    budget: dict[str, Any] = field(default_factory=dict)  # on top of the suite's own limits
    device: str = "cpu"
    exercises: tuple[str, ...] = ()  # all, unless named


def grade(
    session: Session,
    jail: Jail,
    handin: HandIn,
    progress: Progress = lambda event: None,
    ahead: Ahead | None = None,
    gpu: Gpu | None = None,
) -> Report:
    """Grade a hand-in. Raises SubmissionError for what cannot be read, SandboxError for faults of ours.

    With `ahead` the next hand-in's child is made meanwhile.
    """
    started = time.monotonic()
    memory_mb = _memory_mb(handin)
    child = ahead.take(memory_mb) if ahead else jail.fork(memory_mb=memory_mb)
    candidate: Candidate | None = None
    try:
        reply = _read(child, handin.data)
        suite = _choose(handin.suites, reply)
        plan = match(suite.manifest["cells"], reply)
        candidate, shortcuts = _prepare(jail, child, suite, handin, plan, ahead)
        if ahead:
            ahead.equip(candidate.equipment)
        results = _check(session, handin, candidate, plan, shortcuts, progress)
        if handin.device != "cpu":
            results = _with_gpu(results, session, gpu, handin, candidate, plan)
        return _report(handin, suite, candidate, plan, results, jail, time.monotonic() - started)
    finally:
        child.close()
        if candidate is not None:
            candidate.close()


def _read(child: Child, data: bytes) -> Any:
    try:
        reply = child.call("read", {"data": data}, seconds=READ_S)
    except (ChildTimeout, ChildDied, ChildLied) as death:
        if from_outside(death) or (isinstance(death, ChildTimeout) and child.cpu_s < STARVED * READ_S):
            raise SandboxError(f"the child that reads the notebook was ended: {death}") from death
        raise SubmissionError("This file cannot be read as a notebook. Open it in Jupyter, save it, and hand it in again.") from death
    if "refused" in reply:
        raise SubmissionError(str(reply["refused"].get("text", "This file cannot be read as a notebook."))[:500])
    return reply


def _choose(suites: dict[str, Suite], reply: Any) -> Suite:
    """The suite of the assignment that the notebook names, else of the one most of its cells belong to."""
    if len(suites) == 1:
        return next(iter(suites.values()))
    named = reply.get("assignment")
    if named in suites:
        return suites[named]
    ids = {cell.get("grade_id") or cell.get("id") for cell in reply.get("ok", [])}
    found = {name: len(ids & set(suite.tasks)) for name, suite in suites.items()}
    best = max(found, key=lambda name: found[name])
    if not found[best]:
        raise SubmissionError(
            "This notebook does not say which assignment it belongs to, and no cell of it is known. "
            "Start from the released notebook, or name the assignment when you hand it in."
        )
    return suites[best]


def _memory_mb(handin: HandIn) -> int:
    limits = [suite.manifest.get("limits", {}).get("memory_mb", Budget.memory_mb) for suite in handin.suites.values()]
    return int(handin.budget.get("memory_mb", max(limits)))


def _budget(suite: Suite, handin: HandIn) -> Budget:
    numbers = {**suite.manifest.get("limits", {}), **handin.budget}
    return Budget(**{name: value for name, value in numbers.items() if name in Budget.__dataclass_fields__})


def _prepare(jail: Jail, child: Child, suite: Suite, handin: HandIn, plan: Plan, ahead: Ahead | None = None) -> tuple[Candidate, Shortcuts]:
    """Look for shortcuts in the text first, then run the cells: no student code has run before the lint."""
    tasks = [task for task in suite.tasks.values() if not handin.exercises or task.id in handin.exercises]
    jail.compile(text for task in tasks for text in task.probe_texts)
    budget = _budget(suite, handin)
    cells = [ExecutedCell(cell.exercise, cell.source) for cell in plan.cells]
    union = Bans.of(entry for task in suite.tasks.values() for entry in task.data.get("ban", []))
    candidate = Candidate(jail, cells, tasks, union.to_wire(), budget)
    try:
        reply = _lint(candidate, child, ahead)
        fitted = ahead.fitted.get(child.pid) if ahead and candidate.child is None else None
        if fitted is not None and fitted != candidate.equipment:  # for another suite: it has what this one may not
            candidate.child, fitted = jail.fork(memory_mb=budget.memory_mb), None
        candidate.adopt(candidate.child or child, fitted)
    except BaseException:
        candidate.close()
        raise
    return candidate, Shortcuts.of(plan, reply)


def _lint(candidate: Candidate, child: Child, ahead: Ahead | None = None) -> Any:
    """What the text of the cells says. A cell that cannot be looked at in time or at all is charged, like one that does not end."""
    while True:
        sources = ["" if i in candidate.charged else cell.source for i, cell in enumerate(candidate.cells)]
        try:
            asked = candidate.child or child
            asked.post("lint", {"cells": sources, "bans": candidate.bans}, seconds=READ_S + candidate.budget.cell_s)
            if ahead:
                ahead.begin(candidate.budget.memory_mb)
            return asked.take()
        except (ChildTimeout, ChildDied, ChildLied) as death:
            if from_outside(death):
                raise SandboxError(f"the child that looks through the cells was ended: {death}") from death
            culprit = _unreadable_cell(candidate, sources)
            if culprit is None or len(candidate.charged) >= MAX_UNREADABLE:
                raise SubmissionError(TOO_INVOLVED) from death
            candidate.charged[culprit] = finding_of(death, candidate.budget.cell_s)
            candidate.close()
            candidate.child = candidate.jail.fork(memory_mb=candidate.budget.memory_mb)


def _unreadable_cell(candidate: Candidate, sources: list[str]) -> int | None:
    """The first cell on which a child of its own fails; None if each alone can be looked at."""
    for i, source in enumerate(sources):
        if len(source) < SMALL:
            continue
        with candidate.jail.fork(memory_mb=candidate.budget.memory_mb) as child:
            try:
                child.call("lint", {"cells": [source], "bans": candidate.bans}, seconds=READ_S)
            except (ChildTimeout, ChildDied, ChildLied):
                return i
    return None


def _check(
    session: Session, handin: HandIn, candidate: Candidate, plan: Plan, shortcuts: Shortcuts, progress: Progress
) -> list[ExerciseResult]:
    digest = code_digest(candidate.cells)
    results = []
    for k, task in enumerate(candidate.tasks, start=1):
        progress({"exercise": task.id, "k": k, "of": len(candidate.tasks)})
        written = plan.written(task.id)
        side = JailSide(candidate, task) if written else NothingWritten()
        result = mark(session, Sitting(task, side, secret=handin.secret, code=digest))
        result = replace(result, seed=f"{seed_for(handin.secret, task.id, digest):014x}")
        results.append(_with_cell(result, task, candidate, shortcuts))
    return results


def _with_gpu(
    results: list[ExerciseResult], session: Session, gpu: Gpu | None, handin: HandIn, candidate: Candidate, plan: Plan
) -> list[ExerciseResult]:
    """Add the GPU's column. It tells; the mark is the CPU's."""
    code = code_digest(candidate.cells)
    columns = second_pass(session, gpu, candidate, plan.written, secret=handin.secret, code=code) if gpu else {}
    told = []
    for result in results:
        column = columns.get(result.id, Column(NOT_RUN))
        flags = ({"kind": "on_gpu", "finding": column.finding},) if column.finding else ()
        told.append(replace(result, devices={**result.devices, "cuda": column.status}, flags=(*result.flags, *flags)))
    return told


def _with_cell(result: ExerciseResult, task: Task, candidate: Candidate, shortcuts: Shortcuts) -> ExerciseResult:
    """Add what happened to the exercise as a whole: its cell's error or death, and forbidden shortcuts."""
    flags = shortcuts.flags(task, candidate)
    if flags:
        return barred(result, flags)
    deaths = [candidate.charged[i] for i, cell in enumerate(candidate.cells) if cell.exercise == task.id and i in candidate.charged]
    errors = [candidate.errors[i] for i, cell in enumerate(candidate.cells) if cell.exercise == task.id and i in candidate.errors]
    if deaths:
        status = "timeout" if deaths[0]["kind"] == "timeout" else "error"
        return replace(result, finding=deaths[0], status=status if result.score == 0 else result.status)  # type: ignore[arg-type]
    if errors:
        return replace(result, finding=errors[0], status="error" if result.score == 0 else result.status)
    if task.id in candidate.lost:
        return replace(result, finding=candidate.lost[task.id])
    return result


def _report(
    handin: HandIn, suite: Suite, candidate: Candidate, plan: Plan, results: list[ExerciseResult], jail: Jail, seconds: float
) -> Report:
    helpers: list[Finding] = [
        {"kind": "helper_error", "cell": i, "error": finding}
        for i, finding in sorted((candidate.errors | candidate.charged).items())
        if candidate.cells[i].exercise is None
    ]
    score, maximum = total(results)
    return Report(
        submission=handin.submission,
        assignment=suite.assignment,
        score=score,
        max_score=maximum,
        exercises=tuple(results),
        warnings=(*plan.odd, *helpers),
        tier=jail.tier,
        seconds=round(seconds, 3),
        suite=suite.digest,
        code=code_digest(candidate.cells),
        versions=versions(),
    )


def versions() -> dict[str, str]:
    from grader import __version__

    return {"allclose": __version__, "torch": torch.__version__, "numpy": np.__version__, "python": platform.python_version()}
