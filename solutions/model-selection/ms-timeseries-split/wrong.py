import torch


def build(train="past", gap_is="in train", blocks="last", size="n // (splits + 1)", test="block", refuses="all", overlap=False):
    """Time-series splits with these decisions."""

    def timeseries_split(n, n_splits, gap=0):
        if n_splits < 1:
            raise ValueError("n_splits")
        s = {"n // (splits + 1)": n // (n_splits + 1), "n // splits": n // n_splits, "one": 1}[size]
        first = n - n_splits * s
        if blocks == "first":
            first = s
        if train == "all others" and size == "n // splits":
            first = 0
        if refuses in ("all", "not gap < 0", "not gap") and (s < 1 or n // (n_splits + 1) < 1):
            raise ValueError("too few")
        if refuses in ("all", "not gap", "not too few") and gap < 0:
            raise ValueError("gap")
        if refuses in ("all", "not gap < 0", "not too few") and first - gap < 1 and size == "n // (splits + 1)" and train != "slice":
            raise ValueError("gap")
        shown = 0 if gap_is == "ignored" else gap
        found = []
        for i in range(n_splits):
            start = first + i * s
            stop = start + s
            if overlap:
                stop = min(start + 2 * s, n)
            if test == "all the rest":
                stop = n
            if blocks == "first" and i == n_splits - 1 and test == "rest in the last":
                stop = n
            held = torch.arange(start, stop)
            before = torch.arange(max(start - shown, 0))
            if gap_is == "one too many":
                before = torch.arange(max(start - gap - 1, 0))
            if gap_is == "before the test set":
                before, held = torch.arange(start), torch.arange(start + gap, stop)
            if train == "all others":
                before = torch.cat([torch.arange(max(start - shown, 0)), torch.arange(stop + shown, n)])
            if train == "slice":
                before = torch.arange(n)[: start - gap]
                if not len(before):
                    raise ValueError("gap")
            if train == "window":
                before = before[-s:]
            if train == "first window":
                before = before[-(first - shown) :]
            if train == "with test":
                before = torch.arange(stop)
            if train == "future":
                before = torch.arange(stop + shown, n)
            found.append((before, held))
        return found

    return {"timeseries_split": timeseries_split}


def kfold():
    """Trains on the future.

    This is k-fold: what comes after the test set must not be used.
    """
    return {"train": "all others", "size": "n // splits"}


def trains_on_both_sides():
    """Trains on the future.

    The test blocks are right, but training also uses what comes after them.
    """
    return {"train": "all others"}


def gap_ignored():
    """This looks like: the gap ignored.

    Leave out the last `gap` samples before the test set.
    """
    return {"gap_is": "ignored"}


def gap_too_long():
    """The gap is one sample too long: train ends at start − gap, without it."""
    return {"gap_is": "one too many"}


def gap_taken_from_the_test_set():
    """The gap is cut from the test set: it shortens training."""
    return {"gap_is": "before the test set"}


def rolling_window():
    """This looks like: a rolling window of fixed length.

    Train on everything before the test set; the training set grows.
    """
    return {"train": "window"}


def sliding_window():
    """The training set keeps the length of the first one: it must grow from split to split."""
    return {"train": "first window"}


def remainder_at_the_end():
    """The most recent block must be tested.

    The blocks begin too early, and what is left over is lost at the end: count from the end.
    """
    return {"blocks": "first"}


def remainder_in_the_last_test_set():
    """The last test set is longer than the others: what is left over belongs to the first training set."""
    return {"blocks": "first", "test": "rest in the last"}


def overlapping_tests():
    """This looks like: overlapping test sets.

    Each test set has s samples, and the next begins where it ends.
    """
    return {"overlap": True}


def tests_all_the_rest():
    """The test set is all the future: it has s samples only."""
    return {"test": "all the rest"}


def test_in_train():
    """This looks like: the test set included in training."""
    return {"train": "with test"}


def one_sample_tests():
    """Every test set is a single sample: it has s = n // (n_splits + 1)."""
    return {"size": "one"}


def accepts_empty_training():
    """A gap that leaves nothing for training is accepted: raise ValueError."""
    return {"refuses": "not gap"}


def accepts_empty_tests():
    """Too few samples are accepted and give empty test sets: raise ValueError."""
    return {"refuses": "not too few"}


def accepts_negative_gap():
    """A negative gap is accepted, though it leaks the test set into training: raise ValueError."""
    return {"refuses": "not gap < 0"}


def slice_counts_from_the_end():
    """A gap longer than the past is accepted: `[: start − gap]` then counts from the end, and training sees the future.

    Raise ValueError where start − gap is not positive.
    """
    return {"train": "slice"}
