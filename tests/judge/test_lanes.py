"""Checks that take turns: in an order that time does not change, each in its own mode, and ended together."""

import json

import pytest
import torch

from grader.fleet.client import JudgeClient
from grader.judge import lanes
from tests.judge.test_handin import BUNDLE, EMA, HALF, QUICK, notebook


def job(name, waits, said):
    def run():
        for k in range(waits):
            said.append(f"{name}{k}")
            lanes.wait()
        said.append(f"{name}.")

    return run


def test_jobs_take_turns_in_the_order_in_which_they_waited(monkeypatch):
    monkeypatch.setattr(lanes, "WIDTH", 3)
    said = []
    lanes.in_lanes([job("a", 2, said), job("b", 0, said), job("c", 3, said), job("d", 1, said), job("e", 1, said)])
    assert said == ["a0", "b.", "c0", "d0", "a1", "c1", "d.", "e0", "a.", "c2", "e.", "c."]


def test_a_width_of_one_is_one_after_the_other(monkeypatch):
    monkeypatch.setattr(lanes, "WIDTH", 1)
    said = []
    lanes.in_lanes([job("a", 2, said), job("b", 1, said)])
    assert said == ["a0", "a1", "a.", "b0", "b."]


def test_what_one_raises_ends_the_others():
    ended = []

    def patient():
        try:
            lanes.wait()
        finally:
            ended.append("patient")

    def broken():
        lanes.wait()
        raise KeyError("ours")

    with pytest.raises(KeyError, match="ours"):
        lanes.in_lanes([broken, patient, patient])
    assert ended == ["patient", "patient"]


def test_each_job_keeps_its_own_gradient_mode():
    seen = []

    def without():
        with torch.no_grad():
            lanes.wait()
            seen.append(torch.is_grad_enabled())

    def with_gradients():
        seen.append(torch.is_grad_enabled())
        lanes.wait()
        seen.append(torch.is_grad_enabled())

    lanes.in_lanes([without, with_gradients])
    assert seen == [True, False, True] and torch.is_grad_enabled()


def test_waiting_outside_a_job_goes_on():
    lanes.wait()


COUNTING = "\ncalls = []\n_right = ema\ndef ema(xs, beta):\n    calls.append(1)\n    return _right(xs, beta if len(calls) % 2 else 0.5)\n"


def test_an_answer_that_depends_on_what_was_asked_before_is_judged_alike_each_time():
    data = notebook(("ema", EMA + COUNTING), ("half", HALF))
    with JudgeClient(secret=b"a secret for tests") as judge:
        first, second = (judge.grade({"fixture": BUNDLE}, "s", data, budget=QUICK).to_json() for _ in range(2))
    assert timeless(first) == timeless(second)
    assert any(check["status"] == "failed" for check in first["exercises"][0]["checks"])


def timeless(report):
    return json.dumps({**report, "seconds": 0, "exercises": [{**e, "seconds": 0} for e in report["exercises"]]})


def test_a_machine_without_greenlets_runs_one_after_the_other(monkeypatch):
    monkeypatch.setattr(lanes, "greenlet", None)
    said = []
    lanes.in_lanes([job("a", 1, said), job("b", 1, said)])
    assert said == ["a0", "a.", "b0", "b."]
