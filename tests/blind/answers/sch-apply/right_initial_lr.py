"""Keeps only t and the base rates keyed by position in a dict."""
class LambdaSchedule:
    def __init__(self, optimizer: Optimizer, fn: Callable[[int], float]):
        self._opt, self._fn = optimizer, fn
        self._s = {"count": -1, "base": {}, "rates": []}
        self.step()

    @property
    def last_lr(self):
        return list(self._s["rates"])

    def step(self) -> None:
        s = self._s
        s["count"] += 1
        f = self._fn(s["count"])
        rates = []
        for i, group in enumerate(self._opt.param_groups):
            rates.append(s["base"].setdefault(i, group["lr"]) * f)
            group["lr"] = rates[-1]
        s["rates"] = rates

    def state_dict(self) -> dict:
        return copy.deepcopy(self._s)

    def load_state_dict(self, state: dict) -> None:
        self._s = copy.deepcopy(state)
