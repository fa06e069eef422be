import torch
from torch.optim import Optimizer


def foreach():
    """Lists of tensors, one foreach call for each line of the rule."""

    class NAG(Optimizer):
        def __init__(self, params, lr=1e-2, beta=0.9):
            super().__init__(params, dict(lr=lr, beta=beta))

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
                gradients = [p.grad for p in params]
                buffers = [self.state[p].setdefault("a", torch.zeros_like(p)) for p in params]
                torch._foreach_mul_(buffers, group["beta"])
                torch._foreach_add_(buffers, gradients)
                torch._foreach_add_(params, torch._foreach_add(gradients, buffers, alpha=group["beta"]), alpha=-group["lr"])
            return loss

    return NAG


def expanded():
    """g + β(β a_old + g), with the buffer updated afterwards."""

    class NAG(Optimizer):
        def __init__(self, params, lr=1e-2, beta=0.9):
            super().__init__(params, dict(lr=lr, beta=beta))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    lr, beta = group["lr"], group["beta"]
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        old = self.state[p].get("a", torch.zeros_like(p))
                        p -= lr * (1 + beta) * p.grad
                        p -= lr * beta * beta * old
                        self.state[p]["a"] = beta * old + p.grad
            return loss

    return NAG
