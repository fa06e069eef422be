import torch


def build(shift="max", total="dim", keepdim=True, along="dim", inside="exp", lse="right"):
    """Softmax and log-sum-exp with these decisions."""

    def maximum(x, dim):
        return {
            "max": lambda: x.amax(dim, keepdim=True),
            "none": lambda: torch.zeros_like(x.amax(dim, keepdim=True)),
            "mean": lambda: x.mean(dim, keepdim=True),
            "global": lambda: x.amax(),
            "min": lambda: x.amin(dim, keepdim=True),
        }[shift]()

    def softmax(x, dim=-1):
        dim = {"dim": dim, "last": -1, "first": 0}[along]
        if inside == "none":
            return x / x.sum(dim, keepdim=True)
        if inside == "minus":
            x = -x
        if not keepdim:
            e = torch.exp(x - x.amax(dim))
            return e / e.sum(dim)
        e = torch.exp(x - (x.amax() if total == "all" else maximum(x, dim)))
        p = e / (e.sum() if total == "all" else e.sum(dim, keepdim=True))
        return torch.log(p) if inside == "log" else p

    def logsumexp(x, dim=-1):
        dim = {"dim": dim, "last": -1, "first": 0}[along]
        if total == "all":
            return torch.logsumexp(x.flatten(), 0)
        if not keepdim:
            m = x.amax(dim)
            return m + torch.log(torch.exp(x - m).sum(dim))
        m = maximum(x, dim)
        s = torch.log(torch.exp(x - m).sum(dim, keepdim=True))
        if lse == "no log":
            return (torch.exp(s) * torch.exp(m)).squeeze(dim)
        if lse == "mean":
            s = s - torch.log(torch.tensor(float(x.shape[dim]), dtype=x.dtype))
        y = {"without max": s, "minus max": s - m}.get(lse, s + m)
        return y if lse == "keeps the dimension" else y.squeeze(dim) if y.shape == x.amax(dim, keepdim=True).shape else y

    return {"softmax": softmax, "logsumexp": logsumexp}


def no_shift():
    """Overflow for logits ≥ 89 (f32).

    Subtract the maximum first.
    """
    return {"shift": "none"}


def whole_tensor():
    """Normalised over the whole tensor.

    Sum along dim only.
    """
    return {"total": "all"}


def no_keepdim():
    """Broadcast along the wrong axis.

    Keep the reduced dimension (keepdim=True) until the division is done.
    """
    return {"keepdim": False}


def lse_without_the_maximum():
    """Off by the maximum.

    Add it back after the logarithm.
    """
    return {"lse": "without max"}


def lse_minus_the_maximum():
    """The maximum is subtracted again; add it back."""
    return {"lse": "minus max"}


def shifts_by_the_mean():
    """Not safe: use the maximum.

    You subtract the mean; one large logit still overflows.
    """
    return {"shift": "mean"}


def shifts_by_the_minimum():
    """The minimum is subtracted, so that every exponent is positive: subtract the maximum."""
    return {"shift": "min"}


def one_shift_for_all_rows():
    """One maximum is subtracted from all rows: small rows become 0/0. Every row needs its own."""
    return {"shift": "global"}


def divides_by_the_sum():
    """Exponentiate before summing."""
    return {"inside": "none"}


def softmin():
    """This is softmin: the sign of the exponent is flipped."""
    return {"inside": "minus"}


def log_softmax():
    """softmax returns the logarithm of the probabilities."""
    return {"inside": "log"}


def ignores_dim():
    """dim is ignored: always the last dimension is used."""
    return {"along": "last"}


def first_dimension():
    """dim is ignored: always the first dimension is used."""
    return {"along": "first"}


def lse_without_logarithm():
    """logsumexp lacks the logarithm."""
    return {"lse": "no log"}


def log_mean_exp():
    """This is the logarithm of the mean of the exponentials; take the sum."""
    return {"lse": "mean"}


def lse_keeps_the_dimension():
    """logsumexp keeps the reduced dimension; drop it."""
    return {"lse": "keeps the dimension"}
