import torch


def build(sizes="first larger", train="rest", order_is="used", spread="consecutive", refuses="both", swapped=False):
    """k-fold with these decisions."""

    def kfold(n, k, order=None):
        if refuses in ("both", "k < 2 only") and k < 2:
            raise ValueError("k < 2")
        if refuses in ("both", "k > n only") and k > n:
            raise ValueError("k > n")
        if refuses == "too strict" and not 2 <= k < n:
            raise ValueError("k")
        if k < 1:
            return []
        every = torch.arange(n)
        if order is not None and order_is == "used":
            every = order
        if order is None and order_is == "shuffled":
            every = torch.randperm(n)
        if order_is == "always shuffled":
            every = every[torch.randperm(n)]
        if order_is == "sorted in place" and order is not None:
            every = order.sort(out=(order, torch.empty_like(order))).values
        base, extra = n // k, n % k
        lengths = {
            "first larger": [base + (i < extra) for i in range(k)],
            "dropped": [base] * k,
            "last larger": [base] * (k - 1) + [base + extra],
            "last ones larger": [base + (i >= k - extra) for i in range(k)],
            "first takes all": [base + extra] + [base] * (k - 1),
        }
        if sizes == "chunk":
            pieces = list(torch.chunk(every, k))
        elif spread == "strided":
            pieces = [every[i::k] for i in range(k)]
        elif spread == "random subsets":
            pieces = [every[torch.randperm(n)[:size]] for size in lengths["first larger"]]
        else:
            pieces = list(torch.split(every[: sum(lengths[sizes])], lengths[sizes]))
        folds = []
        for val in pieces:
            rest = every[~torch.isin(every, val)]
            if train == "everything":
                rest = every
            if train == "before":
                rest = every[: int((every == val[0]).nonzero()[0])] if len(val) else every[:0]
            if train == "one fold":
                rest = pieces[0] if val is not pieces[0] else pieces[-1]
            folds.append((val, rest) if swapped else (rest, val))
        return folds

    return {"kfold": kfold}


def drops_the_remainder():
    """Every sample must be validated once.

    The last n mod k samples are in no fold.
    """
    return {"sizes": "dropped"}


def leaks():
    """Leakage.

    train includes val: the model is judged on what it has seen.
    """
    return {"train": "everything"}


def last_fold_takes_the_rest():
    """This looks like: the last fold gets the rest.

    Spread what is left over: one sample more for each of the first n mod k folds.
    """
    return {"sizes": "last larger"}


def first_fold_takes_the_rest():
    """The first fold gets all that is left over: one sample more for each of the first n mod k folds."""
    return {"sizes": "first takes all"}


def last_folds_are_larger():
    """The last folds have one sample more: it must be the first n mod k."""
    return {"sizes": "last ones larger"}


def chunk():
    """Folds of ⌈n/k⌉ leave too little for the last one (torch.chunk): sizes may differ by one only."""
    return {"sizes": "chunk"}


def strided():
    """This looks like: strided folds (every k-th sample).

    Folds are consecutive pieces of the order.
    """
    return {"spread": "strided"}


def shuffles():
    """Without `order` the folds are consecutive: do not shuffle."""
    return {"order_is": "shuffled"}


def always_shuffles():
    """Without `order` the folds are consecutive: do not shuffle."""
    return {"order_is": "always shuffled"}


def random_subsets():
    """This looks like: overlapping folds (random subsets).

    Each sample belongs to exactly one fold.
    """
    return {"spread": "random subsets"}


def ignores_order():
    """`order` is ignored: fold the samples in the order that is given."""
    return {"order_is": "ignored"}


def trains_on_the_past():
    """Training uses only what comes before the fold (that is for time series): use all the rest."""
    return {"train": "before"}


def trains_on_one_fold():
    """Training uses one fold only: use all k − 1 others."""
    return {"train": "one fold"}


def swapped():
    """train and val are swapped: each pair is (train, val)."""
    return {"swapped": True}


def accepts_one_fold():
    """k = 1 is accepted, but then nothing is left for training: raise ValueError."""
    return {"refuses": "k > n only"}


def accepts_empty_folds():
    """k > n is accepted, but then folds are empty: raise ValueError."""
    return {"refuses": "k < 2 only"}


def refuses_leave_one_out():
    """k = n is refused: it is leave-one-out, and allowed."""
    return {"refuses": "too strict"}
