"""The simulated cluster, small: every hand-in once, whatever is lost, and copies of stragglers are worth having."""

from __future__ import annotations

import pytest

from tests.bench.cluster_simulation import World, simulate

MEASURED = {"cpu_s": [0.4, 1.0, 1.0, 1.0, 1.2, 1.6, 5.0], "head": {"batch_ms": 3.0, "item_ms": 1.5}}
SMALL = {"hand_ins": 2000, "workers": 10, "judges": 8}


def run(**changes: object) -> dict[str, object]:
    return simulate(World(**{**SMALL, **changes}), MEASURED)  # type: ignore[arg-type]


def test_when_nothing_happens_the_judges_are_busy_nearly_all_the_time() -> None:
    calm = run(hand_ins=8000, slow_share=0.0, stuck_share=0.0, lost_share=0.0)
    assert (calm["graded_once"], calm["given_up"], calm["graded_again_share"]) == (8000, 0, 0)
    assert calm["efficiency"] > 0.9  # the first five seconds, in which workers come, and the last hand-ins are what is left


@pytest.mark.parametrize("seed", range(5))
def test_with_stragglers_and_lost_workers_every_hand_in_counts_once(seed: int) -> None:
    rough = run(lost_share=0.3, slow_share=0.2, stuck_share=0.01, seed=seed)
    assert rough["lost_workers"] == 3
    assert rough["graded_once"] == 2000
    assert rough["given_up"] == 0


def test_copies_of_stragglers_end_the_wait_for_the_slowest() -> None:
    hanging = {"stuck_share": 0.01, "slow_share": 0.0, "lost_share": 0.0}
    assert run(**hanging)["minutes"] < run(**hanging, copies=False)["minutes"]
