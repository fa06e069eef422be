"""AdamW."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class AdamW(Optimizer):
    """W ← (1 − η λ) W, then Adam in PyTorch's form: W ← W − η m̂ / (√v̂ + ε); m and v average g and g² alone; λ is weight_decay."""

    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

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
                # W ← (1 − η λ) W
                p.mul_(1 - group["lr"] * group["weight_decay"])
                # m ← β₁ m + (1 − β₁) g
                state["m"].mul_(beta1).add_((1 - beta1) * p.grad)
                # v ← β₂ v + (1 − β₂) g²
                state["v"].mul_(beta2).add_((1 - beta2) * p.grad**2)
                # m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
                m_hat = state["m"] / (1 - beta1 ** state["t"])
                v_hat = state["v"] / (1 - beta2 ** state["t"])
                # W ← W − η m̂ / (√v̂ + ε)
                p.sub_(group["lr"] * m_hat / (v_hat.sqrt() + group["eps"]))
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = AdamW([w], lr=0.1, weight_decay=0.1)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("AdamW, three steps", path, [[0.890000002, -1.880000001], [0.8544662987, -1.897810353], [0.825333706, -1.909959586]])
