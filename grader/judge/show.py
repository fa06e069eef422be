"""Ask a hand-in public questions and return both sides' answers, for the plots on its feedback page.

Nothing hidden is asked: the questions are those of the public examples, and a descent on a fixed quadratic. No mark comes of it.
"""

from __future__ import annotations

import math
from typing import Any

import torch

from grader.judge.candidate import Candidate, JailSide, code_digest
from grader.judge.handin import HandIn, _choose, _memory_mb, _prepare, _read
from grader.judge.session import Session
from grader.judge.sides import Answer, Question
from grader.judge.sitting import Sitting
from grader.judge.suite import Task
from grader.notebooks.matching import match
from grader.sandbox import Jail

START, WEIGHTS, STEPS = (-1.0, 0.7), (1.0, 12.0), 30
RATES = (0.3, 0.1, 0.03, 0.01, 0.003)
POINTS = 120  # of a curve

Shown = dict[str, Any]


def show(session: Session, jail: Jail, handin: HandIn) -> dict[str, list[Shown]]:
    """Return what there is to plot, by exercise. Raises as `grade` does."""
    child = jail.fork(memory_mb=_memory_mb(handin))
    candidate: Candidate | None = None
    try:
        reply = _read(child, handin.data)
        suite = _choose(handin.suites, reply)
        plan = match(suite.manifest["cells"], reply)
        candidate, _ = _prepare(jail, child, suite, handin, plan)
        digest = code_digest(candidate.cells)
        found: dict[str, list[Shown]] = {}
        for task in candidate.tasks:
            if plan.written(task.id) and task.data["family"] in _FAMILIES:
                sitting = Sitting(task, JailSide(candidate, task), secret=handin.secret, code=digest)
                session.sit(sitting, [check for check in session.checks(task) if check.public])
                found[task.id] = [shown for shown in _FAMILIES[task.data["family"]](task, sitting) if shown]
        return found
    finally:
        child.close()
        if candidate is not None:
            candidate.close()


def _optimizer(task: Task, sitting: Sitting) -> list[Shown | None]:
    return [_descent(task, sitting)]


def _descent(task: Task, sitting: Sitting) -> Shown | None:
    """Both paths down the valley, with the learning rate at which the reference gets lowest."""
    arguments = (torch.tensor(START, dtype=torch.float64), torch.tensor(WEIGHTS, dtype=torch.float64), STEPS)

    def question(lr: float) -> Question:
        return Question(probe="descent", args=arguments, kwargs={"lr": lr}, main=task.main)

    tried = [(_height(path), lr, path) for lr in RATES if (path := _path(task.reference.ask(question(lr)))) is not None]
    if not tried:
        return None
    _, lr, reference = min(tried)
    answer = sitting.student.ask(question(lr))
    student = _path(answer)
    if student is None:
        return None
    return {"kind": "descent", "lr": lr, "start": list(START), "weights": list(WEIGHTS), "student": student, "reference": reference}


def _path(answer: Answer) -> list[list[float]] | None:
    """The points of an answer up to the first that is not finite; None if it has not the shape of a path."""
    steps = answer.value.get("step") if answer.ok and isinstance(answer.value, dict) else None
    if not isinstance(steps, (list, tuple)):
        return None
    path = [list(START)]
    for point in steps[:STEPS]:
        if not isinstance(point, torch.Tensor) or tuple(point.shape) != (2,) or not point.is_floating_point():
            return None
        if not bool(torch.isfinite(point).all()) or float(point.abs().max()) > 1e6:
            break
        path.append([float(v) for v in point])
    return path if len(path) > 1 else None


def _height(path: list[list[float]]) -> float:
    if len(path) <= STEPS:
        return math.inf
    return sum(w * v * v for w, v in zip(WEIGHTS, path[-1], strict=True))


def _scheduler(task: Task, sitting: Sitting) -> list[Shown | None]:
    """The whole curve between the steps that the public example names."""
    for entry in sitting.recording.entries:
        question = entry.question
        if question.probe != "at_steps" or len(question.args) < 3 or not entry.answer.ok:
            continue
        arguments, place, steps, *name = question.args
        last = max(int(step) for step in steps)
        asked = sorted({round(k * last / POINTS) for k in range(POINTS + 1)})
        curve = Question(probe="at_steps", args=(arguments, place, asked, *name), kwargs=question.kwargs, main=question.main)
        student, reference = _values(sitting.student.ask(curve), asked), _values(task.reference.ask(curve), asked)
        if student and reference:
            return [{"kind": "curve", "steps": asked, "student": student, "reference": reference}]
    return []


def _values(answer: Answer, steps: list[int]) -> list[float | None] | None:
    """One number per step; None where there is none."""
    if not answer.ok or not isinstance(answer.value, dict):
        return None
    found = [answer.value.get(f"t = {step}") for step in steps]
    numbers = [float(v) if isinstance(v, (int, float)) and math.isfinite(v) and abs(v) < 1e12 else None for v in found]
    return numbers if any(number is not None for number in numbers) else None


_FAMILIES = {"optimizer": _optimizer, "scheduler": _scheduler}
