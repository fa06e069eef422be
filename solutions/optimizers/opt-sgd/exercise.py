"""Stochastic gradient descent."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class SGD(Optimizer):
    """W ← W − η g for every parameter of every group that has a gradient, in place; η is the group's "lr"."""

    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2) -> None:
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        ### BEGIN SOLUTION
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                # W ← W − η g
                p.sub_(group["lr"] * p.grad)
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = SGD([w], lr=0.1)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("SGD, three steps", path, [[0.95, -1.9], [0.975, -2.1], [0.975, -2.11]])

# %% plot
import matplotlib.pyplot as plt

# ½ (w₁² + 10 w₂²): the steep direction allows η < 2 / 10.
x, y = torch.meshgrid(torch.linspace(-1.2, 1.2, 80), torch.linspace(-1.2, 1.2, 80), indexing="xy")
plt.contour(x, y, 0.5 * (x**2 + 10 * y**2), levels=12, cmap="Greys")
for lr in (0.05, 0.19, 0.205):
    w = torch.tensor([-1.0, 0.7], requires_grad=True)
    optimizer, path = SGD([w], lr=lr), [w.tolist()]
    for _ in range(15):
        w.grad = w.detach() * torch.tensor([1.0, 10.0])
        optimizer.step()
        path.append(w.tolist())
    plt.plot(*zip(*path), ".-", label=f"lr = {lr}")
plt.xlabel("w₁")
plt.ylabel("w₂")
plt.legend()
plt.show()
