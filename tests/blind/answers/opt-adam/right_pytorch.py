"""PyTorch form with m̂ and v̂ in a helper."""
class Adam(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-7) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps})

    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor] | None = None) -> Tensor | None:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        todo = [(q, group) for group in self.param_groups for q in group["params"] if q.grad is not None]
        for q, opts in todo:
            self._one(q, q.grad.detach(), self.state[q], **{k: v for k, v in opts.items() if k != "params"})
        return loss

    @staticmethod
    def _one(q, g, memory, **h):
        b1, b2 = h["betas"]
        t, m, v = memory.get("all", (0, torch.zeros_like(q), torch.zeros_like(q)))
        t, m, v = t + 1, b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g.square()
        memory["all"] = (t, m, v)
        mhat, vhat = m / (1 - b1**t), v / (1 - b2**t)
        q.sub_(h["lr"] * mhat / (vhat.sqrt() + h["eps"]))
