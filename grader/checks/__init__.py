"""What hidden suites import: `points`, and the families of checks in the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

import pytest

Kind = Literal["value", "property", "edge"]
F = TypeVar("F", bound=Callable[..., object])


def points(
    worth: float, *, kind: Kind = "value", public: bool = False, tags: tuple[str, ...] = ()
) -> Callable[[F], F]:
    """Say what a check is worth, and of which kind it is.

    Property and edge points count only when every value check of the exercise passes.
    """
    return pytest.mark.points(worth, kind=kind, public=public, tags=tags)
