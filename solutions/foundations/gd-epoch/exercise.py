import torch
from torch import Tensor


# %% answer
def gd_epoch(X: Tensor, y: Tensor, w: Tensor, lr: float, batch_size: int, order: Tensor) -> Tensor:
    """Return w after one epoch of gradient descent on the mean squared error of X w (X [N, D], y [N], w [D]).

    The samples are taken in `order` (a permutation of 0 … N-1), in consecutive chunks of batch_size; every chunk makes one
    step with the mean gradient over the chunk. The last chunk may be smaller. The given w is not changed.
    """
    ### BEGIN SOLUTION
    for chunk in order.split(batch_size):
        r = X[chunk] @ w - y[chunk]
        # w ← w − η 2/|B| Σ_{n∈B} r_n x_n
        w = w - lr * 2 / len(chunk) * X[chunk].T @ r
    return w
    ### END SOLUTION


# %% example
X, y = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), torch.tensor([1.0, 2.0, 3.0])
order = torch.tensor([2, 0, 1])
example("batch", gd_epoch(X, y, torch.zeros(2), 0.01, 3, order), torch.tensor([0.1466666667, 0.1866666667]))
example("mini-batch", gd_epoch(X, y, torch.zeros(2), 0.01, 2, order), torch.tensor([0.2032, 0.2576]))
example("stochastic", gd_epoch(X, y, torch.zeros(2), 0.01, 1, order), torch.tensor([0.279464, 0.332352]))

# %% plot
import matplotlib.pyplot as plt

# The same number of epochs: small batches make many noisy steps, large ones few straight ones.
torch.manual_seed(0)
X = torch.randn(64, 2) @ torch.tensor([[1.0, 0.0], [0.6, 0.5]])
y = X @ torch.tensor([1.0, -1.0]) + 0.3 * torch.randn(64)
for batch_size in (1, 8, 64):
    w, path = torch.zeros(2), [torch.zeros(2)]
    for _ in range(15):
        w = gd_epoch(X, y, w, 0.05, batch_size, torch.randperm(64))
        path.append(w)
    plt.plot(*torch.stack(path).T, ".-", label=f"batch size {batch_size}")
plt.plot(1, -1, "k*", label="truth")
plt.legend()
plt.show()
