from grader.checks import points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("splits", 10, 3)


@points(1.7, tags=("time-series",))
def test_blocks(agree, rng):
    """The last blocks are tested, all that comes before is for training."""
    for n, splits in ((12, 3), (17, 3), (23, 4), (31, 5), (rng.integer(40, 50), 6)):
        agree("splits", n, splits)


@points(1.0, tags=("gap",))
def test_gap(agree, rng):
    """The last `gap` samples before the test set are left out of training."""
    for n, splits, gap in ((20, 3, 2), (23, 4, 1), (41, 5, 6)):
        agree("splits", n, splits, gap)
    agree("splits", 25, 3, gap=4)


@points(0.75, kind="property", tags=("leakage",))
def test_past_only(student, expect):
    """Training ends before the test set begins, gap included."""
    for gap in (0, 3):
        for fold in student("splits", 29, 4, gap)["fold"]:
            expect(fold["train"].max() + gap < fold["val"].min(), "Trains on the future, or inside the gap.")


@points(0.5, kind="property")
def test_test_sets(student, expect):
    """Test sets do not overlap, and the last sample is tested."""
    tested = [i for fold in student("splits", 26, 4)["fold"] for i in fold["val"].tolist()]
    expect(len(set(tested)) == len(tested), "Test sets overlap.")
    expect(max(tested) == 25, "The most recent block must be tested.")


@points(0.25, kind="edge")
def test_smallest(agree):
    """One split; as many splits as there can be; the largest gap."""
    agree("splits", 7, 1)
    agree("splits", 2, 1)
    agree("splits", 6, 5)
    agree("splits", 10, 3, 3)


@points(0.5, kind="edge")
def test_refuses(agree):
    """Empty sets, no splits and negative gaps raise ValueError."""
    for n, splits, gap in (
        (4, 4, 0),
        (10, 3, 4),
        (10, 0, 0),
        (10, -1, 0),
        (10, -2, 0),
        (10, 3, -1),
        (10, 3, 3),
        (10, 3, 6),
        (21, 2, 9),
        (5, 4, 0),
    ):
        agree("refusal", n, splits, gap)
