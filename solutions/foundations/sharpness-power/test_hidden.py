import torch

from grader.checks import points


def hessian(rng, d, low=0.5, high=4.0):
    """Symmetric, with eigenvalues between low and high."""
    Q, _ = torch.linalg.qr(rng.normal(d, d))
    return (Q * rng.uniform(low, high, d)) @ Q.T


@points(0.36, public=True)
def test_public_example(agree):
    """Three iterations of the example."""
    H, v0 = torch.tensor([[2.0, 1.0], [1.0, 3.0]], dtype=torch.float64), torch.tensor([1.0, 0.0], dtype=torch.float64)
    agree("sharpness_of", H, v0, 3)


@points(2.04, tags=("power-iteration",))
def test_few_iterations(agree, rng):
    """The quotient after one, two and five iterations, long before convergence."""
    for d, iters in ((3, 1), (4, 2), (6, 5)):
        agree("sharpness_of", hessian(rng, d), rng.normal(d), iters)


@points(0.6)
def test_negative_curvature(agree, rng):
    """The sign of the curvature is kept."""
    agree("sharpness_of", -hessian(rng, 4), rng.normal(4), 3)


@points(0.6, tags=("stability",))
def test_many_iterations(agree, rng):
    """A hundred iterations with a curvature of thousands neither overflow nor underflow."""
    agree("sharpness_of", hessian(rng, 4, 1e3, 9e3), rng.normal(4), 110)
    agree("sharpness_of", hessian(rng, 4, 1e-4, 9e-4), rng.normal(4), 110)


@points(0.8, kind="property")
def test_scale_of_the_start(student, expect, rng):
    """The length of the start vector does not matter; that of H does, in proportion."""
    H, v0 = hessian(rng, 4), rng.normal(4)
    plain = student("sharpness_of", H, v0, 2)
    expect(torch.isclose(student("sharpness_of", H, 7 * v0, 2), plain, rtol=1e-8), "The result depends on the length of v0.")
    expect(torch.isclose(student("sharpness_of", 3 * H, v0, 2), 3 * plain, rtol=1e-8), "Three times the Hessian does not give three times the sharpness.")


@points(0.7, kind="property")
def test_below_the_largest_eigenvalue(student, expect, rng):
    """For positive Hessians the quotient rises towards the largest eigenvalue and never exceeds it."""
    H, v0 = hessian(rng, 4), rng.normal(4)
    values = [student("sharpness_of", H, v0, k).item() for k in (0, 1, 3, 8)]
    top = torch.linalg.eigvalsh(H).max().item()
    rising = all(a <= b + 1e-12 for a, b in zip(values, values[1:], strict=False))
    expect(rising and values[-1] <= top * (1 + 1e-12), "The quotient does not rise towards the largest eigenvalue, or exceeds it.")


@points(0.4, kind="edge")
def test_flat_and_start(agree, rng):
    """A Hessian of zeros gives 0; no iterations give the quotient of the start."""
    agree("sharpness_of", torch.zeros(3, 3, dtype=torch.float64), rng.normal(3), 4)
    agree("sharpness_of", torch.zeros(3, 3, dtype=torch.float64), rng.normal(3), 0)
    agree("sharpness_of", hessian(rng, 3), 5 * rng.normal(3), 0)


@points(0.3, kind="edge")
def test_shapes_and_dtypes(agree, rng):
    """One parameter, a matrix-shaped parameter, float32."""
    agree("sharpness_of", hessian(rng, 1), rng.normal(1), 3)
    agree("sharpness_of", hessian(rng, 6), rng.normal(2, 3), 3)
    agree("sharpness_of", hessian(rng, 3).float(), rng.normal(3, dtype=torch.float32), 3)


@points(0.2, kind="edge")
def test_start_is_left_alone(agree, rng):
    """v0 is not changed."""
    agree("start_after", hessian(rng, 3), rng.normal(3), 2)
