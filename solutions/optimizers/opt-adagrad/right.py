import torch
from torch.optim import Optimizer


def foreach():
    """Lists of tensors, one foreach call for each operation."""

    class Adagrad(Optimizer):
        def __init__(self, params, lr=1e-2, eps=1e-10, initial_accumulator=0.0):
            super().__init__(params, dict(lr=lr, eps=eps, initial_accumulator=initial_accumulator))

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
                sums = [self.state[p].setdefault("sum", torch.full_like(p, group["initial_accumulator"])) for p in params]
                torch._foreach_addcmul_(sums, grads, grads)
                roots = torch._foreach_add(sums, group["eps"])
                torch._foreach_sqrt_(roots)
                torch._foreach_addcdiv_(params, grads, roots, -group["lr"])
            return loss

    return Adagrad


def rsqrt():
    """Multiply by the reciprocal root; G rebuilt in every step."""

    class Adagrad(Optimizer):
        def __init__(self, params, lr=1e-2, eps=1e-10, initial_accumulator=0.0):
            super().__init__(params, dict(lr=lr, eps=eps, initial_accumulator=initial_accumulator))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        state = self.state[p]
                        G = state["G"] if "G" in state else torch.zeros_like(p) + group["initial_accumulator"]
                        state["G"] = G + p.grad.square()
                        p -= group["lr"] * p.grad * torch.rsqrt(state["G"] + group["eps"])
            return loss

    return Adagrad
