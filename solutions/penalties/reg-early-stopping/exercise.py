"""Early stopping."""

import math

import torch
from torch import Tensor, nn


# %% answer
class EarlyStopping:
    """Say when to stop, and keep a copy of the best weights.

    An improvement is value < best - min_delta (mode "max": value > best + min_delta); epochs count from 0.
    Stops at the `patience`-th epoch in a row without one (patience 0 like 1).
    """

    best: float
    best_epoch: int
    best_state: dict[str, Tensor]

    def __init__(self, patience: int = 5, min_delta: float = 0.0, mode: str = "min"):
        ### BEGIN SOLUTION
        self.patience = patience
        self.min_delta = min_delta
        self.sign = 1 if mode == "min" else -1
        self.best = self.sign * math.inf
        self.epoch = 0
        self.bad = 0
        ### END SOLUTION

    def update(self, value: float, state: dict[str, Tensor]) -> bool:
        """Take the validation metric and the weights of one more epoch; return True to stop."""
        ### BEGIN SOLUTION
        # improvement  ⇔  value < best − min_delta  (min),  value > best + min_delta  (max)
        if self.sign * value < self.sign * self.best - self.min_delta:
            self.best, self.best_epoch, self.bad = value, self.epoch, 0
            self.best_state = {name: tensor.detach().clone() for name, tensor in state.items()}
        else:
            self.bad += 1
        self.epoch += 1
        # stop  ⇔  bad ≥ max(patience, 1)
        return self.bad >= max(self.patience, 1)
        ### END SOLUTION

    def restore(self, model: nn.Module) -> None:
        """Load the best weights into `model`."""
        ### BEGIN SOLUTION
        model.load_state_dict(self.best_state)
        ### END SOLUTION


# %% example
stopper = EarlyStopping(patience=2, min_delta=0.01)
weights = {"w": torch.zeros(3)}
example("EarlyStopping", [stopper.update(value, weights) for value in (1.0, 0.8, 0.795, 0.81)], [False, False, False, True])
example("best and best_epoch", [stopper.best, stopper.best_epoch], [0.8, 1])

# %% plot
import matplotlib.pyplot as plt

torch.manual_seed(0)
losses = [1 / (1 + 0.3 * t) + 0.0004 * t**1.7 + 0.02 * float(torch.randn(())) for t in range(80)]
plt.plot(losses, label="validation loss")
for patience in (2, 5, 15):
    stopper = EarlyStopping(patience=patience)
    stopped = next((t for t, loss in enumerate(losses) if stopper.update(loss, weights)), len(losses) - 1)
    plt.axvline(stopped, linestyle=":")
    plt.plot(stopper.best_epoch, stopper.best, "o", label=f"best, patience {patience}")
plt.xlabel("epoch")
plt.legend()
plt.show()
