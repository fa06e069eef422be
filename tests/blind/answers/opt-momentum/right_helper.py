"""Helper, clone of the first gradient as buffer."""
class Momentum(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], lr: float = 1e-2, beta: float = 0.9) -> None:
        super().__init__(params, {"lr": lr, "beta": beta})

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
        if "buf" in memory:
            memory["buf"] = h["beta"] * memory["buf"] + g
        else:
            memory["buf"] = g.clone()
        q.add_(memory["buf"], alpha=-h["lr"])
