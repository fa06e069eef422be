import torch

from grader.checks import function, points


def column(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)[:, None]


def weights(rng, d, h, dtype=torch.float64):
    return (
        rng.away_from_zero(0.2, 0.9, 4 * h, d, dtype=dtype),
        rng.away_from_zero(0.2, 0.9, 4 * h, h, dtype=dtype),
        0.7 * rng.normal(4 * h, dtype=dtype),
    )


def state(rng, b, h, dtype=torch.float64):
    return rng.uniform(-0.9, 0.9, b, h, dtype=dtype), rng.away_from_zero(0.4, 1.8, b, h, dtype=dtype)


@points(0.48, public=True, tags=("lstm",))
def test_the_public_example(agree):
    """The public example comes out right."""
    bias = torch.tensor([0, 1, 0, 0], dtype=torch.float64)
    agree("call", column(1), column(0.5), column(2), column(0.5, 1, -1, 0.2), column(0.1, 0.2, 0.3, 0.4), bias)


@points(2.4, tags=("lstm", "gates"))
def test_one_step(agree, rng):
    """One step is right for batches, with as many inputs as units and with fewer."""
    agree("call", rng.normal(4, 3), *state(rng, 4, 3), *weights(rng, 3, 3))
    agree("call", rng.normal(3, 2), *state(rng, 3, 5), *weights(rng, 2, 5))
    agree("call", rng.normal(5, 3, dtype=torch.float32), *state(rng, 5, 2, torch.float32), *weights(rng, 3, 2, torch.float32))


@points(1.92, tags=("lstm",))
def test_a_sequence(agree, rng):
    """Over a sequence both states go from step to step."""
    agree("unrolled", rng.normal(6, 2, 3), *state(rng, 2, 2), *weights(rng, 3, 2))
    zero = torch.zeros(3, 4, dtype=torch.float64)
    agree("unrolled", rng.normal(4, 3, 2), zero, zero, *weights(rng, 2, 4))


@points(0.7, kind="property", tags=("lstm", "gates"))
def test_open_forget_gate_and_closed_input_gate(student, expect, rng):
    """With f → 1 and i → 0 the cell state is kept."""
    Wx, Wh, _ = weights(rng, 2, 3)
    h, c = state(rng, 4, 3)
    bias = torch.tensor([-60.0] * 3 + [60.0] * 3 + [0.0] * 6, dtype=torch.float64)
    got = student("call", rng.normal(4, 2), h, c, Wx, Wh, bias)
    expect(torch.allclose(got["c"], c, rtol=1e-9, atol=1e-9), "With f → 1 and i → 0 the cell state changes.")


@points(0.7, kind="property", tags=("lstm", "gates"))
def test_closed_output_gate(student, expect, rng):
    """With o → 0 nothing is shown, and the cell state does not care."""
    x, (h, c), (Wx, Wh, bias) = rng.normal(4, 2), state(rng, 4, 3), weights(rng, 2, 3)
    closed = bias.clone()
    closed[9:] = -60.0
    shown, hidden = student("call", x, h, c, Wx, Wh, bias), student("call", x, h, c, Wx, Wh, closed)
    expect(hidden["h"].abs().max() < 1e-9, "With o → 0 the output h' is not 0.")
    expect(torch.allclose(shown["c"], hidden["c"], rtol=1e-9, atol=1e-11), "The output gate changes the cell state.")


@points(0.6, kind="property", tags=("lstm",))
def test_bounded_output_unbounded_cell(student, expect, rng):
    """h' stays between −1 and 1 while c may grow step by step."""
    one = torch.ones(1, 1, dtype=torch.float64)
    bias = torch.tensor([30.0, 30.0, 30.0, 30.0], dtype=torch.float64)
    none = torch.zeros(4, 1, dtype=torch.float64)
    got = student("unrolled", torch.zeros(8, 1, 1, dtype=torch.float64), 0 * one, 0 * one, none, none, bias)
    expect(all(step["h"].abs().max() <= 1 for step in got["step"]), "h' leaves [−1, 1].")
    expect(got["step"][-1]["c"].min() > 7.5, "With open gates the cell state must count the steps: it adds, nothing bounds it.")


def inputs(rng, shape, dtype):
    n, d = shape
    return (rng.normal(n, d, dtype=dtype), *state(rng, n, 3, dtype), *weights(rng, d, 3, dtype)), {}


test_edges = function.edges(1.0, inputs, shapes=((4, 2), (0, 2)))


@points(0.2, kind="edge", tags=("lstm",))
def test_one_sample_from_zero(agree, rng):
    """One sample from the zero state."""
    zero = torch.zeros(1, 3, dtype=torch.float64)
    agree("call", rng.normal(1, 2), zero, zero, *weights(rng, 2, 3))
