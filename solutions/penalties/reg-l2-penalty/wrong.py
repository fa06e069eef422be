import torch


def build(*, scale=0.5, term="squares", over="all", graph="kept", slope=1.0, slope_of="w"):
    def l2_penalty(params, alpha):
        params = list(params)
        if over == "last":
            params = params[-1:]
        if over == "first":
            params = params[:1]
        terms = [_term(term, w) for w in params]
        if not terms:
            return torch.zeros(())
        total = sum(terms)
        if over == "mean of tensors":
            total = total / len(terms)
        if term == "one norm":
            total = torch.sqrt(total)
        value = alpha**2 * scale * total if term == "alpha squared" else alpha * scale * total
        if graph == "float":
            return value.item()
        return value.detach() if graph == "cut" else value

    def l2_grad(w, alpha):
        kinds = {
            "w": lambda: w,
            "sign": lambda: w.sign(),
            "square": lambda: w * w,
            "unit": lambda: w / w.norm(),
            "mean": lambda: w / w.numel(),
        }
        return alpha * slope * kinds[slope_of]()

    return {"l2_penalty": l2_penalty, "l2_grad": l2_grad}


def _term(kind, w):
    if kind == "norms":
        return torch.sqrt((w * w).sum())
    if kind == "mean":
        return (w * w).mean()
    if kind == "spectral":
        return torch.linalg.matrix_norm(w, 2) ** 2 if w.dim() == 2 else (w * w).sum()
    if kind == "nuclear":
        return torch.linalg.matrix_norm(w, "nuc") ** 2 if w.dim() == 2 else (w * w).sum()
    if kind == "absolute":
        return w.abs().sum()
    if kind == "square of sum":
        return w.sum() ** 2
    return (w * w).sum()


def no_half():
    """λ‖W‖² convention: the notes use α/2."""
    return {"scale": 1.0}


def no_half_and_its_gradient():
    """λ‖W‖² convention: the notes use α/2.

    With the ½ the gradient is αW, without a 2.
    """
    return {"scale": 1.0, "slope": 2.0}


def not_squared():
    """Norm instead of squared norm."""
    return {"term": "norms"}


def one_norm_of_everything():
    """Norm instead of squared norm.

    The square root is too much.
    """
    return {"term": "one norm"}


def mean():
    """Sum over entries, not mean."""
    return {"term": "mean"}


def mean_over_tensors():
    """The sum is divided by the number of tensors; all of them count fully."""
    return {"over": "mean of tensors"}


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


def spectral_norm():
    """This looks like: spectral/nuclear norm.

    norm(ord=2) of a matrix is its largest singular value; take the sum of squares of all entries.
    """
    return {"term": "spectral"}


def nuclear_norm():
    """This looks like: spectral/nuclear norm.

    Take the sum of squares of all entries.
    """
    return {"term": "nuclear"}


def absolute_values():
    """That is the L1 penalty: square the entries."""
    return {"term": "absolute"}


def square_of_the_sum():
    """Squares the sum instead of summing the squares."""
    return {"term": "square of sum"}


def alpha_squared():
    """alpha enters twice: it must stand outside the square."""
    return {"term": "alpha squared"}


def gradient_doubled():
    """The gradient is αW: the ½ cancels the 2."""
    return {"slope": 2.0}


def gradient_halved():
    """The gradient has a ½ too much: the derivative of W²/2 is W."""
    return {"slope": 0.5}


def gradient_of_l1():
    """α·sign(W) is the gradient of the L1 penalty; here it is αW."""
    return {"slope_of": "sign"}


def gradient_squared():
    """The gradient is αW, not αW²."""
    return {"slope_of": "square"}


def gradient_of_the_norm():
    """αW/‖W‖ is the gradient of the norm, not of its square."""
    return {"slope_of": "unit"}


def gradient_of_the_mean():
    """The gradient is divided by the number of entries; the penalty is a sum, not a mean."""
    return {"slope_of": "mean"}
