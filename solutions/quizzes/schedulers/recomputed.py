"""Every stated number of this quiz, computed a second way."""

import math


def _lecture(t, total=1000, base=1e-4):
    """The schedule step by step: a list of the rates of all steps."""
    rates = [base * step / 100 for step in range(100)] + [base] * 400 + [base / 10] * 250 + [base / 100] * 250
    assert len(rates) == total
    return rates[t]


def SC1(values):
    return _lecture(50)


def SC2(values):
    return _lecture(900)


def SC3(values):
    rate = values["lr0"]
    for _ in range(values["e"]):
        rate -= rate / 100
    return rate


def SC4(values):
    return values["lr_min"] + (0.1 - values["lr_min"]) * math.cos(math.pi * values["u"] / 2) ** 2


def SC6(values):
    return {"constant": 0.1, "linear": 0.1 * (1 - 0.9), "cosine": 0.1 * math.cos(0.9 * math.pi / 2) ** 2}


def stated():
    yield "SC6 cosine at 90 %", round(0.1 * math.cos(0.9 * math.pi / 2) ** 2, 5), 0.00245
    yield "SC8 half the peak", 100 / 200, 0.5
