"""Measure a batch through the bridge against plain nbgrader: the same notebooks, the same machine, one after the other.

    python tests/bench/bridge.py [ASSIGNMENT …] [--count N] [--plain N] [--every-mistake] [--json FILE]

The notebooks are the mix of all benchmarks: 60 % right, 30 % wrong, 10 % broken, no two alike, none that loops for ever. With --every-mistake they
are the tests' own: in most of them every exercise is wrong, so that the diagnosis has as much to do as it can have.

Plain nbgrader starts a kernel per hand-in. Where --plain is less than --count it is timed with so many and with half of them, and the difference is
what one more costs; the default times all of them. CPU time of all processes stands beside wall time, for a machine with other work to do.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bridge")]
from cases import everything  # noqa: E402
from conftest import copy_course, environment, submit  # noqa: E402

from tests.bench import machine  # noqa: E402
from tests.bench.handins import mixed  # noqa: E402

PLAIN_CONFIG = """
from pathlib import Path
from grader.bridge.config import configure
c = get_config()
configure(c, Path(__file__).resolve().parent)
for name in ("exporter_class", "pre_convert_hook", "sanitize_preprocessors", "autograde_preprocessors"):
    del c.Autograde[name]
c.Execute.timeout = 60
"""


@dataclass(frozen=True)
class Spent:
    """Seconds."""

    wall: float
    cpu: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.cpu - other.cpu)

    def times(self, factor: float) -> Spent:
        return Spent(self.wall * factor, self.cpu * factor)


def timed(course: Path, *words: str) -> Spent:
    def cpu() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before, started = cpu(), time.monotonic()
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=course, env=environment(course.parent), capture_output=True, text=True)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
    return Spent(time.monotonic() - started, cpu() - before)


def batch(folder: Path, assignment: str, handins: dict[str, bytes], *, plain: bool) -> Spent:
    course = copy_course(folder / "course", [assignment])
    if plain:
        (course.root / "nbgrader_config.py").write_text(PLAIN_CONFIG, encoding="utf-8")
    timed(course.root, "generate_assignment", assignment, "--create")
    submit(course.root, assignment, handins)
    return timed(course.root, "autograde", assignment)


def notebooks(folder: Path, assignment: str, count: int, every_mistake: bool) -> dict[str, bytes]:
    loaded = copy_course(folder, [assignment]).assignment(assignment)
    if not every_mistake:
        return {one.name: one.data for one in mixed(loaded, count, loops=False)}
    chosen = [data for name, data in everything(loaded).items() if name in ("right", "blank") or name.startswith("wrong-")]
    return {f"s{i:02}": chosen[i % len(chosen)] for i in range(count)}


def measure(assignment: str, count: int, few: int, every_mistake: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="allclose-bench-") as name:
        folder = Path(name)
        handins = notebooks(folder / "cases", assignment, count, every_mistake)
        load = os.getloadavg()[0]
        ours = batch(folder / "ours", assignment, handins, plain=False)
        theirs = batch(folder / "theirs", assignment, dict(list(handins.items())[:few]), plain=True)
        if few < count:
            half = batch(folder / "half", assignment, dict(list(handins.items())[: few // 2]), plain=True)
            theirs = theirs + (theirs - half).times((count - few) / (few - few // 2))
        return {
            "assignment": assignment,
            "hand_ins": count,
            "every_mistake": every_mistake,
            "plain_measured_on": few,
            "machine": machine.description(),
            "load_before": round(load, 1),
            "bridge": {"wall_s": round(ours.wall, 1), "cpu_s": round(ours.cpu, 1)},
            "nbgrader": {"wall_s": round(theirs.wall, 1), "cpu_s": round(theirs.cpu, 1)},
            "times_less": {"wall": round(theirs.wall / ours.wall, 1), "cpu": round(theirs.cpu / ours.cpu, 1)},
        }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a batch through the bridge against plain nbgrader.")
    parser.add_argument("assignments", nargs="*", default=["optimizers", "dropout"])
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--plain", type=int)
    parser.add_argument("--every-mistake", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    measured = [measure(name, asked.count, asked.plain or asked.count, asked.every_mistake) for name in asked.assignments]
    for found in measured:
        for who in ("bridge", "nbgrader"):
            print(
                f"{who:9} {found[who]['wall_s']:7.1f} s wall, {found[who]['cpu_s']:7.1f} s CPU for {found['hand_ins']} of {found['assignment']}"
            )
        less = found["times_less"]
        print(f"{less['wall']} times less wall, {less['cpu']} times less CPU; load {found['load_before']} at the start")
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
