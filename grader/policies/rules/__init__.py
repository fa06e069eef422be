"""The rules. Each module has the same shape: `STAGE`, `WORDS` (en, ko), and `Policy`, a frozen dataclass whose defaults
change nothing and whose `apply(value, …, steps=None)` does the work and, if asked, says what it did."""

from __future__ import annotations

import functools
import pkgutil

LONGEST_HOURS = 100_000  # eleven years: a rule means some length of time, and with more no date can be reckoned any longer


@functools.cache
def names() -> tuple[str, ...]:
    """Every rule, by file name."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
