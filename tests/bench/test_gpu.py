"""What `make gpu` does on a machine with a device, tried on the CPU: its own reader of the course, its figures, its answer without a device."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from grader.course import bundle
from grader.course.load import load_course
from grader.judge.session import in_session
from grader.judge.tolerance import PROFILES
from tests.bench import gpu

ROOT = Path(__file__).parents[2]


def test_its_suite_holds_the_same_references_as_the_course(tmp_path):
    suite = gpu.plain_bundle(ROOT / "solutions" / "optimizers", tmp_path)
    course = load_course(ROOT).assignment("optimizers")
    for exercise in course.exercises:
        ours = (suite.folder / exercise.id / "reference.py").read_text()
        assert [line for line in ours.splitlines() if line] == [line for line in bundle.reference(exercise).splitlines() if line]


def test_a_reference_agrees_with_itself(tmp_path):
    suite = gpu.plain_bundle(ROOT / "solutions" / "optimizers", tmp_path)
    found = in_session(lambda session: gpu.agreement(session, suite.task("opt-sgd"), "cpu"))
    assert found["largest_difference_in_tolerances"] == 0 and found["not_comparable"] == [] and found["checks"] > 20


def test_a_difference_is_counted_in_tolerances():
    want = torch.tensor([1.0, -2.0], dtype=torch.float64)
    assert gpu.in_units(want * (1 + 3e-9), want, PROFILES["T-1"]) == pytest.approx(3, rel=0.01)
    assert gpu.in_units(want[:1], want, PROFILES["T-1"]) == 0


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_without_a_device_it_says_so_and_ends_well(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.gpu", "--json", str(tmp_path / "gpu.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0 and "No CUDA device" in done.stdout and not (tmp_path / "gpu.json").exists()
