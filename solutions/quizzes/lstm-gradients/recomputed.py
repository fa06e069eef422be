"""Every stated number of this quiz, computed a second way: by running the cells and differentiating by finite differences."""

import math


def _repeated(factor, steps):
    gradient = 1.0
    for _ in range(steps):
        gradient *= factor
    return gradient


def _slope(function, at, h=1e-5):
    return (function(at + h) - function(at - h)) / (2 * h)


def LS3(values):
    return _repeated(0.9, 100)


def LS4(values):
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _repeated(middle, 100) < 0.5 else (low, middle)
    return low


def LS5(values):
    """Run the cell from c_k to c_T with something added at each step, and differentiate (the map is linear)."""

    def cell(c):
        for gate in values["f"][values["k"] :]:
            c = gate * c + 0.37
        return c

    return cell(1.0) - cell(0.0)


def LS9(values):
    return _repeated(0.25, 10)


def LS10(values):
    return _repeated(1 / (1 + math.exp(-1)), 20)


def LS11(dh, dc, o, c):
    """d/dc of dh·h'(c) + dc·c."""
    return _slope(lambda at: dh * o * math.tanh(at) + dc * at, c)


def LS15(values):
    return {"rnn-0.9": _repeated(0.9, 50), "lstm-0.99": _repeated(0.99, 50), "lstm-1": _repeated(1, 50), "rnn-1.1": _repeated(1.1, 50)}


def LS1(values):
    """∂c_t/∂c_{t−1} of f·c + i·g by finite differences, beside the options' values."""
    f, i, g = 0.7, 0.4, -0.3
    got = _slope(lambda c: f * c + i * g, 0.2)
    options = {"forget-gate": f, "input-term": i * g, "one": 1.0}
    return min(options, key=lambda key: abs(options[key] - got))


def stated():
    """Numbers in explanations."""
    yield "LS2 0.9^100", round(_repeated(0.9, 100) * 1e5, 1), 2.7
    yield "LS3 0.99^100", round(_repeated(0.99, 100), 3), 0.366
    yield "LS4 0.995^100", round(_repeated(0.995, 100), 3), 0.606
    yield "LS10 0.5^20", round(_repeated(0.5, 20) * 1e7, 1), 9.5
    yield "LS14 lower end", round(0.1 ** (1 / 50), 5), 0.95499
    yield "LS14 upper end", round(0.2 ** (1 / 50), 5), 0.96832
    yield "LS15 0.9^50", round(_repeated(0.9, 50), 5), 0.00515
    yield "LS15 1.1^50", round(_repeated(1.1, 50), 1), 117.4
