import torch

from grader.checks import optimizer, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1)


test_values = optimizer.values(2.7, {"lr": 0.07}, other={"lr": 0.31})


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
    ends = [student("with_closure", one, steep, 6, lr=lr)["step"][-1]["parameter"][0].abs().item() for lr in (0.17, 0.23)]
    expect(ends[0] < 0.5, "With η a little below 2/λ the steps must shrink.")
    expect(ends[1] > 2.0, "With η a little above 2/λ the steps must grow.")


test_edges = optimizer.edges(0.75, {"lr": 0.07}, other={"lr": 0.31})
