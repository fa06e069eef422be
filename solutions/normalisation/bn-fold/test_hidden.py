import torch

from grader.checks import function, points


def problem(rng, out, inside, dtype=torch.float64):
    vectors = rng.normal(out), rng.away_from_zero(0.5, 2, out), rng.normal(out), rng.away_from_zero(0.5, 2, out), rng.uniform(0.3, 3, out)
    return rng.normal(out, inside, dtype=dtype), *(v.to(dtype) for v in vectors)


@points(0.3, public=True, tags=("folding",))
def test_the_public_example(agree):
    """The public example comes out right."""
    W = torch.tensor([[1, 2], [3, 4]], dtype=torch.float64)
    vectors = ([0.5, -0.5], [2, 1], [0, -1], [0.3, 0.4], [1.3, 2.1])
    agree("call", W, *(torch.tensor(v, dtype=torch.float64) for v in vectors), 1e-5)


@points(1.7, tags=("folding",))
def test_random_layers(agree, rng):
    """Weights and bias are right for layers of several shapes."""
    for out, inside in ((4, 4), (3, 5), (6, 2)):
        agree("call", *problem(rng, out, inside), 1e-5)


@points(1.0, tags=("folding", "epsilon"))
def test_a_large_epsilon(agree, rng):
    """With a large ε the result shows where ε stands."""
    agree("call", *problem(rng, 3, 3), 0.5)
    agree("call", *problem(rng, 4, 2, torch.float32), 0.2)


@points(1.25, kind="property", tags=("folding", "train-eval"))
def test_the_folded_layer_does_the_same(student, expect, rng):
    """The folded layer gives what the linear layer and batch norm in eval mode gave."""
    W, b, gamma, beta, rm, rv = problem(rng, 3, 4)
    x = rng.normal(6, 4)
    folded_W, folded_b = student("call", W, b, gamma, beta, rm, rv, 0.1)
    want = gamma * (x @ W.T + b - rm) / (rv + 0.1).sqrt() + beta
    expect(torch.allclose(x @ folded_W.T + folded_b, want, rtol=1e-8, atol=1e-9), "W'x + b' is not what batch norm makes of Wx + b.")


@points(0.2, kind="edge", tags=("folding",))
def test_no_bias(agree, rng):
    """A layer without bias (None) gets one."""
    W, _, *rest = problem(rng, 3, 2)
    agree("call", W, None, *rest, 1e-3)


@points(0.15, kind="edge")
def test_the_layer_is_left_alone(agree, rng):
    """The layer that was passed in is not changed."""
    agree("arguments_after", *problem(rng, 3, 2), 1e-3)


def inputs(rng, shape, dtype):
    return problem(rng, *shape, dtype), {"eps": 0.01}


test_edges = function.edges(0.4, inputs, shapes=((3, 4), (0, 2)))
