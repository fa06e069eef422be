"""NAdam."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class Nadam(Optimizer):
    """Adam with Nesterov's look-ahead, as in PyTorch: μ_t = β₁ (1 − ½ · 0.96^(t ψ)), ψ = momentum_decay;
    W ← W − η (μ_{t+1} m / (1 − Π_{i≤t+1} μ_i) + (1 − μ_t) g / (1 − Π_{i≤t} μ_i)) / (√v̂ + ε); t from 1, for each parameter."""

    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict],
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        momentum_decay: float = 4e-3,
    ) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "momentum_decay": momentum_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        ### BEGIN SOLUTION
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            (beta1, beta2), psi = group["betas"], group["momentum_decay"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["t"], state["product"], state["m"], state["v"] = 0, 1.0, torch.zeros_like(p), torch.zeros_like(p)
                state["t"] += 1
                t, m, v = state["t"], state["m"], state["v"]
                # μ_t = β₁ (1 − ½ · 0.96^(t ψ)), and μ_{t+1}
                mu = beta1 * (1 - 0.5 * 0.96 ** (t * psi))
                mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
                # Π_{i≤t} μ_i
                state["product"] *= mu
                # m ← β₁ m + (1 − β₁) g
                m.mul_(beta1).add_((1 - beta1) * p.grad)
                # v ← β₂ v + (1 − β₂) g²
                v.mul_(beta2).add_((1 - beta2) * p.grad**2)
                # m̄ = μ_{t+1} m / (1 − Π_{i≤t+1} μ_i) + (1 − μ_t) g / (1 − Π_{i≤t} μ_i)
                m_bar = mu_next / (1 - state["product"] * mu_next) * m + (1 - mu) / (1 - state["product"]) * p.grad
                # W ← W − η m̄ / (√v̂ + ε)
                p.sub_(group["lr"] * m_bar / ((v / (1 - beta2**t)).sqrt() + group["eps"]))
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = Nadam([w], lr=0.1)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("Nadam, three steps", path, [[0.8943548243, -1.894354823], [0.9354657962, -1.985010572], [0.9328458491, -1.993653516]])
