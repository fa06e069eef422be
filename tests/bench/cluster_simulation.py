"""A cluster that nobody has to rent: `python -m tests.bench.cluster_simulation [--hand-ins 100000] [--workers 50] [--json FILE]`.

A discrete-event simulation over the real schedule (`grader.fleet.dispatch`): only time, judges and the network are made up, from
the costs in docs/bench/cluster.json. The head is one server: what it
needs for each batch and each hand-in is on its clock.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.fleet.dispatch import Batch, Dispatcher, Item
from grader.fleet.network import SILENT_S
from tests.bench import machine

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "docs" / "bench"
MEASURED = BENCH / "cluster.json"


@dataclass(frozen=True, kw_only=True)
class World:
    """What is made up."""

    hand_ins: int = 100_000
    workers: int = 50
    judges: int = 16  # on each worker
    slow_share: float = 0.1  # of the workers
    slow_factor: float = 4.0
    stuck_share: float = 0.002  # of the batches: a machine that swaps, a disk that hangs
    stuck_factor: float = 60.0
    lost_share: float = 0.05  # of the workers, at any time of the run
    silent_share: float = 0.5  # of those that are lost: noticed only when they have said nothing for SILENT_S
    back_after_s: float = 120.0
    network_s: float = 0.002  # one way
    copies: bool = True
    seed: int = 7


@dataclass
class Outcome:
    """What came of it."""

    makespan_s: float = 0.0
    work_s: float = 0.0  # of results that counted
    again_s: float = 0.0  # of results that did not, or never came
    batches: int = 0
    copies: int = 0
    lost_workers: int = 0
    given_up: int = 0
    head_busy_s: float = 0.0
    times: dict[int, int] = field(default_factory=dict)  # hand-in → results that counted


class Simulation:
    """One run; everything that happens is an event with a time."""

    def __init__(self, world: World, costs: Sequence[float], *, head_batch_s: float, head_item_s: float) -> None:
        self.world = world
        self.rng = random.Random(world.seed)
        self.cost = [self.rng.choice(costs) for _ in range(world.hand_ins)]
        self.head_batch_s, self.head_item_s = head_batch_s, head_item_s
        self.dispatcher = Dispatcher(copies=world.copies)
        self.outcome = Outcome()
        self.next = 0
        self.head_free = 0.0
        self.events: list[tuple[float, int, str, Any]] = []
        self.number = 0
        self.alive: dict[str, float] = {}  # worker → how many times slower than others
        self.dead: set[str] = set()

    def at(self, when: float, what: str, about: Any = None) -> None:
        self.number += 1
        heapq.heappush(self.events, (when, self.number, what, about))

    def take(self, worker: str, most: int) -> Sequence[Item]:
        first, self.next = self.next, min(self.next + most, self.world.hand_ins)
        return [Item(key, "suite") for key in range(first, self.next)]

    def run(self) -> Outcome:
        world = self.world
        span = sum(self.cost) / (world.workers * world.judges)
        for number in range(world.workers):
            self.at(self.rng.uniform(0, 5), "joins", f"w{number}")
        for number in self.rng.sample(range(world.workers), math.ceil(world.lost_share * world.workers)):
            self.at(5 + self.rng.uniform(0, span), "dies", f"w{number}")
        self.at(1.0, "looks")
        while self.events and len(self.outcome.times) + self.outcome.given_up < world.hand_ins:
            when, _, what, about = heapq.heappop(self.events)
            if what == "dies":
                self._dies(when, about)
                continue
            now = max(when, self.head_free)  # everything else is the head's to do, one thing after the other
            self.head_free = now
            getattr(self, f"_{what}")(now, about)
            for batch in self.dispatcher.send(self.head_free, self.take):
                self._send(batch)
        self.outcome.makespan_s = self.head_free
        return self.outcome

    def _spend(self, seconds: float) -> None:
        self.head_free += seconds
        self.outcome.head_busy_s += seconds

    def _joins(self, now: float, name: str) -> None:
        slow = self.rng.random() < self.world.slow_share
        self.alive[name] = self.world.slow_factor if slow else 1.0
        self.dispatcher.join(name, self.world.judges)

    def _looks(self, now: float, _: None) -> None:
        """The head's own clock: copies of stragglers are found when nothing else happens."""
        self.at(now + 1.0, "looks")

    def _dies(self, when: float, name: str) -> None:
        if name not in self.alive:
            return
        del self.alive[name]
        self.dead.add(name)
        self.outcome.lost_workers += 1
        silent = self.rng.random() < self.world.silent_share
        self.at(when + (SILENT_S if silent else 1.0), "missed", name)
        self.at(when + self.world.back_after_s, "joins", f"{name}'")

    def _missed(self, now: float, name: str) -> None:
        for id in self.dispatcher.workers[name].batches:
            self.outcome.again_s += sum(self.cost[item.key] for item in self.dispatcher.batches[id].items)
        self.outcome.given_up += len(self.dispatcher.leave(name))

    def _send(self, batch: Batch) -> None:
        self.outcome.batches += 1
        self.outcome.copies += batch.copy_of is not None
        self._spend(self.head_batch_s + self.head_item_s * len(batch.items))
        if batch.worker not in self.alive:
            return  # dead, and the head does not know it yet
        factor = self.alive[batch.worker]
        if batch.copy_of is None and self.rng.random() < self.world.stuck_share:
            factor *= self.world.stuck_factor
        worked = [self.cost[item.key] * factor for item in batch.items]
        self.at(self.head_free + 2 * self.world.network_s + sum(worked), "comes", (batch, worked))

    def _comes(self, now: float, result: tuple[Batch, list[float]]) -> None:
        batch, worked = result
        if batch.worker in self.dead:
            return
        first = self.dispatcher.done(batch.id, now, worked)
        self._spend(self.head_item_s * len(first))
        for item in first:
            self.outcome.times[item.key] = self.outcome.times.get(item.key, 0) + 1
        self.outcome.work_s += sum(self.cost[item.key] for item in first)
        self.outcome.again_s += sum(self.cost[item.key] for item in batch.items) - sum(self.cost[item.key] for item in first)


