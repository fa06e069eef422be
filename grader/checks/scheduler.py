"""E-SCH: what every schedule that is a pure function of the step must survive, as one family of small checks.

    def settings(rng):
        return {"lr0": rng.number(0.05, 0.2), "lr_end": rng.number(0.0, 0.01), "total": 12, "step": scheduler.STEP}

    test_edges = scheduler.edges(0.45, settings, total="total", lr=("lr0", "lr_end"))

Theory of operation: `settings` draws the arguments in the order of the signature, `STEP` standing where the step goes.
The probes in `probes/scheduler.py` put steps there and send back numbers and type names; what counts as a pass is decided here.
Arguments go by position: a student may rename a parameter, not reorder them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from grader.checks import Case, Tools, family

STEP = "<step>"
Settings = dict[str, Any]
Draw = Callable[[Any], Settings]

_WORDS = {
    "first": ("Right at step 0", "스텝 0에서 맞아요"),
    "last": ("Right at the last step", "마지막 스텝에서 맞아요"),
    "beyond": ("Stays at its last value after the last step", "마지막 스텝 뒤에는 마지막 값을 유지해요"),
    "total-one": ("Works for a run of one step", "전체가 한 스텝이어도 동작해요"),
    "no-warmup": ("Works without warm-up", "워밍업이 없어도 동작해요"),
    "python-float": ("Returns a Python float", "파이썬 float를 돌려줘요"),
    "any-order": ("Gives the same values in any order of calls", "호출 순서가 달라도 같은 값을 줘요"),
    "zero": ("A base learning rate of 0 stays 0", "기준 학습률이 0이면 계속 0이에요"),
}


def edges(
    worth: float,
    settings: Draw,
    *,
    name: str | None = None,
    total: str | None = None,
    warmup: str | None = None,
    lr: Iterable[str] = ("lr0",),
    probe: str = "at_steps",
    horizon: int = 40,
    but: Iterable[str] = (),
) -> Callable[..., None]:
    """Make the checks of E-SCH for the schedule `name` (the exercise's main one unless given), sharing `worth` equally.

    `total` and `warmup` name the parameters that hold T and W; where one is None, its cases are left out. `lr` names the
    learning rates that are set to 0 together. `probe` asks for values at given steps, for schedules with a driver of their own.
    Cases, to be left out with `but`: first, last, beyond, total-one, no-warmup, python-float, any-order, zero.
    """

    asked = _Schedule(settings, name, total or "", warmup or "", tuple(lr), probe, horizon)
    runs: dict[str, Callable[[Tools], object]] = {"first": asked.first}
    if total:
        runs |= {"last": asked.last, "beyond": asked.beyond, "total-one": asked.total_one}
    if warmup:
        runs["no-warmup"] = asked.no_warmup
    runs |= {"python-float": asked.python_float, "any-order": asked.any_order, "zero": asked.zero}
    return family(worth, [_case(id, name, run) for id, run in runs.items()], but=but)


@dataclass(frozen=True)
class _Schedule:
    """The schedule under test, and the ways of asking about it."""

    settings: Draw
    name: str | None
    total: str
    warmup: str
    lr: tuple[str, ...]
    probe: str
    horizon: int

    def ask(self, tools: Tools, given: Settings, steps: list[int]) -> dict[str, Any]:
        return _put(tools.agree, self.probe, given, steps, self.name)

    def first(self, tools: Tools) -> None:
        self.ask(tools, self.settings(tools.rng), [0])

    def last(self, tools: Tools) -> None:
        given = self.settings(tools.rng)
        end = given[self.total]
        self.ask(tools, given, [end - 1, end])

    def beyond(self, tools: Tools) -> None:
        given = self.settings(tools.rng)
        end = given[self.total]
        self.ask(tools, given, [end + 1, end + 3, 2 * end, 10 * end])

    def total_one(self, tools: Tools) -> None:
        self.ask(tools, {**self.settings(tools.rng), self.total: 1}, [0, 1, 2, 5])

    def no_warmup(self, tools: Tools) -> None:
        self.ask(tools, {**self.settings(tools.rng), self.warmup: 0}, [0, 1, 2, 7])

    def python_float(self, tools: Tools) -> None:
        given = self.settings(tools.rng)
        steps = [0, 1, self.horizon // 2, self.horizon]
        kinds = _put(tools.student.loose, "kinds_at_steps" if self.probe == "at_steps" else f"{self.probe}_kinds", given, steps, self.name)
        tools.expect(all(kind == "float" for kind in kinds.values()), "The learning rate must be a Python float, not a tensor or an int.")

    def any_order(self, tools: Tools) -> None:
        given = self.settings(tools.rng)
        forwards = [
            0,
            *(int(step) + 1 for step in tools.rng.permutation(self.horizon)[:8]),
        ]  # from 0, where a stateful answer may start afresh
        first_time = _put(tools.student.loose, self.probe, given, forwards, self.name)
        second_time = _put(tools.student.loose, self.probe, given, forwards[::-1], self.name)
        tools.expect(first_time == second_time, "Depends on call order: compute the value from the step alone.")
        self.ask(tools, given, forwards)

    def zero(self, tools: Tools) -> None:
        given = self.settings(tools.rng)
        self.ask(tools, {**given, **dict.fromkeys(self.lr, 0.0)}, [0, 1, self.horizon // 2, self.horizon])


def at(ask: Any, settings: Settings, steps: Iterable[int], *, name: str | None = None) -> dict[str, Any]:
    """Ask `agree`, `student` or `reference` for the schedule at `steps`: {"t = 3": 0.07, …}, in the order of the calls."""
    return _put(ask, "at_steps", settings, steps, name)


def curve(ask: Any, settings: Settings, until: int, *, name: str | None = None) -> list[Any]:
    """Ask `agree`, `student` or `reference` for the values at 0, 1, … until − 1."""
    args, place = _arguments(settings)
    found: list[Any] = ask("curve", args, place, until, name=name)["t"]
    return found


def _arguments(settings: Settings) -> tuple[list[Any], int]:
    listed = list(settings.values())
    place = next(i for i, value in enumerate(listed) if isinstance(value, str) and value == STEP)
    return [0 if i == place else value for i, value in enumerate(listed)], place


def _put(ask: Any, probe: str, settings: Settings, steps: Iterable[int], name: str | None) -> dict[str, Any]:
    args, place = _arguments(settings)
    found: dict[str, Any] = ask(probe, args, place, [int(step) for step in steps], name=name)
    return found


def _case(id: str, name: str | None, run: Callable[[Tools], object]) -> Case:
    en, ko = _WORDS[id]
    return Case(id, f"{name}: {en[0].lower()}{en[1:]}" if name else en, f"{name}: {ko}" if name else ko, run)
