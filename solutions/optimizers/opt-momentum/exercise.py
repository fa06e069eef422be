"""Momentum."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class Momentum(Optimizer):
    """a ← β a + g, then W ← W − η a, with a = 0 at the start. η ("lr") and β ("beta") are read from the group in every step."""

    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, beta: float = 0.9) -> None:
        super().__init__(params, {"lr": lr, "beta": beta})

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
                    state["a"] = torch.zeros_like(p)
                # a ← β a + g
                state["a"].mul_(group["beta"]).add_(p.grad)
                # W ← W − η a
                p.sub_(group["lr"] * state["a"])
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = Momentum([w], lr=0.1, beta=0.9)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("Momentum, three steps", path, [[0.95, -1.9], [0.93, -2.01], [0.912, -2.119]])

# %% plot
import matplotlib.pyplot as plt

# ½ (w₁² + 10 w₂²): without momentum, with some, with much.
x, y = torch.meshgrid(torch.linspace(-1.2, 1.2, 80), torch.linspace(-1.2, 1.2, 80), indexing="xy")
plt.contour(x, y, 0.5 * (x**2 + 10 * y**2), levels=12, cmap="Greys")
for beta in (0.0, 0.5, 0.9):
    w = torch.tensor([-1.0, 0.7], requires_grad=True)
    optimizer, path = Momentum([w], lr=0.04, beta=beta), [w.tolist()]
    for _ in range(40):
        w.grad = w.detach() * torch.tensor([1.0, 10.0])
        optimizer.step()
        path.append(w.tolist())
    plt.plot(*zip(*path), ".-", label=f"β = {beta}")
plt.xlabel("w₁")
plt.ylabel("w₂")
plt.legend()
plt.show()
