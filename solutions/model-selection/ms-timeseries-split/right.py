import numpy as np


def backwards():
    """Counts back from the end; NumPy."""

    def timeseries_split(n, n_splits, gap=0):
        if n_splits < 1 or gap < 0 or n // (n_splits + 1) == 0:
            raise ValueError
        s = n // (1 + n_splits)
        time, folds = np.arange(n), []
        for i in range(n_splits, 0, -1):
            test = time[n - i * s : n - (i - 1) * s]
            train = time[time < test[0] - gap]
            if not len(train):
                raise ValueError
            folds.append((train, test))
        return folds

    return timeseries_split


def ranges():
    """Plain ranges."""

    def timeseries_split(n, n_splits, gap=0):
        if n_splits <= 0 or gap < 0 or n_splits + 1 > n:
            raise ValueError
        s = n // (1 + n_splits)
        if n - s * n_splits - gap <= 0:
            raise ValueError
        return [(list(range(n - i * s - gap)), list(range(n - i * s, n - i * s + s))) for i in reversed(range(1, n_splits + 1))]

    return timeseries_split
