"""Infinite start values; bad epochs counted from the epoch numbers."""
class EarlyStopping:
    def __init__(self, patience: int = 5, min_delta: float = 0.0, mode: str = "min"):
        self.sign = -1.0 if mode == "max" else 1.0
        self.wait, self.margin = max(patience, 1), min_delta
        self.best = self.sign * math.inf
        self.best_epoch, self.best_state, self.seen = -1, {}, 0

    def update(self, value: float, state: dict[str, Tensor]) -> bool:
        now, self.seen = self.seen, self.seen + 1
        threshold = self.best - self.sign * self.margin
        improved = value > threshold if self.sign < 0 else value < threshold
        if self.best_epoch < 0:
            improved = not math.isnan(value)
        if improved:
            self.best, self.best_epoch = value, now
            self.best_state = {name: t.detach().clone() for name, t in state.items()}
        return now - self.best_epoch >= self.wait

    def restore(self, model: nn.Module) -> None:
        model.load_state_dict({name: t.clone() for name, t in self.best_state.items()})
