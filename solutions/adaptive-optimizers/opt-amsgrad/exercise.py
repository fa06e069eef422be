"""AMSGrad."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class AMSGrad(Optimizer):
    """Adam in PyTorch's form with v_max ← max(v_max, v), of the uncorrected v, in the place of v: W ← W − η m̂ / (√(v_max / (1 − β₂ᵗ)) + ε)."""

    def __init__(
        self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
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
                    state["t"], state["m"], state["v"], state["v_max"] = 0, *(torch.zeros_like(p) for _ in range(3))
                state["t"] += 1
                # m ← β₁ m + (1 − β₁) g
                state["m"].mul_(beta1).add_((1 - beta1) * p.grad)
                # v ← β₂ v + (1 − β₂) g²
                state["v"].mul_(beta2).add_((1 - beta2) * p.grad**2)
                # v_max ← max(v_max, v)
                state["v_max"] = state["v_max"].maximum(state["v"])
                # W ← W − η m̂ / (√(v_max / (1 − β₂ᵗ)) + ε)
                root = (state["v_max"] / (1 - beta2 ** state["t"])).sqrt() + group["eps"]
                p.sub_(group["lr"] * state["m"] / (1 - beta1 ** state["t"]) / root)
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = AMSGrad([w], lr=0.1)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("AMSGrad, three steps", path, [[0.900000002, -1.900000001], [0.8733662987, -1.936610353], [0.8527886655, -1.967737689]])
