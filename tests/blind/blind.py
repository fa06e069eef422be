"""The blind set: answers written from the statements alone, by people who saw neither `wrong.py` nor the hidden suites.

`answers/<exercise>/right_*.py` must earn full marks; those that `against.toml` lists break a rule of the lab's opening and lose the
one check that asks for it. `wrong_*.py` must not, and `named.toml` says which catalogued mistake each of them is ("" for one that
the catalogue does not list). A mistake is named by its diagnosis or, where it shows in random answers alone, by the sentence of the
check that fails. `python -m tests.blind.blind` prints the table.
"""

from __future__ import annotations

import ast
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from grader.course.bundle import build_bundle
from grader.course.load import load_course
from grader.judge.forks import in_fork
from grader.judge.marking import mark
from grader.judge.proof import told_by_sentence
from grader.judge.session import Session, in_session
from grader.judge.sides import LocalSide
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite, Task, load_module, public_names

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIMIT_S = 60.0


@dataclass(frozen=True)
class Verdict:
    name: str  # exercise/file
    right: bool
    says: str  # the author's own words
    score: float
    max_score: float
    named: str  # id of the diagnosis, or ""
    headline: str
    told: tuple[str, ...]  # ids of catalogued mistakes whose own sentence a failed check says
    lost: str  # first check that failed
    failed: tuple[str, ...] = ()  # all of them

    @property
    def full(self) -> bool:
        return self.score >= self.max_score


def answers(exercise: str = "*") -> list[Path]:
    return sorted((HERE / "answers").glob(f"{exercise}/*.py"))


def expected() -> dict[str, str]:
    """Which catalogued mistake each wrong answer is; "" where the catalogue does not list it."""
    return dict(tomllib.loads((HERE / "named.toml").read_text(encoding="utf-8")))


def against_a_rule() -> dict[str, dict[str, str]]:
    """Right answers that break a rule of the lab's opening: the rule, and the check that it costs."""
    return tomllib.loads((HERE / "against.toml").read_text(encoding="utf-8"))


def verdicts(chosen: list[Path]) -> Iterator[Verdict]:
    """Grade the chosen files, each in a fork of its own."""
    course = load_course(ROOT)
    home = {exercise.id: a.id for a in course.assignments for exercise in a.exercises}
    with tempfile.TemporaryDirectory() as folder:
        suites = {name: Suite(build_bundle(course, name, Path(folder))) for name in sorted({home[p.parent.name] for p in chosen})}

        for exercise, paths in groupby(chosen, key=lambda path: path.parent.name):
            task = suites[home[exercise]].task(exercise)
            yield from in_session(partial(_verdicts, task=task, paths=list(paths)))


def _verdicts(session: Session, *, task: Task, paths: list[Path]) -> list[Verdict]:
    session.checks(task)
    _ = task.reference, task.variants
    found = []
    for path in paths:
        says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        result = in_fork(partial(_grade, session, task, path), seconds=LIMIT_S)
        result = result or _nothing("no result")
        found.append(Verdict(f"{task.id}/{path.stem}", path.stem.startswith("right"), says, max_score=task.points, **result))
    return found


def _grade(session: Session, task: Task, path: Path) -> dict[str, Any]:
    """The answer as a notebook runs it: on top of the first cell's imports and the given cells."""
    setup = load_module(task.folder / "reference.py", "setup")
    names = {k: v for k, v in public_names(setup).items() if k not in task.gives}
    import torch

    names |= {"nn": torch.nn, "torch": torch}
    try:
        student = names | public_names(load_module(path, "answer", names))
    except Exception as error:
        return _nothing(f"{type(error).__name__}: {error}"[:200])
    result = mark(session, Sitting(task, LocalSide(student, task.probes), secret=b"blind", code=path.stem), diagnosis_s=2.0)
    failed = [c for c in result.checks if c.status != "passed"]
    told = next((c.finding["text"]["en"] for c in result.checks if c.finding and c.finding["kind"] == "sentence"), "")
    return {
        "score": result.score,
        "named": "+".join(d.id for d in result.diagnosis),
        "headline": "; ".join(d.message["en"].split("\n", 1)[0] for d in result.diagnosis) or (f"[{told}]" if told else ""),
        "told": tuple(v.id for v in task.variants.wrong if told_by_sentence(result, v)),
        "lost": f"{failed[0].id}: {failed[0].finding}"[:300] if failed else "",
        "failed": tuple(c.id for c in failed),
    }


def _nothing(lost: str) -> dict[str, Any]:
    return {"score": 0.0, "named": "", "headline": "", "told": (), "lost": lost}


def summary(found: list[Verdict], known: dict[str, str]) -> dict[str, float]:
    """The figures that are promised."""
    rules = against_a_rule()
    right, wrong = [v for v in found if v.right and v.name not in rules], [v for v in found if not v.right]
    ruled = [v for v in found if v.name in rules]
    catalogued = [v for v in wrong if known.get(v.name)]
    return {
        "right": len(right),
        "right_full": sum(v.full for v in right),
        "against_a_rule": len(ruled),
        "losing_that_check_alone": sum(list(v.failed) == [rules[v.name]["check"]] for v in ruled),
        "wrong": len(wrong),
        "wrong_full": sum(v.full for v in wrong),
        "catalogued": len(catalogued),
        "named_correctly": sum(known[v.name] == v.named or (not v.named and known[v.name] in v.told) for v in catalogued),
        "misnamed": sum(bool(v.named) and v.named != known.get(v.name) for v in wrong),
    }


def main() -> int:
    known = expected() if (HERE / "named.toml").exists() else {}
    found = []
    for v in verdicts([path for exercise in sys.argv[1:] or ["*"] for path in answers(exercise)]):
        found.append(v)
        if v.right and not v.full:
            print(f"RIGHT LOSES  {v.name}: {v.score:g}/{v.max_score:g} {v.lost}")
        elif not v.right:
            mark_ = "FULL MARKS" if v.full else "ok" if known.get(v.name) == v.named else "-"
            print(
                f"{mark_:<11}  {v.name}: {v.says.splitlines()[0] if v.says else ''}  →  {v.named or '(no name)'} | {v.headline}", flush=True
            )
    print(summary(found, known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
