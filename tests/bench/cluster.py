"""A cluster on this machine, measured: `python -m tests.bench.cluster [--hand-ins N] [--rounds N] [--json FILE]`.

Workers are processes of their own with a working directory of their own. One and two workers take turns in one run, so that a
busy minute falls on both. Then the head alone: thousands of hand-ins for judges that answer at once.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grader.course.bundle import build_bundle
from grader.course.load import load_course
from grader.course.model import Assignment
from grader.fleet.client import JudgeClient
from grader.fleet.cluster import Head
from grader.fleet.dispatch import Dispatcher, Item
from grader.fleet.network import Address, connected
from grader.records import Records, assignments, handins, people, suites
from tests.bench import machine
from tests.bench.handins import mixed

ROOT = Path(__file__).parents[2]
CAST = ROOT / "tests" / "fleet" / "cast.py"


class Watched(Dispatcher):
    """Remembers what each hand-in cost and when the first and the last batch were under way."""

    def __init__(self) -> None:
        super().__init__()
        self.worked: list[float] = []
        self.sizes: list[int] = []
        self.began = self.ended = 0.0

    def _begin(self, *arguments: Any, **options: Any) -> Any:
        self.began = self.began or time.monotonic()
        return super()._begin(*arguments, **options)

    def done(self, id: int, now: float, worked_s: Sequence[float]) -> list[Item]:
        self.worked += worked_s
        self.sizes.append(len(worked_s))
        self.ended = now
        return super().done(id, now, worked_s)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def workers(folder: Path, command: Sequence[str], count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    started = []
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    try:
        for number in range(count):
            place = folder / f"worker-{number}"
            place.mkdir(exist_ok=True)
            words = [word.format(folder=place) for word in command]
            started.append(
                subprocess.Popen([sys.executable, *words], cwd=place, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            )
        yield started
    finally:
        for process in started:
            process.terminate()
            process.wait()


def prepare(folder: Path, course: Path, name: str, data: Sequence[bytes]) -> Records:
    """Records with one hand-in for each of as many people."""
    records = Records(folder / "var")
    loaded = load_course(course)
    if not assignments.everything(records):
        assignments.put(records, "bench", name, max_score=1.0, published=True)
        bundle = build_bundle(loaded, name, folder / "var" / "suites")
        suites.use(records, "bench", name, suites.keep(records, "bench", bundle, assignment=name, max_score=loaded.assignment(name).points))
    for one in data:
        person = people.add(records, "bench", name="Somebody")
        handins.hand_in(records, getattr(person, "id", person), name, one, filename="a.ipynb", limited=False)
    return records


def batch(client: Any, records: Records, joined: int, *, size: int | None = None) -> Watched:
    """Grade what is queued as soon as so many workers have joined; in batches of `size`, where given."""
    watched = Watched()
    if size is not None:
        watched.size = lambda **_: size  # type: ignore[method-assign]
    waiting = Head(records, client, secret=b"a secret for benchmarks", reuse=False)
    waiting.dispatcher = watched
    send = watched.send
    watched.send = lambda now, take: send(now, take) if len(watched.workers) >= joined else iter(())  # type: ignore[method-assign]
    waiting.run(until_empty=True)
    return watched


def real(folder: Path, assignment: Assignment, count: int, most: int, rounds: int) -> dict[str, Any]:
    """Real judges: one worker and `most`, in turns."""
    rates: dict[int, list[float]] = {1: [], most: []}
    shares: dict[int, list[float]] = {1: [], most: []}
    cores: dict[int, list[float]] = {1: [], most: []}
    walls: list[float] = []
    gaps: list[float] = []
    seed = 0
    for _ in range(rounds):
        for number in (1, most):
            place = folder / f"real-{seed}"
            address = Address(url=f"tcp://127.0.0.1:{free_port()}")
            command = ["-m", "grader.cli", "worker", address.url, "--judges", "1", "--cache", "{folder}/suites"]
            place.mkdir()
            with connected(address) as client, workers(place, command, number) as processes:
                first = [made.data for made in mixed(assignment, 2 * number, kinds="r", seed=1000 + seed)]
                records = prepare(place, ROOT, assignment.id, first)
                batch(client, records, number)  # suites are fetched and collected
                with prepare(place, ROOT, assignment.id, [made.data for made in mixed(assignment, count, seed=seed)]) as records:
                    before = sum(machine.cpu_s(process.pid) for process in processes)
                    watched = batch(client, records, number)
                    used = sum(machine.cpu_s(process.pid) for process in processes) - before
                    assert records.value("select count(*) from report") == count + 2 * number
                    assert records.value("select count(*) from job where state != 'done'") == 0
            seed += 1
            wall = watched.ended - watched.began
            rates[number].append(count / wall)
            shares[number].append(1 - sum(watched.worked) / (number * wall))
            cores[number].append(used / wall)
            walls += watched.worked
            gaps.append(watched.gap.value)
    return {
        "hand_ins": count,
        "workers": [
            {
                "workers": n,
                "per_second": machine.spread(rates[n], 3),
                "overhead_share": machine.spread(shares[n], 4),
                "cores_used": machine.spread(cores[n], 2),
            }
            for n in (1, most)
        ],
        "ratio": machine.spread([b / a for a, b in zip(rates[1], rates[most], strict=True)], 2),
        "gap_ms": machine.spread([1000 * gap for gap in gaps]),
        "wall_s": [round(wall, 2) for wall in sorted(walls)],
    }


def costs(assignment: Assignment, count: int) -> list[float]:
    """CPU seconds of judge and child for each of a mix of hand-ins: what a core needs for them, whatever else this machine does."""
    found = []
    with tempfile.TemporaryDirectory(prefix="allclose-bench-") as scratch, JudgeClient(secret=b"a secret for benchmarks") as judge:
        bundle = {assignment.id: build_bundle(load_course(ROOT), assignment.id, Path(scratch))}
        judge.warm(bundle[assignment.id])
        judge.grade(bundle, "first", mixed(assignment, 1, kinds="r", seed=99)[0].data)
        assert judge.pid is not None
        for made in mixed(assignment, count, seed=5):
            before = machine.cpu_s(judge.pid)
            judge.grade(bundle, made.name, made.data)
            found.append(round(machine.cpu_s(judge.pid) - before, 2))
    return sorted(found)


def head_alone(folder: Path) -> dict[str, Any]:
    """What the head itself needs, for each batch and each hand-in: judges that answer at once, so that nothing else is measured."""
    course = ROOT / "tests" / "course" / "fixtures" / "small"
    per_hand_in: dict[int, float] = {}
    rate = 0.0
    for size, count in ((1, 500), (32, 3200)):
        address = Address(url=f"tcp://127.0.0.1:{free_port()}")
        place = folder / str(size)
        place.mkdir()
        data = [b"x" * (n % 50 + 1) + str(n).encode() for n in range(count)]
        with (
            prepare(place, course, "first-steps", data) as records,
            connected(address) as client,
            workers(place, [str(CAST), "worker", address.url, "{folder}"], 2),
        ):
            cpu = time.process_time()
            watched = batch(client, records, 2, size=size)
            per_hand_in[size] = 1000 * (time.process_time() - cpu) / count
            assert records.value("select count(*) from report") == count
        rate = count / (watched.ended - watched.began)
    batch_ms = (per_hand_in[1] - per_hand_in[32]) * 32 / 31
    return {
        "per_second": round(rate, 1),
        "cpu_ms_each_alone": round(per_hand_in[1], 2),
        "cpu_ms_each_of_32": round(per_hand_in[32], 2),
        "batch_ms": round(batch_ms, 2),
        "item_ms": round(per_hand_in[1] - batch_ms, 2),
    }


def measure(*, count: int, rounds: int, lab: str) -> dict[str, Any]:
    assignment = load_course(ROOT).assignment(lab)
    with tempfile.TemporaryDirectory(prefix="allclose-bench-") as scratch:
        result: dict[str, Any] = {"assignment": lab, "machine": machine.description()}
        (Path(scratch) / "head").mkdir()
        result["cpu_s"] = costs(assignment, 40)
        result["head"] = head_alone(Path(scratch) / "head")
        result["real"] = real(Path(scratch), assignment, count, 2, rounds)
    result["load_after"] = [round(x, 2) for x in os.getloadavg()]
    return result


def table(result: dict[str, Any]) -> str:
    """The figures in Markdown."""
    m, r, h = result["machine"], result["real"], result["head"]
    cpu = result["cpu_s"]
    lines = [
        f"# A cluster of worker processes on one machine, “{result['assignment']}”, {m['date']}",
        "",
        f"{m['cpu']}, {m['cores']} cores, {m['memory_gb']} GB, {m['system']}, Python {m['python']}, torch {m['torch']}; "
        f"load average {m['load_average'][0]} before and {result['load_after'][0]} after. Median (least–greatest, n).",
        "",
        f"{r['hand_ins']} hand-ins, 60 % right, 30 % wrong, 10 % broken, no two alike; one judge on each worker.",
        "",
        "| workers | hand-ins/s | time of a judge without grading | cores used by workers |",
        "|---|---|---|---|",
    ]
    for w in r["workers"]:
        share = {key: value if key == "n" else 100 * value for key, value in w["overhead_share"].items()}
        lines.append(
            f"| {w['workers']} | {machine.told(w['per_second'])} | {machine.told(share, ' %')} | {machine.told(w['cores_used'])} |"
        )
    lines += [
        "",
        f"Two workers: {machine.told(r['ratio'])} times one. Between two batches a judge waits {machine.told(r['gap_ms'], ' ms')}.",
        f"A hand-in needs {sum(cpu) / len(cpu):.2f} s of CPU (mean of {len(cpu)}; median {cpu[len(cpu) // 2]:g} s, at most {cpu[-1]:g} s), "
        f"judge and child together.",
        "",
        f"The head alone, with judges that answer at once: {h['batch_ms']:g} ms of CPU for a batch and {h['item_ms']:g} ms for each hand-in in it, "
        f"the commit of its report included; {h['per_second']:g} hand-ins/s in batches of 32.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a cluster of workers on this machine.")
    parser.add_argument("--hand-ins", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--assignment", default="optimizers")
    parser.add_argument("--json", type=Path, help="write the figures here too, and the table beside it")
    options = parser.parse_args()
    result = measure(count=options.hand_ins, rounds=options.rounds, lab=options.assignment)
    print(table(result))
    if options.json:
        machine.write(options.json, result, table(result))


if __name__ == "__main__":
    main()
