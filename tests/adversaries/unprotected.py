"""The naive grader: student code first, then the tests, in one process that believes what it finds. For comparison only.

This is how notebooks are graded where nothing stands between answer and test. An attack that wins here is a real one:
what it meets in the jail is the defence, and not its own clumsiness. It runs in a fork, so that only that fork is spoilt.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import time
from pathlib import Path

import torch

assert torch  # imported here, so that no fork has to

SETUP = """
import math
import numpy as np
import torch
"""
# The tests stand beside the reference, as usual, and are run in the student's namespace.
TESTS = {
    "bn-forward-train": """
import sys
sys.path.insert(0, {suite!r})
import reference
reference_bn_forward = reference.bn_forward
for n, d in ((7, 3), (4, 4)):
    x, gamma, beta = (torch.randn(*shape, dtype=torch.float64) for shape in ((n, d), (d,), (d,)))
    want = reference_bn_forward(x, gamma, beta, 1e-3)[0]
    got = bn_forward(x, gamma, beta, 1e-3)[0]
    assert torch.allclose(got, want)
""",
    "sch-cosine": """
for step in range(15):
    want = 0.001 + 0.5 * 0.099 * (1 + math.cos(math.pi * min(step, 10) / 10))
    if abs(cosine(0.1, 0.001, 10, step) - want) > 1e-9:
        raise AssertionError(step)
""",
}


def wins(cells: list[tuple[str, str]], exercise: str, bundle: Path, folder: Path, *, seconds: float = 20.0) -> bool:
    """Does this submission get full marks from the naive grader?"""
    result = folder / "results.json"
    pid = os.fork()
    if pid == 0:
        _be_the_grader([source for _, source in cells], TESTS[exercise].format(suite=str(bundle / exercise)), folder)
    ends = time.monotonic() + seconds
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > ends:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
            return False
        time.sleep(0.01)
    return result.exists() and json.loads(result.read_text())["score"] > 0


def _be_the_grader(sources: list[str], test: str, folder: Path) -> None:
    """Never returns."""
    try:
        atexit._clear()  # what pytest registered is not this process's to run
        os.chdir(folder)
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        names = {"__name__": "__main__"}
        exec(SETUP, names)
        _run([*sources, test], names)
    finally:
        os._exit(1)


def _run(sources: list[str], names: dict[str, object]) -> None:
    score = 0
    try:
        for source in sources:
            exec(compile(source, "<notebook>", "exec"), names)
        score = 8
    except Exception:
        sys.excepthook(*sys.exc_info())
    with open("results.json", "w") as file:
        file.write(json.dumps({"score": score}))
    atexit._run_exitfuncs()
    os._exit(0)
