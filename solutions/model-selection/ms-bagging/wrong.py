import torch


def build(models="resamples", mean="mean", vote="smallest", targets="resampled", mode_rule="followed", fits="once"):
    """Bagging with these decisions."""

    def bag_predict(fit, predict, X, y, Xt, idx, mode):
        B, n = len(idx), len(X)
        rows = list(idx)
        if models == "pooled":
            rows = [idx.flatten()]
        if models == "parts":
            rows = list(torch.arange(n).tensor_split(B))
        if models == "all data":
            rows = [torch.arange(n)] * B
        if models == "same resample":
            rows = [idx[0]] * B
        if models == "unique":
            rows = [row.unique() for row in idx]
        if models == "own draw":
            rows = [torch.randint(n, (n,)) for _ in idx]
        if models == "permuted":
            rows = [torch.randperm(n) for _ in idx]
        found = []
        for row in rows:
            model = fit(X[row], y if targets == "not resampled" and len(row) == n else y[row])
            if fits == "twice":
                model = fit(X[row], y[row])
            found.append(predict(model, Xt))
        found = torch.stack(found)
        if mode_rule == "swapped":
            mode = {"mean": "vote", "vote": "mean"}[mode]
        if mode == "mean" or mode_rule == "always mean":
            if mean == "sum":
                return found.sum(0)
            if mean == "median":
                return found.median(0).values
            if mean == "last":
                return found[-1]
            if mean == "N":
                return found.sum(0) / n
            return found.to(torch.float64).mean(0) if not found.is_floating_point() else found.mean(0)
        labels = found.unique()
        votes = (found[None] == labels[:, None, None]).sum(1)
        if vote == "largest":
            return labels.flip(0)[votes.flip(0).argmax(0)]
        if vote == "rounded mean":
            return found.double().mean(0).round().to(found.dtype)
        if vote == "median":
            return found.median(0).values
        if vote == "largest label":
            return found.amax(0)
        if vote == "counts":
            return votes.amax(0)
        if vote == "position":
            return votes.argmax(0)
        if vote == "one for all":
            return labels[votes.sum(1).argmax()].expand(found.shape[1]).clone()
        if vote == "first seen":
            picked = []
            for column in found.T.tolist():
                picked.append(max(dict.fromkeys(column), key=column.count))
            return torch.tensor(picked, dtype=found.dtype)
        return labels[votes.argmax(0)]

    return {"bag_predict": bag_predict}


def pooled():
    """This looks like: one model on the pooled data.

    Fit a model to every resample.
    """
    return {"models": "pooled"}


def labels_averaged():
    """This looks like: labels averaged in vote mode.

    The mean of labels 0 and 2 is not label 1: count votes.
    """
    return {"vote": "rounded mean"}


def always_mean():
    """`mode` is ignored: this is always the mean."""
    return {"mode_rule": "always mean"}


def modes_swapped():
    """The modes are swapped: "mean" averages, "vote" counts."""
    return {"mode_rule": "swapped"}


def partition():
    """Bagging resamples, it does not split.

    You cut the data into B parts; every model gets a resample of full size.
    """
    return {"models": "parts"}


def summed():
    """This looks like: the sum of the predictions.

    Divide by the number of models B.
    """
    return {"mean": "sum"}


def divided_by_the_sample_size():
    """The sum is divided by the number of samples: divide by the number of models B."""
    return {"mean": "N"}


def ties_largest():
    """This looks like: the largest label winning ties.

    The smallest wins.
    """
    return {"vote": "largest"}


def ties_first_seen():
    """Of labels with equally many votes the one that was seen first wins: it must be the smallest."""
    return {"vote": "first seen"}


def same_bootstrap():
    """This looks like: the same bootstrap sample for every model.

    Model b gets row b of idx.
    """
    return {"models": "same resample"}


def all_data():
    """Every model is fitted to all data: model b gets row b of idx."""
    return {"models": "all data"}


def own_draw():
    """`idx` is ignored: use the resamples that are given."""
    return {"models": "own draw"}


def permutations():
    """Every model gets a permutation of all data, so nothing is left out or repeated: use the rows of idx."""
    return {"models": "permuted"}


def repeated_rows_dropped():
    """Rows that are drawn twice are used once: keep the repetitions."""
    return {"models": "unique"}


def targets_not_resampled():
    """X is resampled and y is not: samples get the targets of others."""
    return {"targets": "not resampled"}


def median():
    """The median is taken in mean mode."""
    return {"mean": "median"}


def last_model():
    """Only the last model predicts."""
    return {"mean": "last"}


def median_label():
    """The median of the labels is not their majority: count votes."""
    return {"vote": "median"}


def largest_label():
    """The largest label wins: it must be the one with the most votes."""
    return {"vote": "largest label"}


def number_of_votes():
    """The number of votes is returned, not the label."""
    return {"vote": "counts"}


def position_of_the_label():
    """The position among the labels is returned, not the label: labels need not be 0, 1, 2."""
    return {"vote": "position"}


def one_for_all():
    """The votes of all test samples are put together: every sample has a vote of its own."""
    return {"vote": "one for all"}


def fits_twice():
    """Every model is fitted twice."""
    return {"fits": "twice"}
