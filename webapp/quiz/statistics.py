"""What a quiz's answers say about the quiz: difficulty, discrimination, distractors, reliability, time, fairness of variants.

Pure arithmetic on a list of responses. Each warning says what was seen and what the instructor can do, in both languages.
Discrimination is the correlation of an item with the sum of the *other* items: with itself in the sum even a random item would seem to tell
the strong from the weak.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.quiz import advice
from webapp.quiz.words import Text

Matrix = NDArray[np.float64]  # (people, questions), NaN where a question was not asked

USELESS = 0.02  # a distractor that fewer choose does no work


@dataclass(frozen=True, kw_only=True)
class Response:
    """One person's counted answer to one question. `chosen` holds the keys of options or traps, `score` goes from 0 to 1."""

    person: str
    question: str
    score: float
    chosen: tuple[str, ...] = ()
    seconds: float | None = None
    variant: str = ""


@dataclass(frozen=True, kw_only=True)
class Distractor:
    """A wrong option or a trap: who chose it. `rest` is their mean share on the other questions."""

    key: str
    count: int
    share: float
    rest: float
    effective: bool


@dataclass(frozen=True, kw_only=True)
class VariantResult:
    variant: str
    count: int
    mean: float


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question."""

    question: str
    count: int
    difficulty: float  # mean share of the points: high is easy
    discrimination: float  # NaN if everybody did the same
    distractors: tuple[Distractor, ...]
    seconds: tuple[float, float, float] | None  # lower quartile, median, upper quartile
    variants: tuple[VariantResult, ...]
    variants_p: float  # chance of such differences between equally hard variants; NaN if there is one variant
    warnings: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A whole quiz. `error` is the standard error of a person's total, in questions."""

    people: int
    items: tuple[Item, ...]
    mean: float
    alpha: float
    error: float
    warnings: tuple[Text, ...]


def analyse(responses: Iterable[Response], options: Mapping[str, Sequence[str]] | None = None) -> Summary:
    """Statistics of all questions; `options` names each question's wrong options, so that one nobody chose is seen."""
    all_responses = list(responses)
    questions = list(dict.fromkeys(r.question for r in all_responses))
    people = list(dict.fromkeys(r.person for r in all_responses))
    matrix = np.full((len(people), len(questions)), np.nan)
    row, column = {p: i for i, p in enumerate(people)}, {q: j for j, q in enumerate(questions)}
    by_question: dict[str, list[Response]] = defaultdict(list)
    for r in all_responses:
        matrix[row[r.person], column[r.question]] = r.score
        by_question[r.question].append(r)
    items = tuple(_item(q, by_question[q], matrix, column[q], row, (options or {}).get(q, ())) for q in questions)
    reliability = alpha(matrix)
    totals = _complete(matrix).sum(axis=1)
    spread = float(totals.std(ddof=1)) if len(totals) > 1 else float("nan")
    error = spread * float(np.sqrt(max(0.0, 1 - reliability))) if np.isfinite(reliability) else float("nan")
    mean = float(np.nanmean(matrix)) if all_responses else float("nan")
    return Summary(
        people=len(people),
        items=items,
        mean=mean,
        alpha=reliability,
        error=error,
        warnings=advice.quiz(len(people), len(questions), reliability),
    )


def _complete(matrix: Matrix) -> Matrix:
    """People who were asked every question."""
    return matrix[~np.isnan(matrix).any(axis=1)]


def alpha(matrix: Matrix) -> float:
    """Cronbach's alpha over those who were asked everything (KR-20 if all scores are 0 or 1); NaN if it has no meaning."""
    complete = _complete(matrix)
    people, count = complete.shape
    if people < 2 or count < 2:
        return float("nan")
    total = complete.sum(axis=1).var(ddof=1)
    if total == 0:
        return float("nan")
    return float(count / (count - 1) * (1 - complete.var(axis=0, ddof=1).sum() / total))


def kr20(matrix: Matrix) -> float:
    """KR-20 by its own formula, for scores of 0 and 1: the same number as alpha."""
    complete = _complete(matrix)
    people, count = complete.shape
    if people < 2 or count < 2:
        return float("nan")
    p = complete.mean(axis=0)
    total = complete.sum(axis=1).var(ddof=0)
    return float(count / (count - 1) * (1 - (p * (1 - p)).sum() / total)) if total else float("nan")


