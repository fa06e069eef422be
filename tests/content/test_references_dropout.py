"""The references of the dropout lab against PyTorch's own layers and autograd, in float64."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch.nn import functional as F

from grader.course.cells import read_cells
from grader.course.toml import Mistakes

LAB = Path(__file__).parents[2] / "solutions" / "dropout"
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


def close(got: Any, wanted: Any) -> None:
    torch.testing.assert_close(got, wanted, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_public_example_holds(exercise: str) -> None:
    solved(exercise)


@pytest.mark.parametrize("p", [0.0, 0.3, 0.8, 1.0])
def test_dropout_is_torchs_for_the_mask_that_torch_drew(p: float) -> None:
    """torch's own dropout draws a mask; given that mask, forward and backward agree."""
    ours, x, dy = solved("drop-dropout"), normal(40, 5, grad=True), normal(40, 5, seed=1)
    torch.manual_seed(0)
    wanted = F.dropout(x, p)
    mask = (wanted != 0).double()
    y, used = ours.dropout(x.detach(), p, mask=mask)
    close((y, used), (wanted.detach(), mask))
    close(ours.dropout_backward(dy, mask, p), torch.autograd.grad(wanted, x, dy)[0])


def test_dropout_in_evaluation_is_the_identity() -> None:
    x = normal(4, 3)
    y, mask = solved("drop-dropout").dropout(x, 0.4, training=False)
    assert mask is None
    close(y, F.dropout(x, 0.4, training=False))


@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
def test_dropconnect_is_a_linear_layer_with_dropped_weights(p: float) -> None:
    x, W, b = normal(4, 3), normal(5, 3), normal(5)
    torch.manual_seed(0)
    dropped = F.dropout(W, p)
    close(solved("drop-dropconnect").dropconnect_linear(x, W, b, p, mask=(dropped != 0).double()), F.linear(x, dropped, b))
    close(solved("drop-dropconnect").dropconnect_linear(x, W, b, p, training=False), F.linear(x, W, b))


def test_channel_dropout_is_torchs_for_the_mask_that_torch_drew() -> None:
    x = normal(6, 5, 3, 2)
    torch.manual_seed(0)
    wanted = F.dropout2d(x, 0.4)
    close(solved("drop-spatial").dropout2d(x, 0.4, mask=(wanted != 0).flatten(2).any(2).double()), wanted)


def test_stochastic_depth_keeps_its_expectation() -> None:
    ours, x, s = solved("drop-stochastic-depth").stochastic_depth, normal(4, 3), 0.3
    kept, dropped = (ours(x, torch.sin, s, keep=keep) for keep in (True, False))
    close(s * kept + (1 - s) * dropped, ours(x, torch.sin, s, training=False))
    close(sum(solved("drop-stochastic-depth").linear_survival(54)), 40.25)


def test_noise_is_added_to_inputs_and_weights() -> None:
    x, W, b, xi = normal(4, 3), normal(5, 3), normal(5), normal(5, 3, seed=2)
    close(solved("noise-input").add_input_noise(x, 0.3, noise=xi[:4]), x + 0.3 * xi[:4])
    close(solved("noise-weight").noisy_linear(x, W, b, 0.3, noise=xi), F.linear(x, W + 0.3 * xi, b))
    close(solved("noise-weight").noisy_linear(x, W, b, 0.3, training=False), F.linear(x, W, b))


def test_the_gradient_reaches_the_stored_weights_through_the_noise() -> None:
    x, W, b, dy = normal(4, 3), normal(5, 3, grad=True), normal(5), normal(4, 5)
    y = solved("noise-weight").noisy_linear(x, W, b, 0.3, noise=normal(5, 3, seed=2))
    close(torch.autograd.grad(y, W, dy)[0], dy.T @ x)


def test_input_noise_is_tikhonov_regularisation() -> None:
    """The catalogue's case: w = (1, 2), x = (1, ½), y = 3, σ = 0.1 costs 1.05 on average."""
    x, w = torch.tensor([1.0, 0.5], dtype=torch.float64), torch.tensor([1.0, 2.0], dtype=torch.float64)
    noise = 2**0.5 * torch.cat([torch.eye(2), -torch.eye(2)]).double()
    losses = [(solved("noise-input").add_input_noise(x, 0.1, noise=row) @ w - 3) ** 2 for row in noise]
    close(torch.stack(losses).mean(), torch.tensor(1.05, dtype=torch.float64))


def test_monte_carlo_mean_and_variance_are_torchs() -> None:
    outputs = normal(6, 4, 2)
    mean, var = solved("drop-mc").mc_predict(lambda x, mask: x * mask, torch.ones(4, 2, dtype=torch.float64), outputs)
    close((var, mean), torch.var_mean(outputs, 0, correction=0))
