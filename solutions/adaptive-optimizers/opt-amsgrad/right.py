import math

import torch
from torch.optim import Optimizer


def where():
    """The maximum through torch.where, everything out of place."""

    class AMSGrad(Optimizer):
        def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
            super().__init__(params, dict(lr=lr, betas=betas, eps=eps))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    b1, b2 = group["betas"]
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        s = self.state[p]
                        t = s["t"] = s.get("t", 0) + 1
                        s["m"] = b1 * s.get("m", torch.zeros_like(p)) + (1 - b1) * p.grad
                        s["v"] = b2 * s.get("v", torch.zeros_like(p)) + (1 - b2) * p.grad.square()
                        top = s.get("top", s["v"])
                        s["top"] = torch.where(s["v"] > top, s["v"], top)
                        p -= group["lr"] / (1 - b1**t) * s["m"] / (s["top"].sqrt() / math.sqrt(1 - b2**t) + group["eps"])
            return loss

    return AMSGrad


def foreach():
    """Lists of tensors, one foreach call for each operation."""

    class AMSGrad(Optimizer):
        def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
            super().__init__(params, dict(lr=lr, betas=betas, eps=eps))

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                (b1, b2), params = group["betas"], [p for p in group["params"] if p.grad is not None]
                if not params:
                    continue
                for p in params:
                    if not self.state[p]:
                        self.state[p].update(t=0, m=torch.zeros_like(p), v=torch.zeros_like(p), top=torch.zeros_like(p))
                    self.state[p]["t"] += 1
                grads, ms, vs, tops = [p.grad for p in params], *([self.state[p][k] for p in params] for k in ("m", "v", "top"))
                ts = [self.state[p]["t"] for p in params]
                torch._foreach_lerp_(ms, grads, 1 - b1)
                torch._foreach_mul_(vs, b2)
                torch._foreach_addcmul_(vs, grads, grads, 1 - b2)
                torch._foreach_maximum_(tops, vs)
                roots = torch._foreach_sqrt(tops)
                torch._foreach_div_(roots, [math.sqrt(1 - b2**t) for t in ts])
                torch._foreach_add_(roots, group["eps"])
                torch._foreach_addcdiv_(params, ms, roots, [-group["lr"] / (1 - b1**t) for t in ts])
            return loss

    return AMSGrad
