"""Drops one old entry per step (`if`, not `while`), so a window that is made smaller is never reached."""
class WindowedAdagrad(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, window: int = 3, eps: float = 1e-8) -> None:
        super().__init__(params, {"lr": lr, "window": window, "eps": eps})

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
                squares = s.setdefault("squares", [])
                if len(squares) >= group["window"]:
                    squares.pop(0)
                squares.append(g * g)
                mean = sum(squares) / len(squares)
                p.sub_(group["lr"] * g / (mean + group["eps"]).sqrt())
        return loss
