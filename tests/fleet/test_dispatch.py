"""The schedule of a cluster, without one: time is a number, a machine is a name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.fleet.dispatch import LARGEST, LEAST_PATIENCE_S, LONGEST_S, LOSSES, SHARE, Dispatcher, Item


class Source:
    """New work as the records give it: each hand-in once."""

    def __init__(self, count: int) -> None:
        self.left = [Item(key, "suite") for key in range(count)]
        self.asked: list[str] = []

    def __call__(self, worker: str, most: int) -> Sequence[Item]:
        self.asked.append(worker)
        taken, self.left = self.left[:most], self.left[most:]
        return taken


def keys(items: Sequence[Item]) -> list[int]:
    return [item.key for item in items]


def joined(**slots: int) -> Dispatcher:
    made = Dispatcher()
    for name, count in slots.items():
        made.join(name, count)
    return made


def test_every_slot_holds_one_batch_and_nothing_waits_on_a_worker():
    dispatcher = joined(a=2, b=1)
    sent = list(dispatcher.send(0.0, Source(10)))
    assert sorted(batch.worker for batch in sent) == ["a", "a", "b"]
    assert [len(batch.items) for batch in sent] == [1, 1, 1]
    assert list(dispatcher.send(0.0, Source(10))) == []


def test_work_is_asked_for_only_where_a_slot_is_free():
    dispatcher, source = joined(a=1), Source(10)
    list(dispatcher.send(0.0, source))
    list(dispatcher.send(1.0, source))
    assert source.asked == ["a"]


@pytest.mark.parametrize(
    ("gap_s", "cost_s", "size"), [(0.01, 1.0, 1), (0.01, 0.05, 4), (0.01, 0.01, 19), (0.5, 0.5, 19), (0.1, 60.0, 1), (1.0, 0.001, LARGEST)]
)
def test_batches_grow_until_the_gap_between_them_is_small(gap_s, cost_s, size):
    dispatcher = joined(a=1)
    (batch,) = dispatcher.send(0.0, Source(1))
    dispatcher.done(batch.id, cost_s + gap_s, [cost_s])
    assert dispatcher.size() == size
    if size < LARGEST and cost_s < LONGEST_S:
        assert gap_s / (gap_s + size * cost_s) <= SHARE + 1e-9


def test_what_a_lost_worker_held_is_sent_first_alone_and_to_another():
    dispatcher, source = joined(a=1, b=1), Source(10)
    before = {batch.worker: batch for batch in dispatcher.send(0.0, source)}
    assert dispatcher.leave("a") == []
    dispatcher.done(before["b"].id, 1.0, [1.0])
    (batch,) = dispatcher.send(1.0, source)
    assert (batch.worker, batch.items) == ("b", before["a"].items)


def test_a_hand_in_under_which_machines_keep_dying_is_given_up():
    dispatcher, source = Dispatcher(), Source(1)
    for turn in range(LOSSES):
        dispatcher.join(f"machine {turn}", 1)
        (batch,) = dispatcher.send(float(turn), source)
        assert keys(dispatcher.leave(f"machine {turn}")) == ([0] if turn == LOSSES - 1 else [])
    assert not dispatcher.busy
    assert batch.items == (Item(0, "suite"),)


def test_a_result_that_never_came_without_a_death_is_nobodys_fault():
    dispatcher, source = joined(a=1), Source(1)
    for turn in range(2 * LOSSES):
        (batch,) = dispatcher.send(float(turn), source)
        assert dispatcher.lost(batch.id, blame=False) == []


def test_a_straggler_gets_one_copy_elsewhere_and_the_first_result_counts():
    dispatcher, source = joined(slow=1, quick=1), Source(2)
    slow, quick = sorted(dispatcher.send(0.0, source), key=lambda batch: batch.worker != "slow")
    dispatcher.done(quick.id, 1.0, [1.0])
    assert list(dispatcher.send(LEAST_PATIENCE_S - 1, source)) == []
    (copy,) = dispatcher.send(LEAST_PATIENCE_S + 1, source)
    assert (copy.worker, copy.items, copy.copy_of) == ("quick", slow.items, slow.id)
    assert list(dispatcher.send(2 * LEAST_PATIENCE_S, source)) == []
    assert dispatcher.done(copy.id, 60.0, [1.0]) == list(slow.items)
    assert dispatcher.done(slow.id, 90.0, [88.0]) == []
    assert not dispatcher.busy


def test_a_straggler_whose_copy_is_lost_is_still_waited_for():
    dispatcher, source = joined(slow=1, quick=1), Source(2)
    slow, quick = sorted(dispatcher.send(0.0, source), key=lambda batch: batch.worker != "slow")
    dispatcher.done(quick.id, 1.0, [1.0])
    list(dispatcher.send(100.0, source))
    assert dispatcher.leave("quick") == []
    assert list(dispatcher.send(100.0, source)) == []
    assert dispatcher.done(slow.id, 110.0, [100.0]) == list(slow.items)


def test_a_hand_in_that_somebody_else_has_now_is_dropped():
    dispatcher, source = joined(a=1), Source(1)
    (batch,) = dispatcher.send(0.0, source)
    dispatcher.forget(0)
    assert dispatcher.done(batch.id, 1.0, [1.0]) == []
    assert not dispatcher.busy


def test_a_result_of_a_machine_that_was_given_up_counts_no_second_time():
    dispatcher, source = joined(a=1, b=1), Source(1)
    (first,) = dispatcher.send(0.0, source)
    dispatcher.leave(first.worker)
    assert dispatcher.done(first.id, 1.0, [1.0]) == []
    (second,) = dispatcher.send(1.0, source)
    assert dispatcher.done(second.id, 2.0, [1.0]) == list(first.items)


EVENTS = st.lists(st.tuples(st.sampled_from(["done", "lost", "leave", "join", "late"]), st.integers(0, 10**6)), max_size=200)


@given(events=EVENTS, count=st.integers(0, 40))
def test_whatever_happens_every_hand_in_is_settled_exactly_once(events, count):
    dispatcher, source = joined(w0=2, w1=1), Source(count)
    settled: list[int] = []
    now = 0.0

    def result(batch: int) -> None:
        settled.extend(keys(dispatcher.done(batch, now, [0.5] * len(dispatcher.batches[batch].items))))

    for number, (event, choice) in enumerate(events):
        now += 0.1
        list(dispatcher.send(now, source))
        batches, workers = sorted(dispatcher.batches), sorted(dispatcher.workers)
        if event == "done" and batches:
            result(batches[choice % len(batches)])
        elif event == "lost" and batches:
            settled += keys(dispatcher.lost(batches[choice % len(batches)]))
        elif event == "leave" and workers:
            settled += keys(dispatcher.leave(workers[choice % len(workers)]))
        elif event == "join":
            dispatcher.join(f"n{number}", 1 + choice % 3)
        elif event == "late":
            now += 1000
        assert all(worker.free >= 0 for worker in dispatcher.workers.values())
    dispatcher.join("last", 1)
    while source.left or dispatcher.busy:
        now += 1
        list(dispatcher.send(now, source))
        result(min(dispatcher.batches))
    assert sorted(settled) == list(range(count))
