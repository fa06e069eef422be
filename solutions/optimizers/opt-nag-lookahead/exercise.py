"""NAG, look-ahead form."""

from collections.abc import Callable

import torch
from torch import Tensor


# %% answer
def nag_step(w: Tensor, a: Tensor, grad_fn: Callable[[Tensor], Tensor], lr: float, beta: float) -> tuple[Tensor, Tensor]:
    """One step: a' = β a + ∇L(w − η β a), w' = w − η a'. Return (w', a'); leave w and a alone, call grad_fn once."""
    ### BEGIN SOLUTION
    # a' = β a + ∇L(w − η β a)
    a_new = beta * a + grad_fn(w - lr * beta * a)
    # w' = w − η a'
    return w - lr * a_new, a_new
    ### END SOLUTION


# %% example
w, a, path = torch.tensor([1.0, 1.0], dtype=torch.float64), torch.zeros(2, dtype=torch.float64), []
for _ in range(3):
    w, a = nag_step(w, a, lambda point: torch.tensor([1.0, 10.0]) * point, lr=0.05, beta=0.9)
    path.append(w.tolist())
example("nag_step, three steps", path, [[0.95, 0.5], [0.85975, 0.025], [0.73959875, -0.20125]])

# %% plot
import matplotlib.pyplot as plt

# The same valley with the gradient at the look-ahead point, and (β = 0 look-ahead) where we stand.
scale = torch.tensor([1.0, 10.0])
x, y = torch.meshgrid(torch.linspace(-1.2, 1.2, 80), torch.linspace(-1.2, 1.2, 80), indexing="xy")
plt.contour(x, y, 0.5 * (x**2 + 10 * y**2), levels=12, cmap="Greys")
w, a, path = torch.tensor([-1.0, 0.7]), torch.zeros(2), [(-1.0, 0.7)]
for _ in range(40):
    w, a = nag_step(w, a, lambda point: scale * point, lr=0.04, beta=0.9)
    path.append(tuple(w.tolist()))
plt.plot(*zip(*path), ".-", label="NAG")
w, a, path = torch.tensor([-1.0, 0.7]), torch.zeros(2), [(-1.0, 0.7)]
for _ in range(40):
    a = 0.9 * a + scale * w
    w = w - 0.04 * a
    path.append(tuple(w.tolist()))
plt.plot(*zip(*path), ".-", label="momentum")
plt.xlabel("w₁")
plt.ylabel("w₂")
plt.legend()
plt.show()
