"""The step uses the old accumulation."""
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
                old = s["a"].clone()
                s["a"].mul_(group["beta"]).add_(g)
                p.sub_(group["lr"] * (g + group["beta"] * old))
        return loss
