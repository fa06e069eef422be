import torch

from grader.checks import function, points

NEAR = {"rtol": 1e-6, "atol": 1e-6}  # bisection down to 1e-6 is accepted


@points(0.36, public=True)
def test_public_example(agree):
    """The examples of the statement."""
    agree("call", torch.tensor([3, 4], dtype=torch.float64), 2.0, name="project_l2")
    agree.within(**NEAR)("call", torch.tensor([3, -1, 0.5], dtype=torch.float64), 2.0, name="project_l1")


@points(1.0, tags=("l2", "constraint"))
def test_outside_the_disc(agree, rng):
    """L2: points outside come to the sphere, a matrix as a whole."""
    agree("call", 3 * rng.normal(7), rng.number(0.6, 1.5), name="project_l2")
    agree("call", 3 * rng.normal(4, 3), rng.number(2.0, 3.0), name="project_l2")


@points(1.3, tags=("l1", "constraint"))
def test_outside_the_diamond(agree, rng):
    """L1: points outside come to the diamond, at a small and at a large radius."""
    w = rng.away_from_zero(0.5, 3.0, 9)
    for r in (rng.number(0.6, 1.5), rng.number(5.0, 6.0)):
        agree.within(**NEAR)("call", w, r, name="project_l1")
    agree.within(**NEAR)("call", rng.away_from_zero(0.5, 3.0, 3, 4), rng.number(3.0, 4.0), name="project_l1")


@points(0.94, tags=("constraint",))
def test_inside(agree, rng):
    """Points inside stay where they are; also between the two radii r and r²."""
    w = rng.away_from_zero(0.3, 1.0, 6)
    for r in (9.0, 40.0):
        agree("call", w, r, name="project_l2")
        agree.within(**NEAR)("call", w, r, name="project_l1")
    half = 0.6 * w / torch.linalg.vector_norm(w)
    agree("call", half, 0.7, name="project_l2")
    agree("call", half, 0.5, name="project_l2")


@points(0.5, kind="property", tags=("constraint",))
def test_idempotent(student, expect, rng):
    """Projecting twice is projecting once, and the result lies on the ball."""
    w, r = rng.away_from_zero(0.5, 3.0, 8), rng.number(1.0, 2.0)
    for name, size in (("project_l2", torch.linalg.vector_norm), ("project_l1", lambda x: x.abs().sum())):
        once = student("call", w, r, name=name)
        expect(abs(float(size(once)) - r) < 1e-5, "A point outside must land on the surface of the ball.")
        expect(torch.allclose(student("call", once, r, name=name), once, atol=1e-5), "Projecting a second time moves the point.")


@points(0.6, kind="property", tags=("constraint",))
def test_nearest(student, expect, rng):
    """No other point of the ball is nearer."""
    w, r = rng.away_from_zero(0.5, 3.0, 5), rng.number(1.0, 2.0)
    others = rng.normal(400, 5)
    sizes = {"project_l2": torch.linalg.vector_norm(others, dim=1), "project_l1": others.abs().sum(1)}
    for name, size in sizes.items():
        inside = others * (r * rng.uniform(0.0, 1.0, 400) ** 0.2 / size)[:, None]
        got = student("call", w, r, name=name)
        nearest = torch.linalg.vector_norm(inside - w, dim=1).min()
        expect(float(torch.linalg.vector_norm(got - w)) <= float(nearest) + 1e-5, "Some other point of the ball is nearer.")


@points(0.4, kind="property", tags=("sparsity", "l1"))
def test_corners(student, expect, rng):
    """L1 makes small entries exactly zero, L2 none."""
    w = torch.cat([rng.away_from_zero(3.0, 4.0, 2), rng.away_from_zero(0.1, 0.5, 6)])
    expect(int((student("call", w, 1.5, name="project_l1") == 0).sum()) >= 6, "The L1 projection must make the small entries exactly 0.")
    expect(bool((student("call", w, 1.5, name="project_l2") != 0).all()), "The L2 projection must not make entries 0.")


@points(0.2, kind="edge")
def test_radius_zero(agree, rng):
    """With radius 0 everything becomes 0; the origin stays the origin."""
    w = rng.away_from_zero(0.5, 2.0, 4)
    agree("call", w, 0.0, name="project_l2")
    agree.within(**NEAR)("call", w, 0.0, name="project_l1")
    agree("call", torch.zeros(3, dtype=torch.float64), 1.0, name="project_l2")
    agree.within(**NEAR)("call", torch.zeros(3, dtype=torch.float64), 1.0, name="project_l1")


def question(rng, shape, dtype):
    return (rng.away_from_zero(0.5, 2.0, *shape, dtype=dtype), 0.4), {}


test_edges_of_l2 = function.edges(0.35, question, name="project_l2")
test_edges_of_l1 = function.edges(
    0.35, question, name="project_l1", gradient=False, dtypes=("float64", "float32"), within={"rtol": 1e-5, "atol": 2e-6}
)
