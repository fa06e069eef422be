import math


def countdown():
    """Patience counted down."""

    class Plateau:
        def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
            self.rate, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
            self.best, self.left = None, patience

        def step(self, metric):
            if metric == metric and (self.best is None or metric < self.best - self.best * self.threshold):
                self.best, self.left = metric, self.patience
            elif self.left == 0:
                self.rate, self.left = self.rate * self.factor, self.patience
            else:
                self.left -= 1
            return self.rate

    return Plateau


def history():
    """A list of everything seen."""

    class Plateau:
        def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
            self.start = lr
            self.factor, self.patience, self.threshold = factor, patience, threshold
            self.seen = []

        def step(self, metric):
            self.seen.append(metric)
            lr, best, bad = self.start, math.inf, 0
            for value in self.seen:
                good = value < best * (1 - self.threshold)
                best = value if good else best
                bad = 0 if good else bad + 1
                if bad == self.patience + 1:
                    lr, bad = lr * self.factor, 0
            return lr

    return Plateau
