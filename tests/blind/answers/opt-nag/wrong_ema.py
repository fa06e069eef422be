"""Accumulates an average with the factor 1 - β."""
class NAG(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, beta: float = 0.9) -> None:
        super().__init__(params, {"lr": lr, "beta": beta})

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
                if "a" not in s:
                    s["a"] = torch.zeros_like(p)
                s["a"].mul_(group["beta"]).add_(g, alpha=1 - group["beta"])
                p.sub_(group["lr"] * (g + group["beta"] * s["a"]))
        return loss