def simulate(world: World, measured: dict[str, Any]) -> dict[str, Any]:
    """Run it and check what must hold."""
    costs = measured["cpu_s"]
    began = time.process_time()
    run = Simulation(
        world, costs, head_batch_s=measured["head"]["batch_ms"] / 1000, head_item_s=measured["head"]["item_ms"] / 1000 / 2
    )  # sent, and stored
    outcome = run.run()
    assert all(times == 1 for times in outcome.times.values())
    assert len(outcome.times) + outcome.given_up == world.hand_ins
    speeds = sum(world.judges / run.alive.get(name, 1.0) for name in run.alive)
    ideal = outcome.work_s / speeds
    return {
        "hand_ins": world.hand_ins,
        "workers": world.workers,
        "judges": world.workers * world.judges,
        "copies": world.copies,
        "minutes": round(outcome.makespan_s / 60, 1),
        "ideal_minutes": round(ideal / 60, 1),
        "efficiency": round(ideal / outcome.makespan_s, 3),
        "graded_once": len(outcome.times),
        "given_up": outcome.given_up,
        "lost_workers": outcome.lost_workers,
        "graded_again_share": round(outcome.again_s / outcome.work_s, 4),
        "batches": outcome.batches,
        "copied_batches": outcome.copies,
        "head_busy_share": round(outcome.head_busy_s / outcome.makespan_s, 3),
        "simulated_in_s": round(time.process_time() - began, 1),
    }


def worlds(hand_ins: int, workers: int, judges: int) -> dict[str, World]:
    calm = {"slow_share": 0.0, "stuck_share": 0.0, "lost_share": 0.0}
    size = {"hand_ins": hand_ins, "workers": workers, "judges": judges}
    return {
        "nothing happens": World(**size, **calm),  # type: ignore[arg-type]
        "5 % of the workers are lost": World(**size, **{**calm, "lost_share": 0.05}),  # type: ignore[arg-type]
        "10 % are four times slower, some batches hang, 5 % are lost": World(**size),  # type: ignore[arg-type]
        "the same, without copies of stragglers": World(**size, copies=False),  # type: ignore[arg-type]
    }


def table(found: dict[str, dict[str, Any]]) -> str:
    first = next(iter(found.values()))
    lines = [
        f"# {first['hand_ins']:,} hand-ins on {first['workers']} workers with {first['judges'] // first['workers']} judges each, simulated",
        "",
        "| | minutes | of the ideal | graded once | given up | workers lost | graded again | copies | head busy |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {f['minutes']} | {100 * f['efficiency']:.0f} % | {f['graded_once']:,} | {f['given_up']} | {f['lost_workers']} "
        f"| {100 * f['graded_again_share']:.2f} % | {f['copied_batches']} | {100 * f['head_busy_share']:.0f} % |"
        for name, f in found.items()
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Simulate a cluster over the real schedule.")
    parser.add_argument("--hand-ins", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=50)
    parser.add_argument("--judges", type=int, default=16, help="on each worker")
    parser.add_argument("--measured", type=Path, default=MEASURED)
    parser.add_argument("--json", type=Path, help="write the figures here too, and the table beside it")
    options = parser.parse_args()
    measured = json.loads(options.measured.read_text(encoding="utf-8"))
    found = {name: simulate(world, measured) for name, world in worlds(options.hand_ins, options.workers, options.judges).items()}
    print(table(found))
    if options.json:
        machine.write(options.json, found, table(found))


if __name__ == "__main__":
    main()
