import torch

from grader.checks import function, points


def weights(rng, d, h, dtype=torch.float64):
    return 0.6 * rng.normal(h, d, dtype=dtype), 0.6 * rng.normal(h, h, dtype=dtype), rng.away_from_zero(0.2, 0.8, h, dtype=dtype)


@points(0.24, public=True, tags=("rnn",))
def test_the_public_example(agree):
    """The public example comes out right."""
    x, h = torch.tensor([[1, 2]], dtype=torch.float64), torch.tensor([[0.1, -0.1]], dtype=torch.float64)
    Wh = torch.tensor([[0.1, 0.2], [0.3, 0.4]], dtype=torch.float64)
    agree("call", x, h, 0.5 * torch.eye(2, dtype=torch.float64), Wh, torch.zeros(2, dtype=torch.float64))


@points(1.26, tags=("rnn",))
def test_one_step(agree, rng):
    """One step is right for a batch, with as many inputs as units and with fewer."""
    agree("call", rng.normal(4, 3), rng.uniform(-1, 1, 4, 3), *weights(rng, 3, 3))
    agree("call", rng.normal(5, 2), rng.uniform(-1, 1, 5, 3), *weights(rng, 2, 3))
    agree("call", rng.normal(3, 4).float(), rng.uniform(-1, 1, 3, 2).float(), *weights(rng, 4, 2, torch.float32))


@points(0.9, tags=("rnn",))
def test_a_sequence(agree, rng):
    """Over a sequence the state goes from step to step."""
    agree("unrolled", rng.normal(5, 2, 3), rng.uniform(-1, 1, 2, 3), *weights(rng, 3, 3))
    agree("unrolled", rng.normal(4, 3, 2), torch.zeros(3, 4, dtype=torch.float64), *weights(rng, 2, 4))


@points(0.5, kind="property", tags=("rnn",))
def test_states_stay_between_minus_one_and_one(student, expect, rng):
    """States stay between −1 and 1, whatever comes in."""
    Wx, Wh, b = weights(rng, 2, 3)
    h = student("call", 5 * rng.normal(20, 2), rng.uniform(-1, 1, 20, 3), Wx, Wh, b)
    expect(h.abs().max() <= 1, "A state is outside of [−1, 1].")


@points(0.5, kind="property", tags=("rnn",))
def test_zero_weights(student, expect, rng):
    """With zero weights the state is tanh(b)."""
    b = rng.normal(3)
    h = student("call", rng.normal(4, 2), rng.normal(4, 3), torch.zeros(3, 2, dtype=b.dtype), torch.zeros(3, 3, dtype=b.dtype), b)
    expect(torch.allclose(h, b.tanh().expand(4, 3), rtol=1e-10), "With zero weights the state is not tanh(b).")


def inputs(rng, shape, dtype):
    n, d = shape
    return (rng.normal(n, d, dtype=dtype), rng.uniform(-1, 1, n, 3, dtype=dtype), *weights(rng, d, 3, dtype)), {}


test_edges = function.edges(0.5, inputs, shapes=((4, 2), (0, 2)))


@points(0.1, kind="edge", tags=("rnn",))
def test_the_old_state_is_left_alone(agree, rng):
    """The old state is as it was."""
    agree("arguments_after", rng.normal(2, 3), rng.uniform(-1, 1, 2, 3), *weights(rng, 3, 3))
