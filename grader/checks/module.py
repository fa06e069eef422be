"""E-MOD: what every layer written as a `torch.nn.Module` must survive, as one family of small checks.

    def inputs(rng, dtype):
        return (4,), {"eps": 1e-3}, [rng.normal(6, 4, dtype=dtype), rng.normal(5, 4, dtype=dtype)]

    test_edges = module.edges(1.35, inputs)

Theory of operation: `inputs` draws the constructor's arguments and some batches. The probes in `probes/module.py` build
a fresh module for every question and look at it through its public face only (`state_dict`, `named_parameters`, `.to`,
`.train`, `.eval`), so it does not matter how a student keeps the state, as long as it is kept. What counts as a pass
is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch

from grader.checks import Case, Tools, family

Question = tuple[tuple[Any, ...], dict[str, Any], list[torch.Tensor]]
Inputs = Callable[[Any, torch.dtype], Question]

_WORDS = {
    "starts-in-training-mode": ("A new module is in training mode", "새로 만든 모듈은 훈련 모드예요"),
    "mode-honoured": ("`train()` and `eval()` are honoured, back and forth", "`train()`과 `eval()`을 오가도 모드를 지켜요"),
    "state-names": ("`state_dict()` has exactly the documented names", "`state_dict()`의 이름이 문서와 정확히 같아요"),
    "parameters-registered": ("Parameters are registered, and only they", "학습할 파라미터만 파라미터로 등록되어 있어요"),
    "moved-by-to": ("`.to()` moves the whole state", "`.to()`가 모든 상태를 옮겨요"),
    "state-round-trip": ("A fresh module continues from `load_state_dict()`", "새 모듈이 `load_state_dict()`로 이어서 동작해요"),
    "instances-apart": ("Two instances share no state", "두 인스턴스는 상태를 공유하지 않아요"),
    "gradient-flows": ("Gradients reach the input and every parameter", "기울기가 입력과 모든 파라미터까지 흘러요"),
    "eval-deterministic": ("In eval mode equal inputs give equal outputs", "평가 모드에서는 입력이 같으면 출력도 같아요"),
    "no-graph-kept": ("The state keeps no graph from one call to the next", "상태가 호출 사이에 계산 그래프를 붙들지 않아요"),
    "input-untouched": ("Leaves its input as it was", "입력을 바꾸지 않아요"),
}


def edges(worth: float, inputs: Inputs, *, name: str | None = None, but: Iterable[str] = ()) -> Callable[..., None]:
    """Make the checks of E-MOD for the module `name` (the exercise's main one unless given), sharing `worth` equally.

    `inputs(rng, dtype)` returns `(constructor args, constructor kwargs, batches)`, with two batches or more.
    Cases, to be left out with `but`: starts-in-training-mode, mode-honoured, state-names, parameters-registered, moved-by-to,
    state-round-trip, instances-apart, gradient-flows, eval-deterministic, no-graph-kept, input-untouched.
    """
    looks: dict[str, Callable[[Tools, Question, str | None], None]] = {
        "starts-in-training-mode": _training_mode,
        "mode-honoured": _modes,
        "state-names": _state_names,
        "parameters-registered": _parameters,
        "moved-by-to": _moved,
        "state-round-trip": _round_trip,
        "instances-apart": _apart,
        "gradient-flows": _gradient,
        "eval-deterministic": _deterministic,
        "no-graph-kept": _no_graph,
        "input-untouched": _untouched,
    }
    return family(worth, [_case(id, name, inputs, look) for id, look in looks.items()], but=but)


def _case(id: str, name: str | None, inputs: Inputs, look: Callable[[Tools, Question, str | None], None]) -> Case:
    en, ko = _WORDS[id]

    def run(tools: Tools) -> None:
        look(tools, inputs(tools.rng, torch.float64), name)

    return Case(id, f"{name}: {en}" if name else en, f"{name}: {ko}" if name else ko, run)


def _training_mode(tools: Tools, question: Question, name: str | None) -> None:
    tools.agree("module_mode", *question, name=name)


def _modes(tools: Tools, question: Question, name: str | None) -> None:
    tools.agree("module_modes", *question, name=name)


def _state_names(tools: Tools, question: Question, name: str | None) -> None:
    tools.agree("module_state", *question, name=name)


def _parameters(tools: Tools, question: Question, name: str | None) -> None:
    tools.agree("module_parameters", *question, name=name)


def _moved(tools: Tools, question: Question, name: str | None) -> None:
    tools.agree("module_moved", *question, name=name)


def _round_trip(tools: Tools, question: Question, name: str | None) -> None:
    got = tools.student.loose("module_round_trip", *question, name=name)
    tools.expect(
        _equal(got["original"], got["restored"]),
        "After load_state_dict() the fresh module gives other outputs: part of the state is not in state_dict().",
    )


def _apart(tools: Tools, question: Question, name: str | None) -> None:
    got = tools.student.loose("module_bystander", *question, name=name)
    tools.expect(
        _equal(got["before"], got["after"]), "Using one instance changes another: keep the state in self, not in the class or a global."
    )


def _gradient(tools: Tools, question: Question, name: str | None) -> None:
    got = tools.student.loose("module_gradient", *question, name=name)
    tools.expect(
        got["attached"],
        "No gradient reaches the input or the parameters: the output is cut off from the graph (.detach(), .data, no_grad).",
    )
    tools.agree("module_gradient", *question, name=name)


def _deterministic(tools: Tools, question: Question, name: str | None) -> None:
    got = tools.student.loose("module_twice_in_eval", *question, name=name)
    tools.expect(_equal(got["first"], got["second"]), "In eval mode the same input gave two different outputs.")


def _no_graph(tools: Tools, question: Question, name: str | None) -> None:
    tools.agree("module_graph_in_state", *question, name=name)


def _untouched(tools: Tools, question: Question, name: str | None) -> None:
    after = tools.student.loose("module_inputs_after", *question, name=name)
    same = len(after) == len(question[2]) and all(_equal(a, b) for a, b in zip(after, question[2], strict=True))
    tools.expect(same, "The module changes its input; work on a copy instead.")


def _equal(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Bit for bit, but a device may differ and NaN equals NaN."""
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    a, b = a.detach().cpu(), b.detach().cpu()
    return bool(((a == b) | ((a != a) & (b != b))).all())
