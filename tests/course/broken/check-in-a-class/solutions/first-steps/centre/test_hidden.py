import torch

from grader.checks import function, points


@points(1, public=True)
def test_the_example(agree):
    """The example of the statement."""
    agree("call", torch.tensor([1.0, 2.0, 6.0], dtype=torch.float64))


@points(5)
def test_follows_the_formula(agree, rng):
    """Vectors and matrices are centred."""
    agree("call", rng.normal(7) + 2)
    agree("call", rng.normal(3, 4) - 5)


@points(2.5, kind="property")
def test_adds_up_to_zero(student, expect, rng):
    """The entries of the result add up to zero."""
    y = student("call", rng.normal(6) + 3)
    expect(abs(float(y.sum())) < 1e-9, "The entries do not add up to zero.")


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype),), {}


# One case for each thing that every function must survive; `but` leaves cases out.
test_edges = function.edges(1.5, inputs, shapes=((), (5,), (3, 4)), dtypes=("float64", "float32"))


class TestMore:
    def test_more(self):
        pass
