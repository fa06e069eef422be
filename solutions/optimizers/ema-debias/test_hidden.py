import torch

from grader.checks import function, points


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 0.8), {}


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("averages", torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64), 0.9)


@points(1.1, tags=("ema",))
def test_follows_the_recursion(agree, rng):
    """Twelve vectors follow the recursion and its correction."""
    agree("averages", rng.normal(12, 3), rng.number(0.6, 0.95))


@points(0.8, tags=("ema", "bias-correction"))
def test_short_memory(agree, rng):
    """A short memory: β below ½."""
    agree("averages", rng.normal(7, 2), rng.number(0.1, 0.45))


@points(0.8, tags=("bias-correction",))
def test_long_memory(agree, rng):
    """A long memory: the correction is large and lasts."""
    agree("averages", rng.uniform(1.0, 3.0, 6, 2), 0.999)


@points(0.5, kind="property", tags=("bias-correction",))
def test_constant_input(student, expect, rng):
    """A constant input is its own corrected average, at every t."""
    c = rng.away_from_zero(0.5, 2.0, 3)
    got = student("averages", c.expand(6, 3).contiguous(), 0.9)["corrected"].cpu()
    expect(torch.allclose(got, c.expand(6, 3)), "The corrected average of a constant must be that constant from the first step on.")


@points(0.4, kind="property", tags=("ema",))
def test_weights(student, expect):
    """The raw weights are (1 − β) βᵏ, and the corrected ones add up to 1."""
    beta, n = 0.7, 6
    got = student("averages", torch.eye(n, dtype=torch.float64), beta)
    last = (1 - beta) * beta ** torch.arange(n - 1, -1, -1, dtype=torch.float64)
    expect(torch.allclose(got["raw"][-1].cpu(), last), "x_s must enter m_t with the weight (1 − β) β^(t−s).")
    expect(
        torch.allclose(got["corrected"].cpu().sum(1), torch.ones(n, dtype=torch.float64)),
        "The weights of the corrected average must add up to 1.",
    )


@points(0.35, kind="property", tags=("ema",))
def test_window(student, expect):
    """After 1 / (1 − β) steps of a jump the average has covered about 63 % of it."""
    raw = student("averages", torch.ones(100, 1, dtype=torch.float64), 0.99)["raw"].cpu()
    expect(0.6 < raw[-1].item() < 0.66, "After 1/(1 − β) steps the average of ones must stand at 1 − βᵗ ≈ 0.63.")


@points(0.15, kind="edge")
def test_no_memory(agree, rng):
    """With β = 0 both are the input itself."""
    agree("averages", rng.normal(4, 2), 0.0)


@points(0.1, kind="edge")
def test_one_value(agree, rng):
    """A series of one value."""
    agree("averages", rng.normal(1, 3), 0.9)


@points(0.1, kind="edge")
def test_no_values(agree, rng):
    """A series of no values gives none."""
    agree("averages", rng.normal(0, 3), 0.9)


test_edges = function.edges(0.4, inputs, shapes=((5,), (4, 3)), but=("no-python-loop",))
