"""Helper; average written as a lerp, PyTorch ε outside the root."""
class RMSprop(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, gamma: float = 0.9, eps: float = 1e-8) -> None:
        super().__init__(params, {"lr": lr, "gamma": gamma, "eps": eps})

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
        G = memory.setdefault("square_avg", torch.zeros_like(q))
        G.lerp_(g.square(), 1 - h["gamma"])
        q.addcdiv_(g, G.sqrt().add_(h["eps"]), value=-h["lr"])
