"""E-OPT: what every optimizer must survive, as one family of small checks, and the problems that suites drive it with.

    test_edges = optimizer.edges(1.2, {"lr": 0.05, "beta": 0.7}, other={"lr": 0.2, "beta": 0.4})

Theory of operation: every case drives the optimizer from a fresh state through a probe of `probes/optimizer.py`. Whatever can
be decided by values is (`agree`): a view that was made before the first step, a gradient tensor that is overwritten
after it, a second instance, a resumed run. What a child can only say about itself (same storage, graph, closure calls,
operator counts) arrives as raw material and is judged here.

`from_rule` makes a whole optimizer of one update rule, with the bad habits people have around it, for `wrong.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import prod
from typing import Any

import torch

from grader.checks import Case, Tools, family

Shape = tuple[int, ...]
Hyper = dict[str, Any]
Problem = tuple[list[torch.Tensor], list[list[torch.Tensor | None]]]

EQUAL: tuple[Shape, ...] = ((2, 3), (2, 3))
MIXED: tuple[Shape, ...] = ((2, 3), (4,), (2, 3))

# Larger parameters may cost a few operations more (chunked foreach kernels), never one for each element.
SPARE_OPERATIONS = 6

_WORDS = {
    "zero-gradient": ("A gradient of zero gives no NaN", "기울기가 0이어도 NaN이 생기지 않아요"),
    "none-gradient": (
        "A parameter without a gradient is skipped and gets no state",
        "기울기가 없는 매개변수는 건너뛰고 상태도 만들지 않아요",
    ),
    "shapes": ("Works for 0-d and empty parameters", "0차원·빈 매개변수에서도 동작해요"),
    "non-contiguous": ("Works for a non-contiguous parameter", "메모리가 연속이 아닌 매개변수에서도 동작해요"),
    "groups": ("Each parameter group uses its own settings", "매개변수 그룹마다 자기 설정을 써요"),
    "group-changes": ("A setting changed between steps is honoured", "스텝 사이에 바꾼 설정을 반영해요"),
    "own-state": ("Parameters of equal shape keep their state apart", "모양이 같은 매개변수도 상태를 따로 가져요"),
    "two-instances": ("Two optimizers do not disturb each other", "옵티마이저 두 개가 서로 간섭하지 않아요"),
    "in-place": ("Parameters are updated in place", "매개변수를 제자리에서 갱신해요"),
    "gradient-untouched": ("step() leaves the gradients as they are", "step()이 기울기를 바꾸지 않아요"),
    "gradient-reused": ("The state does not share memory with the gradient", "상태가 기울기와 메모리를 공유하지 않아요"),
    "no-graph": ("Nothing of the graph is kept, and memory stays constant", "계산 그래프를 붙잡지 않고 메모리도 늘지 않아요"),
    "float32": ("Follows the rule in float32", "float32에서도 규칙을 따라요"),
    "half": ("Takes a step in float16 and bfloat16", "float16과 bfloat16에서도 한 스텝을 가요"),
    "closure": (
        "step(closure) calls it once, with gradients on, and returns the loss",
        "step(closure)이 기울기를 켜고 한 번 부르고 손실을 돌려줘요",
    ),
    "resume": ("Continues from a saved state_dict as if never stopped", "저장한 state_dict에서 멈춘 적 없는 듯 이어 가요"),
    "own-count": ("Each parameter counts its own steps", "매개변수마다 자기 스텝 수를 세요"),
    "no-python-loop": ("Does not loop over elements in Python", "파이썬 반복문으로 원소를 하나씩 돌지 않아요"),
}


def problem(
    rng: Any,
    steps: int,
    shapes: Sequence[Shape] = MIXED,
    *,
    none: Iterable[tuple[int, int]] = (),
    zero: Iterable[tuple[int, int]] = (),
    low: float = 0.1,
    high: float = 2.0,
    dtype: torch.dtype = torch.float64,
) -> Problem:
    """Draw start values and gradients with low ≤ |g| ≤ high. `none` and `zero` list pairs (step, parameter), both from 0."""
    absent, vanishing = set(none), set(zero)
    sizes = [prod(shape) for shape in shapes]
    drawn = rng.away_from_zero(low, high, steps, sum(sizes), dtype=dtype)  # one draw for all: it costs time, not numbers
    columns = [part.reshape(steps, *shape).unbind() for part, shape in zip(drawn.split_with_sizes(sizes, 1), shapes, strict=True)]
    for k, i in vanishing:
        columns[i][k].zero_()
    gradients = [[None if (k, i) in absent else column[k] for i, column in enumerate(columns)] for k in range(steps)]
    start = rng.normal(sum(sizes), dtype=dtype).split_with_sizes(sizes)
    return [part.reshape(shape) for part, shape in zip(start, shapes, strict=True)], gradients


def example() -> Problem:
    """The problem of every public example: one parameter of two entries, three gradients."""
    rows = ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1])
    return [torch.tensor([1.0, -2.0], dtype=torch.float64)], [[torch.tensor(row, dtype=torch.float64)] for row in rows]


def constant(gradient: torch.Tensor, steps: int) -> Problem:
    """The same gradient in every step, from 0: the parameters after step k are minus the sum of the first k steps."""
    return [torch.zeros_like(gradient)], [[gradient] for _ in range(steps)]


def moves(answer: dict[str, Any], start: Sequence[torch.Tensor], parameter: int = 0) -> list[torch.Tensor]:
    """How far one parameter moved in every step of a trajectory, on the CPU."""
    path = [start[parameter], *(step["parameter"][parameter].cpu() for step in answer["step"])]
    return [after - before for before, after in pairwise(path)]


def close(got: torch.Tensor, want: torch.Tensor, rtol: float = 1e-7, atol: float = 1e-10) -> bool:
    """Equal up to rounding, for properties; NaN is never close."""
    return bool(((got - want).abs() <= atol + rtol * want.abs()).all())


_VALUE_WORDS = {
    "rule": ("Six steps of three parameters follow the rule", "매개변수 세 개의 여섯 스텝이 규칙과 같아요"),
    "other-settings": ("Other settings, other start", "설정과 시작점을 바꿔도 맞아요"),
    "changing-settings": ("Settings change between steps", "스텝 사이에 설정이 바뀌어요"),
    "gaps": ("Some gradients are missing, some are zero", "기울기가 없거나 0인 때가 있어요"),
    "large-eps": ("A large ε stands in its place", "큰 ε가 제자리에 있어요"),
    "defaults": ("The defaults are those of the signature", "기본값이 서명에 적힌 대로예요"),
}


def values(worth: float, hyper: Hyper, *, other: Hyper, change: Hyper | None = None, but: Iterable[str] = ()) -> Callable[..., None]:
    """Make the checks of values that every optimizer gets, sharing `worth` equally: several parameters, several steps, a fresh state.

    `hyper` and `other` are two full sets of options, both different from the defaults. Cases, to be left out with `but`: the
    keys of `_VALUE_WORDS` (large-eps is left out where there is no eps).
    """
    changed = other if change is None else change
    small = {"low": 1e-3, "high": 1e-2}  # where a wrong default of eps shows

    def rule(tools: Tools) -> None:
        tools.agree("trajectory", *problem(tools.rng, 6), **hyper)

    def other_settings(tools: Tools) -> None:
        tools.agree("trajectory", *problem(tools.rng, 5, EQUAL), **other)

    def changing_settings(tools: Tools) -> None:
        tools.agree("trajectory", *problem(tools.rng, 6, EQUAL), changes=[(2, changed), (4, _back(hyper, changed))], **hyper)

    def gaps(tools: Tools) -> None:
        holes: Problem = problem(tools.rng, 6, ((2,), (2,)), none=[(0, 1), (3, 0), (4, 1)], zero=[(2, 0), (2, 1), (5, 0)])
        tools.agree("trajectory", *holes, **hyper)

    def large_eps(tools: Tools) -> None:
        tools.agree("trajectory", *problem(tools.rng, 5, ((2,), (2,)), low=0.02, high=0.5), **hyper | {"eps": 1e-2})

    def defaults(tools: Tools) -> None:
        tools.agree("trajectory", *problem(tools.rng, 4, ((4,),), **small if "eps" in hyper else {}))  # type: ignore[arg-type]

    runs: dict[str, Callable[[Tools], object]] = {
        "rule": rule,
        "other-settings": other_settings,
        "changing-settings": changing_settings,
        "gaps": gaps,
        "large-eps": large_eps,
        "defaults": defaults,
    }
    left_out = {*but} if "eps" in hyper else {*but, "large-eps"}
    return family(worth, [Case(id, *_VALUE_WORDS[id], run) for id, run in runs.items()], kind="value", but=left_out)


def edges(
    worth: float,
    hyper: Hyper,
    *,
    other: Hyper,
    change: Hyper | None = None,
    half: Hyper | None = None,
    but: Iterable[str] = (),
) -> Callable[..., None]:
    """Make the checks of E-OPT, sharing `worth` equally.

    `hyper`: options, different from the defaults. `other`: options of a second group or instance. `change`: what is written
    into the groups between two steps (all of `other` unless given). `half`: options on top of `hyper` for half precision,
    where eps = 1e-8 is zero. Cases, to be left out with `but`: the keys of `_WORDS`.
    """
    case = _Cases(hyper, other, other if change is None else change, hyper | (half or {}))
    runs: dict[str, Callable[[Tools], object]] = {id: getattr(case, id.replace("-", "_")) for id in _WORDS}
    return family(worth, [Case(id, *_WORDS[id], run) for id, run in runs.items()], but=but)


class _Cases:
    """The cases of E-OPT; each method does one."""

    def __init__(self, hyper: Hyper, other: Hyper, change: Hyper, half: Hyper) -> None:
        self.hyper, self.other, self.change, self.half_hyper = hyper, other, change, half

    def zero_gradient(self, tools: Tools) -> None:
        start, gradients = problem(tools.rng, 2, ((3,), (2, 2)), zero=[(0, 0), (1, 0)])
        gradients[0][1] = gradients[0][1] * tools.rng.mask(0.5, 2, 2)  # type: ignore[operator]
        tools.agree("trajectory", start, gradients, **self.hyper)

    def none_gradient(self, tools: Tools) -> None:
        start, gradients = problem(tools.rng, 3, EQUAL, none=[(k, 1) for k in range(3)])
        seen = tools.student("skipped", start, gradients, **self.hyper)["step"]
        tools.expect(
            all(torch.equal(step["parameter"][1], start[1].to(step["parameter"][1].device)) for step in seen),
            "A parameter without a gradient moved; skip it.",
        )
        tools.expect(not any(step["has_state"][1] for step in seen), "State was made for a parameter that never had a gradient.")

    def shapes(self, tools: Tools) -> None:
        tools.agree("trajectory", *problem(tools.rng, 3, ((), (0, 3))), **self.hyper)

    def non_contiguous(self, tools: Tools) -> None:
        tools.agree("trajectory", *problem(tools.rng, 3, ((2, 3),)), spread=True, **self.hyper)

    def groups(self, tools: Tools) -> None:
        groups = [{"parameters": [0]}, {"parameters": [1, 2], **self.other}]
        tools.agree("trajectory", *problem(tools.rng, 3), groups=groups, **self.hyper)

    def group_changes(self, tools: Tools) -> None:
        tools.agree(
            "trajectory", *problem(tools.rng, 4, ((3,),)), changes=[(1, self.change), (3, _back(self.hyper, self.change))], **self.hyper
        )

    def own_state(self, tools: Tools) -> None:
        tools.agree("trajectory", *problem(tools.rng, 3, ((3,), (3,), (3,))), **self.hyper)

    def two_instances(self, tools: Tools) -> None:
        tools.agree("two_instances", *problem(tools.rng, 4, EQUAL), self.hyper, self.other)

    def in_place(self, tools: Tools) -> None:
        seen = tools.agree("in_place", *problem(tools.rng, 2, EQUAL), **self.hyper)
        tools.expect(
            all(seen["same_storage"]) and seen["same_object"],
            "The storage of the parameter was replaced: views and tied weights lose the update. Update in place.",
        )
        tools.expect(all(seen["leaf"]) and all(seen["requires_grad"]), "The parameter is no longer a leaf that requires a gradient.")

    def gradient_untouched(self, tools: Tools) -> None:
        start, gradients = problem(tools.rng, 2, EQUAL)
        seen = tools.agree("gradients_after", start, gradients, **self.hyper)["step"]
        same = all(
            len(after) == 1 and torch.equal(after[0], given.to(after[0].device))  # type: ignore[union-attr]
            for step, asked in zip(seen, gradients, strict=True)
            for after, given in zip(step["gradient"], asked, strict=True)
        )
        tools.expect(same, "step() changed p.grad; work on a copy, and leave zero_grad() to the training loop.")

    def gradient_reused(self, tools: Tools) -> None:
        tools.agree("gradients_reused", *problem(tools.rng, 4, ((3,),)), **self.hyper)

    def no_graph(self, tools: Tools) -> None:
        seen = tools.student.loose.random("kept", *problem(tools.rng, 8, ((2,),)), **self.hyper)
        tools.expect(not any(step["attached"] for step in seen), "The state hangs in a computation graph: compute under torch.no_grad().")
        tools.expect(
            seen[7]["tensors"] <= seen[4]["tensors"] and seen[7]["elements"] <= seen[4]["elements"],
            "The optimizer holds on to more with every step; keep only the state that the rule needs.",
        )

    def float32(self, tools: Tools) -> None:
        start, gradients = problem(tools.rng, 4, ((2, 3),), dtype=torch.float32)
        tools.agree("trajectory", start, gradients, **self.hyper)
        [seen] = tools.student.loose.random("kept", start, gradients[:1], **self.hyper)
        tools.expect(seen["dtypes"] in ([], ["torch.float32"]), "The state has another data type than its parameter.")

    def half(self, tools: Tools) -> None:
        for dtype in (torch.float16, torch.bfloat16):
            tools.agree("trajectory", *problem(tools.rng, 1, ((2, 3),), low=0.25, dtype=dtype), **self.half_hyper)

    def closure(self, tools: Tools) -> None:
        seen = tools.agree("with_closure", tools.rng.away_from_zero(0.5, 2, 3), tools.rng.uniform(0.5, 2, 3), 2, **self.hyper)
        tools.expect(len(seen["modes"]) == 2, "step(closure) must call the closure exactly once.")
        tools.expect(all(seen["modes"]), "The closure was called with gradients switched off: wrap the call in torch.enable_grad().")
        tools.expect(all(step["returned"] for step in seen["step"]), "step(closure) must return what the closure returns.")
        tools.expect(seen["without_closure"], "step() without a closure must return None.")

    def resume(self, tools: Tools) -> None:
        tools.agree("resumed", *problem(tools.rng, 4, ((2, 2), (3,))), 2, **self.hyper)

    def own_count(self, tools: Tools) -> None:
        start, gradients = problem(tools.rng, 5, ((3,), (3,)), none=[(0, 1), (1, 1), (3, 1), (3, 0)])
        tools.agree("trajectory", start, gradients, **self.hyper)

    def no_python_loop(self, tools: Tools) -> None:
        few, many = (tools.student.loose.random("operations", *problem(tools.rng, 2, ((n,),)), **self.hyper) for n in (3, 24))
        tools.expect(
            many <= few + SPARE_OPERATIONS,
            "The number of tensor operations grows with the size of the parameter: replace the loop by one tensor expression.",
        )


def _back(hyper: Hyper, change: Hyper) -> Hyper:
    """The first settings again, for the keys that were changed."""
    return {key: value for key, value in hyper.items() if key in change}


Rule = Callable[[Any, torch.Tensor, dict[str, Any], dict[str, Any]], None]
_HABITS = {
    "groups": "all",
    "settings": "group",
    "state": "parameter",
    "missing": "skipped",
    "writes": "in place",
    "gradient": "kept",
    "closure": "once",
}


def from_rule(rule: Rule, defaults: Hyper, **habits: str) -> type[torch.optim.Optimizer]:
    """An optimizer that applies `rule(p, g, state, group)` to every parameter: for misconceptions, written compactly.

    habits: groups "first"; settings "frozen" (read once, in the constructor); state "shared" (one for all parameters)
    or "outside" (not in self.state, so not in the state_dict); missing "zero" (None counts as a gradient
    of zero) or "stale" (the last gradient is used again); writes "name" (p is rebound) or "storage" (p.data is replaced);
    gradient "cleared"; closure "ignored", "twice" or "without gradients".
    """
    unknown = set(habits.items()) - {(key, value) for key, values in _KNOWN_HABITS.items() for value in values}
    if unknown:
        raise ValueError(f"no habit {unknown}. There are: {_KNOWN_HABITS}.")
    habit = _HABITS | habits

    class FromRule(torch.optim.Optimizer):
        def __init__(self, params: Any, *args: Any, **given: Any) -> None:
            settings = defaults | dict(zip(defaults, args, strict=False)) | given
            super().__init__(params, settings)
            self.frozen = dict(settings)
            self.outside: dict[Any, dict[str, Any]] = {}
            self.last: dict[Any, torch.Tensor] = {}

        @torch.no_grad()
        def step(self, closure: Any = None) -> Any:  # type: ignore[override]
            loss = _called(closure, habit["closure"])
            for group in self.param_groups[: 1 if habit["groups"] == "first" else None]:
                options = group | self.frozen if habit["settings"] == "frozen" else group
                for p in group["params"]:
                    g = self._gradient(p)
                    if g is None:
                        continue
                    target = p if habit["writes"] == "in place" else p.clone()
                    rule(target, g, self._state(p), options)
                    if habit["writes"] == "storage":
                        p.data = target.data
                    if habit["gradient"] == "cleared":
                        p.grad.zero_()
            return loss

        def _gradient(self, p: Any) -> torch.Tensor | None:
            if p.grad is not None:
                self.last[p] = p.grad.clone()
                return p.grad  # type: ignore[no-any-return]
            if habit["missing"] == "zero":
                return torch.zeros_like(p)
            return self.last.get(p) if habit["missing"] == "stale" else None

        def _state(self, p: Any) -> dict[str, Any]:
            if habit["state"] == "parameter":
                return self.state[p]  # type: ignore[no-any-return]
            if habit["state"] == "shared":
                return self.outside.setdefault(None, {})
            return self.outside.setdefault(p, {})

    return FromRule


_KNOWN_HABITS = {
    "groups": ("all", "first"),
    "settings": ("group", "frozen"),
    "state": ("parameter", "shared", "outside"),
    "missing": ("skipped", "zero", "stale"),
    "writes": ("in place", "name", "storage"),
    "gradient": ("kept", "cleared"),
    "closure": ("once", "ignored", "twice", "without gradients"),
}


def _called(closure: Any, how: str) -> Any:
    if closure is None or how == "ignored":
        return None
    if how == "without gradients":
        return closure()
    with torch.enable_grad():
        loss = closure()
        return closure() if how == "twice" else loss
