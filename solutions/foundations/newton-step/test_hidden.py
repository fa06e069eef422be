import torch

from grader.checks import function, points


def hessian(rng, d):
    """Symmetric, positive definite, condition below 100."""
    Q, _ = torch.linalg.qr(rng.normal(d, d))
    return (Q * rng.uniform(0.5, 20, d)) @ Q.T


@points(0.36, public=True)
def test_public_example(agree):
    """The example of the statement, without and with damping."""
    w, g = torch.tensor([1.0, 1.0], dtype=torch.float64), torch.tensor([4.0, 22.0], dtype=torch.float64)
    H = torch.diag(torch.tensor([2.0, 20.0], dtype=torch.float64))
    agree("call", w, g, H)
    agree("call", w, g, H, 2.0)


@points(1.84, tags=("second-order",))
def test_step(agree, rng):
    """The inverse Hessian, with all its couplings, is applied to the gradient."""
    for d in (2, 5):
        agree("call", rng.normal(d), rng.normal(d), hessian(rng, d))


@points(1.4, tags=("damping",))
def test_damping(agree, rng):
    """Damping is added to the diagonal."""
    for damping in (0.3, 5.0):
        agree("call", rng.normal(4), rng.normal(4), hessian(rng, 4), damping)


@points(0.5, kind="property")
def test_solves_a_quadratic(student, expect, rng):
    """½wᵀHw + bᵀw is minimised in one step, from any start."""
    H, b, w = hessian(rng, 4), rng.normal(4), rng.normal(4) * 5
    end = student("call", w, H @ w + b, H)
    expect((H @ end + b).abs().max() < 1e-7, "One step on a quadratic does not reach its minimum.")


@points(0.5, kind="property")
def test_does_not_depend_on_coordinates(student, expect, rng):
    """In other coordinates w = Av the step is the same."""
    H, g, w, A = hessian(rng, 3), rng.normal(3), rng.normal(3), hessian(rng, 3)
    there = student("call", torch.linalg.solve(A, w), A.T @ g, A.T @ H @ A)
    expect(torch.allclose(A @ there, student("call", w, g, H), rtol=1e-6, atol=1e-8), "In other coordinates the step is another one.")


@points(0.5, kind="property")
def test_large_damping_is_a_gradient_step(student, expect, rng):
    """With large damping the step is nearly g/δ."""
    H, g, w = hessian(rng, 4), rng.normal(4), rng.normal(4)
    step = (w - student("call", w, g, H, 1e6)) * 1e6
    expect(torch.allclose(step, g, rtol=1e-3, atol=1e-3), "With large damping the step does not become g/δ.")


@points(0.4, kind="edge")
def test_singular_hessian(agree, rng):
    """A singular Hessian raises without damping and works with it."""
    H, g = torch.ones(2, 2, dtype=torch.float64), rng.normal(2)
    agree("solvable", rng.normal(2), g, H, 0.0)
    agree("call", rng.normal(2), g, H, 0.5)


def inputs(rng, shape, dtype):
    (d,) = shape
    root = rng.normal(d, d)
    H = torch.eye(d, dtype=torch.float64) * 2 + root @ root.T / d
    return (rng.normal(d, dtype=dtype), rng.normal(d, dtype=dtype), H.to(dtype), 0.5), {}


test_edges = function.edges(0.5, inputs, shapes=((1,), (4,)), dtypes=("float64", "float32"), but=("gradient-flows",))
