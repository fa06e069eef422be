"""Whole hand-ins through a real judge and a real jail: what a crash, a hang or a trick costs, and whom."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.fleet.client import JudgeClient

BUNDLE = Path(__file__).parent / "bundle"
EMA = (BUNDLE / "ema" / "reference.py").read_text()
HALF = (BUNDLE / "half" / "reference.py").read_text()
QUICK = {"cell_s": 2.0, "exercise_s": 2.0, "handin_s": 20.0}


@pytest.fixture(scope="module")
def judge():
    with JudgeClient(secret=b"a secret for tests") as client:
        yield client


def notebook(*cells, extra=()):
    """A notebook of (id, source) cells; an id of None is a cell that the student added."""
    made = []
    for k, (name, source) in enumerate([*cells, *extra]):
        metadata = {"nbgrader": {"grade_id": name}} if name else {}
        made.append(
            {
                "cell_type": "code",
                "id": name or f"extra-{k}",
                "metadata": metadata,
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
        )
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}).encode()


def grade(judge, data, *, budget=QUICK, **options):
    return judge.grade({"fixture": BUNDLE}, "s", data, budget=budget, **options)


def by_id(report):
    return {exercise.id: exercise for exercise in report.exercises}


def test_a_judge_can_start_its_jail_before_it_imports_torch():
    looked = [sys.executable, "-c", "import sys, grader.judge.__main__; sys.exit('torch' in sys.modules)"]
    assert subprocess.run(looked, cwd=BUNDLE.parents[2]).returncode == 0


def test_right_answers_earn_everything(judge):
    report = grade(judge, notebook(("ema", EMA), ("half", HALF)))
    assert (report.score, report.max_score) == (14, 14)
    assert report.tier == judge.tier and report.suite == "bundle" and report.versions["torch"]


def test_a_gpu_column_that_was_not_run_says_so(judge):
    report = grade(judge, notebook(("ema", EMA), ("half", HALF)), device="both")
    assert {tuple(e.devices.items()) for e in report.exercises} == {(("cpu", "passed"), ("cuda", "not run"))}


def test_a_known_mistake_is_named(judge):
    report = grade(judge, notebook(("ema", EMA.replace("beta**t", "beta**(t + 1)")), ("half", HALF)))
    ema = by_id(report)["ema"]
    assert [d.id for d in ema.diagnosis] == ["exponent-off-by-one"] and ema.score == 0
    assert by_id(report)["half"].score == 4


def test_the_untouched_skeleton_is_not_attempted(judge):
    manifest = json.loads((BUNDLE / "manifest.json").read_text())
    skeleton = {cell["id"]: cell["source"] for cell in manifest["cells"]}
    report = grade(judge, notebook(("ema", skeleton["ema"]), ("half", HALF)))
    assert by_id(report)["ema"].status == "not_attempted"
    assert report.score == 4


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("raise ValueError('no')", "error"),
        ("def ema(xs, beta:\n", "error"),
        ("import os\nos._exit(0)", "error"),
        ("while True: pass", "timeout"),
        ("def ema(xs, beta):\n    import os\n    os._exit(0)", "error"),
        ("def ema(xs, beta):\n    while True: pass", "timeout"),
        ("def ema(xs, beta):\n    raise SystemExit", "error"),
        ("def ema(xs, beta):\n    return [bytearray(1 << 40)]", "error"),
    ],
    ids=["raises", "syntax", "exits-in-cell", "loops-in-cell", "exits-when-asked", "loops-when-asked", "system-exit", "memory"],
)
def test_one_exercises_end_is_not_the_others(judge, cell, status):
    report = grade(judge, notebook(("ema", cell), ("half", HALF)), budget={**QUICK, "cell_s": 1.0, "exercise_s": 1.0})
    results = by_id(report)
    assert results["ema"].score == 0 and results["ema"].status == status
    assert results["half"].score == 4 and results["half"].status == "passed"


def test_helper_cells_run_in_order(judge):
    cells = [(None, "TWO = 2"), ("half", "def half(x):\n    return x / TWO\n\ndef twice(x):\n    return TWO * x"), ("ema", EMA)]
    assert grade(judge, notebook(*cells)).score == 14


def test_the_last_of_two_cells_counts_and_is_told(judge):
    report = grade(judge, notebook(("half", "def half(x): return x"), ("half", HALF), ("ema", EMA)))
    assert by_id(report)["half"].score == 4
    assert any(odd["kind"] == "duplicate" for odd in report.warnings)


@pytest.mark.parametrize("name", ["torch.ops.aten.add", "torch._C._nn", "ctypes.CDLL", "inspect.stack"])
def test_a_forbidden_name_bars_the_exercise_and_is_flagged(judge, name):
    module = name.split(".")[0]
    report = grade(judge, notebook(("half", f"import {module}\nunused = {name}\n{HALF}"), ("ema", EMA)))
    half = by_id(report)["half"]
    assert half.score == 0 and half.flags[0]["kind"] == "forbidden"
    assert by_id(report)["ema"].score == 10


def test_forbidden_names_in_comments_and_strings_are_not_code(judge):
    source = f'"""Unlike torch.ops.aten.add, ctypes and eval."""\n# exec("x")\n{HALF}'
    assert by_id(grade(judge, notebook(("half", source), ("ema", EMA))))["half"].score == 4


def test_patching_torch_in_one_exercise_changes_nobodys_mark(judge):
    patch = "import torch\ntorch.allclose = lambda *a, **k: True\ntorch.Tensor.__eq__ = lambda *a: True\n"
    report = grade(judge, notebook(("half", patch + "def half(x): return x\ndef twice(x): return x"), ("ema", EMA)))
    assert by_id(report)["half"].score == 0
    innocent = grade(judge, notebook(("half", HALF), ("ema", EMA)))
    assert innocent.score == 14


@pytest.mark.parametrize("data", [b"", b"{}", b"[1, 2", b"\xff\xfe\x00", b'{"nbformat": 99, "cells": []}', b"[" * 100_000])
def test_what_is_no_notebook_is_refused_with_a_sentence(judge, data):
    with pytest.raises(SubmissionError) as refused:
        grade(judge, data)
    assert len(str(refused.value)) > 20 and "Traceback" not in str(refused.value)


def test_a_suite_that_asks_for_a_probe_that_is_not_there_is_our_fault(judge, tmp_path):
    suite = tmp_path / "bundle"
    shutil.copytree(BUNDLE, suite)
    hidden = suite / "half" / "test_hidden.py"
    hidden.write_text(hidden.read_text().replace('agree("both", rng.normal(0))', 'agree("neither", rng.normal(0))'))
    report = judge.grade({"fixture": suite}, "s", notebook(("ema", EMA), ("half", HALF)), budget=QUICK)
    half = by_id(report)["half"]
    assert half.status == "grader_fault" and (half.score, half.max_score) == (3, 3)
    assert [check.finding["kind"] for check in half.checks if check.finding] == ["suite_fault"]


def test_the_same_bytes_get_the_same_report(judge):
    data = notebook(("ema", EMA.replace("(1 - beta)", "beta")), ("half", HALF))
    first, second = grade(judge, data).to_json(), grade(judge, data).to_json()
    for report in (first, second):
        report.pop("seconds")
        for exercise in report["exercises"]:
            exercise.pop("seconds")
    assert first == second


def test_a_judge_that_is_killed_is_started_again(judge):
    import os
    import signal

    from grader.errors import SandboxError

    os.kill(judge.pid, signal.SIGKILL)
    with pytest.raises(SandboxError):
        grade(judge, notebook(("ema", EMA), ("half", HALF)))
    assert grade(judge, notebook(("ema", EMA), ("half", HALF))).score == 14
