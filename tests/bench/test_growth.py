"""A judge that has graded hundreds of hand-ins holds no more than one that has graded twenty. `ALLCLOSE_HANDINS=1000` for the long run."""

from __future__ import annotations

import json
import os
from pathlib import Path

from grader.fleet.client import JudgeClient
from tests.bench import machine
from tests.bench.handins import mixed

COUNT = int(os.environ.get("ALLCLOSE_HANDINS", "200"))
BUNDLE = Path(__file__).parents[1] / "judge" / "bundle"
CELLS = {name: (BUNDLE / name / "reference.py").read_text(encoding="utf-8") for name in ("ema", "half")}


def notebook(i: int) -> bytes:
    """Nine in ten are right; every tenth ends its child."""
    ending = "import os\nos._exit(0)\n" if i % 10 == 9 else ""
    sources = {"ema": f"{CELLS['ema']}\nMINE = {i}\n", "half": ending + CELLS["half"]}
    cells = [
        {
            "cell_type": "code",
            "id": name,
            "metadata": {"nbgrader": {"grade_id": name}},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for name, source in sources.items()
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def held(pid: int) -> tuple[int, int, int]:
    """Processes, descriptors and mounts of a judge and all below it."""
    family = [p for p in machine.family(pid) if Path(f"/proc/{p}/fd").exists()]
    descriptors = sum(len(os.listdir(f"/proc/{p}/fd")) for p in family)
    return len(family), descriptors, len(Path(f"/proc/{pid}/mounts").read_text(encoding="utf-8").splitlines())


def test_hundreds_of_hand_ins_leave_nothing_behind() -> None:
    with JudgeClient(secret=b"growth") as judge:
        for i in range(20):
            judge.grade({"fixture": BUNDLE}, str(i), notebook(i))
        assert judge.pid is not None
        memory, before = machine.memory_mb(judge.pid), held(judge.pid)
        for i in range(20, 20 + COUNT):
            judge.grade({"fixture": BUNDLE}, str(i), notebook(i))
        after, grown = held(judge.pid), machine.memory_mb(judge.pid) - memory
        print(f"{COUNT} hand-ins: {grown:+.1f} MB; (processes, descriptors, mounts) {before} before, {after} after")
        assert grown < 50
        # The last child may still be ending: one process, and what it holds open.
        assert after[0] <= before[0] + 1
        assert after[1] <= before[1] + 8
        assert after[2] == before[2]


def test_no_two_hand_ins_of_the_benchmark_are_alike() -> None:
    from grader.course.load import load_course

    course = load_course(Path(__file__).parents[2])
    made = mixed(course.assignment("optimizers"), 20)
    assert len({one.data for one in made}) == 20
    assert sorted(one.kind for one in made) == ["broken"] * 2 + ["right"] * 12 + ["wrong"] * 6
