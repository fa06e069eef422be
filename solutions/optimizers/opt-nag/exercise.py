"""NAG, PyTorch form."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class NAG(Optimizer):
    """a ← β a + g, then W ← W − η (g + β a) with the new a; a = 0 at the start (PyTorch's nesterov=True)."""

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
                # W ← W − η (g + β a)
                p.sub_(group["lr"] * (p.grad + group["beta"] * state["a"]))
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = NAG([w], lr=0.1, beta=0.9)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("NAG, three steps", path, [[0.905, -1.81], [0.912, -2.109], [0.8958, -2.2171]])

# %% plot
import matplotlib.pyplot as plt

# The distance to the minimum of ½ (w₁² + 10 w₂²): NAG damps the swings of the steep direction.
for beta in (0.5, 0.8, 0.9):
    w = torch.tensor([-1.0, 0.7], requires_grad=True)
    optimizer, distance = NAG([w], lr=0.04, beta=beta), []
    for _ in range(60):
        w.grad = w.detach() * torch.tensor([1.0, 10.0])
        optimizer.step()
        distance.append(w.detach().norm().item())
    plt.semilogy(distance, label=f"β = {beta}")
plt.xlabel("step")
plt.ylabel("distance to the minimum")
plt.legend()
plt.show()
