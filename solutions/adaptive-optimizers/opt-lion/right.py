import torch
from torch.optim import Optimizer


def foreach():
    """Lists of tensors, one foreach call for each operation."""

    class Lion(Optimizer):
        def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
            super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                (b1, b2), lr, params = group["betas"], group["lr"], [p for p in group["params"] if p.grad is not None]
                if not params:
                    continue
                grads = [p.grad for p in params]
                ms = [self.state[p].setdefault("m", torch.zeros_like(p)) for p in params]
                mixed = torch._foreach_mul(ms, b1)
                torch._foreach_add_(mixed, grads, alpha=1 - b1)
                torch._foreach_sign_(mixed)
                torch._foreach_mul_(params, 1 - lr * group["weight_decay"])
                torch._foreach_add_(params, mixed, alpha=-lr)
                torch._foreach_lerp_(ms, grads, 1 - b2)
            return loss

    return Lion


def lerp():
    """Both mixtures by lerp, everything out of place."""

    class Lion(Optimizer):
        def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
            super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    b1, b2 = group["betas"]
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        m = self.state[p].get("m", torch.zeros_like(p))
                        direction = torch.lerp(p.grad, m, b1).sign()
                        p.copy_(p - group["lr"] * (group["weight_decay"] * p + direction))
                        self.state[p]["m"] = torch.lerp(p.grad, m, b2)
            return loss

    return Lion
