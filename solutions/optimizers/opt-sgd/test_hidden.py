import torch

from grader.checks import optimizer, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1)


@points(1.1, tags=("sgd",))
def test_follows_the_rule(agree, rng):
    """Ten steps of three parameters follow the rule."""
    agree("trajectory", *optimizer.problem(rng, 10), lr=rng.number(0.02, 0.3))


@points(0.7, tags=("sgd", "learning-rate"))
def test_changing_learning_rate(agree, rng):
    """The learning rate changes between steps."""
    changes = [(k, {"lr": rng.number(0.01, 0.5)}) for k in (2, 3, 5)]
    agree("trajectory", *optimizer.problem(rng, 7, optimizer.EQUAL), changes=changes, lr=0.05)


@points(0.6, tags=("sgd",))
def test_absent_and_zero_gradients(agree, rng):
    """Some gradients are missing, some are zero."""
    agree("trajectory", *optimizer.problem(rng, 6, none=[(0, 1), (3, 0), (4, 1)], zero=[(2, 0), (2, 2)]), lr=0.2)


@points(0.3)
def test_defaults(agree, rng):
    """The default learning rate is that of the signature."""
    agree("trajectory", *optimizer.problem(rng, 3, ((3,),)))


@points(0.45, kind="property", tags=("sgd",))
def test_linear_in_the_gradient(student, expect, rng):
    """Twice the gradient gives twice the step; a learning rate of 0 gives none."""
    start, gradients = optimizer.problem(rng, 3, ((4,),))
    once = optimizer.moves(student("trajectory", start, gradients, lr=0.1), start)
    twice = optimizer.moves(student("trajectory", start, [[2 * g for g in step] for step in gradients], lr=0.1), start)
    none = optimizer.moves(student("trajectory", start, gradients, lr=0.0), start)
    expect(all(optimizer.close(b, 2 * a) for a, b in zip(once, twice, strict=True)), "Step length must scale with ‖g‖.")
    expect(not torch.stack(none).any(), "With a learning rate of 0 the parameter must stay where it is.")


@points(0.4, kind="property", tags=("sgd",))
def test_stateless(student, expect, rng):
    """Equal gradients give equal steps, whatever came before."""
    start, gradients = optimizer.problem(rng, 5, ((3,),))
    gradients[4] = gradients[1]
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.3), start)
    expect(optimizer.close(steps[4], steps[1]), "SGD has no memory: the same gradient must give the same step.")


@points(0.4, kind="property", tags=("learning-rate",))
def test_stable_below_two_over_lambda(student, expect):
    """On ½ λ w² it converges for η < 2/λ and diverges above."""
    one, steep = torch.ones(1, dtype=torch.float64), torch.full((1,), 10.0, dtype=torch.float64)
    ends = [student("with_closure", one, steep, 15, lr=lr)["step"][-1]["parameter"][0].abs().item() for lr in (0.19, 0.21)]
    expect(ends[0] < 0.5, "With η a little below 2/λ the steps must shrink.")
    expect(ends[1] > 2.0, "With η a little above 2/λ the steps must grow.")


test_edges = optimizer.edges(0.75, {"lr": 0.07}, other={"lr": 0.31})
