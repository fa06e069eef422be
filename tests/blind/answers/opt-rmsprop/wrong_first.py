"""The buffer starts with the first squared gradient."""
class RMSprop(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, gamma: float = 0.9, eps: float = 1e-8) -> None:
        super().__init__(params, {"lr": lr, "gamma": gamma, "eps": eps})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                g, s = p.grad, self.state[p]
                if "G" not in s:
                    s["G"] = g * g
                s["G"].mul_(group["gamma"]).addcmul_(g, g, value=1 - group["gamma"])
                p.sub_(group["lr"] * g / (s["G"] + group["eps"]).sqrt())
        return loss
