"""Helper; both in one expression, lerp for the buffer."""
class Lion(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-4, betas: tuple[float, float] = (0.9, 0.99), weight_decay: float = 0.0) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

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
        m = memory.setdefault("exp_avg", torch.zeros_like(q))
        mix = b1 * m + (1 - b1) * g
        direction = (mix > 0).to(q.dtype) - (mix < 0).to(q.dtype)
        q.copy_(q - h["lr"] * (h["weight_decay"] * q + direction))
        m.lerp_(g, 1 - b2)
