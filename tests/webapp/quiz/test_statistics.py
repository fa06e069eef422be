import random

import numpy as np
import pytest
from scipy import stats

from webapp.quiz import statistics
from webapp.quiz.statistics import Response, analyse


def answers(matrix, chosen=None, variant=None, seconds=None):
    for person, row in enumerate(matrix):
        for question, score in enumerate(row):
            if not np.isnan(score):
                yield Response(
                    person=f"p{person}", question=f"q{question}", score=float(score),
                    chosen=chosen(person, question, score) if chosen else (),
                    variant=variant(person) if variant else "", seconds=seconds,
                )  # fmt: skip


def class_of(people=120, questions=8, seed=0):
    """Right or wrong answers of people with different ability."""
    rng = np.random.default_rng(seed)
    ability, hardness = rng.normal(size=(people, 1)), np.linspace(-1.5, 1.5, questions)
    return (rng.random((people, questions)) < 1 / (1 + np.exp(-2 * (ability - hardness)))).astype(float)


def test_difficulty_and_discrimination_agree_with_scipy_with_the_item_removed():
    matrix = class_of()
    summary = analyse(answers(matrix))
    for place, item in enumerate(summary.items):
        rest = np.delete(matrix, place, axis=1).sum(axis=1)
        assert item.difficulty == pytest.approx(matrix[:, place].mean())
        assert item.discrimination == pytest.approx(stats.pointbiserialr(matrix[:, place], rest).statistic)


def test_partial_credit_uses_pearson():
    matrix = np.random.default_rng(1).random((40, 5))
    item = analyse(answers(matrix)).items[2]
    assert item.discrimination == pytest.approx(stats.pearsonr(matrix[:, 2], np.delete(matrix, 2, axis=1).sum(axis=1)).statistic)


def test_alpha_is_kr20_for_right_and_wrong_and_matches_a_worked_table():
    matrix = class_of()
    assert statistics.alpha(matrix) == pytest.approx(statistics.kr20(matrix))
    covariance = np.cov(class_of(seed=3).T)
    k = len(covariance)
    assert statistics.alpha(class_of(seed=3)) == pytest.approx(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))
    # five people, four items, computed by hand: Σpq = 0.24 + 0.24 + 0.24 + 0.16, variance of totals 1.84
    table = np.array([[1, 1, 1, 1], [1, 1, 1, 1], [1, 0, 0, 1], [0, 1, 1, 1], [0, 0, 0, 0]], dtype=float)
    assert statistics.kr20(table) == pytest.approx(4 / 3 * (1 - 0.88 / 2.24))


def test_alpha_has_no_value_where_it_has_no_meaning():
    assert (
        np.isnan(statistics.alpha(np.ones((5, 4))))
        and np.isnan(statistics.alpha(np.ones((1, 4))))
        and np.isnan(statistics.alpha(np.ones((9, 1))))
    )


def test_questions_from_a_pool_that_were_not_asked_do_not_count_as_wrong():
    matrix = class_of()
    matrix[::2, 0] = np.nan
    item = analyse(answers(matrix)).items
    by_name = {i.question: i for i in item}
    assert by_name["q0"].count == 60
    assert by_name["q0"].difficulty == pytest.approx(np.nanmean(matrix[:, 0]))


def test_a_wrong_key_shows_as_negative_discrimination_and_says_what_to_do():
    matrix = class_of()
    matrix[:, 3] = 1 - matrix[:, 3]
    item = analyse(answers(matrix)).items[3]
    assert item.discrimination < 0
    assert "key" in item.warnings[0].en and "정답" in item.warnings[0].ko


def test_a_distractor_that_nobody_chose_and_one_that_strong_students_chose_are_named():
    matrix = class_of()
    strong = np.argsort(-matrix.sum(axis=1))[:12]
    matrix[strong, 0] = 0

    def chosen(person, question, score):
        return ("right",) if score == 1 else ("tempting",) if person in strong else ("plain",)

    item = analyse(answers(matrix, chosen), {"q0": ["tempting", "plain", "silly"]}).items[0]
    counts = {d.key: d.count for d in item.distractors}
    assert counts == {"tempting": 12, "silly": 0, "plain": int((matrix[:, 0] == 0).sum()) - 12}
    assert any("silly" in w.en for w in item.warnings) and any("tempting" in w.en and "defensible" in w.en for w in item.warnings)
    assert not any("plain" in w.en for w in item.warnings)


def test_variants_of_different_difficulty_are_found_and_fair_ones_are_not():
    rng = random.Random(0)
    fair = [Response(person=f"p{i}", question="q", score=float(rng.random() < 0.6), variant="ab"[i % 2]) for i in range(200)]
    unfair = [
        Response(person=f"p{i}", question="q", score=float(rng.random() < (0.8 if i % 2 else 0.4)), variant="ab"[i % 2]) for i in range(200)
    ]
    for responses in (fair, unfair):
        table = [[sum(r.score == score for r in responses if r.variant == v) for v in "ab"] for score in (0, 1)]
        exact = stats.fisher_exact(table).pvalue  # what a permutation test of two groups of zeros and ones estimates
        assert analyse(responses).items[0].variants_p == pytest.approx(exact, abs=0.03)
    assert any("Narrow the draw" in w.en for w in analyse(unfair).items[0].warnings)
    assert not any("Narrow the draw" in w.en for w in analyse(fair).items[0].warnings)


def test_times_are_quartiles_and_missing_times_are_left_out():
    responses = [Response(person=f"p{i}", question="q", score=1, seconds=None if i == 0 else float(i)) for i in range(101)]
    assert analyse(responses).items[0].seconds == pytest.approx(tuple(np.percentile(np.arange(1, 101), (25, 50, 75))))


def test_a_handful_of_answers_is_called_too_few_and_none_break_nothing():
    summary = analyse(answers(class_of(people=5)))
    assert "too few" in summary.warnings[0].en and all(not item.warnings for item in summary.items)
    assert analyse([]).people == 0


def test_noise_has_low_reliability_and_is_told():
    summary = analyse(answers(np.random.default_rng(0).integers(0, 2, (60, 8)).astype(float)))
    assert summary.alpha < 0.5 and "Reliability" in summary.warnings[0].en
