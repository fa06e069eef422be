import torch
from torch.optim import Optimizer


def lerp():
    """torch.lerp and rsqrt."""

    class RMSprop(Optimizer):
        def __init__(self, params, lr=1e-2, gamma=0.9, eps=1e-8):
            super().__init__(params, dict(lr=lr, gamma=gamma, eps=eps))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        state = self.state[p]
                        old = state["G"] if "G" in state else torch.zeros_like(p)
                        state["G"] = old.lerp(p.grad.square(), 1 - group["gamma"])
                        p -= group["lr"] * p.grad * torch.rsqrt(state["G"] + group["eps"])
            return loss

    return RMSprop


def foreach():
    """Lists of tensors, one foreach call for each operation."""

    class RMSprop(Optimizer):
        def __init__(self, params, lr=1e-2, gamma=0.9, eps=1e-8):
            super().__init__(params, dict(lr=lr, gamma=gamma, eps=eps))

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                params = [p for p in group["params"] if p.grad is not None]
                if not params:
                    continue
                grads = [p.grad for p in params]
                averages = [self.state[p].setdefault("square_avg", torch.zeros_like(p)) for p in params]
                torch._foreach_mul_(averages, group["gamma"])
                torch._foreach_addcmul_(averages, grads, grads, 1 - group["gamma"])
                roots = torch._foreach_add(averages, group["eps"])
                torch._foreach_sqrt_(roots)
                torch._foreach_addcdiv_(params, grads, roots, -group["lr"])
            return loss

    return RMSprop
