import torch

from grader.checks import module, points


def affine(rng, d, dtype=torch.float64):
    return rng.away_from_zero(0.5, 2, d, dtype=dtype), rng.away_from_zero(0.5, 2, d, dtype=dtype)


@points(0.54, public=True, tags=("running-statistics",))
def test_the_public_example(agree):
    """The public example comes out right."""
    x = torch.tensor([[1, 2], [3, 2], [5, 8]], dtype=torch.float64)
    gamma, beta = torch.tensor([2.0, 1.0], dtype=torch.float64), torch.tensor([0.0, -1.0], dtype=torch.float64)
    agree("history", [x], [x], gamma, beta, {})


@points(2.4, tags=("running-statistics", "unbiased-running-variance"))
def test_several_batches(agree, rng):
    """Running statistics follow several batches of different sizes, and eval mode uses them."""
    batches = [2 * rng.normal(n, 3) + k for k, n in enumerate((5, 2, 7, 3))]
    agree("history", batches, [rng.normal(4, 3), rng.normal(1, 3)], *affine(rng, 3), {"momentum": 0.3})


@points(1.86, tags=("epsilon", "train-eval"))
def test_a_large_epsilon_in_both_modes(agree, rng):
    """With a large ε and random γ, β the outputs of both modes show each term of the formula."""
    agree("history", [rng.normal(4, 2), rng.normal(3, 2)], [rng.normal(5, 2)], *affine(rng, 2), {"momentum": 0.8, "eps": 0.3})
    small = [0.2 * rng.normal(4, 3, dtype=torch.float32)]
    agree("history", small, small, *affine(rng, 3, torch.float32), {"eps": 0.05})


@points(0.6, tags=("running-statistics",))
def test_counts_its_batches(agree, rng):
    """`num_batches_tracked` counts training batches."""
    agree("tracked", [rng.normal(3, 2) for _ in range(3)], *affine(rng, 2), {})


@points(0.75, kind="property", tags=("train-eval",))
def test_rows_are_independent_in_eval_mode(student, expect, rng):
    """In eval mode the answer for a sample does not depend on the other samples."""
    got = student("alone_and_together", [rng.normal(5, 3)], rng.normal(4, 3), *affine(rng, 3), {"eps": 0.01})
    expect(
        torch.allclose(got["together"], got["alone"], rtol=1e-10, atol=1e-12), "In eval mode a sample gets another answer when it is alone."
    )


@points(0.75, kind="property", tags=("train-eval",))
def test_eval_mode_is_affine(student, expect, rng):
    """In eval mode the layer is an affine map, as the lecture says: a linear operator and an offset."""
    x, y = rng.normal(3, 2), rng.normal(3, 2)
    got = student("history", [rng.normal(6, 2)], [x, y, 0.25 * x + 0.75 * y], *affine(rng, 2), {})
    first, second, mixed = got["evaluated"]
    expect(torch.allclose(0.25 * first + 0.75 * second, mixed, rtol=1e-9, atol=1e-10), "In eval mode the layer is not an affine map.")


@points(0.75, kind="property", tags=("train-eval",))
def test_training_ignores_the_running_statistics(student, expect, rng):
    """In training the output does not depend on earlier batches."""
    got = student("training_outputs", [rng.normal(5, 3) + 4], rng.normal(4, 3), *affine(rng, 3), {})
    expect(torch.equal(got["fresh"], got["used"]), "In training mode the output depends on earlier batches.")


@points(0.15, kind="edge", tags=("running-statistics",))
def test_plain_average(agree, rng):
    """With `momentum=None` the running statistics are the plain average over all batches."""
    agree("history", [rng.normal(n, 3) + n for n in (4, 2, 5)], [rng.normal(2, 3)], *affine(rng, 3), {"momentum": None})


@points(0.1, kind="edge", tags=("batch-of-one",))
def test_one_sample_in_training(agree, rng):
    """One sample in training raises ValueError."""
    agree("one_sample", rng.normal(1, 3), *affine(rng, 3), {})


def inputs(rng, dtype):
    return (3,), {"eps": 0.05, "momentum": 0.2}, [rng.normal(5, 3, dtype=dtype), 2 * rng.normal(4, 3, dtype=dtype) + 1]


test_edges = module.edges(1.1, inputs)
