"""The references of the recurrent lab against PyTorch's own cells, autograd and finite differences, in float64."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from grader.course.cells import read_cells
from grader.course.toml import Mistakes

LAB = Path(__file__).parents[2] / "solutions" / "recurrent"
EXERCISES = sorted(path.parent.name for path in LAB.glob("*/exercise.py"))


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


def cell(batch: int, inputs: int, units: int, gates: int = 1) -> list[torch.Tensor]:
    """Wx, Wh and b of a cell."""
    return [0.7 * normal(gates * units, inputs, grad=True), 0.7 * normal(gates * units, units, seed=1), 0.5 * normal(gates * units, seed=2)]


def leaves(*values: torch.Tensor) -> list[torch.Tensor]:
    return [value.detach().clone().requires_grad_() for value in values]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_public_example_holds(exercise: str) -> None:
    solved(exercise)


@pytest.mark.parametrize(("inputs", "units"), [(3, 3), (2, 5)])
def test_the_rnn_cell_is_torchs(inputs: int, units: int) -> None:
    x, h, (Wx, Wh, b) = normal(4, inputs), normal(4, units, seed=3), cell(4, inputs, units)
    want = torch.rnn_tanh_cell(x, h, Wx, Wh, b, torch.zeros_like(b))
    torch.testing.assert_close(solved("rnn-cell").rnn_cell(x, h, Wx, Wh, b), want)


@pytest.mark.parametrize(("steps", "batch"), [(1, 1), (5, 3)])
def test_backpropagation_through_time_is_autograds(steps: int, batch: int) -> None:
    names = solved("rnn-bptt")
    xs, dhs = normal(steps, batch, 2), normal(steps, batch, 4, seed=5)
    h0, Wx, Wh, b = leaves(normal(batch, 4, seed=6), *cell(batch, 2, 4))
    hs = names.rnn_forward(xs, h0, Wx, Wh, b)
    want = torch.autograd.grad(hs, (Wx, Wh, b, h0), dhs)
    with torch.inference_mode():
        got = names.rnn_backward(xs, hs.detach(), h0.detach(), Wx.detach(), Wh.detach(), dhs)
    torch.testing.assert_close(tuple(got), want)


@pytest.mark.parametrize("max_norm", [0.5, 3.0, 100.0])
def test_clipping_is_torchs(max_norm: float) -> None:
    names = solved("grad-clip")
    grads = [normal(3), normal(2, 4), normal()]
    clipped, total = names.clip_grad_norm(grads, max_norm)
    parameters = [torch.nn.Parameter(torch.zeros_like(g)) for g in grads]
    for parameter, g in zip(parameters, grads, strict=True):
        parameter.grad = g.clone()
    torch.testing.assert_close(total, torch.nn.utils.clip_grad_norm_(parameters, max_norm))
    torch.testing.assert_close(clipped, [parameter.grad for parameter in parameters])
    for parameter, g in zip(parameters, grads, strict=True):
        parameter.grad = g.clone()
    torch.nn.utils.clip_grad_value_(parameters, 0.4)
    torch.testing.assert_close(names.clip_grad_value(grads, 0.4), [parameter.grad for parameter in parameters])


@pytest.mark.parametrize(("inputs", "units"), [(3, 3), (2, 5)])
def test_the_lstm_cell_is_torchs(inputs: int, units: int) -> None:
    x, h, c, (Wx, Wh, b) = normal(4, inputs), normal(4, units, seed=3), normal(4, units, seed=4), cell(4, inputs, units, 4)
    want = torch.lstm_cell(x, (h, c), Wx, Wh, b, torch.zeros_like(b))
    for name, exercise in (("lstm_cell", "lstm-cell-forward"), ("lstm_cell_cached", "lstm-cell-backward")):
        got = getattr(solved(exercise), name)(x, h, c, Wx, Wh, b)[:2]
        torch.testing.assert_close(tuple(got), want)


@pytest.mark.parametrize("batch", [1, 4])
def test_the_lstm_backward_is_autograds(batch: int) -> None:
    names = solved("lstm-cell-backward")
    known = leaves(normal(batch, 2), normal(batch, 3, seed=3), normal(batch, 3, seed=4), *cell(batch, 2, 3, 4))
    dh, dc = normal(batch, 3, seed=7), normal(batch, 3, seed=8)
    x, h, c, Wx, Wh, b = known
    want = torch.autograd.grad(torch.lstm_cell(x, (h, c), Wx, Wh, b, torch.zeros_like(b)), known, (dh, dc))
    with torch.inference_mode():
        _, _, cache = names.lstm_cell_cached(*(value.detach() for value in known))
        got = names.lstm_cell_backward(dh, dc, cache)
    torch.testing.assert_close(tuple(got), want)


def test_the_lstm_backward_over_time_is_that_of_torchs_lstm() -> None:
    names = solved("lstm-cell-backward")
    xs, dhs = normal(5, 2, 3), normal(5, 2, 4, seed=5)
    lstm = torch.nn.LSTM(3, 4).double()
    Wx, Wh, b = lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0
    with torch.no_grad():
        lstm.bias_hh_l0.zero_()
    lstm(xs)[0].backward(dhs)
    h, c, caches = torch.zeros(2, 4).double(), torch.zeros(2, 4).double(), []
    total = [torch.zeros_like(value) for value in (Wx, Wh, b)]
    with torch.no_grad():
        for x in xs:
            h, c, cache = names.lstm_cell_cached(x, h, c, Wx, Wh, b)
            caches.append(cache)
        dh, dc = torch.zeros(2, 4).double(), torch.zeros(2, 4).double()
        for cache, outside in zip(reversed(caches), reversed(dhs), strict=True):
            _, dh, dc, *weights = names.lstm_cell_backward(dh + outside, dc, cache)
            total = [a + w for a, w in zip(total, weights, strict=True)]
    torch.testing.assert_close(total, [Wx.grad, Wh.grad, b.grad])


def test_the_lstm_backward_agrees_with_finite_differences() -> None:
    names = solved("lstm-cell-backward")
    known = [value.detach().clone() for value in (normal(2, 2), normal(2, 3, seed=3), normal(2, 3, seed=4), *cell(2, 2, 3, 4))]
    dh, dc = normal(2, 3, seed=7), normal(2, 3, seed=8)
    got = names.lstm_cell_backward(dh, dc, names.lstm_cell_cached(*known)[2])

    def loss() -> float:
        h, c, _ = names.lstm_cell_cached(*known)
        return float((h * dh + c * dc).sum())

    for value, told in zip(known, got, strict=True):
        flat = value.view(-1)
        for i in range(0, len(flat), 5):
            flat[i] += 1e-6
            above = loss()
            flat[i] -= 2e-6
            below = loss()
            flat[i] += 1e-6
            assert (above - below) / 2e-6 == pytest.approx(float(told.reshape(-1)[i]), abs=1e-7)


def test_the_highway_is_autograds_when_gates_are_held_fixed() -> None:
    names = solved("lstm-highway")
    f, states = torch.rand(6, 2, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0)), [normal(2, 3, grad=True)]
    for gate in f:
        states.append(gate * states[-1] + 0.1)
    want = torch.autograd.grad(states[-1].sum(), states)
    torch.testing.assert_close(names.cell_path_gradient(f), torch.stack(want))


def test_the_jacobian_norm_is_that_of_autograds_jacobian() -> None:
    names, (Wx, Wh, b) = solved("lstm-highway"), [value.detach() for value in cell(1, 2, 4)]
    xs, h0 = normal(5, 1, 2), normal(1, 4, seed=9)

    def last(h: torch.Tensor) -> torch.Tensor:
        for x in xs:
            h = torch.tanh(x @ Wx.T + h @ Wh.T + b)
        return h[0]

    jacobian = torch.autograd.functional.jacobian(last, h0)[:, 0]
    hs = solved("rnn-bptt").rnn_forward(xs, h0, Wx, Wh, b)[:, 0]
    torch.testing.assert_close(names.rnn_jacobian_norm(Wh, hs), torch.linalg.svdvals(jacobian)[0])


def test_the_gradient_profile_is_autograds() -> None:
    Wx, Wh, b = (value.detach() for value in cell(1, 2, 4))
    xs, dhT, h, states = normal(6, 1, 2), normal(4, seed=5), normal(1, 4, seed=9, grad=True), []
    for x in xs:
        h = torch.tanh(x @ Wx.T + h @ Wh.T + b)
        states.append(h)
    want = torch.stack([g.norm() for g in torch.autograd.grad(states[-1], states, dhT[None])])
    hs = torch.cat(states).detach()
    torch.testing.assert_close(solved("rnn-gradient-profile").grad_norms(Wh, hs, dhT), want)
