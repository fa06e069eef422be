"""Which known mistake explains the answers on record?

Theory of operation: the student's answers were recorded with their questions. A known mistake explains them if it gives
the same answer to every one. A name is told only if exactly one mistake (or several that share their first line) does;
two that fit equally well are never guessed between. First all recorded answers count, then those that tell what was
computed and not how, then those of value checks alone (a second, unrelated slip in an edge case should not hide the name).
No child is needed. It ends after 200 ms of CPU time: a busy machine must not cost a name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from grader.judge.compare import Comparison, UngradableReference
from grader.judge.report import Diagnosis, Finding
from grader.judge.sides import Entry, Recording, Side
from grader.judge.sitting import CheckRun
from grader.judge.suite import Task
from grader.judge.variants import Variant

DEADLINE_S = 0.2
HOW_NOT_WHAT = {"op_counts"}  # a student's loop does not hide the name of another slip


def diagnose(task: Task, recording: Recording, runs: Sequence[CheckRun], *, deadline_s: float = DEADLINE_S) -> tuple[Diagnosis, ...]:
    """Name what is wrong, or nothing."""
    search = _Search(task, time.process_time() + deadline_s)
    entries = [entry for entry in recording.entries if entry.comparable and entry.answer.lost is None]
    what = [entry for entry in entries if entry.question.probe not in HOW_NOT_WHAT]
    values = [entry for entry in entries if entry.kind == "value"]
    telling = {run.id for run in runs if run.findings}  # a check may fail by its own sentence although no value differs
    for considered in (entries, what, values):
        # What sets the student apart comes first, and of that what is soon answered: most variants are ruled out by the first question.
        ordered = sorted(considered, key=lambda entry: (entry.agreed, entry.check not in telling, _parts(entry.answer.value)))
        if not ordered or (ordered[0].agreed and ordered[0].check not in telling):
            continue
        search.begin(ordered)
        fitting = [v for v in task.variants.wrong if search.explains((v,), lambda v=v: v.names)]  # type: ignore[misc]
        if fitting:
            return _name(fitting)
        pairs = list(_fitting_pairs(task, search))
        if len(pairs) == 1:
            return tuple(_told(variant) for variant in pairs[0] if variant in task.variants.wrong)
        if pairs:
            return ()
    return universal(runs, recording)


class _Search:
    """Which implementations give every answer that is considered. What ruled one out is remembered: it does so again."""

    def __init__(self, task: Task, ends: float) -> None:
        self._task = task
        self._ends = ends
        self._ruled_out: dict[tuple[int, ...], int] = {}  # variants → the entry that ruled them out, each by its place in memory
        self._entries: list[Entry] = []
        self._present: set[int] = set()

    def begin(self, entries: list[Entry]) -> None:
        self._entries = entries
        self._present = {id(entry) for entry in entries}

    @property
    def is_over(self) -> bool:
        return time.process_time() > self._ends

    def explains(self, variants: tuple[Variant, ...], names: Callable[[], dict[str, Any] | None]) -> bool:
        """Does this implementation give every answer? One that cannot be built gives none."""
        ids = tuple(map(id, variants))
        if self.is_over or self._ruled_out.get(ids) in self._present:
            return False
        built = names()
        if built is None:
            return False
        side = self._task.side(built)
        for entry in self._entries:
            if not _same(side, entry):
                self._ruled_out[ids] = id(entry)
                return False
        return True


def _parts(value: Any) -> int:
    """How many parts an answer has: a long trajectory takes long to follow."""
    if isinstance(value, dict):
        return sum(map(_parts, value.values()))
    return sum(map(_parts, value)) if isinstance(value, (list, tuple)) else 1


def _same(side: Side, entry: Entry) -> bool:
    given, theirs = entry.answer, side.ask(entry.question)
    if given.error or theirs.error:
        return bool(given.error and theirs.error) and _cause(given.error) == _cause(theirs.error)
    comparison = Comparison(tolerance=entry.tolerance, nan_equal=True)
    glance = comparison.at_a_glance(given.value, theirs.value)
    if glance is not None:
        return glance
    try:
        return comparison.difference(given.value, theirs.value) is None
    except (TypeError, ValueError, RuntimeError, ArithmeticError, UngradableReference):
        return False


def _cause(error: Finding | None) -> object:
    return error and (error["kind"], error.get("type"), error.get("name"))


def _fitting_pairs(task: Task, search: _Search) -> Iterable[tuple[Variant, ...]]:
    """Pairs that explain the answers; a mistake in an accepted convention hides pairs that mean the same."""
    seen: set[tuple[str, ...]] = set()
    for pair in task.variants.pairs():
        if search.is_over:
            return
        if not search.explains(pair, partial(task.variants.built, pair)):
            continue
        told = tuple(sorted(v.headline for v in pair if v in task.variants.wrong))
        if told not in seen:
            seen.add(told)
            yield pair


def _name(fitting: list[Variant]) -> tuple[Diagnosis, ...]:
    headlines = {variant.headline for variant in fitting}
    return (_told(fitting[0]),) if len(headlines) == 1 else ()


def _told(variant: Variant) -> Diagnosis:
    return Diagnosis(id=variant.id, message=variant.message, source="wrong")


_UNIVERSAL = {
    "nothing": (
        "nothing-returned",
        "Nothing was returned. Does every path of your code end in `return`?",
        "아무것도 반환되지 않았어요. 코드의 모든 경로가 `return`으로 끝나나요?",
    ),
    "dtype": (
        "wrong-dtype",
        "The result has another data type than the input asks for. Create tensors with the input's dtype; do not convert to float64.",
        "결과의 자료형이 입력과 달라요. 입력의 dtype으로 텐서를 만들고 float64로 바꾸지 마세요.",
    ),
    "device": (
        "wrong-device",
        "The result is on another device than the input. Create tensors with `device=x.device`; do not call `.cpu()`.",
        "결과가 입력과 다른 장치에 있어요. `device=x.device`로 텐서를 만들고 `.cpu()`를 부르지 마세요.",
    ),
    "shape": (
        "wrong-shape",
        "The result has the wrong shape in every check: look at the axis of your reduction, and at `keepdim`.",
        "모든 검사에서 결과의 모양이 달라요. 축약하는 축과 `keepdim`을 확인하세요.",
    ),
}


def universal(runs: Sequence[CheckRun], recording: Recording) -> tuple[Diagnosis, ...]:
    """The patterns that any exercise can show: wrong form everywhere, nothing returned, the public example alone."""
    failed = [run for run in runs if run.kind == "value" and run.findings]
    if not failed:
        return ()
    kinds = {run.findings[0]["kind"] for run in failed}
    if len(kinds) == 1 and (kind := kinds.pop()) in _UNIVERSAL:
        id_, en, ko = _UNIVERSAL[kind]
        return (Diagnosis(id=id_, message={"en": en, "ko": ko}, source="universal"),)
    if _repeats_public_example(runs, recording):
        return (
            Diagnosis(
                id="public-example-only",
                message={
                    "en": "Your code reproduces only the public example. It must compute its result from its arguments.",
                    "ko": "코드가 공개 예제만 재현해요. 인자로부터 결과를 계산해야 해요.",
                },
                source="universal",
            ),
        )
    return ()


def _repeats_public_example(runs: Sequence[CheckRun], recording: Recording) -> bool:
    """Public checks pass, and to other numbers the code gives the very answers of the public ones."""
    public = {run.id for run in runs if run.public and not run.findings}
    known = [e for e in recording.entries if e.check in public and e.answer.ok]
    others = [e for e in recording.entries if e.kind == "value" and e.check not in public and e.comparable and not e.agreed]
    if not known or not others:
        return False
    return all(any(_equal(e, k) for k in known) for e in others)


def _equal(entry: Entry, known: Entry) -> bool:
    if not entry.answer.ok:
        return False
    return Comparison(tolerance=entry.tolerance, nan_equal=True).difference(entry.answer.value, known.answer.value) is None
