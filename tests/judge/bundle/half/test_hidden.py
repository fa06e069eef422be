from grader.checks import points


@points(3)
def test_values(agree, rng):
    """Values are right."""
    agree("both", rng.normal(3))


@points(1, kind="edge")
def test_empty(agree, rng):
    """An empty tensor stays empty."""
    agree("both", rng.normal(0))
