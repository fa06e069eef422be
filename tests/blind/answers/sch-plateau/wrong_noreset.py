"""bad is not reset after a drop."""
class Plateau:
    def __init__(self, lr: float, factor: float = 0.1, patience: int = 10, threshold: float = 1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.bad = math.inf, 0

    def step(self, metric: float) -> float:
        if metric < self.best * (1 - self.threshold):
            self.best, self.bad = metric, 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
        return self.lr
