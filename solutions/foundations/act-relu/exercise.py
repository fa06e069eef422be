import torch
from torch import Tensor


# %% answer
def relu(x: Tensor) -> Tensor:
    """Return max(0, x), elementwise."""
    ### BEGIN SOLUTION
    # y = max(0, x)
    return x.clamp(min=0)
    ### END SOLUTION


def relu_backward(dy: Tensor, x: Tensor) -> Tensor:
    """Return dL/dx for dL/dy at the input x of the forward pass; the derivative at 0 is 0."""
    ### BEGIN SOLUTION
    # dL/dx = dL/dy · [x > 0]
    return dy * (x > 0)
    ### END SOLUTION


def dead_fraction(H: Tensor) -> float:
    """Return the share of units (columns of H [N, D]) that are zero for every sample."""
    ### BEGIN SOLUTION
    # 1/D Σ_d [h_nd = 0 for all n]
    return (H == 0).all(dim=0).double().mean().item()
    ### END SOLUTION


# %% example
example("relu", relu(torch.tensor([-2.0, 0.0, 3.0])), torch.tensor([0.0, 0.0, 3.0]))
example("backward", relu_backward(torch.ones(3), torch.tensor([-2.0, 0.0, 3.0])), torch.tensor([0.0, 0.0, 1.0]))
example("dead units", dead_fraction(torch.tensor([[0.0, 1.0], [0.0, 0.0]])), 0.5)

# %% plot
import matplotlib.pyplot as plt

# A negative bias kills units: the share that is dead over 200 samples.
x, W = torch.randn(200, 20), torch.randn(100, 20) / 20**0.5
shifts = torch.linspace(0, 5, 30)
plt.plot(-shifts, [dead_fraction(relu(x @ W.T - s)) for s in shifts])
plt.xlabel("bias")
plt.ylabel("dead units")
plt.show()