def rest_scores(matrix: Matrix, column: int) -> NDArray[np.float64]:
    """Each person's mean share on the other questions; NaN if no other was asked."""
    others = np.delete(matrix, column, axis=1)
    asked = (~np.isnan(others)).sum(axis=1)
    return np.where(asked > 0, np.nansum(others, axis=1) / np.maximum(asked, 1), np.nan)


def discrimination(matrix: Matrix, column: int) -> float:
    """Correlation of a question with the rest (point-biserial for right or wrong), the question itself left out."""
    own, rest = matrix[:, column], rest_scores(matrix, column)
    both = ~np.isnan(own) & ~np.isnan(rest)
    if both.sum() < 3 or own[both].std() == 0 or rest[both].std() == 0:
        return float("nan")
    return float(np.corrcoef(own[both], rest[both])[0, 1])


def _item(question: str, responses: list[Response], matrix: Matrix, column: int, row: dict[str, int], options: Sequence[str]) -> Item:
    scores = np.array([r.score for r in responses])
    rest = rest_scores(matrix, column)
    seconds = [r.seconds for r in responses if r.seconds is not None]
    quartiles = tuple(float(v) for v in np.percentile(seconds, (25, 50, 75))) if seconds else None
    distractors = _distractors(responses, rest, row, options)
    variants, p = _variants(responses)
    found = Item(
        question=question,
        count=len(responses),
        difficulty=float(scores.mean()),
        discrimination=discrimination(matrix, column),
        distractors=distractors,
        seconds=quartiles if quartiles is None else (quartiles[0], quartiles[1], quartiles[2]),
        variants=variants,
        variants_p=p,
        warnings=(),
    )
    right_rest = [rest[row[r.person]] for r in responses if r.score > 0.99]
    mean_right = float(np.nanmean(right_rest)) if right_rest and not np.isnan(right_rest).all() else float("nan")
    return Item(**{**found.__dict__, "warnings": advice.item(found, mean_right)})


def _distractors(
    responses: list[Response], rest: NDArray[np.float64], row: dict[str, int], options: Sequence[str]
) -> tuple[Distractor, ...]:
    """The named wrong options and every other key that only wrong answers chose."""
    chosen: dict[str, list[float]] = {key: [] for key in options}
    of_right = {key for r in responses if r.score > 0.99 for key in r.chosen}
    for r in responses:
        for key in r.chosen:
            if key in chosen or (not options and key not in of_right):
                chosen.setdefault(key, []).append(float(rest[row[r.person]]))
    count = len(responses)
    return tuple(
        Distractor(
            key=key,
            count=len(those),
            share=len(those) / count,
            rest=float(np.nanmean(those)) if those and not np.isnan(those).all() else float("nan"),
            effective=len(those) / count >= USELESS,
        )
        for key, those in sorted(chosen.items(), key=lambda pair: -len(pair[1]))
    )


def _variants(responses: list[Response], draws: int = 2000) -> tuple[tuple[VariantResult, ...], float]:
    """Means per variant, and how often chance alone would spread them as far (a permutation test, the same for everybody)."""
    groups: dict[str, list[float]] = defaultdict(list)
    for r in responses:
        groups[r.variant].append(r.score)
    results = tuple(VariantResult(variant=v, count=len(s), mean=float(np.mean(s))) for v, s in sorted(groups.items()))
    telling = {v: s for v, s in groups.items() if len(s) >= 5}
    if len(telling) < 2:
        return results, float("nan")
    scores = np.concatenate([np.array(s) for s in telling.values()])
    label = np.concatenate([np.full(len(s), place) for place, s in enumerate(telling.values())])
    if scores.std() == 0:
        return results, 1.0
    sizes = np.bincount(label)
    rng = np.random.default_rng(0)

    def spread(values: NDArray[np.float64]) -> float:
        sums = np.bincount(label, weights=values)
        return float((sums**2 / sizes).sum())

    seen = spread(scores)
    as_far = sum(spread(rng.permutation(scores)) >= seen - 1e-12 for _ in range(draws))
    return results, (as_far + 1) / (draws + 1)
