"""When the oracle is asked: for every value, once for the form of random answers, never where any form will do."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from grader.judge.sides import LocalSide
from grader.judge.sitting import Agree, Ask, CheckFailed, CheckRun, Sitting
from grader.judge.suite import Suite

BUNDLE = Path(__file__).parent / "bundle"
X = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)


class Counting:
    """The reference, and how often it was asked."""

    def __init__(self, side: LocalSide) -> None:
        self.side = side
        self.asked = 0

    def ask(self, question):
        self.asked += 1
        return self.side.ask(question)


def sitting(**names):
    task = Suite(BUNDLE).task("ema")
    student = task.side(names)
    oracle = Counting(task.reference)
    task.__dict__["reference"] = oracle
    return Sitting(task, student), oracle


def test_every_value_is_compared_with_the_oracles():
    seat, oracle = sitting()
    for beta in (0.5, 0.6, 0.7):
        Agree(seat)("averages", X, beta)
    assert oracle.asked == 3 and not seat.run.findings


def test_an_equal_question_of_the_same_check_is_not_asked_again():
    seat, oracle = sitting()
    Agree(seat)("averages", X, 0.5)
    seat.reference("averages", X.clone(), 0.5)
    assert oracle.asked == 1
    seat.run = CheckRun("another check", "value", 1.0, {})
    seat.reference("averages", X.clone(), 0.5)
    assert oracle.asked == 2


def test_the_form_of_a_random_answer_is_asked_for_once():
    seat, oracle = sitting()
    for k in range(3):
        seat.run = CheckRun(f"check {k}", "value", 1.0, {})
        Ask(seat).random("averages", X, 0.5)
    assert oracle.asked == 1
    Ask(seat).random("averages", X[:2], 0.5)
    assert oracle.asked == 2


def test_a_random_answer_of_another_form_still_fails():
    seat, _ = sitting(ema=lambda xs, beta: (xs[:1], xs[:1]))
    for _ in range(2):
        seat.run = CheckRun("check", "value", 1.0, {})
        with pytest.raises(CheckFailed):
            Ask(seat).random("averages", X, 0.5)
        assert [finding["kind"] for finding in seat.run.findings] in (["shape"], ["length"], ["form"])


def test_where_any_form_will_do_nobody_is_asked():
    seat, oracle = sitting()
    Ask(seat).loose("averages", X, 0.5)
    Ask(seat).loose.random("averages", X, 0.5)
    assert oracle.asked == 0 and not seat.run.findings
