"""The GPU, tried and measured: `make gpu`, or `python -m tests.bench.gpu [--json FILE]` with torch, numpy, pytest and safetensors alone.

Device tests, then: how long a child's context takes, what a hand-in costs with the second pass, and how far the course's references on the GPU
are from themselves on the CPU, in units of each exercise's tolerance. Without a CUDA device it says so and ends well. Only our own solutions run
here, so the weakest sandbox will do.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.course.opening import IMPORTS
from grader.judge.handin import HandIn, grade
from grader.judge.second import Gpu, ReferenceThere, tensors
from grader.judge.session import Session, in_session
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite, Task
from grader.sandbox import Jail
from tests.bench import machine

ROOT = Path(__file__).parents[2]
COPIED = ("test_hidden.py", "wrong.py", "right.py", "also.py", "probes.py", "messages.ko.toml")
ROUNDS = 5


def plain_bundle(assignment: Path, into: Path) -> Suite:
    """A suite made from a folder of the course without the course's own reader, which needs more than torch."""
    names = tomllib.loads((assignment / "assignment.toml").read_text(encoding="utf-8"))["exercises"]
    target = into / assignment.name
    exercises, cells = [], []
    for name in names:
        folder = assignment / name
        data = tomllib.loads((folder / "exercise.toml").read_text(encoding="utf-8"))
        exercises.append({**data, "id": name, "title": {"en": data["title"], "ko": data.get("title_ko", data["title"])}})
        (target / name).mkdir(parents=True)
        reference, answer = solution(folder / "exercise.py")
        (target / name / "reference.py").write_text(reference, encoding="utf-8")
        cells.append({"id": name, "role": "answer", "exercise": name, "source": answer, "translations": []})
        for other in COPIED:
            if (folder / other).exists():
                (target / name / other).write_bytes((folder / other).read_bytes())
    if (assignment / "probes.py").exists():
        (target / "probes.py").write_bytes((assignment / "probes.py").read_bytes())
    (target / "manifest.json").write_text(json.dumps({"assignment": assignment.name, "exercises": exercises, "cells": cells}))
    return Suite(target)


def solution(path: Path) -> tuple[str, str]:
    """The reference of an exercise as a module, and its answer cell alone."""
    head, *blocks = re.split(r"(?m)^# %% *(\w*).*\n", path.read_text(encoding="utf-8"))
    by_role = [
        (role, re.sub(r"(?m)^.*### (BEGIN|END) SOLUTION.*\n?", "", text)) for role, text in zip(blocks[::2], blocks[1::2], strict=True)
    ]
    imports = "\n".join(re.findall(r"(?m)^(?:import|from (?!__future__)).*", head))
    answer = next(text for role, text in by_role if role == "answer")
    return "\n\n".join([IMPORTS.strip(), imports, *(text for role, text in by_role if role == "given"), answer]), answer


