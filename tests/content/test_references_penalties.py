"""The references of the penalties against torch.optim, autograd and solvers, where the conventions coincide, in float64."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.course.bundle import build_bundle
from grader.course.load import load_draft
from grader.judge.suite import Suite

COURSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """A name of an exercise's reference, the main one unless told, run from its solution region."""
    course, _ = load_draft(COURSE)
    suite = Suite(build_bundle(course, "penalties", tmp_path_factory.mktemp("suites")))
    return lambda exercise, name=None: suite.task(exercise).reference_names[name or suite.task(exercise).main]


@pytest.fixture
def normal() -> Callable[..., Tensor]:
    generator = torch.Generator().manual_seed(3)
    return lambda *shape: torch.randn(shape, generator=generator, dtype=torch.float64)


def test_sgds_weight_decay_is_the_gradient_of_the_l2_penalty(reference: Callable[..., Any], normal: Callable[..., Tensor]) -> None:
    w, g = normal(3, 4), normal(3, 4)
    p = w.clone().requires_grad_()
    p.grad = g.clone()
    torch.optim.SGD([p], lr=0.1, weight_decay=0.3).step()
    assert torch.allclose(p, w - 0.1 * (g + reference("reg-l2-penalty", "l2_grad")(w, 0.3)))
    leaf = w.clone().requires_grad_()
    reference("reg-l2-penalty")([leaf], 0.3).backward()
    assert torch.allclose(leaf.grad, reference("reg-l2-penalty", "l2_grad")(w, 0.3))


def test_the_l1_subgradient_is_autograds(reference: Callable[..., Any], normal: Callable[..., Tensor]) -> None:
    leaf = torch.cat([normal(9), torch.zeros(3, dtype=torch.float64)]).requires_grad_()
    reference("reg-l1-penalty")([leaf], 0.7).backward()
    assert torch.equal(leaf.grad, reference("reg-l1-penalty", "l1_subgrad")(leaf.detach(), 0.7))


@pytest.mark.parametrize("shape", [(20, 4), (4, 9)])
def test_ridge_has_no_gradient_left(reference: Callable[..., Any], normal: Callable[..., Tensor], shape: tuple[int, int]) -> None:
    X, y, lam = normal(*shape), normal(shape[0]), 0.8
    w = reference("reg-ridge-closed")(X, y, lam).requires_grad_()
    (((y - X @ w) ** 2).sum() + lam * (w**2).sum()).backward()
    assert w.grad.abs().max() < 1e-9


def test_the_soft_threshold_is_softshrink(reference: Callable[..., Any], normal: Callable[..., Tensor]) -> None:
    x = 2 * normal(200)
    assert torch.allclose(reference("reg-soft-threshold")(x, 0.6), torch.nn.functional.softshrink(x, 0.6), rtol=0, atol=1e-15)


def test_ista_ends_where_the_lasso_is_optimal(reference: Callable[..., Any], normal: Callable[..., Tensor]) -> None:
    X, y, lam = normal(30, 6), 3 * normal(30), 4.0
    w = reference("reg-lasso-ista")(X, y, lam, 1 / float(torch.linalg.matrix_norm(X, 2) ** 2), 2000)
    pull = X.T @ (y - X @ w)
    assert (pull.abs() <= lam + 1e-9).all()
    assert torch.allclose(pull[w != 0], lam * w[w != 0].sign())


def test_ista_without_penalty_ends_at_ridge_without_penalty(reference: Callable[..., Any], normal: Callable[..., Tensor]) -> None:
    X, y = normal(30, 4), normal(30)
    w = reference("reg-lasso-ista")(X, y, 0.0, 1 / float(torch.linalg.matrix_norm(X, 2) ** 2), 2000)
    assert torch.allclose(w, reference("reg-ridge-closed")(X, y, 0.0))


@pytest.mark.parametrize(
    ("kind", "base", "make"),
    [
        ("l2", "sgd", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.6, weight_decay=0.3)),
        ("l2", "adam", lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.3)),
        ("decoupled", "adam", lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.3)),
    ],
)
def test_decay_steps_are_those_of_torch_optim(
    reference: Callable[..., Any], normal: Callable[..., Tensor], kind: str, base: str, make: Callable[..., torch.optim.Optimizer]
) -> None:
    settings = {"momentum": 0.6} if base == "sgd" else {"betas": (0.8, 0.95), "eps": 1e-3}
    w = normal(5)
    p, state = w.clone().requires_grad_(), {}
    optimizer = make([p])
    for step in range(12):
        lr = 0.1 / (1 + step)
        optimizer.param_groups[0]["lr"] = lr
        p.grad = normal(5)
        w = reference("reg-weight-decay")(kind, base, w, p.grad.clone(), state, lr, 0.3, **settings)
        optimizer.step()
        assert torch.allclose(p, w, rtol=1e-11, atol=1e-13), f"step {step}"


def test_early_stopping_stops_in_the_epoch_in_which_plateau_would_slow_down(reference: Callable[..., Any]) -> None:
    values = [2.0, 1.5, 1.6, 1.55, 1.4, 1.45, 1.42, 1.41, 1.44, 1.43, 1.2]
    for patience in (1, 2, 3, 4):
        p = torch.zeros(1, requires_grad=True)
        slow = torch.optim.lr_scheduler.ReduceLROnPlateau(torch.optim.SGD([p], lr=1.0), patience=patience - 1, threshold=0.0)
        stopper = reference("reg-early-stopping")(patience=patience)
        for value in values:
            slow.step(value)
            stopped = stopper.update(value, {"w": p.detach()})
            assert stopped == (slow.get_last_lr()[0] < 1.0)
            if stopped:
                break


def test_the_elastic_nets_prox_is_soft_threshold_then_shrinkage(reference: Callable[..., Any], normal: Callable[..., Tensor]) -> None:
    x = 2 * normal(50)
    z = reference("reg-elastic-net")(x, 0.4, 0.9).requires_grad_()
    ((z - x) ** 2 / 2 + 0.9 / 2 * z**2).sum().backward()
    assert torch.allclose(z.grad[z != 0], -0.4 * z.detach()[z != 0].sign())
    assert (z.grad[z == 0].abs() <= 0.4).all()


def test_projections_satisfy_the_variational_inequality(reference: Callable[..., Any], normal: Callable[..., Tensor]) -> None:
    """⟨w − P(w), z − P(w)⟩ ≤ 0 for every z of the ball: exactly the nearest point of a convex set."""
    w, r = 3 * normal(6), 1.7
    others = normal(500, 6)
    for name, sizes in (("project_l2", others.norm(dim=1)), ("project_l1", others.abs().sum(1))):
        nearest = reference("reg-ball-projection", name)(w, r)
        inside = others * (r / sizes)[:, None]
        assert ((inside - nearest) @ (w - nearest)).max() <= 1e-9


def test_a_penalty_and_its_ball_have_the_same_solution(reference: Callable[..., Any], normal: Callable[..., Tensor]) -> None:
    """Lasso by prox, then projected gradient onto the L1 ball of the lasso solution's own size (errata: radius r(λ) = ‖w_λ‖)."""
    X, y = normal(25, 5), 3 * normal(25)
    step = 1 / float(torch.linalg.matrix_norm(X, 2) ** 2)
    lasso = reference("reg-lasso-ista")(X, y, 5.0, step, 2000)
    r, w = float(lasso.abs().sum()), torch.zeros(5, dtype=torch.float64)
    for _ in range(2000):
        w = reference("reg-ball-projection", "project_l1")(w - step * (X.T @ (X @ w - y)), r)
    assert torch.allclose(w, lasso, atol=1e-8)
