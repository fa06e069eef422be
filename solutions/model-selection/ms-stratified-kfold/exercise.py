import torch
from torch import Tensor


# %% answer
def stratified_kfold(y: Tensor, k: int) -> list[tuple[Tensor, Tensor]]:
    """Return k pairs (train, val) of index tensors for the labels y [N].

    Every sample is in exactly one val, train is all the rest. Of a class with n_c samples every val holds n_c // k, or one more.
    A class with fewer than k samples is allowed: some folds then have none of it. Any assignment with these properties is accepted.
    """
    ### BEGIN SOLUTION
    order = torch.argsort(y)  # class by class
    fold = torch.empty_like(order)
    # deal like cards, on and on from class to class: every fold gets ⌊n_c/k⌋ or ⌈n_c/k⌉ of each class
    fold[order] = torch.arange(len(y), device=order.device) % k
    return [((fold != i).nonzero().flatten(), (fold == i).nonzero().flatten()) for i in range(k)]
    ### END SOLUTION


# %% example
y = torch.tensor([0, 0, 0, 0, 0, 0, 1, 1, 1])
folds = stratified_kfold(y, 3)
example("zeros and ones in each fold", [[int((y[torch.as_tensor(val)] == c).sum()) for c in (0, 1)] for _, val in folds], [[2, 1]] * 3)

# %% plot
import matplotlib.pyplot as plt

# Sorted labels, five folds: every bar has the same mixture.
y = torch.tensor([0] * 40 + [1] * 15 + [2] * 5)
bottom = torch.zeros(5)
for c in range(3):
    counts = torch.tensor([float((y[torch.as_tensor(val)] == c).sum()) for _, val in stratified_kfold(y, 5)])
    plt.bar(range(5), counts, bottom=bottom, label=f"class {c}")
    bottom += counts
plt.xlabel("fold")
plt.legend()
plt.show()
