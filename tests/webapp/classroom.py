"""A class that has worked for some weeks: people of different strength, hand-ins with real check names, quiz answers.

Everything is drawn from a seed and goes through the records as in a course; only the judge is replaced by a draw.
"""

from __future__ import annotations

import ast
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from grader.judge.report import CheckResult, Diagnosis, ExerciseResult, Report
from grader.records import Records, assignments, handins, people, queue, reports, times
from webapp.quiz import attempts, settings, store
from webapp.quiz.bank import Quiz

NAMES = "Ada Bo Chan Dana Eun Finn Gil Hana Ivy Jun Kai Lena Min Noa Oh Pia Quinn Rae Sora Tom Uma Vera Won Xia Yuna Zoe".split()


class Clock:
    """Time that only the story moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at


@dataclass
class Pupil:
    id: int
    skill: float


def enrol(records: Records, count: int, rng: random.Random, *, sections: tuple[str, ...] = ("Mon", "Tue")) -> list[Pupil]:
    found = []
    for k in range(count):
        name = f"{NAMES[k % len(NAMES)]} {chr(65 + k // len(NAMES))}"
        id = people.add(records, "test", name=name, login=f"p{k}", email=f"p{k}@example.org", sections=[sections[k % len(sections)]])
        found.append(Pupil(id, rng.uniform(0.15, 1.0)))
    return found


def exercises(folder: Path, ids: list[str]) -> list[ExerciseResult]:
    """The exercises with the checks that their hidden suites really have, everything right."""
    found = []
    for id in ids:
        tree = ast.parse((folder / id / "test_hidden.py").read_text())
        tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        checks = tuple(
            CheckResult(
                id=test.name,
                title={"en": (ast.get_docstring(test) or test.name).split("\n")[0], "ko": f"검사 {place}"},
                kind="value" if place == 0 else "property",
                status="passed",
                points=2.0,
                max_points=2.0,
            )
            for place, test in enumerate(tests)
        )
        most = 2.0 * len(checks)
        found.append(ExerciseResult(id=id, title={"en": id, "ko": id}, score=most, max_score=most, status="passed", checks=checks))
    return found


def mistakes(folder: Path, id: str) -> list[Diagnosis]:
    tree = ast.parse((folder / id / "wrong.py").read_text())
    wrong = [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_") and n.name != "build"]
    return [Diagnosis(id=n.name, message={"en": ast.get_docstring(n) or n.name, "ko": f"오개념 {n.name}"}, source="wrong") for n in wrong]


def attempt(right: list[ExerciseResult], wrong: dict[str, list[Diagnosis]], skill: float, rng: random.Random) -> list[ExerciseResult]:
    """One attempt of somebody with this skill: later checks are harder."""
    found = []
    for one in right:
        if rng.random() > skill + 0.75:
            blank = tuple(CheckResult(**{**_fields(c), "status": "not_attempted", "points": 0.0}) for c in one.checks)
            found.append(ExerciseResult(**{**_fields(one), "checks": blank, "score": 0.0, "status": "not_attempted"}))
            continue
        passed = [rng.random() < min(0.98, skill * 1.25 - 0.1 * place + 0.15) for place in range(len(one.checks))]
        checks = tuple(
            CheckResult(**{**_fields(c), "status": "passed" if ok else "failed", "points": 2.0 if ok else 0.0})
            for c, ok in zip(one.checks, passed, strict=True)
        )
        score = sum(check.points for check in checks)
        status = "passed" if all(passed) else "partial" if score else "failed"
        says = () if all(passed) or not wrong[one.id] else (wrong[one.id][min(int(rng.expovariate(0.8)), len(wrong[one.id]) - 1)],)
        found.append(ExerciseResult(**{**_fields(one), "checks": checks, "score": score, "status": status, "diagnosis": says}))
    return found


def _fields(result: object) -> dict[str, object]:
    return {name: getattr(result, name) for name in result.__dataclass_fields__}  # type: ignore[attr-defined]


def hand_in_all(
    records: Records, clock: Clock, pupils: list[Pupil], lab: str, folder: Path, ids: list[str], due: str, rng: random.Random
) -> None:
    """Everybody works at the lab: the weaker begin later, try more often, or hand in nothing."""
    right = exercises(folder, ids)
    wrong = {id: mistakes(folder, id) for id in ids}
    for pupil in pupils:
        if rng.random() > 0.75 + 0.3 * pupil.skill:
            continue
        start = times.moment(due) - timedelta(hours=min(160.0, rng.expovariate(1 / (4 + 60 * pupil.skill))) - 2)
        for number in range(1 + int(rng.expovariate(0.6 + pupil.skill))):
            clock.at = start + timedelta(hours=0.7 * number)
            handins.hand_in(records, pupil.id, lab, f"{pupil.id} {number}".encode(), filename="a.ipynb", limited=False)
            job = queue.lease(records, "test")
            assert job is not None
            results = tuple(attempt(right, wrong, min(1.0, pupil.skill + 0.08 * number), rng))
            score, most = sum(r.score for r in results), sum(r.max_score for r in results)
            reports.append(records, job, Report(submission=job.handin, assignment=lab, score=score, max_score=most, exercises=results))


def quiz(
    records: Records, clock: Clock, pupils: list[Pupil], bank: Quiz, quizzes: dict[str, Quiz], id: str, due: str, rng: random.Random
) -> None:
    """Everybody takes the quiz once."""
    title = {"en": bank.title.en, "ko": bank.title.ko}
    assignments.put(records, "test", id, kind="quiz", title=title, published=1, max_score=10, due_at=due, category="quizzes")
    store.put_settings(records, "test", id, {"bank": bank.name})
    chosen = settings.read(store.settings(records, id), quizzes, where=id)
    for pupil in pupils:
        clock.at = times.moment(due) - timedelta(hours=rng.uniform(1, 50))
        made = attempts.begin(records, bank, chosen, pupil.id, id)
        forms = {}
        for question in attempts.questions(records, made, quizzes):
            right = question.right
            if rng.random() < 0.25 + 0.7 * pupil.skill:
                forms[question.position] = {name: list(values) for name, values in right.items()}
            elif question.spec.type == "single":
                forms[question.position] = {"answer": [rng.choice([o.key for o in question.spec.options])]}  # type: ignore[attr-defined]
        one = store.attempt(records, made)
        store.submit(records, one, forms)
        attempts.settle(records, store.attempt(records, made), quizzes)
