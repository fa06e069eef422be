from grader.checks import optimizer, points

HYPER, OTHER = {"lr": 0.08, "window": 4, "eps": 1e-3}, {"lr": 0.15, "window": 2, "eps": 0.05}
CHANGE = {"lr": 0.2, "eps": 1e-2}


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1, window=2)


test_values = optimizer.values(1.76, HYPER, other=OTHER, change=CHANGE)


@points(0.4, tags=("adagrad",))
def test_the_window_moves(agree, rng):
    """Ten steps: most gradients have left the window."""
    agree("trajectory", *optimizer.problem(rng, 10, ((3,),)), lr=0.1, window=3, eps=1e-4)


@points(0.5, kind="property", tags=("adagrad",))
def test_memory(student, expect, rng):
    """The optimizer never holds more than `window` buffers for a parameter."""
    seen = student.loose.random("kept", *optimizer.problem(rng, 7, ((4,),)), lr=0.1, window=3)
    expect(max(step["elements"] for step in seen) <= 3 * 4 + 8, "More than `window` buffers are kept for a parameter.")


@points(0.5, kind="property", tags=("adaptive-lr",))
def test_window_of_one(student, expect, rng):
    """With a window of one every step is η · sign(g)."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, window=1, eps=1e-30), start)
    expect(
        all(optimizer.close(move, -0.1 * g.sign()) for move, [g] in zip(steps, gradients, strict=True)),
        "With a window of one every step must be η · sign(g).",
    )


@points(0.1, kind="edge", tags=("adagrad",))
def test_a_smaller_window(agree, rng):
    """A window that is made smaller between two steps counts at once."""
    agree("trajectory", *optimizer.problem(rng, 8, ((3,),)), changes=[(5, {"window": 2})], lr=0.1, window=4, eps=1e-3)


test_edges = optimizer.edges(0.5, HYPER, other=OTHER, change=CHANGE, half={"eps": 1e-2})
