"""Reports for the small lab without a judge: each exercise has a value check and an edge check, and Adam has a named mistake."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from grader.judge.report import CheckResult, Diagnosis, ExerciseResult, Report
from grader.records import Records, handins, people, queue, reports

LAB = "adaptive-optimizers"
MOST = {"opt-rmsprop": 8.0, "opt-adam": 12.0}


def both(text: str) -> dict[str, str]:
    return {"en": text, "ko": f"{text} (한국어)"}


def exercise(id: str, share: float, *, says: bool = False) -> ExerciseResult:
    """All right (1), the edge check not yet (0.5), nothing right (0), or not attempted (-1)."""
    most = MOST[id]
    if share < 0:
        return ExerciseResult(id=id, title=both(id), score=0, max_score=most, status="not_attempted")
    checks = tuple(
        CheckResult(
            id=name,
            title=both(f"{id} {words}"),
            kind=kind,
            status="passed" if share >= needed else "failed",
            points=most / 2 if share >= needed else 0.0,
            max_points=most / 2,
            finding=None if share >= needed else {"kind": "message", "text": both("It differs.")},
        )
        for name, words, kind, needed in (("test_value", "follows the rule", "value", 0.5), ("test_edge", "keeps its state", "edge", 1.0))
    )
    said = (Diagnosis(id="no_correction", message=both("Adam without bias correction.\nDivide m."), source="wrong"),) if says else ()
    status: Any = "passed" if share == 1 else "partial" if share else "failed"
    return ExerciseResult(
        id=id, title=both(id), score=sum(c.points for c in checks), max_score=most, status=status, checks=checks, diagnosis=said
    )


def grade(records: Records, **adam: float) -> int:
    """Grade everything that waits: `grade(records, ada=0.5)` gives Ada's Adam half of its points; RMSprop is right."""
    done = 0
    while (job := queue.lease(records, "machine:1")) is not None:
        login = people.get(records, job.person).login or ""
        share = adam.get(login, 1.0)
        results = (exercise("opt-rmsprop", 1.0), exercise("opt-adam", share, says=share == 0))
        score = sum(result.score for result in results)
        report = Report(submission=job.handin, assignment=LAB, score=score, max_score=20.0, exercises=results, suite=job.suite, tier="A")
        reports.append(records, job, report)
        done += 1
    return done


def hand_in(records: Records, login: str, data: bytes | None = None, *, name: str = "adam.ipynb") -> str:
    """Hand in bytes for a person; returns the hand-in's id."""
    person = people.find(records, login).id
    return handins.hand_in(records, person, LAB, data or json.dumps({"cells": [], "who": login}).encode(), filename=name).id


def enrol(records: Records, **sections: Iterable[str]) -> None:
    """Put people into sections: `enrol(records, ada=["Mon"], tia=["Mon"])`."""
    with records.machinery() as tx:
        for login, names in sections.items():
            people.enrol(tx, people.find(records, login).id, names)


def new_suite(root: Any, records: Records) -> None:
    """Change the course's folder so that its suite is another one."""
    path = root / "solutions" / LAB / "opt-adam" / "test_hidden.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# looked into\n", encoding="utf-8")
