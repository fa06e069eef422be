"""The step number and the product of the mu belong to the group, so they run on for a parameter that was skipped."""
class Nadam(Optimizer):
    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict],
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        momentum_decay: float = 4e-3,
    ) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "momentum_decay": momentum_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            steps = group["steps"] = group.get("steps", 0) + 1
            mu = beta1 * (1 - 0.5 * 0.96 ** (steps * group["momentum_decay"]))
            mu_next = beta1 * (1 - 0.5 * 0.96 ** ((steps + 1) * group["momentum_decay"]))
            product = group["mu_product"] = group.get("mu_product", 1.0) * mu
            for p in group["params"]:
                if p.grad is None:
                    continue
                g, s = p.grad, self.state[p]
                if not s:
                    s["t"], s["m"], s["v"] = 0, torch.zeros_like(p), torch.zeros_like(p)
                s["t"] += 1
                s["m"].mul_(beta1).add_(g, alpha=1 - beta1)
                s["v"].mul_(beta2).addcmul_(g, g, value=1 - beta2)
                m_bar = mu_next * s["m"] / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
                v_hat = s["v"] / (1 - beta2 ** s["t"])
                p.sub_(group["lr"] * m_bar / (v_hat.sqrt() + group["eps"]))
        return loss
