def kept_in_self():
    """Initial rates in a list of the schedule."""

    class LambdaSchedule:
        def __init__(self, optimizer, fn):
            self.optimizer, self.fn = optimizer, fn
            self.t, self.base_lrs = -1, []
            self.step()

        def step(self):
            self.t += 1
            groups = self.optimizer.param_groups
            self.base_lrs += [group["lr"] for group in groups[len(self.base_lrs) :]]
            for group, base in zip(groups, self.base_lrs, strict=True):
                group["lr"] = base * self.fn(self.t)

        @property
        def last_lr(self):
            return [group["lr"] for group in self.optimizer.param_groups]

        def state_dict(self):
            return {"t": self.t, "base_lrs": list(self.base_lrs)}

        def load_state_dict(self, state):
            self.t, self.base_lrs = state["t"], list(state["base_lrs"])

    return LambdaSchedule


def kept_in_group():
    """Initial rates under a key of the groups; load without touching the rates."""

    class LambdaSchedule:
        def __init__(self, optimizer, fn):
            self.optimizer, self.fn, self.count = optimizer, fn, 0
            self.set_rates()

        def set_rates(self):
            self.last_lr = []
            for group in self.optimizer.param_groups:
                if "base" not in group:
                    group["base"] = group["lr"]
                group["lr"] = self.fn(self.count) * group["base"]
                self.last_lr.append(group["lr"])

        def step(self):
            self.count = self.count + 1
            self.set_rates()

        def state_dict(self):
            return {key: value for key, value in vars(self).items() if key not in ("optimizer", "fn")}

        def load_state_dict(self, state):
            vars(self).update(state)

    return LambdaSchedule
