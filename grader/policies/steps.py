"""The steps from score to mark, as data: which rule, which of its sentences, which numbers. “Why this mark?” reads them out."""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple


class Step(NamedTuple):
    rule: str  # module in grader.policies.rules
    key: str  # a sentence of its WORDS
    numbers: dict[str, Any]


Steps = list[Step]


def words(step: Step, language: str = "en") -> str:
    """Say the step in English or Korean.

    >>> words(Step("excused", "excused", {}))
    'Excused: it does not count.'
    """
    module = importlib.import_module(f"grader.policies.rules.{step.rule}")
    shown = {key: f"{value:.4g}" if isinstance(value, float) else value for key, value in step.numbers.items()}
    sentence: str = module.WORDS[step.key][language].format(**shown)
    return sentence
