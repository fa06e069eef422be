import torch
from torch import Tensor


# %% answer
def mse(pred: Tensor, target: Tensor) -> Tensor:
    """Return the mean of (pred - target)^2 over all elements, a 0-d tensor. ValueError if shapes differ or there is nothing."""
    ### BEGIN SOLUTION
    if pred.shape != target.shape or pred.numel() == 0:
        raise ValueError(f"shapes {tuple(pred.shape)} and {tuple(target.shape)}: they must be equal and not empty")
    # L = 1/n Σ (p − t)²
    return ((pred - target) ** 2).mean()
    ### END SOLUTION


def mse_grad(pred: Tensor, target: Tensor) -> Tensor:
    """Return the gradient of the mean squared error with respect to pred, of its shape."""
    ### BEGIN SOLUTION
    if pred.shape != target.shape or pred.numel() == 0:
        raise ValueError(f"shapes {tuple(pred.shape)} and {tuple(target.shape)}: they must be equal and not empty")
    # ∂L/∂p = 2 (p − t) / n
    return 2 * (pred - target) / pred.numel()
    ### END SOLUTION


# %% example
p, t = torch.tensor([1.0, 2.0, 4.0]), torch.tensor([1.0, 0.0, 1.0])
example("loss", mse(p, t), torch.tensor(4.333333333))
example("gradient", mse_grad(p, t), torch.tensor([0.0, 1.333333333, 2.0]))
