"""foreach over the group."""
class Momentum(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, beta: float = 0.9) -> None:
        super().__init__(params, {"lr": lr, "beta": beta})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            ps = [p for p in group["params"] if p.grad is not None]
            if not ps:
                continue
            gs = [p.grad for p in ps]
            acc = [self.state[p].setdefault("acc", torch.zeros_like(p)) for p in ps]
            torch._foreach_mul_(acc, group["beta"])
            torch._foreach_add_(acc, gs)
            torch._foreach_add_(ps, acc, alpha=-group["lr"])
        return loss
