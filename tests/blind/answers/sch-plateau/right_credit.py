"""Counts down a credit, None at first."""
class Plateau:
    def __init__(self, lr: float, factor: float = 0.1, patience: int = 10, threshold: float = 1e-4):
        self.rate, self.shrink, self.credit, self.keep = lr, factor, patience, 1.0 - threshold
        self.left, self.record = patience, None

    def step(self, metric: float) -> float:
        good = not math.isnan(metric) and (self.record is None or metric < self.record * self.keep)
        if good:
            self.record, self.left = metric, self.credit
        elif self.left > 0:
            self.left -= 1
        else:
            self.rate, self.left = self.rate * self.shrink, self.credit
        return self.rate
