"""Δ uses the old G; G updated at the end."""
class Adadelta(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], gamma: float = 0.9, eps: float = 1e-6) -> None:
        super().__init__(params, {"gamma": gamma, "eps": eps})

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
                if not s:
                    s["G"], s["H"] = torch.zeros_like(p), torch.zeros_like(p)
                ga, eps = group["gamma"], group["eps"]
                d = (s["H"] + eps).sqrt() / (s["G"] + eps).sqrt() * g
                p.sub_(d)
                s["G"].mul_(ga).addcmul_(g, g, value=1 - ga)
                s["H"].mul_(ga).addcmul_(d, d, value=1 - ga)
        return loss
