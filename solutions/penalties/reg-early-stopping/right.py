import copy
import math


def deep_copy():
    """copy.deepcopy, and patience counted down."""

    class EarlyStopping:
        def __init__(self, patience=5, min_delta=0.0, mode="min"):
            self.patience, self.min_delta, self.mode = max(1, patience), min_delta, mode
            self.left = self.patience
            self.best, self.best_epoch, self.best_state, self.epoch = None, None, None, -1

        def better(self, value):
            if math.isnan(value):
                return False
            if self.best is None:
                return True
            gain = self.best - value if self.mode == "min" else value - self.best
            return gain > self.min_delta

        def update(self, value, state):
            self.epoch += 1
            if self.better(value):
                self.best, self.best_epoch, self.best_state = value, self.epoch, copy.deepcopy(state)
                self.left = self.patience
                return False
            self.left -= 1
            return self.left <= 0

        def restore(self, model):
            model.load_state_dict(copy.deepcopy(self.best_state))

    return EarlyStopping


def history():
    """The whole history, looked through again every time."""

    class EarlyStopping:
        def __init__(self, patience=5, min_delta=0.0, mode="min"):
            self.patience, self.min_delta = patience, min_delta
            self.flip = -1.0 if mode == "max" else 1.0
            self.values, self.best_state = [], None

        @property
        def best_epoch(self):
            best = None
            for epoch, value in enumerate(self.values):
                if value == value and (best is None or self.flip * value + self.min_delta < self.flip * self.values[best]):
                    best = epoch
            return best

        @property
        def best(self):
            return self.values[self.best_epoch]

        def update(self, value, state):
            self.values.append(value)
            best = self.best_epoch
            since = len(self.values) if best is None else len(self.values) - 1 - best
            if since == 0:
                self.best_state = {}
                for name in state:
                    self.best_state[name] = state[name].clone()
            return since > 0 and since >= self.patience

        def restore(self, model):
            own = model.state_dict()
            for name, tensor in self.best_state.items():
                own[name].copy_(tensor)

    return EarlyStopping
