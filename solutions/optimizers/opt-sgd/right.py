import torch
from torch.optim import Optimizer


def foreach():
    """All parameters of a group in one call."""

    class SGD(Optimizer):
        def __init__(self, params, lr=1e-2):
            super().__init__(params, dict(lr=lr))

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                params = [p for p in group["params"] if p.grad is not None]
                if params:
                    torch._foreach_add_(params, [p.grad for p in params], alpha=-group["lr"])
            return loss

    return SGD


def through_data():
    """In place on .data, without no_grad."""

    class SGD(Optimizer):
        def __init__(self, params, lr=1e-2):
            super().__init__(params, {"lr": lr})

        def step(self, closure=None):
            loss = closure() if closure else None
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        p.data.add_(p.grad.data, alpha=-group["lr"])
            return loss

    return SGD


def augmented_assignment():
    """p -= lr * g, skipping by a nested condition."""

    class SGD(Optimizer):
        def __init__(self, params, lr=1e-2):
            super().__init__(params, {"lr": lr})

        def step(self, closure=None):
            value = closure() if closure is not None else None
            with torch.no_grad():
                for p, lr in [(p, group["lr"]) for group in self.param_groups for p in group["params"]]:
                    if p.grad is not None:
                        p -= lr * p.grad
            return value

    return SGD
