import torch


def build(how="dealt", small="kept", train="rest", twice=False, labels="any"):
    """Stratified k-fold with these decisions."""

    def stratified_kfold(y, k):
        fold = torch.full((len(y),), -1)
        classes = range(int(y.max()) + 1) if labels == "0, 1, 2" else y.unique().tolist()
        for c in classes:
            members = (y == c).nonzero()[:, 0]
            if small == "dropped" and len(members) < k:
                continue
            places = torch.arange(len(members))
            if how == "dealt" or how == "remainder dropped":
                fold[members] = places % k
                if how == "remainder dropped":
                    fold[members[len(members) // k * k :]] = -1
            elif how == "remainders first":
                size = max(len(members) // k, 1)
                fold[members] = torch.where(places < size * k, places // size, torch.zeros_like(places)) % k
            elif how == "remainders last":
                size = max(len(members) // k, 1)
                fold[members] = (places // size).clamp(max=k - 1)
            elif how == "drawn":
                fold[members] = torch.randint(0, k, (len(members),))
        if how == "plain":
            fold = torch.arange(len(y)) * k // len(y)
        if how == "plain strided":
            fold = torch.arange(len(y)) % k
        if how == "by class":
            fold = torch.searchsorted(y.unique(), y) % k
        found = []
        for i in range(k):
            val, rest = (fold == i).nonzero()[:, 0], (fold != i).nonzero()[:, 0]
            if twice:
                val = torch.cat([val, (fold == (i + 1) % k).nonzero()[:1, 0]])
                rest = rest[~torch.isin(rest, val)]
            if train == "everything":
                rest = torch.arange(len(y))
            if train == "balanced":
                least = min(int((y[rest] == c).sum()) for c in y.unique())
                rest = torch.cat([rest[y[rest] == c][:least] for c in y.unique()])
            found.append((rest, val))
        return found

    return {"stratified_kfold": stratified_kfold}


def plain():
    """A fold lacks a class that has enough members for all folds: this is plain k-fold.

    Fold the members of every class by themselves.
    """
    return {"how": "plain"}


def stratifies_train_only():
    """Train is not everything but the fold.

    You thin out the training set until its classes are balanced: keep all the rest.
    """
    return {"train": "balanced"}


def every_kth_sample():
    """A class is not spread evenly over the folds: ⌊n_c/k⌋ or ⌈n_c/k⌉ in each."""
    return {"how": "plain strided"}


def drawn_folds():
    """A class is not spread evenly over the folds: ⌊n_c/k⌋ or ⌈n_c/k⌉ in each."""
    return {"how": "drawn"}


def a_class_per_fold():
    """A fold lacks a class that has enough members for all folds: this is plain k-fold."""
    return {"how": "by class"}


def drops_small_classes():
    """A small class is dropped: it belongs into some of the folds."""
    return {"small": "dropped"}


def drops_the_remainder():
    """Every sample must be validated once."""
    return {"how": "remainder dropped"}


def duplicates():
    """A sample is validated more than once."""
    return {"twice": True}


def remainders_in_the_first_fold():
    """Fold sizes unbalanced.

    What is left over of every class goes to the first fold: spread it.
    """
    return {"how": "remainders first"}


def remainders_in_the_last_fold():
    """Fold sizes unbalanced.

    What is left over of every class goes to the last fold: spread it.
    """
    return {"how": "remainders last"}


def leaks():
    """Leakage: train includes val."""
    return {"train": "everything"}
