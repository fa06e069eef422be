"""A policy decides marks: no branch of one is untested."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_branch_of_every_policy_is_taken_by_its_tests(tmp_path: Path) -> None:
    data, told = tmp_path / "coverage", tmp_path / "coverage.json"
    laws = ("test_late_days_are_divided_as_well_as_trying_every_division_would", "test_the_total_stays_within_its_bounds")
    tests = ["tests/policies/test_rules.py", *(f"tests/policies/test_laws.py::{name}" for name in laws), "--hypothesis-seed=1"]
    measured = [
        "run",
        "--branch",
        "--source=grader/policies",
        f"--data-file={data}",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *tests,
        "--doctest-modules",
        "grader/policies",
    ]
    done = subprocess.run([sys.executable, "-m", "coverage", *measured], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
    subprocess.run([sys.executable, "-m", "coverage", "json", "-q", f"--data-file={data}", "-o", told], cwd=ROOT, check=True)
    files = json.loads(told.read_text(encoding="utf-8"))["files"]
    assert len(files) > 10
    left = {name: (about["missing_lines"], about["missing_branches"]) for name, about in files.items()}
    assert {name: missing for name, missing in left.items() if missing != ([], [])} == {}
