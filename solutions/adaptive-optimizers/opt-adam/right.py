import math

import torch
from torch.optim import Optimizer


def foreach():
    """Lists of tensors, step sizes folded into one number for each parameter."""

    class Adam(Optimizer):
        def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-7):
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
                        self.state[p].update(step=0, exp_avg=torch.zeros_like(p), exp_avg_sq=torch.zeros_like(p))
                    self.state[p]["step"] += 1
                grads, ms, vs = [p.grad for p in params], *([self.state[p][k] for p in params] for k in ("exp_avg", "exp_avg_sq"))
                torch._foreach_lerp_(ms, grads, 1 - b1)
                torch._foreach_mul_(vs, b2)
                torch._foreach_addcmul_(vs, grads, grads, 1 - b2)
                roots = torch._foreach_add(vs, group["eps"])
                torch._foreach_sqrt_(roots)
                steps = [self.state[p]["step"] for p in params]
                sizes = [-group["lr"] * math.sqrt(1 - b2**t) / (1 - b1**t) for t in steps]
                torch._foreach_addcdiv_(params, ms, roots, sizes)
            return loss

    return Adam


def corrected_moments():
    """m̂ and v̂ written out, ε scaled along: √(v̂ + ε/(1 − β₂ᵗ))."""

    class Adam(Optimizer):
        def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-7):
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
                        s["t"] = s.get("t", 0) + 1
                        s["m"] = b1 * s.get("m", torch.zeros_like(p)) + (1 - b1) * p.grad
                        s["v"] = b2 * s.get("v", torch.zeros_like(p)) + (1 - b2) * p.grad.square()
                        c1, c2 = 1 - b1 ** s["t"], 1 - b2 ** s["t"]
                        p -= group["lr"] * (s["m"] / c1) / torch.sqrt(s["v"] / c2 + group["eps"] / c2)
            return loss

    return Adam


def tensor_counter():
    """The step counter is a tensor, the powers of the betas are kept."""

    class Adam(Optimizer):
        def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-7):
            super().__init__(params, dict(lr=lr, betas=betas, eps=eps))

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                b1, b2 = group["betas"]
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    s = self.state[p]
                    if len(s) == 0:
                        s["step"] = torch.tensor(0.0)
                        s["m"], s["v"] = torch.zeros_like(p), torch.zeros_like(p)
                    s["step"] += 1
                    t = s["step"].item()
                    s["m"].add_(p.grad - s["m"], alpha=1 - b1)
                    s["v"].mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
                    denominator = s["v"].add(group["eps"]).sqrt_()
                    p.addcdiv_(s["m"], denominator, value=-group["lr"] * math.sqrt(1 - b2**t) / (1 - b1**t))
            return loss

    return Adam
