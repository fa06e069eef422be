"""Reduce on plateau."""

import math


# %% answer
class Plateau:
    """Lower `lr` by `factor` after more than `patience` metrics in a row that do not improve on the best by `threshold` (relative)."""

    def __init__(self, lr: float, factor: float = 0.1, patience: int = 10, threshold: float = 1e-4):
        ### BEGIN SOLUTION
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = math.inf
        self.bad = 0
        ### END SOLUTION

    def step(self, metric: float) -> float:
        """Take the metric of one more epoch; return the learning rate for the next one."""
        ### BEGIN SOLUTION
        # better  ⇔  m < best (1 − threshold); NaN never is
        if metric < self.best * (1 - self.threshold):
            self.best = metric
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            # η ← η · factor
            self.lr *= self.factor
            self.bad = 0
        return self.lr
        ### END SOLUTION


# %% example
plateau = Plateau(0.1, patience=1)
example("Plateau", [plateau.step(m) for m in (1, 0.9, 0.9, 0.9, 0.95, 0.94)], [0.1, 0.1, 0.1, 0.01, 0.01, 0.001])

# %% plot
import matplotlib.pyplot as plt

losses = [0.3 + 0.7 * 0.93**t + 0.02 * math.sin(5 * t) for t in range(120)]
plateau = Plateau(0.1, factor=0.5, patience=8)
fig, (above, below) = plt.subplots(2, sharex=True)
above.plot(losses)
above.set_ylabel("validation loss")
below.semilogy([plateau.step(m) for m in losses])
below.set_ylabel("learning rate")
below.set_xlabel("epoch")
plt.show()
