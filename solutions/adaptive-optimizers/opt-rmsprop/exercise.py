"""RMSprop."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class RMSprop(Optimizer):
    """G ← γ G + (1 − γ) g², then W ← W − η g / √(G + ε); G = 0 at the start, no bias correction (PyTorch: γ is alpha, 0.99)."""

    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, gamma: float = 0.9, eps: float = 1e-8) -> None:
        super().__init__(params, {"lr": lr, "gamma": gamma, "eps": eps})

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
                    state["G"] = torch.zeros_like(p)
                # G ← γ G + (1 − γ) g²
                state["G"].mul_(group["gamma"]).add_((1 - group["gamma"]) * p.grad**2)
                # W ← W − η g / √(G + ε)
                p.sub_(group["lr"] * p.grad / (state["G"] + group["eps"]).sqrt())
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = RMSprop([w], lr=0.1)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("RMSprop, three steps", path, [[0.6837722972, -1.68377225], [0.8312142277, -1.969486533], [0.8312142277, -1.984527953]])

# %% plot
import matplotlib.pyplot as plt

# The gradient drops to a tenth at step 50: after 1 / (1 − γ) steps the step size has recovered.
for gamma in (0.8, 0.9, 0.99):
    w = torch.zeros(1, requires_grad=True)
    optimizer, steps = RMSprop([w], lr=0.1, gamma=gamma), []
    for t in range(150):
        before, w.grad = w.item(), torch.full((1,), 1.0 if t < 50 else 0.1)
        optimizer.step()
        steps.append(before - w.item())
    plt.plot(steps, label=f"γ = {gamma}")
plt.xlabel("step")
plt.ylabel("step size")
plt.legend()
plt.show()
