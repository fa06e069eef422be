"""Adam."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class Adam(Optimizer):
    """m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; W ← W − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / √(v + ε).

    m = v = 0 at the start; t counts the steps of each parameter, from 1; ε ("eps") stands inside the root, beside the uncorrected v.
    """

    def __init__(
        self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-7
    ) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        ### BEGIN SOLUTION
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["t"], state["m"], state["v"] = 0, torch.zeros_like(p), torch.zeros_like(p)
                state["t"] += 1
                t, m, v = state["t"], state["m"], state["v"]
                # m ← β₁ m + (1 − β₁) g
                m.mul_(beta1).add_((1 - beta1) * p.grad)
                # v ← β₂ v + (1 − β₂) g²
                v.mul_(beta2).add_((1 - beta2) * p.grad**2)
                # η_t = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)
                step_size = group["lr"] * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
                # W ← W − η_t m / √(v + ε)
                p.sub_(step_size * m / (v + group["eps"]).sqrt())
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = Adam([w], lr=0.1, eps=1e-7)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("Adam, three steps", path, [[0.900019994, -1.900005], [0.8733905538, -1.936614986], [0.8528059227, -1.967742011]])

# %% plot
import matplotlib.pyplot as plt

# A badly scaled valley, ½ (w₁² + 100 w₂²): Adam's steps do not care which coordinate is steep.
x, y = torch.meshgrid(torch.linspace(-1.2, 1.2, 80), torch.linspace(-1.2, 1.2, 80), indexing="xy")
plt.contour(x, y, torch.log(0.5 * (x**2 + 100 * y**2) + 1e-2), levels=12, cmap="Greys")
for betas in ((0.9, 0.999), (0.5, 0.999), (0.0, 0.9)):
    w = torch.tensor([-1.0, 0.7], requires_grad=True)
    optimizer, path = Adam([w], lr=0.1, betas=betas), [w.tolist()]
    for _ in range(40):
        w.grad = w.detach() * torch.tensor([1.0, 100.0])
        optimizer.step()
        path.append(w.tolist())
    plt.plot(*zip(*path), ".-", label=f"β = {betas}")
plt.xlabel("w₁")
plt.ylabel("w₂")
plt.legend()
plt.show()
