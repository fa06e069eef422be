import torch

from grader.checks import optimizer, points

HYPER = {"lr": 0.02, "betas": (0.8, 0.55), "weight_decay": 0.4}
OTHER = {"lr": 0.07, "betas": (0.55, 0.85), "weight_decay": 0.1}


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1, weight_decay=0.1)


test_values = optimizer.values(2.1, HYPER, other=OTHER)


@points(0.6, tags=("lion",))
def test_long_run(agree, rng):
    """Twelve steps of many coordinates, with a short and a long memory."""
    for betas in ((0.9, 0.6), (0.5, 0.9)):
        agree("trajectory", *optimizer.problem(rng, 12, ((12,),)), lr=0.01, betas=betas)


@points(0.65, kind="property", tags=("lion",))
def test_every_step_has_length_lr(student, expect, rng):
    """Without decay every coordinate moves by exactly η."""
    start, gradients = optimizer.problem(rng, 5, ((4,),))
    steps = torch.stack(optimizer.moves(student("trajectory", start, gradients, lr=0.03), start))
    expect(optimizer.close(steps.abs(), torch.full_like(steps, 0.03)), "Without decay every coordinate must move by exactly η.")


@points(0.6, kind="property", tags=("lion",))
def test_sign_of_zero(student, expect, rng):
    """Where momentum and gradient are zero nothing moves."""
    start, gradients = optimizer.problem(rng, 3, ((4,),))
    for [g] in gradients:
        g[1:3] = 0.0
    steps = torch.stack(optimizer.moves(student("trajectory", start, gradients, lr=0.03), start))
    expect(not steps[:, 1:3].any(), "sign(0)=0: where momentum and gradient are zero the weight must stay.")


test_edges = optimizer.edges(0.75, HYPER, other=OTHER)
