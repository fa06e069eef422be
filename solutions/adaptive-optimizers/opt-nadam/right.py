import math

import torch
from torch.optim import Optimizer


def tensor_product():
    """The product is a tensor, the two parts are applied one after the other."""

    class Nadam(Optimizer):
        def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, momentum_decay=4e-3):
            super().__init__(params, dict(lr=lr, betas=betas, eps=eps, momentum_decay=momentum_decay))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    b1, b2 = group["betas"]
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        s = self.state[p]
                        if not s:
                            s.update(t=0, product=torch.ones((), dtype=torch.float64), m=torch.zeros_like(p), v=torch.zeros_like(p))
                        s["t"] += 1
                        mu, mu_next = (b1 * (1 - 0.5 * math.pow(0.96, k * group["momentum_decay"])) for k in (s["t"], s["t"] + 1))
                        s["product"] = s["product"] * mu
                        s["m"] = torch.lerp(s["m"], p.grad, 1 - b1)
                        s["v"] = torch.lerp(s["v"], p.grad * p.grad, 1 - b2)
                        root = (s["v"] / (1 - b2 ** s["t"])).sqrt() + group["eps"]
                        done = s["product"].item()
                        p -= group["lr"] * (1 - mu) / (1 - done) * p.grad / root
                        p -= group["lr"] * mu_next / (1 - done * mu_next) * s["m"] / root
            return loss

    return Nadam


def foreach():
    """Lists of tensors, one foreach call for each operation."""

    class Nadam(Optimizer):
        def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, momentum_decay=4e-3):
            super().__init__(params, dict(lr=lr, betas=betas, eps=eps, momentum_decay=momentum_decay))

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
                fronts, backs = [], []
                for p in params:
                    s = self.state[p]
                    if not s:
                        s.update(t=0, mus=1.0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                    s["t"] += 1
                    mu, mu_next = (b1 * (1 - 0.5 * 0.96 ** (k * group["momentum_decay"])) for k in (s["t"], s["t"] + 1))
                    s["mus"] *= mu
                    fronts.append(-group["lr"] * mu_next / (1 - s["mus"] * mu_next))
                    backs.append(-group["lr"] * (1 - mu) / (1 - s["mus"]))
                grads, ms, vs = [p.grad for p in params], *([self.state[p][k] for p in params] for k in "mv")
                torch._foreach_lerp_(ms, grads, 1 - b1)
                torch._foreach_mul_(vs, b2)
                torch._foreach_addcmul_(vs, grads, grads, 1 - b2)
                roots = torch._foreach_sqrt(vs)
                torch._foreach_div_(roots, [math.sqrt(1 - b2 ** self.state[p]["t"]) for p in params])
                torch._foreach_add_(roots, group["eps"])
                torch._foreach_addcdiv_(params, ms, roots, fronts)
                torch._foreach_addcdiv_(params, grads, roots, backs)
            return loss

    return Nadam
