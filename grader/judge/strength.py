"""How strong a suite is: which mutants of its reference it kills, and whether it ever refuses a right answer.

The full run takes minutes and is kept in a ledger; a rotating eighth of the mutants and a few seeds run in CI. A mutant
that lives must be explained in `mutants.toml` beside the suite (id = "why it is the same function"), and is then tried on
ten thousand inputs of the suite's own kind to support the claim.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from grader.judge.forks import in_fork
from grader.judge.marking import mark
from grader.judge.mutants import Mutant, mutants
from grader.judge.session import Session
from grader.judge.sides import Answer, LocalSide, Side
from grader.judge.sitting import Sitting
from grader.judge.suite import Task

MUTANT_S = 2.0
SEED_S = 20.0
EQUAL_INPUTS = 10_000
MUTANT = "mutant"  # the draw that all mutants share

Answers = dict[str, Answer]


@dataclass
class Strength:
    """What was tried and what came of it."""

    id: str
    digest: str
    mutants: int = 0
    killed: int = 0
    explained: dict[str, str] = field(default_factory=dict)
    alive: list[str] = field(default_factory=list)
    seeds: int = 0
    false_alarms: list[str] = field(default_factory=list)
    equal_inputs: int = 0  # questions put to each explained mutant: the least of them

    @property
    def ok(self) -> bool:
        return not self.alive and not self.false_alarms

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def digest_of(task: Task) -> str:
    """Exercise, checks and judge: when any of it changes, the ledger's entry is stale."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    files = [*sorted(task.folder.glob("*")), task.suite.folder / "probes.py"]
    files += [*sorted((package / "checks").rglob("*.py")), *(package / "judge" / name for name in _DECIDING)]
    for path in files:
        if path.is_file() and path.suffix in (".py", ".toml"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


_DECIDING = ("compare.py", "draw.py", "marking.py", "mutants.py", "sitting.py", "tolerance.py", "sides.py")


def measure(
    session: Session,
    task: Task,
    *,
    seeds: Iterable[int],
    part: tuple[int, int] = (0, 1),
    progress: Callable[[str], None] = lambda line: None,
) -> Strength:
    """Run mutants (every n-th, beginning with the k-th, for `part = (k, n)`) and seeds."""
    strength = Strength(task.id, digest_of(task))
    session.checks(task)
    wanted: Answers = {}  # what the reference says to the questions that every mutant is asked
    _full_marks(session, task, task.reference, MUTANT, wanted)  # here, so that no fork imports what the first run imports
    known = _explanations(task)
    every = mutants(task.folder / "reference.py", _given(task))
    for mutant in every[part[0] :: part[1]]:
        strength.mutants += 1
        if _killed(session, task, mutant, wanted):
            strength.killed += 1
        elif mutant.id in known:
            strength.explained[mutant.id] = known[mutant.id]
            if part == (0, 1):
                _try_to_tell_apart(session, task, mutant, strength)
        else:
            strength.alive.append(mutant.id)
        progress(mutant.id)
    _seeds(session, task, strength, list(seeds))
    return strength


def _given(task: Task) -> str:
    """The code that the exercise hands out, which a student need not write and may change."""
    cells = task.suite.manifest["cells"]
    return "\n\n".join(cell["source"] for cell in cells if cell["role"] == "given" and cell["exercise"] == task.id)


def _explanations(task: Task) -> dict[str, str]:
    path = task.folder / "mutants.toml"
    return {str(k): str(v) for k, v in tomllib.loads(path.read_text(encoding="utf-8")).items()} if path.exists() else {}


def _killed(session: Session, task: Task, mutant: Mutant, wanted: Answers) -> bool:
    """A mutant that loses marks, raises, loops or dies is killed; so is one that is recognised as another accepted convention."""

    def work() -> bool:
        try:
            names = mutant.names(task)
        except Exception:
            return True
        sitting = Sitting(task, LocalSide(names, task.probes), secret=b"strength", code=MUTANT, oracle_answers=wanted)
        result = mark(session, sitting, diagnosis_s=0.0)
        return result.convention is not None or not (result.status == "passed" and result.score == task.points)

    return in_fork(work, seconds=MUTANT_S) is not False


def _try_to_tell_apart(session: Session, task: Task, mutant: Mutant, strength: Strength) -> None:
    """Put ten thousand questions of the suite's own kind to a mutant that is said to be the same function."""

    def asked(draws: range) -> int | str:
        side = LocalSide(mutant.names(task), task.probes)
        count = 0
        for draw in draws:
            sitting = Sitting(task, side, secret=b"equal", code=f"draw {draw}")
            result = mark(session, sitting, diagnosis_s=0.0)
            if result.convention is None and not (result.status == "passed" and result.score == task.points):
                return f"{mutant.id} (explained as the same function, but loses marks with draw {draw})"
            count += len(sitting.recording.entries)
        return count

    total = start = 0
    while total < EQUAL_INPUTS:
        found = in_fork(partial(asked, range(start, start + 10)), seconds=SEED_S)
        if not isinstance(found, int) or found == 0:
            strength.alive.append(found if isinstance(found, str) else f"{mutant.id} (explained, but gives no answer to draws {start} …)")
            return
        total += found
        start += 10
    strength.equal_inputs = min(strength.equal_inputs or total, total)


def _full_marks(session: Session, task: Task, side: Side, code: str, wanted: Answers) -> bool:
    """Whether this side earns everything. `wanted` keeps the reference's answers: all sides of a draw get the same questions."""
    result = mark(session, Sitting(task, side, secret=b"strength", code=code, oracle_answers=wanted), diagnosis_s=0.0)
    return result.status == "passed" and result.score == task.points


def _seeds(session: Session, task: Task, strength: Strength, seeds: list[int]) -> None:
    """The reference and every alternative must earn full marks whatever is drawn."""
    right: list[tuple[str, Side]] = [("reference", task.reference)]
    right += [(variant.id, task.side(variant.names)) for variant in (*task.variants.right, *task.variants.also)]

    def alarms(batch: list[int]) -> list[str]:
        lost = []
        for seed in batch:
            wanted: Answers = {}
            lost += [f"{name}, seed {seed}" for name, side in right if not _full_marks(session, task, side, f"seed {seed}", wanted)]
        return lost

    for start in range(0, len(seeds), 10):
        batch = seeds[start : start + 10]
        found = in_fork(partial(alarms, batch), seconds=SEED_S)
        strength.false_alarms += found if found is not None else [f"seeds {batch[0]}–{batch[-1]}: no result in {SEED_S:g} s"]
        strength.seeds += len(batch)
