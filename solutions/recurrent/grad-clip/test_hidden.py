import math

import torch

from grader.checks import function, points


def gradients(rng, *shapes, length=None):
    grads = [rng.normal(*shape) for shape in shapes]
    total = math.sqrt(sum(float(g.square().sum()) for g in grads))
    return grads if length is None else [g * (length / total) for g in grads]


@points(0.36, public=True, tags=("gradient-clipping",))
def test_the_public_example(agree):
    """The public example comes out right."""
    g = [torch.tensor([3.0, 4.0], dtype=torch.float64), torch.tensor([12.0], dtype=torch.float64)]
    agree("by_norm", g, 6.5)
    agree("by_value", g, 3.5)


@points(1.4, tags=("gradient-clipping",))
def test_too_long(agree, rng):
    """Gradients that are too long together are shortened together."""
    agree("by_norm", gradients(rng, (3,), (2, 4), (), length=5.0), 1.5)
    agree("by_norm", gradients(rng, (2, 2), (5,), length=12.0), 3.0)
    agree("by_norm", gradients(rng, (4,), (3, 2), length=1e-5), 5e-6)


@points(0.9, tags=("gradient-clipping",))
def test_short_enough(agree, rng):
    """Gradients that are short enough stay as they are."""
    agree("by_norm", gradients(rng, (3,), (2, 2), length=0.7), 2.0)
    agree("by_norm", gradients(rng, (3,), (2, 2), length=2.6), 2.7)


@points(0.94, tags=("gradient-clipping",))
def test_by_value(agree, rng):
    """By value every entry is clipped to [−c, c]."""
    agree("by_value", [3 * rng.normal(6), 3 * rng.normal(2, 5)], 1.2)
    agree("by_value", [0.1 * rng.normal(4), rng.away_from_zero(2, 3, 3)], 0.5)


@points(0.5, kind="property", tags=("gradient-clipping",))
def test_the_direction_is_kept(student, expect, rng):
    """Clipping by norm keeps the direction and reaches the length."""
    grads = gradients(rng, (3,), (4, 2), length=9.0)
    got = student("by_norm", grads, 2.0)
    before, after = torch.cat([g.flatten() for g in grads]), torch.cat([g.flatten() for g in got["clipped"]])
    expect(torch.allclose(before / before.norm(), after / after.norm(), rtol=1e-8, atol=1e-10), "Clipping by norm changed the direction.")
    expect(abs(float(after.norm()) - 2.0) < 1e-5, "The clipped gradients are not of length max_norm.")


@points(0.5, kind="property", tags=("exploding-gradient", "vanishing-gradient"))
def test_against_explosion_only(student, expect, rng):
    """It cures explosion, not vanishing: a tiny gradient stays tiny."""
    tiny, huge = gradients(rng, (3,), (2,), length=1e-7), gradients(rng, (3,), (2,), length=1e7)
    small, large = student("by_norm", tiny, 1.0), student("by_norm", huge, 1.0)
    expect(all(torch.equal(a, b) for a, b in zip(tiny, small["clipped"], strict=True)), "A tiny gradient was changed.")
    expect(abs(float(torch.cat(large["clipped"]).norm()) - 1.0) < 1e-5, "A huge gradient was not brought to length max_norm.")


@points(0.5, kind="property", tags=("gradient-clipping",))
def test_the_split_into_tensors_does_not_matter(student, expect, rng):
    """It does not matter how the numbers are spread over tensors."""
    [flat] = gradients(rng, (12,), length=7.0)
    whole, parts = student("by_norm", [flat], 2.0), student("by_norm", [flat[:5], flat[5:6], flat[6:].reshape(2, 3)], 2.0)
    same = torch.allclose(whole["clipped"][0], torch.cat([g.flatten() for g in parts["clipped"]]), rtol=1e-8, atol=1e-10)
    expect(same, "The same numbers in other tensors are clipped differently.")


@points(0.05, kind="edge", tags=("gradient-clipping",))
def test_no_gradient_at_all(agree):
    """Without any gradient the total is 0."""
    agree("call", [None, None], 1.0)


@points(0.15, kind="edge", tags=("gradient-clipping",))
def test_missing_gradients(agree, rng):
    """None stays None, in both functions."""
    [a, b] = gradients(rng, (3,), (2,), length=4.0)
    agree("call", [None, a, None, b], 1.0)


@points(0.1, kind="edge", tags=("gradient-clipping",))
def test_zero_gradients(agree):
    """Zero gradients stay zero."""
    agree("call", [torch.zeros(3, dtype=torch.float64), torch.zeros(2, 2, dtype=torch.float64)], 1.0)


@points(0.1, kind="edge", tags=("exploding-gradient",))
def test_an_infinite_gradient(student, expect, rng):
    """An infinite gradient makes the total infinite and every finite entry 0."""
    [a] = gradients(rng, (3,), length=4.0)
    got = student.loose("by_norm", [a, torch.tensor([math.inf, 1.0], dtype=torch.float64)], 1.0)
    expect(got["total"] == math.inf, "With an infinite entry the total must be infinite.")
    expect(torch.equal(got["clipped"][0], torch.zeros_like(a)), "With an infinite total every finite entry must become 0.")


def inputs(rng, shape, dtype):
    return ([rng.normal(*shape, dtype=dtype), rng.normal(3, dtype=dtype)], 0.9), {}


test_edges = function.edges(0.4, inputs, shapes=((), (5,), (3, 4), (0,)), gradient=False)


@points(0.1, kind="edge")
def test_the_gradients_are_left_alone(agree, rng):
    """The given gradients are not changed."""
    agree("gradients_after", gradients(rng, (3,), (2,), length=4.0), 1.0)