def notebook(suite: Suite) -> bytes:
    """A hand-in in which every answer is right."""
    sources = [("imports", IMPORTS), *((name, (suite.folder / name / "reference.py").read_text(encoding="utf-8")) for name in suite.tasks)]
    cells = [
        {"cell_type": "code", "id": id, "metadata": {}, "source": text, "outputs": [], "execution_count": None} for id, text in sources
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def agreement(session: Session, task: Task, device: str) -> dict[str, Any]:
    """The largest difference between the reference there and here, in units of what is allowed (above 1: a right answer would fail)."""
    there = Sitting(task, ReferenceThere(task), device=device)
    runs = session.sit(there, session.checks(task))
    worst = 0.0
    for entry in there.recording.entries:
        if entry.comparable and entry.answer.ok:
            want = dict(tensors(task.reference.ask(replace(entry.question, device="cpu")).value, ()))
            for path, got in tensors(entry.answer.value, ()):
                worst = max(worst, in_units(got, want.get(path), entry.tolerance))
    failed = [run.id for run in runs if run.findings or run.raised]
    return {"checks": len(runs), "not_comparable": failed, "largest_difference_in_tolerances": round(worst, 4)}


def in_units(got: torch.Tensor, want: torch.Tensor | None, tolerance: Any) -> float:
    if want is None or got.shape != want.shape or not want.dtype.is_floating_point or not want.numel():
        return 0.0
    bound = tolerance.bound(want.dtype)
    g, w = got.detach().cpu().double(), want.detach().double()
    here = w.isfinite() & g.isfinite()
    allowed = bound.atol + bound.atol_of_max * (w[here].abs().max().item() if here.any() else 0.0) + bound.rtol * w.abs()
    units = ((g - w).abs() / allowed.clamp_min(1e-300))[here]
    return float(units.max()) if units.numel() else 0.0


def hand_ins(session: Session, suite: Suite, gpu: Gpu | None, jail: Jail) -> dict[str, Any]:
    """Wall milliseconds of a right hand-in, with the second pass or without, and what the columns say."""
    data, taken = notebook(suite), []
    for i in range(ROUNDS + 1):
        handin = HandIn(suites={suite.assignment: suite}, submission=str(i), data=data, secret=b"gpu", device="both" if gpu else "cpu")
        begun = time.perf_counter()
        report = grade(session, jail, handin, gpu=gpu)
        taken.append(1000 * (time.perf_counter() - begun))
    return {
        "ms": machine.spread(taken[1:]),
        "score": [report.score, report.max_score],
        "cuda": {exercise.id: exercise.devices.get("cuda", "not asked") for exercise in report.exercises},
    }


def context_ms(gpu: Gpu) -> dict[str, Any]:
    """What a child's context costs, from its fork to the first number back."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        with gpu.jail.fork() as child:
            child.call("context", {"device": gpu.name}, seconds=60)
        taken.append(1000 * (time.perf_counter() - begun))
    return machine.spread(taken)


def measure() -> dict[str, Any]:
    """Everything, on this machine's device."""
    result: dict[str, Any] = {"machine": machine.description(), "device": torch.cuda.get_device_name(), "cuda": torch.version.cuda}

    def body(session: Session) -> None:
        with tempfile.TemporaryDirectory() as scratch, Jail(allow_unsafe=True) as jail:
            gpu = Gpu.of_this_machine(jail.tier, allow_unsafe=True)
            try:
                result["tier"] = jail.tier
                result["context_ms"] = context_ms(gpu)
                suites = [plain_bundle(path.parent, Path(scratch)) for path in sorted((ROOT / "solutions").glob("*/assignment.toml"))]
                result["agreement"] = {t.id: agreement(session, t, gpu.name) for suite in suites for t in suite.tasks.values()}
                chosen = next(suite for suite in suites if suite.assignment == "optimizers")
                result["hand_in"] = {"cpu": hand_ins(session, chosen, None, jail), "both": hand_ins(session, chosen, gpu, jail)}
            finally:
                gpu.close()

    in_session(body)
    return result


def device_tests() -> int:
    arguments = ["-q", "-c", os.devnull, "--rootdir", str(ROOT), "--import-mode=importlib", "-p", "no:cacheprovider", "-m", "gpu"]
    return int(pytest.main([*arguments, str(ROOT / "tests" / "judge" / "test_second.py")]))


def main() -> None:
    parser = argparse.ArgumentParser(description="Try and measure the GPU.")
    parser.add_argument("--json", type=Path, default=ROOT / "docs" / "bench" / "gpu.json")
    options = parser.parse_args()
    if not torch.cuda.is_available():
        print("No CUDA device here: nothing was tested or measured.")
        return
    failed = device_tests()
    result = {"device_tests": "failed" if failed else "passed", **measure()}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    far = {name: a["largest_difference_in_tolerances"] for name, a in result["agreement"].items()}
    worst, middle = max(far, key=lambda name: far[name]), statistics.median(far.values())
    print(f"{result['device']}: context {machine.told(result['context_ms'], ' ms')}; device tests {result['device_tests']}.")
    print(f"Largest difference to the CPU, in tolerances: {far[worst]:g} ({worst}), median {middle:g}.")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
