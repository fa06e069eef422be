import torch

from grader.checks import function, points

ADAM = {"betas": (0.8, 0.95), "eps": 1e-2}


def problem(rng, steps=6, shape=(4,)):
    """A start, gradients, and learning rates that change from step to step."""
    rates = rng.uniform(0.02, 0.2, steps).tolist()
    return rng.away_from_zero(0.5, 2.0, *shape), [rng.away_from_zero(0.2, 1.5, *shape) for _ in range(steps)], rates


@points(0.42, public=True)
def test_public_example(agree):
    """The example of the statement."""
    w, g = torch.tensor([1, -2], dtype=torch.float64), torch.tensor([0.5, 1], dtype=torch.float64)
    for kind in ("l2", "decoupled"):
        agree("call", kind, "sgd", w, g, {}, 0.1, 0.01)


@points(0.7, tags=("weight-decay", "l2"))
def test_l2_with_momentum(agree, rng):
    """L2 with SGD and momentum, while the learning rate changes."""
    w, gradients, rates = problem(rng)
    agree("trajectory", "l2", "sgd", w, gradients, rates, rng.number(0.1, 0.5), {"momentum": 0.7})


@points(0.7, tags=("weight-decay",))
def test_decoupled_with_momentum(agree, rng):
    """Decoupled decay with SGD and momentum, while the learning rate changes."""
    w, gradients, rates = problem(rng)
    agree("trajectory", "decoupled", "sgd", w, gradients, rates, rng.number(0.1, 0.5), {"momentum": 0.7})


@points(0.9, tags=("weight-decay", "l2", "adam"))
def test_l2_with_adam(agree, rng):
    """L2 with Adam."""
    w, gradients, rates = problem(rng)
    agree("trajectory", "l2", "adam", w, gradients, rates, rng.number(0.1, 0.5), ADAM)


@points(0.9, tags=("weight-decay", "adam"))
def test_decoupled_with_adam(agree, rng):
    """Decoupled decay with Adam."""
    w, gradients, rates = problem(rng)
    agree("trajectory", "decoupled", "adam", w, gradients, rates, rng.number(0.1, 0.5), ADAM)


@points(0.58, tags=("adam",))
def test_default_settings(agree, rng):
    """Both bases with their default settings."""
    w, gradients, rates = problem(rng, steps=4)
    for kind in ("l2", "decoupled"):
        agree("trajectory", kind, "adam", w, gradients, rates, 0.3, {})
        agree("trajectory", kind, "sgd", w, gradients, rates, 0.3, {})


@points(0.65, kind="property", tags=("weight-decay", "l2"))
def test_the_same_for_plain_sgd(student, expect, rng):
    """For SGD without momentum both kinds are the same, for Adam they are not."""
    w, gradients, rates = problem(rng)
    last = {
        (kind, base): student("trajectory", kind, base, w, gradients, rates, 0.4, {})["step"][-1]
        for kind in ("l2", "decoupled")
        for base in ("sgd", "adam")
    }
    expect(torch.allclose(last["l2", "sgd"], last["decoupled", "sgd"]), "For SGD without momentum both kinds must be the same.")
    expect((last["l2", "adam"] - last["decoupled", "adam"]).abs().max() > 1e-4, "For Adam both kinds must differ.")


@points(0.55, kind="property", tags=("weight-decay",))
def test_without_gradient(student, expect, rng):
    """Without a gradient decoupled decay multiplies w by 1 − lr·wd in every step, whatever the base."""
    w, _, rates = problem(rng)
    wd, still = 0.4, [torch.zeros_like(w) for _ in rates]
    shrunk = w.clone()
    for lr in rates:
        shrunk = (1 - lr * wd) * shrunk
    for base in ("sgd", "adam"):
        last = student("trajectory", "decoupled", base, w, still, rates, wd, {})["step"][-1]
        expect(torch.allclose(last, shrunk, rtol=1e-9), "Without a gradient, decoupled decay must multiply w by 1 − lr·wd.")


@points(0.55, kind="property", tags=("weight-decay",))
def test_no_decay_group(student, expect, rng):
    """With wd = 0, as for biases, both kinds are the bare optimizer."""
    w, gradients, rates = problem(rng)
    for base in ("sgd", "adam"):
        one, other = (student("trajectory", kind, base, w, gradients, rates, 0.0, {})["step"] for kind in ("l2", "decoupled"))
        expect(all(torch.allclose(a, b) for a, b in zip(one, other, strict=True)), "With wd = 0 both kinds must be the same.")


@points(0.2, kind="edge")
def test_two_states(agree, rng):
    """Two runs that take turns do not disturb each other."""
    w, gradients, _ = problem(rng)
    agree("in_turn", ["l2", "decoupled"], "adam", w, gradients, 0.1, 0.3, ADAM)


@points(0.2, kind="edge")
def test_state_can_be_copied(agree, rng):
    """A run goes on from a copy of its state: nothing is remembered elsewhere."""
    w, gradients, _ = problem(rng)
    agree("interrupted", "decoupled", "adam", w, gradients, 0.1, 0.3, ADAM)
    agree("interrupted", "l2", "sgd", w, gradients, 0.1, 0.3, {"momentum": 0.7})


def question(rng, shape, dtype):
    w, g = (rng.away_from_zero(0.3, 2.0, *shape, dtype=dtype) for _ in range(2))
    return ("decoupled", "adam", w, g, {}, 0.1, 0.3), {"betas": (0.8, 0.9), "eps": 1e-3}


test_edges = function.edges(0.65, question, gradient=False)
