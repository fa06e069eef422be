import copy
import math


def build(
    *,
    reset=True,
    against="best",
    enough=0,
    keep="clone",
    delta="strict",
    drift="",
    back="best",
    nan="bad",
    mode="given",
    first=0,
    zero="handled",
    said="bool",
    state_when="best",
):
    class EarlyStopping:
        def __init__(self, patience=5, min_delta=0.0, mode="min"):
            self.patience, self.min_delta = patience, min_delta
            self.sign = -1 if _is_max(mode) else 1
            self.best = self.last = self.sign * math.inf
            self.best_epoch, self.best_state, self.latest = -1, {}, {}
            self.epoch, self.bad = first, 0

        def update(self, value, state):
            reference = self.last if against == "last" else self.best
            self.last = value
            self.latest = copy.deepcopy(dict(state))
            good = _better(delta, nan, self.sign * value, self.sign * reference, self.min_delta)
            if good:
                self.best, self.best_epoch = value, self.epoch
                self.best_state = _kept(keep, state)
                if reset:
                    self.bad = 0
            else:
                self.bad += 1
                if drift and self.sign * value < self.sign * self.best:
                    self.best = value
                    if drift == "with state":
                        self.best_epoch, self.best_state = self.epoch, _kept(keep, state)
            if state_when == "always":
                self.best_state = _kept(keep, state)
            self.epoch += 1
            limit = self.patience + enough
            stop = self.bad >= (max(limit, 1) if zero == "handled" else limit)
            return None if said == "nothing" else (not stop if said == "opposite" else stop)

        def restore(self, model):
            if back == "nothing":
                return
            model.load_state_dict(self.latest if back == "last" else self.best_state)

    def _is_max(given):
        return {"given": given == "max", "ignored": False, "swapped": given == "min"}[mode]

    return EarlyStopping


def _better(delta, nan, value, best, min_delta):
    if nan == "good" and value != value:
        return True
    if nan == "negated":
        return not value >= best - min_delta
    if delta == "ignored":
        return value < best
    if delta == "inclusive":
        return value <= best - min_delta
    if delta == "added":
        return value < best + min_delta
    if delta == "relative":
        return value < best - abs(best) * min_delta if math.isfinite(best) else value < best
    return value < best - min_delta


def _kept(keep, state):
    if keep == "reference":
        return state
    if keep == "shallow":
        return dict(state)
    if keep == "detached":
        return {name: tensor.detach() for name, tensor in state.items()}
    return {name: tensor.detach().clone() for name, tensor in state.items()}


def counter_not_reset():
    """Reset the counter on improvement."""
    return {"reset": False}


def compares_with_previous():
    """Compare with the best so far; small fluctuations fool you."""
    return {"against": "last"}


def one_epoch_late():
    """Stops one epoch late.

    Stop when bad ≥ patience, not when bad > patience.
    """
    return {"enough": 1}


def one_epoch_early():
    """Stops one epoch early: patience counts the bad epochs themselves."""
    return {"enough": -1}


def only_a_reference():
    """Only a reference: it changes as training goes on. Clone it."""
    return {"keep": "reference"}


def shallow_copy():
    """Only a reference: it changes as training goes on. Clone it.

    dict(state) and state.copy() make a new dict with the same tensors.
    """
    return {"keep": "shallow"}


def detached_only():
    """Only a reference: it changes as training goes on. Clone it.

    detach() shares the memory.
    """
    return {"keep": "detached"}


def min_delta_ignored():
    """This looks like: min_delta ignored.

    Gains up to min_delta do not count.
    """
    return {"delta": "ignored"}


def not_strict():
    """This looks like: `<=`.

    An equal value is no improvement: compare strictly.
    """
    return {"delta": "inclusive"}


def min_delta_wrong_way():
    """min_delta goes the wrong way: the value must be below best − min_delta."""
    return {"delta": "added"}


def min_delta_relative():
    """min_delta is used as a share of the best value; it is an absolute difference."""
    return {"delta": "relative"}


def best_drifts():
    """best must not drift below min_delta.

    A gain that does not count must not change best.
    """
    return {"drift": "value"}


def best_drifts_with_the_state():
    """best must not drift below min_delta.

    A gain that does not count must change neither best nor what is kept.
    """
    return {"drift": "with state"}


def restores_last():
    """This looks like: restores last.

    restore must load best_state.
    """
    return {"back": "last"}


def keeps_every_state():
    """This looks like: restores last.

    The weights are kept in every epoch; keep them only on an improvement.
    """
    return {"state_when": "always"}


def restores_nothing():
    """restore does not change the model: load best_state into it."""
    return {"back": "nothing"}


def nan_is_an_improvement():
    """NaN is taken for an improvement: compare with <, which is false for NaN."""
    return {"nan": "good"}


def nan_by_negation():
    """NaN is taken for an improvement: compare with <, which is false for NaN.

    not (value >= …) is true for NaN.
    """
    return {"nan": "negated"}


def mode_ignored():
    """mode="max" is ignored: there a larger value is better."""
    return {"mode": "ignored"}


def mode_swapped():
    """The modes have changed places: "min" watches a loss, "max" an accuracy."""
    return {"mode": "swapped"}


def epoch_from_one():
    """Epochs count from 0: best_epoch is one too large."""
    return {"first": 1}


def improvement_stops():
    """With patience 0 an improvement stops the training: only an epoch without one may."""
    return {"zero": "not handled"}


def nothing_said():
    """update returns nothing: it must return True or False."""
    return {"said": "nothing"}


def opposite_said():
    """True and False have changed places: True means stop."""
    return {"said": "opposite"}
