import torch
from torch.optim import Optimizer


def foreach():
    """Lists of tensors, one foreach call for each line of the rule."""

    class Momentum(Optimizer):
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
                for p in params:
                    self.state[p].setdefault("momentum", torch.zeros_like(p))
                buffers = [self.state[p]["momentum"] for p in params]
                torch._foreach_mul_(buffers, group["beta"])
                torch._foreach_add_(buffers, [p.grad for p in params])
                torch._foreach_add_(params, buffers, alpha=-group["lr"])
            return loss

    return Momentum


def lazy_clone():
    """The buffer starts as a clone of the first gradient, as in PyTorch."""

    class Momentum(Optimizer):
        def __init__(self, params, lr=1e-2, beta=0.9):
            super().__init__(params, dict(lr=lr, beta=beta))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    for p in filter(lambda p: p.grad is not None, group["params"]):
                        state = self.state[p]
                        if "buf" not in state:
                            state["buf"] = p.grad.clone()
                        else:
                            state["buf"] = group["beta"] * state["buf"] + p.grad
                        p -= group["lr"] * state["buf"]
            return loss

    return Momentum


def negative_accumulation():
    """The accumulation with the other sign, without η inside."""

    class Momentum(Optimizer):
        def __init__(self, params, lr=1e-2, beta=0.9):
            super().__init__(params, dict(lr=lr, beta=beta))

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        v = self.state[p].get("v", 0.0)
                        self.state[p]["v"] = v = v * group["beta"] - p.grad.detach()
                        p.data.add_(v, alpha=group["lr"])
            return loss

    return Momentum
