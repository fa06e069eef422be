import numpy as np
import torch


def array_split():
    """np.array_split; plain lists."""

    def kfold(n, k, order=None):
        if k < 2 or k > n:
            raise ValueError("k")
        indices = list(range(n)) if order is None else order.tolist()
        pieces = [piece.tolist() for piece in np.array_split(np.array(indices), k)]
        return [([i for i in indices if i not in piece], piece) for piece in pieces]

    return kfold


def boolean_mask():
    """tensor_split of positions, and a mask for the rest; a generator made a list."""

    def kfold(n, k, order=None):
        if k not in range(2, n + 1):
            raise ValueError("k")
        order = torch.arange(n) if order is None else order
        folds = []
        for held_out in torch.tensor_split(torch.arange(n), k):
            mask = torch.zeros(n, dtype=torch.bool)
            mask[held_out] = True
            folds.append((order[~mask].flip(0), order[mask]))
        return folds

    return kfold
