import torch


def build(residual=1, two="both", mean="both", product="Xᵀr", bias="plain", loss="mean"):
    """Loss and gradients of a linear unit with these decisions."""

    def linreg_grad(X, y, w, b):
        out = X @ w if bias == "forgotten" else X @ w + b
        r = out - y
        n, d = X.shape
        s = residual * r
        dw = {"Xᵀr": lambda: X.T @ s, "Xr": lambda: X @ s, "columns": lambda: X.sum(0) * s.mean(), "Xᵀy": lambda: X.T @ out}[product]()
        db = s.sum()
        dw, db = ((2 * dw, 2 * db) if two == "both" else (2 * dw, db) if two == "dw" else (dw, db))
        by = {"both": (n, n), "dw": (n, 1), "none": (1, 1), "D": (n * d, n)}[mean]
        dw, db = dw / by[0], db / by[1]
        if bias == "regularised":
            db = db + 2 * b
        value = {"mean": (r**2).mean(), "sum": (r**2).sum(), "half": 0.5 * (r**2).mean(), "root": (r**2).mean().sqrt(), "absolute": r.abs().mean()}[loss]
        return value, dw, db

    return {"linreg_grad": linreg_grad}


def residual_sign():
    """Residual sign: this ascends.

    The gradient needs r = Xw + b − y.
    """
    return {"residual": -1}


def no_two():
    """½-MSE gradient.

    The factor 2 of the derivative is missing.
    """
    return {"two": "none"}


def half_everywhere():
    """This is the ½-MSE convention in loss and gradients; here there is no ½."""
    return {"two": "none", "loss": "half"}


def no_mean():
    """Sum instead of mean.

    The gradients are not divided by N.
    """
    return {"mean": "none"}


def sums_everywhere():
    """Sums instead of means, in the loss and in the gradients."""
    return {"mean": "none", "loss": "sum"}


def bias_not_averaged():
    """db must be averaged too."""
    return {"mean": "dw"}


def no_transpose():
    """Use Xᵀr.

    X r has the right shape only for square X.
    """
    return {"product": "Xr"}


def bias_regularised():
    """This looks like: a bias that is regularised (b is added to db)."""
    return {"bias": "regularised"}


def bias_forgotten():
    """The bias is missing in the prediction Xw + b."""
    return {"bias": "forgotten"}


def bias_without_two():
    """db lacks the factor 2."""
    return {"two": "dw"}


def divided_by_features():
    """dw is divided by N·D: the mean runs over the N samples only."""
    return {"mean": "D"}


def mean_residual():
    """The residuals are averaged before they meet X: take Xᵀr sample by sample."""
    return {"product": "columns"}


def prediction_for_residual():
    """dw uses the prediction instead of the residual: y is missing."""
    return {"product": "Xᵀy"}


def root_of_the_loss():
    """The loss has an extra square root."""
    return {"loss": "root"}
