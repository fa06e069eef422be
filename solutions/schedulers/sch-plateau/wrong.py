import math


def build(
    *,
    enough="more",
    reset=True,
    against="best",
    rule="relative",
    on_reduction="keep",
    nan="bad",
    fresh=True,
    lower="current",
    mode="min",
):
    class Plateau:
        def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
            self.lr0 = self.lr = lr
            self.factor, self.patience, self.threshold = factor, patience, threshold
            self.own = {"best": math.inf if mode == "min" else -math.inf, "bad": 0, "last": math.inf}

        def step(self, metric):
            state = self.own
            compared = state["last"] if against == "last" else state["best"]
            state["last"] = metric
            if self._better(metric, compared):
                state["best"] = metric
                if fresh:
                    state["bad"] = 0
            else:
                state["bad"] += 1
                if rule == "drifts" and metric < state["best"]:
                    state["best"] = metric
            if state["bad"] > self.patience or (enough == "equal" and state["bad"] >= self.patience):
                self._lower(state, metric)
            return self.lr

        def _lower(self, state, metric):
            if lower == "initial":
                self.lr = self.lr0 * self.factor
            elif lower == "subtract":
                self.lr -= self.factor
            elif lower == "divide":
                self.lr /= self.factor
            else:
                self.lr *= self.factor
            if reset:
                state["bad"] = 0
            if on_reduction == "forget":
                state["best"] = math.inf
            if on_reduction == "current":
                state["best"] = metric

        def _better(self, metric, best):
            if nan == "good" and metric != metric:
                return True
            if mode == "max":
                return metric > best * (1 + self.threshold)
            if rule == "absolute":
                return metric < best - self.threshold
            if rule == "plain" or rule == "inclusive":
                return metric < best if rule == "plain" else metric <= best * (1 - self.threshold)
            if rule == "wrong way":
                return metric < best * (1 + self.threshold)
            if nan == "negated":
                return not metric >= best * (1 - self.threshold)
            return metric < best * (1 - self.threshold)

    return Plateau


def one_epoch_early():
    """One epoch early.

    The rate is lowered when bad > patience, not when bad ≥ patience.
    """
    return {"enough": "equal"}


def counter_not_reset():
    """Reduces every epoch.

    After a reduction the counter starts again at 0.
    """
    return {"reset": False}


def compares_with_previous():
    """Compare with the best.

    The previous value is no yardstick: a bump would make the next value look like progress.
    """
    return {"against": "last"}


def absolute_threshold():
    """This looks like: absolute threshold.

    Better means m < best · (1 − threshold).
    """
    return {"rule": "absolute"}


def threshold_ignored():
    """The threshold is ignored: tiny improvements must not count."""
    return {"rule": "plain"}


def threshold_wrong_way():
    """The threshold goes the wrong way: 1 − threshold, not 1 + threshold."""
    return {"rule": "wrong way"}


def not_strict():
    """A value equal to best · (1 − threshold) is no improvement: compare with <, not with <=."""
    return {"rule": "inclusive"}


def best_creeps():
    """The best creeps down with improvements too small to count: it changes only when an improvement counts."""
    return {"rule": "drifts"}


def best_forgotten():
    """This looks like: best reset on reduction.

    The best value is kept for good.
    """
    return {"on_reduction": "forget"}


def best_becomes_current():
    """This looks like: best reset on reduction.

    The best value is kept; the current metric does not replace it.
    """
    return {"on_reduction": "current"}


def nan_is_good():
    """NaN is taken for an improvement: compare with <, which is false for NaN."""
    return {"nan": "good"}


def nan_by_negation():
    """NaN is taken for an improvement: compare with <, which is false for NaN.

    not (m >= …) is true for NaN.
    """
    return {"nan": "negated"}


def counter_kept_on_improvement():
    """The counter is not reset on improvement: only bad metrics in a row count."""
    return {"fresh": False}


def from_the_initial_rate():
    """Every reduction starts from the initial rate: the current one must be multiplied."""
    return {"lower": "initial"}


def subtracts():
    """The factor is subtracted; multiply by it."""
    return {"lower": "subtract"}


def divides():
    """Divides by the factor: the rate grows."""
    return {"lower": "divide"}


def larger_is_better():
    """Larger metrics are taken for better ones; this one watches a loss."""
    return {"mode": "max"}
