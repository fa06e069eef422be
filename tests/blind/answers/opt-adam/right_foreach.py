"""Paper remark, ε beside the uncorrected root; foreach for the averages."""
class Adam(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-7) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps})

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
            b1, b2 = group["betas"]
            for p in ps:
                st = self.state[p]
                st.setdefault("m", torch.zeros_like(p))
                st.setdefault("v", torch.zeros_like(p))
                st["n"] = st.get("n", 0) + 1
            ms, vs = [self.state[p]["m"] for p in ps], [self.state[p]["v"] for p in ps]
            torch._foreach_mul_(ms, b1)
            torch._foreach_add_(ms, gs, alpha=1 - b1)
            torch._foreach_mul_(vs, b2)
            torch._foreach_addcmul_(vs, gs, gs, 1 - b2)
            for p, m, v in zip(ps, ms, vs):
                n = self.state[p]["n"]
                rate = group["lr"] * (1 - b2**n) ** 0.5 / (1 - b1**n)
                p.addcdiv_(m, v.sqrt() + group["eps"], value=-rate)
        return loss
