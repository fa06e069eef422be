import torch


def build(loss="mean", gradient="2/n", sign=1, check=("shape", "empty")):
    """Mean squared error and gradient with these decisions."""

    def refuse(p, t):
        if "shape" in check and p.shape != t.shape:
            raise ValueError
        if "empty" in check and p.numel() == 0:
            raise ValueError

    def mse(p, t):
        refuse(p, t)
        d = p - t
        batch = d.shape[0] if d.dim() else 1
        return {
            "mean": lambda: (d**2).mean(),
            "sum": lambda: (d**2).sum(),
            "half": lambda: 0.5 * (d**2).mean(),
            "batch": lambda: (d**2).sum() / batch,
            "rows": lambda: (d**2).mean(0),
            "root": lambda: (d**2).mean().sqrt(),
            "absolute": lambda: d.abs().mean(),
            "square of the mean": lambda: d.mean() ** 2,
            "unbiased": lambda: (d**2).sum() / max(d.numel() - 1, 1),
        }[loss]()

    def mse_grad(p, t):
        refuse(p, t)
        d = p - t
        batch = d.shape[0] if d.dim() else 1
        factor = {"2/n": 2 / max(d.numel(), 1), "1/n": 1 / max(d.numel(), 1), "2": 2, "2/N": 2 / max(batch, 1), "1": 1}[gradient]
        return sign * factor * d

    return {"mse": mse, "mse_grad": mse_grad}


def sum_of_squares():
    """Sum, not mean."""
    return {"loss": "sum"}


def half():
    """½·MSE convention; here no ½."""
    return {"loss": "half", "gradient": "1/n"}


def half_in_the_loss():
    """½·MSE convention in the loss alone; here no ½."""
    return {"loss": "half"}


def gradient_without_two():
    """Factor 2 missing."""
    return {"gradient": "1/n"}


def mean_over_the_batch():
    """Average over all elements.

    You divide by the number of rows only.
    """
    return {"loss": "batch"}


def gradient_over_the_batch():
    """The gradient is divided by the number of rows: average over all elements."""
    return {"gradient": "2/N"}


def one_loss_per_column():
    """The mean is taken over the rows only: a 0-d loss over all elements is required."""
    return {"loss": "rows"}


def broadcasts():
    """Shapes broadcast to N×N.

    Raise ValueError if the shapes differ.
    """
    return {"check": ("empty",)}


def empty_gives_nan():
    """The mean of nothing is NaN: raise ValueError for empty tensors."""
    return {"check": ("shape",)}


def no_checks():
    """Shapes are not checked: raise ValueError where they differ, and for empty tensors."""
    return {"check": ()}


def root():
    """Extra square root."""
    return {"loss": "root"}


def absolute():
    """This is the mean absolute error."""
    return {"loss": "absolute"}


def square_of_the_mean():
    """The mean is squared; take the mean of the squares."""
    return {"loss": "square of the mean"}


def unbiased():
    """Divided by n − 1; divide by n."""
    return {"loss": "unbiased"}


def gradient_without_mean():
    """The gradient is not divided by n."""
    return {"gradient": "2"}


def gradient_sign():
    """Sign of the gradient flipped: it is p − t."""
    return {"sign": -1}
