"""The references of the schedules against torch.optim.lr_scheduler, where the conventions coincide, in float64."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.optim import lr_scheduler

from grader.course.bundle import build_bundle
from grader.course.load import load_draft
from grader.judge.suite import Suite

COURSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """The main name of an exercise's reference, run from its solution region."""
    course, _ = load_draft(COURSE)
    suite = Suite(build_bundle(course, "schedulers", tmp_path_factory.mktemp("suites")))
    return lambda exercise: suite.task(exercise).reference_names[suite.task(exercise).main]


def optimizer(*rates: float) -> torch.optim.Optimizer:
    groups = [{"params": [torch.zeros(1, requires_grad=True)], "lr": rate} for rate in rates]
    return torch.optim.SGD(groups, lr=1.0)


def torch_curve(make: Callable[[torch.optim.Optimizer], Any], steps: int, rate: float = 0.1) -> list[float]:
    """The rates that PyTorch's scheduler uses for steps 0, 1, …"""
    driven = optimizer(rate)
    schedule = make(driven)
    rates = []
    for _ in range(steps):
        rates.append(float(driven.param_groups[0]["lr"]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks for optimizer.step(), which would change nothing here
            driven.step()
            schedule.step()
    return rates


def assert_same(ours: list[float], theirs: list[float]) -> None:
    assert len(ours) == len(theirs)
    for t, (a, b) in enumerate(zip(ours, theirs, strict=True)):
        assert math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-15), f"step {t}: {a} here, {b} in PyTorch"


def test_epoch_decay_is_step_lr_with_one_step_per_epoch(reference: Callable[[str], Any]) -> None:
    ours = [reference("sch-epoch-decay")(0.1, 7, t, 0.03) for t in range(60)]
    assert_same(ours, torch_curve(lambda o: lr_scheduler.StepLR(o, 7, 0.97), 60))


def test_exponential_is_exponential_lr(reference: Callable[[str], Any]) -> None:
    ours = [reference("sch-exponential")(0.1, 0.93, t) for t in range(60)]
    assert_same(ours, torch_curve(lambda o: lr_scheduler.ExponentialLR(o, 0.93), 60))


def test_step_decay_is_step_lr(reference: Callable[[str], Any]) -> None:
    ours = [reference("sch-step")(0.1, 9, 0.4, t) for t in range(60)]
    assert_same(ours, torch_curve(lambda o: lr_scheduler.StepLR(o, 9, 0.4), 60))


def test_linear_decay_is_linear_lr(reference: Callable[[str], Any]) -> None:
    ours = [reference("sch-linear")(0.1, 0.02, 25, t) for t in range(40)]
    assert_same(ours, torch_curve(lambda o: lr_scheduler.LinearLR(o, 1.0, 0.2, total_iters=25), 40))


def test_cosine_is_cosine_annealing_up_to_its_end(reference: Callable[[str], Any]) -> None:
    ours = [reference("sch-cosine")(0.1, 0.003, 30, t) for t in range(31)]
    assert_same(ours, torch_curve(lambda o: lr_scheduler.CosineAnnealingLR(o, 30, 0.003), 31))


def test_warmup_before_a_cosine_is_sequential_lr(reference: Callable[[str], Any]) -> None:
    cosine, with_warmup = reference("sch-cosine"), reference("sch-warmup")
    ours = [with_warmup(0.1, 8, lambda s: cosine(0.1, 0.0, 20, s), t) for t in range(28)]

    def make(driven: torch.optim.Optimizer) -> Any:
        return lr_scheduler.LambdaLR(driven, lambda t: t / 8 if t < 8 else 0.5 * (1 + math.cos(math.pi * (t - 8) / 20)))

    assert_same(ours, torch_curve(make, 28))


@pytest.mark.parametrize("total", [7, 20, 37, 200])
def test_the_lectures_schedule_is_a_multi_step_after_its_warmup(reference: Callable[[str], Any], total: int) -> None:
    lecture, start = reference("sch-lecture-piecewise"), math.ceil(total / 10)
    ours = [lecture(0.1, total, t) for t in range(total)]
    drops = [math.ceil(total / 2), math.ceil(3 * total / 4)]
    assert_same(ours[start:], torch_curve(lambda o: lr_scheduler.MultiStepLR(o, drops, 0.1), total)[start:])
    assert_same(ours[:start], [0.1 * 10 * t / total for t in range(start)])


@pytest.mark.parametrize("warmup", [0, 1, 6])
def test_inverse_square_root_is_its_formula(reference: Callable[[str], Any], warmup: int) -> None:
    def factor(t: int) -> float:
        if warmup == 0:
            return (t + 1) ** -0.5
        return min(t / warmup, (warmup / t) ** 0.5 if t else 0.0)

    ours = [reference("sch-inv-sqrt")(0.1, t, warmup) for t in range(50)]
    assert_same(ours, torch_curve(lambda o: lr_scheduler.LambdaLR(o, factor), 50))


def test_the_schedule_object_is_lambda_lr_for_every_group(reference: Callable[[str], Any]) -> None:
    ours, theirs = optimizer(0.1, 0.02, 0.5), optimizer(0.1, 0.02, 0.5)
    mine = reference("sch-apply")(ours, lambda t: 0.8**t + 0.1)
    torchs = lr_scheduler.LambdaLR(theirs, lambda t: 0.8**t + 0.1)
    for _ in range(12):
        assert_same(mine.last_lr, torchs.get_last_lr())
        assert_same([g["lr"] for g in ours.param_groups], [g["lr"] for g in theirs.param_groups])
        theirs.step()
        mine.step()
        torchs.step()


def test_milestones_are_multi_step_lr(reference: Callable[[str], Any]) -> None:
    ours = [reference("sch-multistep")(0.1, [30, 8, 8, 21], 0.5, t) for t in range(50)]
    assert_same(ours, torch_curve(lambda o: lr_scheduler.MultiStepLR(o, [30, 8, 8, 21], 0.5), 50))


def test_noam_is_the_inverse_square_root_shifted_by_one_step(reference: Callable[[str], Any]) -> None:
    noam, inv_sqrt = reference("sch-noam"), reference("sch-inv-sqrt")
    peak = (64 * 10) ** -0.5
    assert_same([noam(64, 10, t) for t in range(80)], [inv_sqrt(peak, t + 1, 10) for t in range(80)])


@pytest.mark.parametrize("mult", [1, 2, 3])
def test_restarts_are_cosine_annealing_warm_restarts(reference: Callable[[str], Any], mult: int) -> None:
    ours = [reference("sch-cosine-restarts")(0.1, 0.004, 5, mult, t) for t in range(90)]
    assert_same(ours, torch_curve(lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 5, mult, 0.004), 90))


