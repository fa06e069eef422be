import math

import torch


def build(remainder="used", divide="chunk", start="current", order_="given", two=2.0, sign=1, place="copy", chunks="consecutive"):
    """An epoch of gradient descent with these decisions."""

    def gd_epoch(X, y, w, lr, batch_size, order):
        n, begin = len(y), w
        order = {"given": order, "storage": torch.arange(n), "inverse": torch.argsort(order)}[order_]
        parts = {
            "consecutive": lambda: order.split(batch_size),
            "chunk": lambda: order.chunk(math.ceil(n / batch_size)),
            "strided": lambda: [order[i :: math.ceil(n / batch_size)] for i in range(math.ceil(n / batch_size))],
            "first": lambda: order.split(batch_size)[:1],
            "whole": lambda: [order],
        }[chunks]()
        if place == "stored":
            with torch.no_grad():
                for part in parts:
                    w -= lr * 2 / len(part) * X[part].T @ (X[part] @ w - y[part])
            return w
        for part in parts:
            if remainder == "dropped" and len(part) < batch_size:
                continue
            at = begin if start == "initial" else w
            gradient = X[part].T @ (X[part] @ at - y[part]) * two
            if divide != "sum":
                gradient = gradient / {"chunk": len(part), "batch_size": batch_size, "N": n}[divide]
            w = w - sign * lr * gradient
        return w

    return {"gd_epoch": gd_epoch}


def drops_the_last_chunk():
    """The remainder of the epoch was skipped (drop_last)."""
    return {"remainder": "dropped"}


def divides_by_batch_size():
    """Last chunk under-weighted.

    Divide by the length of the chunk, not by batch_size.
    """
    return {"divide": "batch_size"}


def divides_by_n():
    """Each chunk is divided by N: take the mean over the chunk."""
    return {"divide": "N"}


def stale_weights():
    """w must be updated between chunks.

    All gradients are taken at the initial w.
    """
    return {"start": "initial"}


def storage_order():
    """Data taken in storage order.

    Index X and y with the chunk of `order`.
    """
    return {"order_": "storage"}


def inverse_order():
    """`order` is used backwards: its first entry is the first sample to take, not the place of sample 0."""
    return {"order_": "inverse"}


def sums_the_gradient():
    """Effective lr grows with batch size.

    The gradient is summed over the chunk; take the mean.
    """
    return {"divide": "sum"}


def changes_w():
    """This looks like: w updated in place.

    The caller's w changes; return a new tensor.
    """
    return {"place": "stored"}


def no_two():
    """The factor 2 of the squared error is missing."""
    return {"two": 1.0}


def ascends():
    """The step goes uphill: subtract the gradient."""
    return {"sign": -1}


def equal_chunks():
    """torch.chunk makes chunks of equal size, not of batch_size: use split."""
    return {"chunks": "chunk"}


def strided_chunks():
    """Every k-th sample goes into a chunk: chunks are consecutive in `order`."""
    return {"chunks": "strided"}


def one_step_only():
    """Only the first chunk is used: an epoch goes through all of them."""
    return {"chunks": "first"}


def always_the_whole_batch():
    """batch_size is ignored: there is one step over all samples."""
    return {"chunks": "whole"}
