"""E-MOD: every case of the family catches the module that breaks its promise, and no case refuses a good one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.checks import module
from grader.judge.marking import mark
from grader.judge.session import in_session
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite

REFERENCE = """
import torch


class Scale(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(size))
        self.register_buffer("seen", torch.zeros(size))

    def forward(self, x):
        if self.training:
            self.seen = 0.5 * self.seen + x.mean(0).detach()
            return self.weight * x
        return self.weight * x + self.seen
"""

SUITE = """
from grader.checks import module


def inputs(rng, dtype):
    return (3,), {}, [rng.normal(4, 3, dtype=dtype), rng.normal(5, 3, dtype=dtype)]


test_edges = module.edges(1.0, inputs)
"""


class Scale(torch.nn.Module):
    """The reference, in pieces that the faulty ones replace."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(size))
        self.register_buffer("seen", torch.zeros(size))

    def remember(self, x: torch.Tensor) -> None:
        self.seen = 0.5 * self.seen + x.mean(0).detach()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            self.remember(x)
            return self.weight * x
        return self.weight * x + self.seen


class StartsInEval(Scale):
    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.eval()


class IgnoresMode(Scale):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.remember(x)
        return self.weight * x


class OtherName(torch.nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(size))
        self.register_buffer("memory", torch.zeros(size))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            self.memory = 0.5 * self.memory + x.mean(0).detach()
            return self.weight * x
        return self.weight * x + self.memory


class StateIsParameter(Scale):
    def __init__(self, size: int) -> None:
        super().__init__(size)
        del self.seen
        self.seen = torch.nn.Parameter(torch.zeros(size), requires_grad=False)

    def remember(self, x: torch.Tensor) -> None:
        self.seen.data = 0.5 * self.seen.data + x.mean(0).detach()


class PlainState(Scale):
    def __init__(self, size: int) -> None:
        super().__init__(size)
        del self.seen
        self.seen = torch.zeros(size)


class SharedState(Scale):
    """Keeps what it has seen in the class, beside a buffer that nobody reads."""

    total: Any = 0.0

    def remember(self, x: torch.Tensor) -> None:
        super().remember(x)
        SharedState.total = SharedState.total + x.mean(0).detach()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x) + 0 * self.seen if self.training else self.weight * x + SharedState.total


class Detached(Scale):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x).detach()


class Noisy(Scale):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = super().forward(x)
        return y if self.training else y + 1e-3 * torch.rand_like(y)


class KeepsGraph(Scale):
    def remember(self, x: torch.Tensor) -> None:
        self.seen = 0.5 * self.seen + x.mean(0)


class InPlace(Scale):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = super().forward(x)
        x.detach().zero_()
        return y


FAULTY = [
    (StartsInEval, "starts-in-training-mode"),
    (IgnoresMode, "mode-honoured"),
    (OtherName, "state-names"),
    (StateIsParameter, "parameters-registered"),
    (PlainState, "moved-by-to"),
    (PlainState, "state-round-trip"),
    (SharedState, "instances-apart"),
    (Detached, "gradient-flows"),
    (Noisy, "eval-deterministic"),
    (KeepsGraph, "no-graph-kept"),
    (InPlace, "input-untouched"),
]


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[type, set[str]]:
    """The cases that each module fails."""
    folder: Path = tmp_path_factory.mktemp("bundle")
    (folder / "scale").mkdir()
    (folder / "scale" / "reference.py").write_text(REFERENCE)
    (folder / "scale" / "test_hidden.py").write_text(SUITE)
    exercise = {"id": "scale", "title": {"en": "Scale", "ko": "배율"}, "points": 1, "kind": "core", "family": "module"}
    exercise |= {"gives": ["Scale"], "needs": [], "ban": [], "tolerance": "T-2", "tags": []}
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "assignment": "fixture", "exercises": [exercise], "cells": []}))
    task = Suite(folder).task("scale")

    def cases(session: Any) -> dict[type, set[str]]:
        found = {}
        for made in {Scale, *(made for made, _ in FAULTY)}:
            result = mark(session, Sitting(task, task.side({"Scale": made})))
            found[made] = {check.id[len("test_edges[") : -1] for check in result.checks if check.status != "passed"}
        return found

    found: dict[type, set[str]] = in_session(cases)
    return found


def test_a_good_module_passes_every_case(failed: dict[type, set[str]]) -> None:
    assert failed[Scale] == set()


@pytest.mark.parametrize(("made", "case"), FAULTY, ids=[f"{made.__name__} {case}" for made, case in FAULTY])
def test_the_case_catches_its_fault(failed: dict[type, set[str]], made: type, case: str) -> None:
    assert case in failed[made]


def test_every_case_is_tried_here() -> None:
    made: Callable[..., None] = module.edges(1.0, lambda rng, dtype: ((), {}, []))
    [mark] = made.pytestmark  # type: ignore[attr-defined]
    assert {parameter.id for parameter in mark.args[1]} == {case for _, case in FAULTY}
