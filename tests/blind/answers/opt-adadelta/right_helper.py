"""Helper; root of the quotient, lerp."""
class Adadelta(Optimizer):
    def __init__(self, params: Iterable[Tensor] | Iterable[dict], gamma: float = 0.9, eps: float = 1e-6) -> None:
        super().__init__(params, {"gamma": gamma, "eps": eps})

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
        G, H = memory.get("pair", (torch.zeros_like(q), torch.zeros_like(q)))
        G = torch.lerp(g * g, G, h["gamma"])
        step = torch.sqrt((H + h["eps"]) / (G + h["eps"])) * g
        memory["pair"] = (G, torch.lerp(step * step, H, h["gamma"]))
        q -= step
