import torch


def build(*, scale=1.0, term="absolute", over="all", graph="kept", slope="sign", slope_scale=1.0):
    def l1_penalty(params, lam):
        params = list(params)
        if over == "last":
            params = params[-1:]
        if over == "first":
            params = params[:1]
        terms = [_term(term, w) for w in params]
        if not terms:
            return torch.zeros(())
        value = lam * scale * (torch.stack(terms).max() if term == "largest" else sum(terms))
        if graph == "float":
            return value.item()
        return value.detach() if graph == "cut" else value

    def l1_subgrad(w, lam):
        return lam * slope_scale * _slope(slope, w)

    return {"l1_penalty": l1_penalty, "l1_subgrad": l1_subgrad}


def _term(kind, w):
    if kind == "of the sum":
        return w.sum().abs()
    if kind == "largest":
        return w.abs().max() if w.numel() else w.sum()
    if kind == "mean":
        return w.abs().mean()
    if kind == "signed":
        return w.sum()
    if kind == "squares":
        return (w * w).sum()
    if kind == "norm":
        return torch.sqrt((w * w).sum())
    if kind == "columns":
        return torch.linalg.matrix_norm(w, 1) if w.dim() == 2 and w.numel() else w.abs().sum()
    return w.abs().sum()


def _slope(kind, w):
    one = torch.ones_like(w)
    if kind == "plus at zero":
        return torch.where(w >= 0, one, -one)
    if kind == "minus at zero":
        return torch.where(w > 0, one, -one)
    if kind == "identity":
        return w
    if kind == "negative":
        return -torch.sign(w)
    if kind == "positive only":
        return (w > 0).to(w.dtype)
    if kind == "size":
        return w.abs()
    if kind == "mean":
        return torch.sign(w) / max(w.numel(), 1)
    return torch.sign(w)


def half():
    """No ½ for L1."""
    return {"scale": 0.5}


def half_everywhere():
    """No ½ for L1.

    Nothing cancels it in the subgradient.
    """
    return {"scale": 0.5, "slope_scale": 0.5}


def half_in_the_subgradient():
    """No ½ in the subgradient: the slope of λ|θ| is ±λ."""
    return {"slope_scale": 0.5}


def absolute_value_of_the_sum():
    """Absolute value before summing."""
    return {"term": "of the sum"}


def no_absolute_value():
    """The absolute value is missing: positive and negative weights cancel."""
    return {"term": "signed"}


def plus_at_zero():
    """Choose 0 at 0.

    w ≥ 0 counts zero as positive.
    """
    return {"slope": "plus at zero"}


def minus_at_zero():
    """Choose 0 at 0.

    The else branch of w > 0 contains zero.
    """
    return {"slope": "minus at zero"}


def gradient_of_l2():
    """That is the L2 gradient."""
    return {"slope": "identity"}


def largest_entry():
    """That is L∞."""
    return {"term": "largest"}


def mean():
    """This looks like: mean.

    Sum over the entries; do not average them.
    """
    return {"term": "mean"}


def squares():
    """That is the L2 penalty: take absolute values, not squares."""
    return {"term": "squares"}


def euclidean_norm():
    """That is the L2 norm: the sum of absolute values has no root."""
    return {"term": "norm"}


def column_norm():
    """norm(ord=1) of a matrix is its largest column sum; add up all absolute values."""
    return {"term": "columns"}


def python_number():
    """Graph cut: the penalty has no gradient.

    .item() and float() turn the tensor into a number.
    """
    return {"graph": "float"}


def detached():
    """Graph cut: the penalty has no gradient.

    .detach() and .data leave the graph.
    """
    return {"graph": "cut"}


def last_tensor_only():
    """Sum over all parameters.

    Only the last one counts: the sum is overwritten in the loop.
    """
    return {"over": "last"}


def first_tensor_only():
    """Sum over all parameters.

    Only the first one counts: the return stands inside the loop.
    """
    return {"over": "first"}


def subgradient_negated():
    """The subgradient points the wrong way: it is +λ for positive weights."""
    return {"slope": "negative"}


def positive_side_only():
    """The negative side has slope −λ, not 0."""
    return {"slope": "positive only"}


def penalty_as_subgradient():
    """λ|w| is the penalty itself, not its slope λ·sign(w)."""
    return {"slope": "size"}


def subgradient_of_the_mean():
    """The subgradient is divided by the number of entries; the penalty is a sum, not a mean."""
    return {"slope": "mean"}
