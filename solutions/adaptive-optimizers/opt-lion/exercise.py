"""Lion."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class Lion(Optimizer):
    """W ← (1 − η λ) W; W ← W − η sign(β₁ m + (1 − β₁) g) with the old m; then m ← β₂ m + (1 − β₂) g. λ is weight_decay, sign(0) = 0."""

    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict],
        lr: float = 1e-4,
        betas: tuple[float, float] = (0.9, 0.99),
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

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
                    state["m"] = torch.zeros_like(p)
                m = state["m"]
                # W ← (1 − η λ) W
                p.mul_(1 - group["lr"] * group["weight_decay"])
                # W ← W − η sign(β₁ m + (1 − β₁) g)
                p.sub_(group["lr"] * torch.sign(beta1 * m + (1 - beta1) * p.grad))
                # m ← β₂ m + (1 − β₂) g
                m.mul_(beta2).add_((1 - beta2) * p.grad)
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = Lion([w], lr=0.1, weight_decay=0.1)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("Lion, three steps", path, [[0.89, -1.88], [0.9811, -1.9612], [0.871289, -2.041588]])
