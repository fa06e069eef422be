import math

import torch
from torch.optim import Optimizer


def combined():
    """One expression: W (1 − ηλ) − η m̂ / (…), copied into place."""

    class AdamW(Optimizer):
        def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
            super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    (b1, b2), lr = group["betas"], group["lr"]
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        s = self.state[p]
                        t = s["t"] = s.get("t", 0) + 1
                        s["m"] = torch.lerp(s.get("m", torch.zeros_like(p)), p.grad, 1 - b1)
                        s["v"] = torch.lerp(s.get("v", torch.zeros_like(p)), p.grad.square(), 1 - b2)
                        step = s["m"] / (1 - b1**t) / ((s["v"] / (1 - b2**t)).sqrt() + group["eps"])
                        p.copy_(p * (1 - lr * group["weight_decay"]) - lr * step)
            return loss

    return AdamW


def foreach():
    """Lists of tensors, one foreach call for each operation."""

    class AdamW(Optimizer):
        def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
            super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

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
                for p in params:
                    if not self.state[p]:
                        self.state[p].update(t=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                    self.state[p]["t"] += 1
                grads, ms, vs = [p.grad for p in params], *([self.state[p][k] for p in params] for k in "mv")
                ts = [self.state[p]["t"] for p in params]
                torch._foreach_mul_(params, 1 - lr * group["weight_decay"])
                torch._foreach_lerp_(ms, grads, 1 - b1)
                torch._foreach_mul_(vs, b2)
                torch._foreach_addcmul_(vs, grads, grads, 1 - b2)
                roots = torch._foreach_sqrt(vs)
                torch._foreach_div_(roots, [math.sqrt(1 - b2**t) for t in ts])
                torch._foreach_add_(roots, group["eps"])
                torch._foreach_addcdiv_(params, ms, roots, [-lr / (1 - b1**t) for t in ts])
            return loss

    return AdamW
