"""What hidden suites import: `points`, and `family` to build the families of checks in the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pytest

Kind = Literal["value", "property", "edge"]


def points(
    worth: float,
    *,
    kind: Kind = "value",
    public: bool = False,
    tags: tuple[str, ...] = (),
    title: dict[str, str] | None = None,
) -> pytest.MarkDecorator:
    """Say what a check is worth, and of which kind it is.

    Property and edge points count only when every value check of the exercise passes.
    The title is the first line of the test's docstring unless given (in en and ko).
    """
    return pytest.mark.points(worth, kind=kind, public=public, tags=tags, title=title)


@dataclass(frozen=True)
class Tools:
    """All that a check may use, in one hand; the same things as the fixtures of these names."""

    agree: Any
    student: Any
    reference: Any
    expect: Any
    rng: Any
    device: str


@dataclass(frozen=True)
class Case:
    """One check of a family: `run(tools)` does it."""

    id: str
    en: str
    ko: str
    run: Callable[[Tools], object]


def family(worth: float, cases: Iterable[Case], *, kind: Kind = "edge", but: Iterable[str] = ()) -> Callable[..., None]:
    """Make one parametrised test of many cases, sharing `worth` equally. Assign it to a name that begins with `test_`."""
    left_out = set(but)
    chosen = [case for case in cases if case.id not in left_out]
    share = worth / len(chosen)

    @pytest.mark.parametrize(
        "case",
        [pytest.param(c, id=c.id, marks=points(share, kind=kind, title={"en": c.en, "ko": c.ko})) for c in chosen],
    )
    def test(case: Case, tools: Tools) -> None:
        case.run(tools)

    return test
