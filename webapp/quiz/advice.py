"""Warnings about a quiz that an instructor can act on: what was seen, what it may mean, what to do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from webapp.quiz.words import Text

if TYPE_CHECKING:
    from webapp.quiz.statistics import Distractor, Item

FEW = 20  # below this many answers nothing is said about a question
EASY, HARD = 0.95, 0.20
WEAK = 0.10
UNFAIR = 0.01
UNRELIABLE = 0.5


def item(found: Item, right_rest: float) -> tuple[Text, ...]:
    """Warnings for one question; `right_rest` is the mean share on other questions of those who got it right."""
    if found.count < FEW:
        return ()
    warnings = [_discrimination(found.discrimination), _difficulty(found.difficulty), _variants(found)]
    warnings += [_distractor(d, found.count, right_rest) for d in found.distractors]
    return tuple(warning for warning in warnings if warning is not None)


def _discrimination(value: float) -> Text | None:
    if value < 0:
        return Text(
            en=f"Who does well elsewhere does worse here ({value:.2f}). "
            "Look at the key first, then at the wording; a wrong key can be regraded.",
            ko=f"다른 문제를 잘 푼 학생이 이 문제는 더 못 풀었어요({value:.2f}). "
            "먼저 정답을, 그다음 문장을 확인하세요. 정답이 틀렸다면 재채점할 수 있어요.",
        )
    if value < WEAK:
        return Text(
            en=f"It hardly tells the strong from the weak ({value:.2f}). Is the stem ambiguous, or can the answer be guessed?",
            ko=f"실력 차이를 거의 구별하지 못해요({value:.2f}). 문제가 모호하거나 찍어서 맞힐 수 있는지 확인하세요.",
        )
    return None


def _difficulty(value: float) -> Text | None:
    if value > EASY:
        return Text(
            en=f"{value:.0%} of the points were earned: it says little. Keep it as a warm-up or make it harder.",
            ko=f"평균 득점률이 {value:.0%}라 알려 주는 것이 적어요. 몸풀기로 두거나 더 어렵게 바꾸세요.",
        )
    if value < HARD:
        return Text(
            en=f"Only {value:.0%} of the points were earned. Was it taught? Is the key right?",
            ko=f"평균 득점률이 {value:.0%}뿐이에요. 가르친 내용인지, 정답이 맞는지 확인하세요.",
        )
    return None


def _variants(found: Item) -> Text | None:
    if not found.variants_p < UNFAIR:
        return None
    low, high = min(found.variants, key=lambda v: v.mean), max(found.variants, key=lambda v: v.mean)
    seen = f"{low.variant}: {low.mean:.0%}, {high.variant}: {high.mean:.0%}"
    return Text(
        en=f"Variants differ in difficulty ({seen}; chance {found.variants_p:.3f}). Narrow the draw.",
        ko=f"변형마다 난이도가 달라요({seen}, 우연일 확률 {found.variants_p:.3f}). 값의 범위를 좁히세요.",
    )


def _distractor(found: Distractor, count: int, right_rest: float) -> Text | None:
    if not found.effective:
        return Text(
            en=f"Option “{found.key}” was chosen by {found.count} of {count}. Replace it by a mistake that students really make.",
            ko=f"보기 ‘{found.key}’: {count}명 중 {found.count}명만 골랐어요. 학생들이 실제로 하는 실수로 바꾸세요.",
        )
    if found.count >= 5 and found.rest > right_rest:
        return Text(
            en=f"Option “{found.key}” was chosen by stronger students ({found.rest:.0%} elsewhere) "
            f"than the right answer ({right_rest:.0%}). It may be defensible.",
            ko=f"보기 ‘{found.key}’: 고른 학생의 다른 문제 득점률({found.rest:.0%})이 "
            f"정답을 고른 학생({right_rest:.0%})보다 높아요. 정답이 될 여지가 있는지 확인하세요.",
        )
    return None


def quiz(people: int, questions: int, reliability: float) -> tuple[Text, ...]:
    """Warnings for the whole quiz."""
    if people < FEW:
        return (
            Text(
                en=f"{people} people answered: too few to judge single questions.",
                ko=f"응답자가 {people}명이라 문제별로 판단하기에는 적어요.",
            ),
        )
    if math.isfinite(reliability) and reliability < UNRELIABLE and questions >= 5:
        return (
            Text(
                en=f"Reliability is low (alpha {reliability:.2f}): the total says little about who knows more. "
                "Add questions or mend those with a warning.",
                ko=f"신뢰도가 낮아요(알파 {reliability:.2f}). 총점으로 실력을 구별하기 어려워요. "
                "문제를 늘리거나 경고가 있는 문제를 고치세요.",
            ),
        )
    return ()
