from collections import deque

import torch
from torch.optim import Optimizer


def one_tensor():
    """The squares are the rows of one tensor: the new one is joined at the end, old ones are cut off in front."""

    class WindowedAdagrad(Optimizer):
        def __init__(self, params, lr=1e-2, window=3, eps=1e-8):
            super().__init__(params, dict(lr=lr, window=window, eps=eps))

        @torch.no_grad()
        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    s, k = self.state[p], group["window"]
                    new = p.grad.square()[None]
                    s["rows"] = torch.cat([s["rows"], new])[-k:] if "rows" in s else new
                    p -= group["lr"] * p.grad * torch.rsqrt(s["rows"].sum(0) / s["rows"].shape[0] + group["eps"])
            return loss

    return WindowedAdagrad


def running_sum():
    """A deque, and a running sum from which the square that leaves is subtracted."""

    class WindowedAdagrad(Optimizer):
        def __init__(self, params, lr=1e-2, window=3, eps=1e-8):
            super().__init__(params, dict(lr=lr, window=window, eps=eps))

        def step(self, closure=None):
            loss = closure() if closure is not None else None
            with torch.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        s = self.state[p]
                        if not s:
                            s["history"], s["sum"] = deque(), torch.zeros_like(p)
                        s["history"].append(p.grad.clone() ** 2)
                        s["sum"] = s["sum"] + s["history"][-1]
                        while len(s["history"]) > group["window"]:
                            s["sum"] = s["sum"] - s["history"].popleft()
                        mean = s["sum"] / len(s["history"])
                        p.data.addcdiv_(p.grad, (mean + group["eps"]).sqrt(), value=-group["lr"])
            return loss

    return WindowedAdagrad
