"""A schedule that drives an optimizer."""

from collections.abc import Callable

import torch
from torch.optim import Optimizer


# %% answer
class LambdaSchedule:
    """Set every group's learning rate to its initial one times `fn(t)`; t is 0 at construction and grows by 1 per `step()`.

    `last_lr` lists the current rate of every group.
    """

    last_lr: list[float]

    def __init__(self, optimizer: Optimizer, fn: Callable[[int], float]):
        ### BEGIN SOLUTION
        self.optimizer = optimizer
        self.fn = fn
        self.t = 0
        self._apply()
        ### END SOLUTION

    def step(self) -> None:
        """Go on to t + 1 and set the rates."""
        ### BEGIN SOLUTION
        self.t += 1
        self._apply()
        ### END SOLUTION

    def state_dict(self) -> dict:
        """All that is needed to carry on later, without the optimizer and without fn."""
        ### BEGIN SOLUTION
        return {"t": self.t}
        ### END SOLUTION

    def load_state_dict(self, state: dict) -> None:
        """Carry on where `state` was taken: the next step() sets the rates that would have come next."""
        ### BEGIN SOLUTION
        self.t = state["t"]

    def _apply(self):
        factor = self.fn(self.t)
        for group in self.optimizer.param_groups:
            # η_t = η₀ f(t): the initial rate is remembered in the group, so that groups added later have one too.
            group["lr"] = group.setdefault("initial_lr", group["lr"]) * factor
        self.last_lr = [group["lr"] for group in self.optimizer.param_groups]
        ### END SOLUTION


# %% example
body, head = torch.zeros(2, requires_grad=True), torch.zeros(2, requires_grad=True)
optimizer = torch.optim.SGD([{"params": [body], "lr": 0.1}, {"params": [head], "lr": 0.01}])
schedule = LambdaSchedule(optimizer, lambda t: 0.5**t)
schedule.step()
schedule.step()
example("LambdaSchedule", [group["lr"] for group in optimizer.param_groups], [0.025, 0.0025])

# %% plot
import matplotlib.pyplot as plt

optimizer = torch.optim.SGD([{"params": [body], "lr": 0.1}, {"params": [head], "lr": 0.01}])
schedule = LambdaSchedule(optimizer, lambda t: 0.9**t)
rates = []
for _ in range(40):
    rates.append(schedule.last_lr)
    schedule.step()
plt.semilogy(rates, label=["body", "head"])
plt.xlabel("step")
plt.ylabel("learning rate")
plt.legend()
plt.show()
