import torch


def build(*, strength="lam", added="identity", gram="inner", centre=False, right="Xy", solver="solve", cast=False):
    def ridge(X, y, lam):
        dtype = X.dtype
        if cast:
            X, y = X.double(), y.double()
        if centre:
            X, y = X - X.mean(0), y - y.mean()
        n = X.shape[0]
        s = {
            "lam": lam,
            "n": lam * n,
            "squared": lam**2,
            "root": lam**0.5,
            "half": lam / 2,
            "double": 2 * lam,
            "none": 0.0,
            "negative": -lam,
            "over n": lam / n if n else lam,
        }[strength]
        G = X @ X.T if gram == "outer" else X.T @ X
        one = torch.eye(G.shape[0], dtype=X.dtype)
        if added == "all":
            one = torch.ones_like(one)
        if added in ("all but first", "all but last"):
            one[(0, 0) if added == "all but first" else (-1, -1)] = 0
        if added == "scaled":
            one = torch.diag(torch.diagonal(G))
        b = {"Xy": lambda: X.T @ y, "y": lambda: y, "mean": lambda: X.T @ y / n}[right]()
        w = torch.linalg.solve(G + s * one, b)
        return w.to(dtype) if cast == "back" else w

    return ridge


def times_n():
    """1/N convention: here the loss is a sum."""
    return {"strength": "n"}


def over_n():
    """The penalty is divided by N: here loss and penalty are sums."""
    return {"strength": "over n"}


def added_to_all_entries():
    """Add λ·I, not λ.

    A number is added to every entry of the matrix.
    """
    return {"added": "all"}


def intercept_unpenalised():
    """Every coefficient is penalised here.

    The first column is no intercept: its entry of the identity is 1 as well.
    """
    return {"added": "all but first"}


def last_column_unpenalised():
    """Every coefficient is penalised here.

    The last column is no intercept: its entry of the identity is 1 as well.
    """
    return {"added": "all but last"}


def lambda_squared():
    """λ enters once.

    Here it enters as λ².
    """
    return {"strength": "squared"}


def lambda_root():
    """λ enters once.

    Here it enters as √λ.
    """
    return {"strength": "root"}


def half_lambda():
    """½ convention mixed.

    Neither the loss nor the penalty has a ½ here.
    """
    return {"strength": "half"}


def double_lambda():
    """½ convention mixed.

    With a ½ before the loss alone λ would be doubled; it has none here.
    """
    return {"strength": "double"}


def outer_gram():
    """Use XᵀX.

    XXᵀ is N×N; the coefficients need the D×D matrix.
    """
    return {"gram": "outer"}


def no_projection():
    """Use XᵀX and Xᵀy: the right-hand side must be projected as well."""
    return {"right": "y"}


def outer_without_projection():
    """Use XᵀX.

    (XXᵀ + λI)⁻¹y is only the inner part of the dual form Xᵀ(XXᵀ + λI)⁻¹y.
    """
    return {"gram": "outer", "right": "y"}


def mean_on_one_side():
    """Xᵀy is divided by N, XᵀX is not."""
    return {"right": "mean"}


def lambda_ignored():
    """λ is not used: this is ordinary least squares."""
    return {"strength": "none"}


def lambda_subtracted():
    """λ is subtracted: that makes the weights larger."""
    return {"strength": "negative"}


def centred():
    """The data are centred first: that removes an intercept, and there is none here."""
    return {"centre": True}


def scaled_penalty():
    """λ is multiplied by the diagonal of XᵀX: that penalises standardised columns. Add λ·I."""
    return {"added": "scaled"}


def upcast():
    """The result is float64 whatever X is: keep the type of X."""
    return {"cast": True}
