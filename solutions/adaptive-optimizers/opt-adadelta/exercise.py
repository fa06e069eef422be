"""Adadelta."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class Adadelta(Optimizer):
    """G ← γ G + (1 − γ) g²; Δ = √(H + ε) / √(G + ε) · g with the old H; W ← W − Δ; H ← γ H + (1 − γ) Δ². G = H = 0 at the start."""

    def __init__(self, params: Iterable[Tensor] | Iterable[dict], gamma: float = 0.9, eps: float = 1e-6) -> None:
        super().__init__(params, {"gamma": gamma, "eps": eps})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        ### BEGIN SOLUTION
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            gamma, eps = group["gamma"], group["eps"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["G"], state["H"] = torch.zeros_like(p), torch.zeros_like(p)
                G, H = state["G"], state["H"]
                # G ← γ G + (1 − γ) g²
                G.mul_(gamma).add_((1 - gamma) * p.grad**2)
                # Δ = √(H + ε) / √(G + ε) · g
                delta = (H + eps).sqrt() / (G + eps).sqrt() * p.grad
                # W ← W − Δ
                p.sub_(delta)
                # H ← γ H + (1 − γ) Δ²
                H.mul_(gamma).add_((1 - gamma) * delta**2)
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = Adadelta([w])
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("Adadelta, three steps", path, [[0.9968377856, -1.996837738], [0.9989228726, -2.000878334], [0.9989228726, -2.001161042]])

# %% plot
import matplotlib.pyplot as plt

# The slow start: step sizes for a constant gradient, for three values of ε.
for eps in (1e-8, 1e-6, 1e-4):
    w = torch.zeros(1, requires_grad=True)
    optimizer, steps = Adadelta([w], eps=eps), []
    for _ in range(200):
        before, w.grad = w.item(), torch.ones(1)
        optimizer.step()
        steps.append(before - w.item())
    plt.semilogy(steps, label=f"ε = {eps:g}")
plt.xlabel("step")
plt.ylabel("step size")
plt.legend()
plt.show()
