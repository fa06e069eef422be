"""f multiplies the current rate, not the initial one."""
class LambdaSchedule:
    def __init__(self, optimizer: Optimizer, fn: Callable[[int], float]):
        self.optimizer, self.fn, self.t = optimizer, fn, 0
        self.initial = [group["lr"] for group in optimizer.param_groups]
        self._apply()

    def _apply(self):
        groups = self.optimizer.param_groups
        for group in groups[len(self.initial):]:
            self.initial.append(group["lr"])
        factor = self.fn(self.t)
        for group, rate in zip(groups, self.initial):
            group["lr"] = group["lr"] * factor
        self.last_lr = [group["lr"] for group in groups]

    def step(self) -> None:
        self.t += 1
        self._apply()

    def state_dict(self) -> dict:
        return {"t": self.t, "initial": list(self.initial), "last_lr": list(self.last_lr)}

    def load_state_dict(self, state: dict) -> None:
        self.t, self.initial = state["t"], list(state["initial"])
        self.last_lr = list(state["last_lr"])
