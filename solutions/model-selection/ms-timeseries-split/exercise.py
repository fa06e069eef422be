import torch
from torch import Tensor


# %% answer
def timeseries_split(n: int, n_splits: int, gap: int = 0) -> list[tuple[Tensor, Tensor]]:
    """Return n_splits pairs (train, test) of index tensors, in order of time.

    Every test set has s = n // (n_splits + 1) samples; together they are the last n_splits * s samples. train is everything
    before the test set, without the last `gap` samples. Raise ValueError if a set would be empty, or if n_splits < 1 or gap < 0.
    """
    ### BEGIN SOLUTION
    size = n // (n_splits + 1) if n_splits >= 1 else 0
    first = n - n_splits * size  # where the first test set begins
    if size < 1 or gap < 0 or first - gap < 1:
        raise ValueError(f"{n} samples are too few for {n_splits} splits with a gap of {gap}")
    starts = range(first, n, size)
    # train [0, start − gap), test [start, start + s)
    return [(torch.arange(start - gap), torch.arange(start, start + size)) for start in starts]
    ### END SOLUTION


# %% example
folds = timeseries_split(10, 3)
example("training sets", [sorted(int(i) for i in train) for train, _ in folds], [list(range(4)), list(range(6)), list(range(8))])
example("test sets", [sorted(int(i) for i in test) for _, test in folds], [[4, 5], [6, 7], [8, 9]])

# %% plot
import matplotlib.pyplot as plt

# One row per split: light is training, dark is test, and time runs to the right.
picture = torch.zeros(4, 30)
for row, (train, test) in zip(picture, timeseries_split(30, 4, gap=2)):
    row[torch.as_tensor(train)] = 0.4
    row[torch.as_tensor(test)] = 1
plt.pcolormesh(picture, cmap="Blues", edgecolors="k")
plt.xlabel("time")
plt.ylabel("split")
plt.show()