@pytest.mark.parametrize(("total", "pct"), [(100, 0.3), (40, 0.25), (33, 0.25)])
def test_one_cycle_is_one_cycle_lr(reference: Callable[[str], Any], total: int, pct: float) -> None:
    ours = [reference("sch-one-cycle")(0.1, total, t, pct, 8.0, 50.0) for t in range(total)]

    def make(driven: torch.optim.Optimizer) -> Any:
        return lr_scheduler.OneCycleLR(
            driven, 0.1, total_steps=total, pct_start=pct, div_factor=8.0, final_div_factor=50.0, cycle_momentum=False
        )

    assert_same(ours, torch_curve(make, total))


@pytest.mark.parametrize("patience", [0, 1, 3])
def test_plateau_is_reduce_lr_on_plateau(reference: Callable[[str], Any], patience: int) -> None:
    metrics = [2.0, 1.5, 1.6, 1.55, 1.49, 1.4, 1.45, math.nan, 1.41, 1.44, 1.43, 1.2, 1.39, 1.3, 1.38, 1.25, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1]
    driven = optimizer(0.1)
    theirs = lr_scheduler.ReduceLROnPlateau(driven, factor=0.5, patience=patience, threshold=0.02, eps=0.0)
    ours = reference("sch-plateau")(0.1, 0.5, patience, 0.02)
    for metric in metrics:
        theirs.step(metric)
        assert_same([ours.step(metric)], [float(driven.param_groups[0]["lr"])])
