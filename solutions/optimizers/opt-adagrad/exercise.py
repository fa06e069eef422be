"""Adagrad."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class Adagrad(Optimizer):
    """G ← G + g², then W ← W − η g / √(G + ε), element by element; ε ("eps") inside the root, G = initial_accumulator at the start."""

    def __init__(
        self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, eps: float = 1e-10, initial_accumulator: float = 0.0
    ) -> None:
        super().__init__(params, {"lr": lr, "eps": eps, "initial_accumulator": initial_accumulator})

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
                state = self.state[p]
                if not state:
                    state["G"] = torch.full_like(p, group["initial_accumulator"])
                # G ← G + g²
                state["G"].add_(p.grad**2)
                # W ← W − η g / √(G + ε)
                p.sub_(group["lr"] * p.grad / (state["G"] + group["eps"]).sqrt())
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = Adagrad([w], lr=0.1)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("Adagrad, three steps", path, [[0.9, -1.9], [0.9447213596, -1.989442719], [0.9447213596, -1.99391039]])

# %% plot
import matplotlib.pyplot as plt

# Step sizes for a constant gradient, large and small: the same, and falling like 1 / √t.
for size in (0.01, 1.0, 100.0):
    w = torch.zeros(1, requires_grad=True)
    optimizer, steps = Adagrad([w], lr=0.1), []
    for _ in range(50):
        before, w.grad = w.item(), torch.full((1,), size)
        optimizer.step()
        steps.append(before - w.item())
    plt.loglog(range(1, 51), steps, label=f"g = {size:g}")
plt.xlabel("step")
plt.ylabel("step size")
plt.legend()
plt.show()
