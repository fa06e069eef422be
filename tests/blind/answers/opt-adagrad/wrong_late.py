"""G is updated after it was used."""
class Adagrad(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, eps: float = 1e-10, initial_accumulator: float = 0.0) -> None:
        super().__init__(params, {"lr": lr, "eps": eps, "initial_accumulator": initial_accumulator})

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
                    s["G"] = torch.full_like(p, group["initial_accumulator"])
                old = s["G"].clone()
                s["G"].addcmul_(g, g)
                p.sub_(group["lr"] * g / (old + group["eps"]).sqrt())
        return loss
