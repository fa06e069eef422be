"""The references of the foundations lab against PyTorch's own operations and autograd, in float64."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch.nn import functional as F

from grader.course.cells import read_cells
from grader.course.toml import Mistakes

LAB = Path(__file__).parents[2] / "solutions" / "foundations"
EXERCISES = sorted(path.parent.name for path in LAB.glob("*/exercise.py"))


def solved(exercise: str) -> SimpleNamespace:
    """Run an exercise as its author would: given and answer cells, then the public example, which must hold."""
    mistakes = Mistakes(LAB)
    preamble, cells = read_cells(LAB / exercise / "exercise.py", mistakes, gives=()) or ("", ())
    examples = []

    def example(name: str, got: Any, wanted: Any) -> None:
        torch.testing.assert_close(got, wanted, rtol=1e-5, atol=1e-6, msg=lambda text: f"{name}: {text}")
        examples.append(name)

    names: dict[str, Any] = {"example": example}
    source = "\n\n".join([preamble, *(cell.source for cell in cells if cell.role != "plot")])
    exec(compile(source, exercise, "exec"), names)
    assert examples, mistakes.found
    return SimpleNamespace(**names)


def normal(*shape: int, seed: int = 0, grad: bool = False) -> torch.Tensor:
    values = torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed + sum(shape)))
    return values.requires_grad_(grad)


def slope(function: Any, x: torch.Tensor) -> torch.Tensor:
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(function(x).sum(), x)[0]


def close(got: Any, wanted: Any) -> None:
    torch.testing.assert_close(got, wanted, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_public_example_holds(exercise: str) -> None:
    solved(exercise)


@pytest.mark.parametrize(("exercise", "name"), [("act-sigmoid", "sigmoid"), ("act-tanh", "tanh"), ("act-relu", "relu")])
def test_activations_and_their_derivatives_are_torchs(exercise: str, name: str) -> None:
    x, ours, theirs = 6 * normal(60), getattr(solved(exercise), name), getattr(torch, name)
    close(ours(x), theirs(x))
    close(slope(ours, x), slope(theirs, x))


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_written_derivatives_are_those_of_autograd(name: str) -> None:
    x = 4 * normal(50)
    close(getattr(solved(f"act-{name}"), f"d{name}")(x), slope(getattr(torch, name), x))


@pytest.mark.parametrize("name", ["sigmoid", "dsigmoid"])
def test_the_sigmoid_survives_single_precision(name: str) -> None:
    y = getattr(solved("act-sigmoid"), name)(torch.tensor([-torch.inf, -1e4, 1e4, torch.inf]))
    close(y, torch.tensor([0.0, 0.0, 1.0, 1.0]) if name == "sigmoid" else torch.zeros(4))


def test_relu_backward_is_torchs() -> None:
    x, dy = torch.cat([normal(20), torch.zeros(3, dtype=torch.float64)]).requires_grad_(), normal(23)
    close(solved("act-relu").relu_backward(dy, x.detach()), torch.autograd.grad(torch.relu(x), x, dy)[0])


@pytest.mark.parametrize("dim", [0, 1, -1])
def test_softmax_and_logsumexp_are_torchs(dim: int) -> None:
    ours, x = solved("act-softmax-lse"), 100 * normal(4, 5, 3)
    close(ours.softmax(x, dim), torch.softmax(x, dim))
    close(ours.logsumexp(x, dim), torch.logsumexp(x, dim))
    close(slope(lambda v: ours.logsumexp(v, dim), x), torch.softmax(x, dim))


@pytest.mark.parametrize("shape", [(7,), (4, 3), ()])
def test_mean_squared_error_is_torchs(shape: tuple[int, ...]) -> None:
    ours, p, t = solved("loss-mse"), normal(*shape), normal(*shape, seed=5)
    close(ours.mse(p, t), F.mse_loss(p, t))
    close(ours.mse_grad(p, t), slope(lambda v: F.mse_loss(v, t), p))


@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_cross_entropy_is_torchs(scale: float) -> None:
    ours, z, y = solved("loss-cross-entropy"), scale * normal(6, 4), torch.tensor([0, 1, 2, 3, 0, 2])
    close(ours.cross_entropy(z, y), F.cross_entropy(z, y))
    close(ours.cross_entropy_grad(z, y), slope(lambda v: F.cross_entropy(v, y), z))


def test_gaussian_nll_is_torchs_with_the_constant() -> None:
    mu, logvar, t = normal(5, 3), normal(5, 3, seed=1), normal(5, 3, seed=2)
    close(solved("loss-gaussian-nll").gaussian_nll(mu, logvar, t), F.gaussian_nll_loss(mu, t, logvar.exp(), full=True, eps=0.0))
    density = torch.distributions.Normal(mu, (0.5 * logvar).exp())
    close(solved("loss-gaussian-nll").gaussian_nll(mu, logvar, t), -density.log_prob(t).mean())


@pytest.mark.parametrize(("n", "d"), [(6, 3), (4, 4), (1, 2)])
def test_linear_gradients_are_those_of_autograd(n: int, d: int) -> None:
    X, y, w, b = normal(n, d), normal(n), normal(d, seed=3, grad=True), normal(grad=True)
    loss, dw, db = solved("linreg-grad").linreg_grad(X, y, w.detach(), b.detach())
    wanted = F.mse_loss(X @ w + b, y)
    close((loss, dw, db), (wanted.detach(), *torch.autograd.grad(wanted, (w, b))))


@pytest.mark.parametrize("widths", [(5, 3, 6, 2), (4, 4, 4, 4), (0, 3, 5, 2)])
def test_two_layers_backward_is_that_of_autograd(widths: tuple[int, ...]) -> None:
    n, d, h, o = widths
    shapes = {"x": (n, d), "W1": (h, d), "b1": (h,), "W2": (o, h), "b2": (o,)}
    tensors = {name: normal(*shape, seed=7, grad=True) for name, shape in shapes.items()}
    ours, dout = solved("mlp-forward-backward"), normal(n, o)
    wanted = F.linear(torch.relu(F.linear(tensors["x"], tensors["W1"], tensors["b1"])), tensors["W2"], tensors["b2"])
    with torch.no_grad():
        out, cache = ours.mlp_forward(*tensors.values())
        grads = ours.mlp_backward(dout, cache)
    close(out, wanted.detach())
    close([grads[name] for name in shapes], list(torch.autograd.grad(wanted, list(tensors.values()), dout)))


@pytest.mark.parametrize("batch_size", [1, 4, 9, 20])
def test_an_epoch_is_torchs_sgd_over_a_data_loader(batch_size: int) -> None:
    X, y, start, order = normal(9, 3), normal(9), normal(3), torch.randperm(9, generator=torch.Generator().manual_seed(2))
    w = start.clone().requires_grad_()
    optimizer = torch.optim.SGD([w], lr=0.05)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(X, y), batch_size=batch_size, sampler=order.tolist())
    for rows, targets in loader:
        optimizer.zero_grad()
        F.mse_loss(rows @ w, targets).backward()
        optimizer.step()
    close(solved("gd-epoch").gd_epoch(X, y, start, 0.05, batch_size, order), w.detach())


def test_newton_finds_the_minimum_that_autograd_describes() -> None:
    root, b, w = normal(4, 4), normal(4), normal(4, seed=2)

    def loss(v: torch.Tensor) -> torch.Tensor:
        return 0.5 * (root @ v).square().sum() + b @ v

    H = torch.autograd.functional.hessian(loss, w)
    end = solved("newton-step").newton_step(w, slope(loss, w), H)
    torch.testing.assert_close(slope(loss, end), torch.zeros(4, dtype=torch.float64), rtol=0, atol=1e-7)


@pytest.mark.parametrize(
    ("ours", "theirs", "setting"),
    [
        ("leaky_relu", F.leaky_relu, 0.01),
        ("leaky_relu", F.leaky_relu, 1.5),
        ("elu", F.elu, 1.0),
        ("elu", F.elu, 0.4),
        ("gelu", F.gelu, None),
    ],
)
def test_the_leaky_family_is_torchs(ours: str, theirs: Any, setting: float | None) -> None:
    mine, x, rest = getattr(solved("act-leaky-family"), ours), 3 * normal(60), () if setting is None else (setting,)
    close(mine(x, *rest), theirs(x, *rest))
    close(slope(lambda v: mine(v, *rest), x), slope(lambda v: theirs(v, *rest), x))


@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_binary_cross_entropy_is_torchs(scale: float) -> None:
    ours, x, t = solved("loss-bce-logits").bce_logits, scale * normal(20), torch.sigmoid(normal(20, seed=4))
    close(ours(x, t), F.binary_cross_entropy_with_logits(x, t))
    close(slope(lambda v: ours(v, t), x), slope(lambda v: F.binary_cross_entropy_with_logits(v, t), x))


def test_the_interpolant_is_piecewise_linear_interpolation() -> None:
    numpy = pytest.importorskip("numpy")
    kx, ky, x = normal(7).abs().cumsum(0), normal(7, seed=1), torch.linspace(0, 1, 50, dtype=torch.float64)
    x = kx[0] + x * (kx[-1] - kx[0])
    bias, c = solved("nn-uat-relu").relu_interpolant(kx, ky)
    close(bias + torch.relu(x[:, None] - kx[:-1]) @ c, torch.from_numpy(numpy.interp(x, kx, ky)))


@pytest.mark.parametrize("B", [1, 2, 4, 5])
def test_the_noise_of_batches_is_that_of_all_batches(B: int) -> None:
    g, ours = normal(5), solved("gd-noise-variance").minibatch_grad_variance
    for replacement, batches in ((True, itertools.product(range(5), repeat=B)), (False, itertools.combinations(range(5), B))):
        close(ours(g, B, replacement), g[torch.tensor(list(batches))].mean(1).var(correction=0))


def test_sharpness_approaches_the_largest_eigenvalue() -> None:
    root = normal(5, 5)
    H = root @ root.T
    found = solved("sharpness-power").sharpness(lambda v: H @ v, normal(5, seed=3), 400)
    torch.testing.assert_close(found, torch.linalg.eigvalsh(H)[-1], rtol=1e-6, atol=0)
