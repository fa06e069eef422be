"""Follow the path of the iteration."""


def path(answer, X, y, lam, lr, counts, w0=None):
    """The result after each number of iterations."""
    start = {} if w0 is None else {"w0": w0}
    return {f"after {n}": answer.main(X, y, lam, lr, n, **start) for n in counts}
