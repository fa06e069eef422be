"""Windowed Adagrad."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer


# %% answer
class WindowedAdagrad(Optimizer):
    """W ← W − η g / √(Ḡ + ε), where Ḡ is the mean of the last min(t, window) squared gradients, the current one among them."""

    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, window: int = 3, eps: float = 1e-8) -> None:
        super().__init__(params, {"lr": lr, "window": window, "eps": eps})

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
                # the last min(t, k) squares
                squares = [*self.state[p].get("squares", []), p.grad**2][-group["window"] :]
                self.state[p]["squares"] = squares
                # Ḡ = Σ g² / min(t, k)
                mean = torch.stack(squares).mean(0)
                # W ← W − η g / √(Ḡ + ε)
                p.sub_(group["lr"] * p.grad / (mean + group["eps"]).sqrt())
        return loss
        ### END SOLUTION


# %% example
w, path = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True), []
optimizer = WindowedAdagrad([w], lr=0.1, window=2)
for gradient in ([0.5, -1.0], [-0.25, 2.0], [0.0, 0.1]):
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    optimizer.step()
    path.append(w.tolist())
example("WindowedAdagrad, three steps", path, [[0.900000002, -1.9], [0.9632455532, -2.026491107], [0.9632455532, -2.033553352]])
