"""Every stated number of this quiz, computed a second way."""

import numpy as np


def P2(values):
    """From data with these eigenvalues (the public example of pca-fit)."""
    data = np.array([[2.0, 0], [0, 1], [-2, 0], [0, -1]])
    eigenvalues = np.linalg.svd(data - data.mean(axis=0), compute_uv=False) ** 2 / 3
    assert np.allclose(eigenvalues, [8 / 3, 2 / 3])
    return float(eigenvalues[0] / eigenvalues.sum())


def P3(values):
    m, n, r = values["m"], values["n"], values["r"]
    return np.empty((m, r)).size + np.empty(r).size + np.empty((r, n)).size


def P4(values):
    a = np.array([[3.0, 0], [4, 5]])
    u, s, vt = np.linalg.svd(a)
    return float(np.linalg.norm(a - s[0] * np.outer(u[:, 0], vt[0])))
