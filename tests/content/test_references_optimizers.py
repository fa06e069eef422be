"""The references of the optimizer exercises against `torch.optim`, in float64, wherever the conventions coincide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.checks import optimizer as family
from grader.course.bundle import build_bundle
from grader.course.load import load_draft
from grader.judge.suite import Suite, Task

ROOT = Path(__file__).parents[2]
BETAS, EPS, NO_EPS = (0.8, 0.95), 1e-2, 1e-40
Names = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Task]:
    (course, _), into = load_draft(ROOT), tmp_path_factory.mktemp("suites")  # a mistake in another assignment is not ours
    return {
        id: task for name in ("optimizers", "adaptive-optimizers") for id, task in Suite(build_bundle(course, name, into)).tasks.items()
    }


@pytest.fixture(autouse=True)
def double_precision() -> Iterator[None]:
    """torch's NAdam keeps its product of coefficients in the default type."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def path(make: Callable[[list[torch.Tensor]], torch.optim.Optimizer], *, schedule: bool = True) -> torch.Tensor:
    """Twenty steps of two parameters on a loss that is not quadratic; the learning rate changes, one gradient is absent at times."""
    torch.manual_seed(5)
    parameters = [torch.randn(3, dtype=torch.float64).requires_grad_(), torch.randn(2, 2, dtype=torch.float64).requires_grad_()]
    optimizer, seen = make(parameters), []
    for k in range(20):
        if schedule and k in (6, 13):
            for group in optimizer.param_groups:
                group["lr"] *= 0.4
        optimizer.zero_grad()
        loss = sum(((p - 0.3) ** 2).sum() + 0.5 * (3 * p).sin().sum() for p in parameters[: 1 if k in (0, 4, 5) else 2])
        loss.backward()  # type: ignore[union-attr]
        optimizer.step()
        seen.append(torch.cat([p.detach().flatten().clone() for p in parameters]))
    return torch.stack(seen)


PAIRS: dict[str, tuple[str, str, dict[str, Any], Callable[..., torch.optim.Optimizer], dict[str, Any]]] = {
    # case: exercise, convention ("" = the required one), our options, torch's class, torch's options
    "SGD": ("opt-sgd", "", {"lr": 0.1}, torch.optim.SGD, {"lr": 0.1}),
    "momentum": ("opt-momentum", "", {"lr": 0.1, "beta": 0.8}, torch.optim.SGD, {"lr": 0.1, "momentum": 0.8}),
    "NAG": ("opt-nag", "", {"lr": 0.1, "beta": 0.8}, torch.optim.SGD, {"lr": 0.1, "momentum": 0.8, "nesterov": True}),
    "Adagrad, ε outside": (
        "opt-adagrad",
        "pytorch-form",
        {"lr": 0.1, "eps": EPS, "initial_accumulator": 0.3},
        torch.optim.Adagrad,
        {"lr": 0.1, "eps": EPS, "initial_accumulator_value": 0.3},
    ),
    "Adagrad, ε → 0": ("opt-adagrad", "", {"lr": 0.1, "eps": NO_EPS}, torch.optim.Adagrad, {"lr": 0.1, "eps": NO_EPS}),
    "Adadelta": ("opt-adadelta", "", {"gamma": 0.8, "eps": EPS}, torch.optim.Adadelta, {"lr": 1.0, "rho": 0.8, "eps": EPS}),
    "RMSprop, ε outside": (
        "opt-rmsprop",
        "pytorch-form",
        {"lr": 0.1, "gamma": 0.8, "eps": EPS},
        torch.optim.RMSprop,
        {"lr": 0.1, "alpha": 0.8, "eps": EPS},
    ),
    "RMSprop, ε → 0": (
        "opt-rmsprop",
        "",
        {"lr": 0.1, "gamma": 0.8, "eps": NO_EPS},
        torch.optim.RMSprop,
        {"lr": 0.1, "alpha": 0.8, "eps": NO_EPS},
    ),
    "Adam, PyTorch's form": (
        "opt-adam",
        "pytorch-form",
        {"lr": 0.1, "betas": BETAS, "eps": EPS},
        torch.optim.Adam,
        {"lr": 0.1, "betas": BETAS, "eps": EPS},
    ),
    "Adam, ε → 0": (
        "opt-adam",
        "",
        {"lr": 0.1, "betas": BETAS, "eps": NO_EPS},
        torch.optim.Adam,
        {"lr": 0.1, "betas": BETAS, "eps": NO_EPS},
    ),
    "Adam, ε-hat form, ε → 0": (
        "opt-adam",
        "epsilon-hat-form",
        {"lr": 0.1, "betas": BETAS, "eps": NO_EPS},
        torch.optim.Adam,
        {"lr": 0.1, "betas": BETAS, "eps": NO_EPS},
    ),
    "AdamW": (
        "opt-adamw",
        "",
        {"lr": 0.1, "betas": BETAS, "eps": EPS, "weight_decay": 0.3},
        torch.optim.AdamW,
        {"lr": 0.1, "betas": BETAS, "eps": EPS, "weight_decay": 0.3},
    ),
    "AMSGrad": (
        "opt-amsgrad",
        "",
        {"lr": 0.1, "betas": BETAS, "eps": EPS},
        torch.optim.Adam,
        {"lr": 0.1, "betas": BETAS, "eps": EPS, "amsgrad": True},
    ),
    "NAdam": (
        "opt-nadam",
        "",
        {"lr": 0.1, "betas": BETAS, "eps": EPS, "momentum_decay": 0.5},
        torch.optim.NAdam,
        {"lr": 0.1, "betas": BETAS, "eps": EPS, "momentum_decay": 0.5},
    ),
}


