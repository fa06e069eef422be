import torch

from grader.checks import function, points


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement, for three batch sizes."""
    X = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=torch.float64)
    y, w, order = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64), torch.zeros(2, dtype=torch.float64), torch.tensor([2, 0, 1])
    for batch_size in (3, 2, 1):
        agree("call", X, y, w, 0.01, batch_size, order)


@points(2.4, tags=("mini-batch",))
def test_mini_batches(agree, rng):
    """Mini-batches, with and without a remainder."""
    for n, batch_size in ((9, 4), (8, 4), (7, 3), (11, 5)):
        agree("call", rng.normal(n, 3), rng.normal(n), rng.normal(3), 0.05, batch_size, rng.permutation(n))


@points(1.0, tags=("sgd",))
def test_one_sample_at_a_time(agree, rng):
    """Batch size 1: a step for every sample."""
    agree("call", rng.normal(6, 3), rng.normal(6), rng.normal(3), 0.05, 1, rng.permutation(6))


@points(0.92)
def test_whole_batch(agree, rng):
    """Batch size N and more: one step."""
    for batch_size in (6, 9):
        agree("call", rng.normal(6, 3), rng.normal(6), rng.normal(3), 0.05, batch_size, rng.permutation(6))


@points(0.8, kind="property")
def test_order_matters_for_small_batches_only(student, expect, rng):
    """A whole batch does not depend on the order, single samples do."""
    X, y, w = rng.normal(6, 3), rng.normal(6), rng.normal(3)
    there, back = torch.arange(6), torch.arange(5, -1, -1)
    whole = [student("call", X, y, w, 0.05, 6, order) for order in (there, back)]
    expect(torch.allclose(*whole, rtol=1e-8, atol=1e-10), "A whole batch must not depend on the order.")
    single = [student("call", X, y, w, 0.05, 1, order) for order in (there, back)]
    expect(not torch.allclose(*single, rtol=1e-6, atol=1e-8), "Single samples in another order must give another result.")


@points(0.6, kind="property")
def test_epochs_are_chunks_in_a_row(student, expect, rng):
    """An epoch is the same as its chunks, one after the other."""
    X, y, w, order = rng.normal(7, 3), rng.normal(7), rng.normal(3), rng.permutation(7)
    whole = student("call", X, y, w, 0.05, 3, order)
    for chunk in order.split(3):
        w = student("call", X[chunk], y[chunk], w, 0.05, 3, torch.arange(len(chunk)))
    expect(torch.allclose(whole, w, rtol=1e-8, atol=1e-10), "An epoch differs from its chunks done one after the other.")


@points(0.6, kind="property")
def test_converges(student, expect, rng):
    """Many epochs approach the least-squares solution."""
    X, truth = rng.normal(20, 2), rng.normal(2)
    w = torch.zeros(2, dtype=torch.float64)
    for _ in range(12):
        w = student("call", X, X @ truth, w, 0.05, 4, torch.arange(20))
    expect((w - truth).norm() < 0.5 * truth.norm(), "Twelve epochs on data without noise do not come closer to the solution.")


@points(0.4, kind="edge")
def test_zero_learning_rate(agree, rng):
    """lr = 0 leaves w; one feature and one sample work."""
    agree("call", rng.normal(5, 3), rng.normal(5), rng.normal(3), 0.0, 2, rng.permutation(5))
    agree("call", rng.normal(1, 1), rng.normal(1), rng.normal(1), 0.1, 4, torch.tensor([0]))


@points(0.2, kind="edge")
def test_given_w_survives(agree, rng):
    """The w that was given is not changed."""
    agree("untouched", rng.normal(5, 3), rng.normal(5), rng.normal(3), 0.1, 2, rng.permutation(5))


def inputs(rng, shape, dtype):
    n, d = shape
    data = (rng.normal(n, d, dtype=dtype), rng.normal(n, dtype=dtype), rng.normal(d, dtype=dtype))
    return (*data, 0.05, n, rng.permutation(n)), {}


test_edges = function.edges(0.6, inputs, shapes=((5, 3),), dtypes=("float64", "float32"), gradient=False)
