"""Helper; decay and step in one expression, ε scaled into the uncorrected root."""
class AdamW(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 1e-2) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

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
        n = memory["n"] = memory.get("n", 0) + 1
        m = memory["m"] = torch.lerp(memory.get("m", torch.zeros_like(q)), g, 1 - b1)
        v = memory["v"] = torch.lerp(memory.get("v", torch.zeros_like(q)), g * g, 1 - b2)
        r = math.sqrt(1 - b2**n)
        q.copy_(q - h["lr"] * (h["weight_decay"] * q + r / (1 - b1**n) * m / (v.sqrt() + r * h["eps"])))