@pytest.mark.parametrize("case", PAIRS)
def test_a_reference_walks_the_path_of_torch(case: str, tasks: dict[str, Task]) -> None:
    exercise, convention, ours, theirs, options = PAIRS[case]
    task = tasks[exercise]
    names = task.reference_names if not convention else next(v.names for v in task.variants.also if v.id == convention)
    schedule = "lr" in ours
    got, want = path(lambda p: names[task.main](p, **ours), schedule=schedule), path(lambda p: theirs(p, **options), schedule=schedule)
    torch.testing.assert_close(got, want, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("exercise", ["opt-adamw", "opt-amsgrad", "opt-nadam"])
def test_defaults_are_those_of_torch_where_the_catalogue_says_so(exercise: str, tasks: dict[str, Task]) -> None:
    theirs: Any = {"opt-adamw": torch.optim.AdamW, "opt-amsgrad": torch.optim.Adam, "opt-nadam": torch.optim.NAdam}[exercise]
    task = tasks[exercise]
    ours = task.reference_names[task.main]([torch.zeros(1)]).defaults
    assert ours == {key: theirs([torch.zeros(1)]).defaults[key] for key in ours}


def test_the_moving_average_is_the_one_inside_adam(tasks: dict[str, Task]) -> None:
    xs = torch.randn(9, 3, dtype=torch.float64)
    p = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    adam, averages = torch.optim.Adam([p], betas=(0.8, 0.9)), []
    for x in xs:
        p.grad = x.clone()
        adam.step()
        averages.append(adam.state[p]["exp_avg"].clone())
    raw, corrected = tasks["ema-debias"].reference_names["ema"](xs, 0.8)
    torch.testing.assert_close(raw, torch.stack(averages), rtol=1e-12, atol=1e-14)
    torch.testing.assert_close(corrected[0], xs[0], rtol=1e-12, atol=1e-14)


def test_the_look_ahead_points_of_nag_are_the_weights_of_torch(tasks: dict[str, Task]) -> None:
    lr, beta, curvature = 0.1, 0.8, torch.tensor([1.0, 3.0], dtype=torch.float64)
    nag_step = tasks["opt-nag-lookahead"].reference_names["nag_step"]
    p = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
    w, a, sgd = p.detach().clone(), torch.zeros(2, dtype=torch.float64), torch.optim.SGD([p], lr=lr, momentum=beta, nesterov=True)
    for _ in range(20):
        p.grad = curvature * p.detach()
        sgd.step()
        w, a = nag_step(w, a, lambda point: curvature * point, lr, beta)
        torch.testing.assert_close(p.detach(), w - lr * beta * a, rtol=1e-11, atol=1e-13)


def test_a_window_longer_than_the_run_is_adagrad_over_root_t(tasks: dict[str, Task]) -> None:
    p = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimizer, total = tasks["opt-windowed-adagrad"].reference_names["WindowedAdagrad"]([p], lr=0.1, window=50, eps=1e-3), torch.zeros(3)
    for t, gradient in enumerate(torch.randn(12, 3, dtype=torch.float64), start=1):
        before, p.grad, total = p.detach().clone(), gradient.clone(), total + gradient**2
        optimizer.step()
        torch.testing.assert_close(p.detach(), before - 0.1 * gradient / (total / t + 1e-3).sqrt(), rtol=1e-11, atol=1e-13)


def test_lion_with_equal_betas_is_sign_descent_on_an_average(tasks: dict[str, Task]) -> None:
    p = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    gradients = torch.randn(12, 4, dtype=torch.float64)
    raw, _ = tasks["ema-debias"].reference_names["ema"](gradients, 0.7)
    optimizer = tasks["opt-lion"].reference_names["Lion"]([p], lr=0.1, betas=(0.7, 0.7))
    for gradient, average in zip(gradients, raw, strict=True):
        before, p.grad = p.detach().clone(), gradient.clone()
        optimizer.step()
        torch.testing.assert_close(p.detach(), before - 0.1 * average.sign(), rtol=1e-11, atol=1e-13)


def test_a_habit_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no habit"):
        family.from_rule(lambda p, g, state, group: None, {"lr": 0.1}, state="nowhere")


def test_an_optimizer_of_a_rule_without_habits_is_the_optimizer(tasks: dict[str, Task]) -> None:
    made = family.from_rule(lambda p, g, state, group: p.sub_(group["lr"] * g), {"lr": 0.1})
    torch.testing.assert_close(path(lambda p: made(p, lr=0.2)), path(lambda p: torch.optim.SGD(p, lr=0.2)))
