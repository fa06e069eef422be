"""Does a suite keep its promises? The reference earns everything, the skeleton nothing, each known mistake loses marks
and is named, each correct alternative earns everything, and the points add up.

Everything here is the course's own code, so it runs in this process, without the jail.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.inside.lint import lint
from grader.judge.bans import Bans
from grader.judge.marking import mark
from grader.judge.report import ExerciseResult, Finding
from grader.judge.session import Session, in_session
from grader.judge.sides import Side
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite, Task
from grader.judge.variants import Variant


@dataclass
class ExerciseProof:
    id: str
    points: float
    reference_ok: bool = False
    skeleton_ok: bool = False
    wrong: list[tuple[str, float, float, str | None]] = field(default_factory=list)  # id, score, max, named as
    right: list[tuple[str, float]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0
    reference_ms: float = 0.0  # the reference's side of one grading

    @property
    def caught(self) -> int:
        return sum(score < maximum for _, score, maximum, _ in self.wrong)

    @property
    def named(self) -> int:
        return sum(name == id_ for id_, _, _, name in self.wrong)


Progress = Callable[[str], None]


def prove(
    bundle: Path, exercises: list[str] | None = None, *, seeds: int = 1, progress: Progress = lambda line: None
) -> list[ExerciseProof]:
    """Prove the suites of a bundle (all, or the exercises named)."""
    suite = Suite(bundle)
    chosen = [suite.task(name) for name in exercises] if exercises else list(suite.tasks.values())

    def body(session: Session) -> list[ExerciseProof]:
        proofs = []
        for task in chosen:
            progress(task.id)
            proofs.append(prove_task(session, task, seeds=seeds))
        return proofs

    proofs: list[ExerciseProof] = in_session(body)
    return proofs


def prove_task(session: Session, task: Task, *, seeds: int = 1) -> ExerciseProof:
    """Prove one exercise. A mistake in its files is a problem of the proof, not an exception."""
    started = time.perf_counter()
    proof = ExerciseProof(task.id, task.points)
    try:
        _prove(session, task, proof, seeds)
    except CourseError as error:
        proof.problems.extend(error.mistakes)
    proof.seconds = round(time.perf_counter() - started, 3)
    return proof


def _prove(session: Session, task: Task, proof: ExerciseProof, seeds: int) -> None:
    total = sum(check.worth for check in session.checks(task))
    if abs(total - task.points) > 1e-6:
        proof.problems.append(f"{task.id}/test_hidden.py: the points add up to {total:g}; exercise.toml says {task.points:g}.")
    missing = [name for name in task.gives if name not in task.reference_names]
    if missing:
        proof.problems.append(f"{task.id}/exercise.py: gives {', '.join(missing)}, but the answer cell does not define it.")
        return
    begun = time.perf_counter()
    proof.reference_ok = all(_full(proof, task, "reference", _grade(session, task, task.reference, seed)) for seed in range(seeds))
    proof.reference_ms = round((time.perf_counter() - begun) * 1000 / seeds, 2)
    skeleton = _grade(session, task, _Skeleton())
    proof.skeleton_ok = skeleton.score == 0
    if not proof.skeleton_ok:
        passed = [check.id for check in skeleton.checks if check.points]
        proof.problems.append(f"{task.id}: the untouched skeleton earns {skeleton.score:g} points ({', '.join(passed)}).")
    for variant in task.variants.wrong:
        _prove_wrong(session, task, proof, variant)
    proof.problems += _missing_in_the_jail(task)
    for variant in (*task.variants.right, *task.variants.also):
        results = [_grade(session, task, task.side(variant.names), seed) for seed in range(seeds)]
        full = [_full(proof, task, f"alternative “{variant.id}”", result) for result in results]
        if variant in task.variants.also and all(full) and any(result.convention is None for result in results):
            proof.problems.append(f"{task.id}/also.py: “{variant.id}” passes as the reference itself; no check tells them apart.")
        proof.right.append((variant.id, min(result.score for result in results)))


def _prove_wrong(session: Session, task: Task, proof: ExerciseProof, variant: Variant) -> None:
    result = _grade(session, task, task.side(variant.names))
    names = {d.id: d.message["en"].split("\n", 1)[0].strip() for d in result.diagnosis}
    # Variants that share their first line are one diagnosis: any of their ids will do.
    named = variant.id if variant.headline in names.values() and len(names) == 1 else next(iter(names), None)
    proof.wrong.append((variant.id, result.score, result.max_score, named))
    if result.status == "grader_fault":
        proof.problems.append(f"{task.id}: “{variant.id}” makes the suite itself fail: {_first_fault(result)}")
    if result.score >= result.max_score:
        proof.problems.append(f"{task.id}: “{variant.id}” earns full marks. Add the case that tells it apart.")
    elif named is None and told_by_sentence(result, variant):
        proof.wrong[-1] = (variant.id, result.score, result.max_score, variant.id)
    elif named != variant.id:
        proof.problems.append(f"{task.id}: “{variant.id}” is {f'named “{named}”' if named else 'not named'}.")
    if variant.message["ko"] == variant.message["en"]:
        proof.problems.append(f"{task.id}/messages.ko.toml: [wrong] has no Korean for “{variant.id.replace('-', '_')}”.")


def _missing_in_the_jail(task: Task) -> list[str]:
    """Right answers that no student could hand in: they use what their exercise forbids or another one of the lab took away."""
    union = Bans.of(entry for other in task.suite.tasks.values() for entry in other.data.get("ban", []))
    taken = Bans(union.absent, ())
    found = []
    for name in ("reference.py", "right.py", "also.py"):
        path = task.folder / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for violation in lint([text], union.to_wire())["violations"]:
            if task.bans.forbids(violation["name"]) or taken.forbids(violation["name"]):
                what = (
                    "which this exercise forbids"
                    if task.bans.forbids(violation["name"])
                    else "which another exercise of the lab takes away"
                )
                found.append(f"{task.id}/{name}:{violation['line']} uses {violation['name']}, {what}. Write it without.")
    return found


def told_by_sentence(result: ExerciseResult, variant: Variant) -> bool:
    """Mistakes that only show in random answers are named by the sentence of the check that fails."""
    told = [c.finding["text"]["en"] for c in result.checks if c.finding and c.finding["kind"] == "sentence"]
    return variant.headline in told


def _full(proof: ExerciseProof, task: Task, who: str, result: ExerciseResult) -> bool:
    if result.score == result.max_score == task.points and result.status == "passed":
        return True
    lost = [f"{c.id} ({words(c.finding)})" for c in result.checks if c.status != "passed"]
    proof.problems.append(f"{task.id}: the {who} earns {result.score:g} of {task.points:g}: {'; '.join(lost[:4])}")
    return False


def _first_fault(result: ExerciseResult) -> str:
    return next((words(c.finding) for c in result.checks if c.status == "grader_fault"), "")


def words(finding: Finding | None) -> str:
    """A finding for the author of the suite: everything, in one line."""
    return ", ".join(f"{key} {value}" for key, value in (finding or {}).items() if key != "text_ko")


def _grade(session: Session, task: Task, side: Side, seed: int = 0) -> ExerciseResult:
    return mark(session, Sitting(task, side, secret=b"proof", code=f"seed {seed}"), diagnosis_s=2.0)


class _Skeleton:
    """A notebook in which nothing was written."""

    def ask(self, question: Any) -> Any:
        from grader.judge.sides import Answer

        return Answer(error={"kind": "error", "type": "NotImplementedError", "text": ""})
