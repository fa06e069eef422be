"""Whatever of ours is killed during a batch: nothing is lost, nobody is marked down for it, and the batch says what happened."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from grader.errors import SandboxError
from grader.fleet.batch import Job, Outcome, Pool
from grader.fleet.client import JudgeClient
from grader.sandbox import Jail, launch, tiers
from tests.judge.test_handin import BUNDLE, EMA, HALF, notebook

SCRIPT = Path(__file__).with_name("scripted_judge.py")
RIGHT = notebook(("ema", EMA), ("half", HALF))


def kill(pid: int | None) -> bool:
    with contextlib.suppress(ProcessLookupError, TypeError):
        os.kill(pid, signal.SIGKILL)  # type: ignore[arg-type]
        return True
    return False


def below(pid: int) -> list[int]:
    """Every process below this one, nearest first."""
    with contextlib.suppress(OSError):
        children = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [*children, *(d for child in children for d in below(child))]
    return []


def test_two_hundred_hand_ins_survive_forty_killed_judges() -> None:
    rng, seen, kills = random.Random(5), dict[str, Outcome](), 0
    jobs = [Job(f"s{k}", b"x" * rng.randint(1, 200), "a") for k in range(200)]
    pool = Pool({"a": Path("bundle")}, secret=b"s", workers=2, options={})
    pool._judges = [JudgeClient(secret=b"s", command=[sys.executable, "-S", "-E", str(SCRIPT)]) for _ in range(2)]
    with pool:
        for outcome in pool.grade(jobs):
            assert outcome.name not in seen
            seen[outcome.name] = outcome
            if len(seen) % 5 == 0 and len(seen) <= 200:
                kills += kill(rng.choice(pool._judges).pid)
    ends = Counter(outcome.kind for outcome in seen.values())
    print(f"\n200 hand-ins, {kills} scripted judges killed: {dict(ends)}")
    assert len(seen) == 200 and kills >= 30
    for job in jobs:
        outcome = seen[job.name]
        if outcome.report is None:  # three kills in a row: told as ours, with no mark
            assert outcome.kind == "fault" and "Our fault" in outcome.message
        else:
            assert (outcome.report.submission, outcome.report.score) == (job.name, len(job.data) % 11)


@pytest.mark.timeout(600)  # each killed judge or zygote takes seconds to start again
def test_real_judges_zygotes_and_children_may_be_killed_while_they_grade() -> None:
    rng, killed = random.Random(6), Counter[str]()
    with JudgeClient(secret=b"s") as judge:

        def strike(event: dict[str, object]) -> None:
            """At every second exercise something dies: the judge, the jail, or the child that answers."""
            if rng.random() < 0.4:
                return
            assert judge.pid is not None
            tree = below(judge.pid)
            what, pid = rng.choice(
                [("judge", judge.pid), *[("zygote", pid) for pid in tree[-2:-1]], *[("child", pid) for pid in tree[-1:]] * 4]
            )
            killed[what] += bool(pid) and kill(pid)

        scores = Counter[str]()
        for k in range(8):
            for _ in range(6):
                with contextlib.suppress(SandboxError):
                    report = judge.grade(
                        {"fixture": BUNDLE}, f"s{k}", RIGHT, progress=strike if sum(killed.values()) < 9 else lambda event: None
                    )
                    scores[f"{report.score:g}/{report.max_score:g}"] += 1
                    break
            else:
                pytest.fail("a hand-in was not graded in six tries")
    print(f"\n8 hand-ins, killed: {dict(killed)}; marks: {dict(scores)}")
    assert scores == {"14/14": 8} and sum(killed.values()) >= 5


def test_without_bwrap_the_next_tier_is_taken_or_none_and_never_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiers, "_known", {})
    monkeypatch.setattr(launch, "missing_tools", lambda outer: ["bwrap"] if outer else [])
    assert not tiers.standing("A").ok and "bwrap" in tiers.standing("A").reason
    assert not tiers.standing("B").ok


def test_a_zygote_that_dies_at_its_start_is_a_fault_of_ours_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "command", lambda *given, **more: [sys.executable, "-c", "import sys; sys.exit('no memory for me')"])
    with pytest.raises(SandboxError, match="no memory for me"):
        Jail("A")


def test_a_judge_that_cannot_start_is_told_and_tried_again() -> None:
    judge = JudgeClient(secret=b"s", command=[sys.executable, "-c", "raise SystemExit(3)"])
    for _ in range(2):
        with pytest.raises(SandboxError, match="judge"):
            judge.grade({"fixture": BUNDLE}, "s", RIGHT)


def test_a_clock_that_jumps_moves_no_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines are on the monotonic clock: a wall clock that jumps a year changes neither a mark nor a limit."""
    now = time.time()
    jumps = iter(range(10_000))
    monkeypatch.setattr(time, "time", lambda: now + (-1) ** next(jumps) * 3e7)
    with Jail() as jail, jail.fork() as child:
        assert child.call("cell", {"source": "x = 1", "index": 0}, seconds=10) == {"ok": True}


@pytest.mark.parametrize("room", ["grader/judge", "grader/sandbox", "grader/fleet", "grader/inside"])
def test_no_deadline_is_kept_on_the_wall_clock(room: str) -> None:
    root = Path(__file__).parents[2]
    assert [path.name for path in (root / room).rglob("*.py") if "time.time()" in path.read_text(encoding="utf-8")] == []
