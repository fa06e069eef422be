import torch

from grader.checks import points


@points(1, public=True)
def test_the_public_example(agree):
    """The public example comes out right."""
    agree("averages", torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64), 0.9)


@points(5)
def test_follows_the_recursion(agree, rng):
    """Raw and corrected averages follow the recursion."""
    agree("averages", rng.normal(6, 3), 0.8)
    agree("averages", rng.normal(4, 2, dtype=torch.float32), 0.5)


@points(2.5, kind="property")
def test_constant_input_is_its_own_corrected_average(student, expect):
    """A constant input has itself as the corrected average."""
    got = student("averages", torch.full((5, 2), 3.0, dtype=torch.float64), 0.7)
    expect(
        all(torch.allclose(s["corrected"], torch.tensor(3.0, dtype=torch.float64)) for s in got["step"]),
        "The corrected average of a constant must be that constant.",
    )


@points(1.5, kind="edge")
def test_the_input_is_left_alone(agree, rng):
    """The input is not modified."""
    agree("input_after", rng.normal(4, 3), 0.9)
