import torch
from torch import Tensor


# %% answer
def kfold(n: int, k: int, order: Tensor | None = None) -> list[tuple[Tensor, Tensor]]:
    """Return k pairs (train, val) of index tensors.

    The folds are consecutive pieces of `order` (0, 1, ..., n - 1 unless given); the first n % k folds have one sample more than
    the others. val is the fold, train is all the rest. Raise ValueError unless 2 <= k <= n.
    """
    ### BEGIN SOLUTION
    if not 2 <= k <= n:
        raise ValueError(f"k must be between 2 and n = {n}, got {k}")
    order = torch.arange(n) if order is None else order
    folds, start = [], 0
    for i in range(k):
        # n mod k folds of ⌊n/k⌋ + 1, then folds of ⌊n/k⌋
        stop = start + n // k + (i < n % k)
        folds.append((torch.cat([order[:start], order[stop:]]), order[start:stop]))
        start = stop
    return folds
    ### END SOLUTION


# %% example
folds = kfold(10, 3)
example("sizes", [len(val) for _, val in folds], [4, 3, 3])
example("first fold", sorted(int(i) for i in folds[0][1]), [0, 1, 2, 3])
example("its training set", sorted(int(i) for i in folds[0][0]), [4, 5, 6, 7, 8, 9])

# %% plot
import matplotlib.pyplot as plt

# One row per fold: dark is validation. Every column is dark exactly once.
picture = torch.zeros(3, 10)
for row, (_, val) in zip(picture, kfold(10, 3)):
    row[torch.as_tensor(val)] = 1
plt.pcolormesh(picture, cmap="Blues", edgecolors="k")
plt.xlabel("sample")
plt.ylabel("fold")
plt.show()
