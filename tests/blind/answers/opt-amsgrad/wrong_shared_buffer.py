"""v and v_max are initialised with one and the same tensor, so the maximum decays together with v."""
class AMSGrad(Optimizer):
    def __init__(
        self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
    ) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                g, s = p.grad, self.state[p]
                if not s:
                    s["t"] = 0
                    s["m"] = torch.zeros_like(p)
                    s["v"] = s["v_max"] = torch.zeros_like(p)
                s["t"] += 1
                s["m"].mul_(beta1).add_(g, alpha=1 - beta1)
                s["v"].mul_(beta2).addcmul_(g, g, value=1 - beta2)
                s["v_max"].copy_(torch.maximum(s["v_max"], s["v"]))
                m_hat = s["m"] / (1 - beta1 ** s["t"])
                root = (s["v_max"] / (1 - beta2 ** s["t"])).sqrt() + group["eps"]
                p.sub_(group["lr"] * m_hat / root)
        return loss
