"""Shallow copy: the dictionary is copied, the tensors are not."""
class EarlyStopping:
    def __init__(self, patience: int = 5, min_delta: float = 0.0, mode: str = "min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best, self.best_epoch, self.best_state = None, None, None
        self.epoch, self.bad = -1, 0

    def update(self, value: float, state: dict[str, Tensor]) -> bool:
        self.epoch += 1
        if self.best is None:
            better = value == value
        elif self.mode == "max":
            better = value > self.best + self.min_delta
        else:
            better = value < self.best - self.min_delta
        if better:
            self.best, self.best_epoch = value, self.epoch
            self.best_state = dict(state)
            self.bad = 0
            return False
        self.bad += 1
        return self.bad >= self.patience

    def restore(self, model: nn.Module) -> None:
        model.load_state_dict(self.best_state)
