import torch

from grader.checks import points


def problem(rng, *shape, dtype=torch.float64):
    """w, a, curvature."""
    return rng.normal(*shape, dtype=dtype), rng.normal(*shape, dtype=dtype), rng.uniform(0.5, 3.0, *shape, dtype=dtype)


@points(0.42, public=True)
def test_public_example(agree):
    """The example of the statement."""
    ones = torch.ones(2, dtype=torch.float64)
    agree("path", ones, torch.zeros_like(ones), torch.tensor([1.0, 10.0], dtype=torch.float64), 0.0, 0.05, 0.9, 3)


@points(1.4, tags=("nesterov",))
def test_follows_the_rule(agree, rng):
    """Eight steps on a quadratic follow the rule."""
    agree("path", *problem(rng, 2, 3), 0.0, rng.number(0.05, 0.2), rng.number(0.5, 0.95), 8)


@points(1.4, tags=("nesterov",))
def test_on_a_quartic(agree, rng):
    """Six steps on a loss whose gradient is not linear."""
    agree("path", *problem(rng, 4), 0.4, rng.number(0.03, 0.08), rng.number(0.5, 0.9), 6)


@points(0.98, tags=("nesterov", "learning-rate"))
def test_changing_learning_rate(agree, rng):
    """The learning rate changes between steps."""
    agree("path", *problem(rng, 3), 0.1, [0.05, 0.05, 0.2, 0.01, 0.1], 0.8, 5)


@points(0.75, kind="property", tags=("nesterov",))
def test_gradient_is_taken_once_at_the_look_ahead_point(student, expect, rng):
    """The gradient is asked for once, at w − ηβa."""
    w, a, curvature = problem(rng, 4)
    asked = student.loose("spied", w, a, curvature, 0.2, 0.1, 0.7)["asked"]
    expect(len(asked) == 1, "grad_fn must be called exactly once.")
    where = w - 0.1 * 0.7 * a
    expect(
        len(asked) > 0 and asked[-1].shape == where.shape and torch.allclose(asked[-1].cpu().double(), where),
        "The gradient must be taken at w − ηβa.",
    )


@points(0.5, kind="property", tags=("nesterov",))
def test_without_beta_it_is_gradient_descent(student, expect, rng):
    """With β = 0 it is gradient descent."""
    w, a, curvature = problem(rng, 4)
    step = student("path", w, a, curvature, 0.0, 0.1, 0.0, 1)["step"][0]
    expect(torch.allclose(step["weight"].cpu(), w - 0.1 * curvature * w), "With β = 0 the step must be η times the gradient at w.")


@points(0.5, kind="property", tags=("nesterov",))
def test_inputs_untouched(student, expect, rng):
    """w and a are left as they were."""
    w, a, curvature = problem(rng, 4)
    after = student.loose("spied", w, a, curvature, 0.2, 0.1, 0.7)["inputs"]
    expect(torch.equal(after[0].cpu(), w) and torch.equal(after[1].cpu(), a), "nag_step changed its input; return new tensors instead.")


@points(0.2, kind="edge")
def test_scalar_and_empty(agree, rng):
    """Works for 0-d and empty tensors."""
    for shape in ((), (0, 3)):
        agree("path", *problem(rng, *shape), 0.0, 0.1, 0.8, 3)


@points(0.2, kind="edge")
def test_non_contiguous(agree, rng):
    """Works for non-contiguous tensors."""
    agree("on_views", *problem(rng, 2, 3), 0.1, 0.8)


@points(0.2, kind="edge")
def test_float32(agree, rng):
    """Keeps float32."""
    agree("path", *problem(rng, 4, dtype=torch.float32), 0.1, 0.1, 0.8, 4)


@points(0.2, kind="edge")
def test_half(agree, rng):
    """Keeps float16 and bfloat16."""
    for dtype in (torch.float16, torch.bfloat16):
        agree("path", *problem(rng, 4, dtype=dtype), 0.0, 0.1, 0.5, 1)


@points(0.25, kind="edge")
def test_from_rest(agree, rng):
    """From rest (a = 0) the first step is plain gradient descent."""
    w, _, curvature = problem(rng, 3)
    agree("path", w, torch.zeros_like(w), curvature, 0.0, 0.1, 0.9, 2)
