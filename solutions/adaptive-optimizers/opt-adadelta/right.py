import torch
from torch.optim import Optimizer


def one_root():
    """The ratio under one root, storing −Δ."""

    class Adadelta(Optimizer):
        def __init__(self, params, gamma=0.9, eps=1e-6):
            super().__init__(params, dict(gamma=gamma, eps=eps))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    gamma, eps = group["gamma"], group["eps"]
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        G, H = self.state[p].get("averages", (0.0, 0.0))
                        G = torch.as_tensor(gamma * G + (1 - gamma) * p.grad * p.grad)
                        move = -torch.sqrt((H + eps) / (G + eps)) * p.grad
                        self.state[p]["averages"] = (G, gamma * H + (1 - gamma) * move * move)
                        p += move
            return loss

    return Adadelta


def foreach():
    """Lists of tensors, one foreach call for each operation."""

    class Adadelta(Optimizer):
        def __init__(self, params, gamma=0.9, eps=1e-6, lr=1.0):
            super().__init__(params, dict(gamma=gamma, eps=eps, lr=lr))

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
                grads, gamma = [p.grad for p in params], group["gamma"]
                for p in params:
                    if not self.state[p]:
                        self.state[p].update(square=torch.zeros_like(p), delta=torch.zeros_like(p))
                squares, deltas = ([self.state[p][key] for p in params] for key in ("square", "delta"))
                torch._foreach_mul_(squares, gamma)
                torch._foreach_addcmul_(squares, grads, grads, 1 - gamma)
                above, below = torch._foreach_add(deltas, group["eps"]), torch._foreach_add(squares, group["eps"])
                torch._foreach_sqrt_(above)
                torch._foreach_sqrt_(below)
                torch._foreach_div_(above, below)
                torch._foreach_mul_(above, grads)
                torch._foreach_add_(params, above, alpha=-group["lr"])
                torch._foreach_mul_(deltas, gamma)
                torch._foreach_addcmul_(deltas, above, above, 1 - gamma)
            return loss

    return Adadelta
