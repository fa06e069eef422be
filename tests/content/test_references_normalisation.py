"""The references of the normalisation lab against PyTorch's own layers, autograd and finite differences, in float64."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional as F

from grader.course.cells import read_cells
from grader.course.toml import Mistakes

LAB = Path(__file__).parents[2] / "solutions" / "normalisation"
EXERCISES = sorted(path.parent.name for path in LAB.glob("*/exercise.py"))
EPS = 0.03


def solved(exercise: str) -> SimpleNamespace:
    """Run an exercise as its author would: given and answer cells, then the public example, which must hold."""
    mistakes = Mistakes(LAB)
    preamble, cells = read_cells(LAB / exercise / "exercise.py", mistakes, gives=()) or ("", ())
    examples = []

    def example(name: str, got: object, wanted: object) -> None:
        torch.testing.assert_close(got, wanted, rtol=1e-8, atol=1e-9, msg=lambda text: f"{name}: {text}")
        examples.append(name)

    names = {"example": example}
    source = "\n\n".join([preamble, *(cell.source for cell in cells if cell.role != "plot")])
    exec(compile(source, exercise, "exec"), names)
    assert examples, mistakes.found
    return SimpleNamespace(**names)


def normal(*shape: int, seed: int = 0, grad: bool = False) -> torch.Tensor:
    values = torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed + sum(shape)))
    return values.requires_grad_(grad)


def gradients(output: torch.Tensor, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
    return torch.autograd.grad(output, inputs, normal(*output.shape, seed=99))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_public_example_holds(exercise: str) -> None:
    solved(exercise)


@pytest.mark.parametrize(("n", "d"), [(2, 3), (7, 4), (16, 1)])
def test_batch_norm_in_training_is_torchs(n: int, d: int) -> None:
    x, gamma, beta = normal(n, d, grad=True), normal(d, grad=True), normal(d, seed=1, grad=True)
    got, want = solved("bn-forward-train").bn_forward(x, gamma, beta, EPS)[0], F.batch_norm(x, None, None, gamma, beta, True, 0.0, EPS)
    torch.testing.assert_close(got, want)
    torch.testing.assert_close(gradients(got, x, gamma, beta), gradients(want, x, gamma, beta))


@pytest.mark.parametrize("momentum", [0.1, 0.7, None])
def test_running_statistics_are_torchs(momentum: float | None) -> None:
    ours, theirs = (made(3, eps=EPS, momentum=momentum).double() for made in (solved("bn-running").BatchNorm1d, torch.nn.BatchNorm1d))
    for module in (ours, theirs):
        with torch.no_grad():
            module.weight.copy_(normal(3))
            module.bias.copy_(normal(3, seed=1))
    for k, n in enumerate((4, 2, 9)):
        batch = 3 * normal(n, 3) + k
        torch.testing.assert_close(ours(batch), theirs(batch))
        assert ours.state_dict().keys() == theirs.state_dict().keys()
        torch.testing.assert_close(dict(ours.state_dict()), dict(theirs.state_dict()))
    ours.eval()
    theirs.eval()
    torch.testing.assert_close(ours(normal(5, 3)), theirs(normal(5, 3)))


def test_the_state_dict_can_be_exchanged_with_torch() -> None:
    ours, theirs = solved("bn-running").BatchNorm1d(4), torch.nn.BatchNorm1d(4)
    theirs(normal(6, 4).float())
    ours.load_state_dict(theirs.state_dict())
    torch.testing.assert_close(ours.eval()(torch.ones(2, 4)), theirs.eval()(torch.ones(2, 4)))


@pytest.mark.parametrize(("n", "d"), [(3, 2), (8, 5)])
def test_the_backward_pass_is_autograds(n: int, d: int) -> None:
    names = solved("bn-backward")
    x, gamma, beta, dy = normal(n, d, grad=True), normal(d, grad=True), normal(d, seed=1, grad=True), normal(n, d, seed=2)
    want = torch.autograd.grad(F.batch_norm(x, None, None, gamma, beta, True, 0.0, EPS), (x, gamma, beta), dy)
    with torch.inference_mode():
        _, cache = names.bn_forward_cached(x.detach(), gamma.detach(), beta.detach(), EPS)
        got = names.bn_backward(dy, cache)
    torch.testing.assert_close(tuple(got), want)


def test_the_backward_pass_agrees_with_finite_differences() -> None:
    names = solved("bn-backward")
    x, gamma, beta, dy = normal(5, 3), normal(3), normal(3, seed=1), normal(5, 3, seed=2)
    _, cache = names.bn_forward_cached(x, gamma, beta, EPS)
    dx, dgamma, dbeta = names.bn_backward(dy, cache)
    for value, told in ((x, dx), (gamma, dgamma), (beta, dbeta)):
        for i in range(value.numel()):
            slope = 0.0
            for h in (1e-6, -1e-6):
                value.view(-1)[i] += h
                slope += float((names.bn_forward_cached(x, gamma, beta, EPS)[0] * dy).sum()) / (2 * h)
                value.view(-1)[i] -= h
            assert slope == pytest.approx(float(told.reshape(-1)[i]), abs=1e-7)


def test_batch_norm_for_images_is_torchs() -> None:
    x, gamma, beta = normal(3, 4, 2, 5, grad=True), normal(4, grad=True), normal(4, seed=1, grad=True)
    got, want = solved("bn-2d").bn2d_forward(x, gamma, beta, EPS), F.batch_norm(x, None, None, gamma, beta, True, 0.0, EPS)
    torch.testing.assert_close(got, want)
    torch.testing.assert_close(gradients(got, x, gamma, beta), gradients(want, x, gamma, beta))


@pytest.mark.parametrize("bias", [True, False])
def test_folding_keeps_what_the_network_computes(bias: bool) -> None:
    W, b, x = normal(4, 3), normal(4) if bias else None, normal(6, 3)
    gamma, beta, rm, rv = normal(4, seed=1), normal(4, seed=2), normal(4, seed=3), normal(4, seed=4).square() + 0.1
    want = F.batch_norm(F.linear(x, W, b), rm, rv, gamma, beta, False, 0.0, EPS)
    torch.testing.assert_close(F.linear(x, *solved("bn-fold").fold_bn(W, b, gamma, beta, rm, rv, EPS)), want)


def test_batch_renorm_stands_between_training_and_eval_mode() -> None:
    batch_renorm = solved("bn-renorm").batch_renorm
    x, rm, rv = normal(6, 3), normal(3), normal(3, seed=1).square() + 0.2
    training, evaluation = F.batch_norm(x, None, None, training=True, eps=EPS), F.batch_norm(x, rm, rv, training=False, eps=EPS)
    torch.testing.assert_close(batch_renorm(x, rm, rv, 1.0, 0.0, EPS)[0], training)
    torch.testing.assert_close(batch_renorm(x, rm, rv, 1e9, 1e9, EPS)[0], evaluation)


def test_the_gradient_of_batch_renorm_is_that_of_batch_norm_scaled() -> None:
    x, rm, rv = normal(6, 3, grad=True), normal(3), normal(3, seed=1).square() + 0.2
    y, r, d = solved("bn-renorm").batch_renorm(x, rm, rv, 2.0, 1.0, EPS)
    assert not r.requires_grad and not d.requires_grad
    want = F.batch_norm(x, None, None, training=True, eps=EPS) * r
    torch.testing.assert_close(gradients(y, x), gradients(want, x))


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4)])
def test_layer_norm_is_torchs(shape: tuple[int, ...]) -> None:
    x, weight, bias = normal(5, *shape, grad=True), normal(*shape, grad=True), normal(*shape, seed=1, grad=True)
    got, want = solved("norm-layer").layer_norm(x, shape, weight, bias, EPS), F.layer_norm(x, shape, weight, bias, EPS)
    torch.testing.assert_close(got, want)
    torch.testing.assert_close(gradients(got, x, weight, bias), gradients(want, x, weight, bias))


def test_instance_norm_is_torchs() -> None:
    x = normal(3, 4, 5, 2, grad=True)
    got, want = solved("norm-instance").instance_norm(x, EPS), F.instance_norm(x, eps=EPS)
    torch.testing.assert_close(got, want)
    torch.testing.assert_close(gradients(got, x), gradients(want, x))


@pytest.mark.parametrize("groups", [1, 2, 3, 6])
def test_group_norm_is_torchs(groups: int) -> None:
    x, weight, bias = normal(2, 6, 3, 4, grad=True), normal(6, grad=True), normal(6, seed=1, grad=True)
    got, want = solved("norm-group").group_norm(x, groups, weight, bias, EPS), F.group_norm(x, groups, weight, bias, EPS)
    torch.testing.assert_close(got, want)
    torch.testing.assert_close(gradients(got, x, weight, bias), gradients(want, x, weight, bias))
