"""What the figures must show: the same numbers computed in Python, from the references of quizzes and exercises."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch

from webapp.quiz.trusted import function, reference

SOLUTIONS = Path(__file__).parents[3] / "solutions"
QUIZZES = SOLUTIONS / "quizzes"


def bias_variance(degree: int, n: int, sigma: float, lam: float) -> dict[str, float]:
    found = function(QUIZZES / "bias-variance", "curves")(n, sigma, lam)
    total = found["total"]
    return {key: found[key][degree] for key in ("bias2", "variance", "total")} | {"noise": sigma**2, "best": total.index(min(total))}


def penalised(angle: float) -> dict[str, float]:
    values = {"theta1": 1.5, "theta2": 1.0, "low": 0.25, "high": 1.0, "lambda": 0.3, "angle": angle}
    found = function(QUIZZES / "l1-vs-l2", "solutions")(values)
    return {"w1": found["l1_1"], "w2": found["l1_2"], "r1": found["l2_1"], "r2": found["l2_2"]}


def walk(folder: str, exercise: str, name: str, *, steps: int = 30, kappa: float = 10.0, **options: Any) -> dict[str, float]:
    """The exercise's own optimizer on ½ (x² + κ y²) from (−2.5, 1.5)."""
    w = torch.tensor([-2.5, 1.5], dtype=torch.float64, requires_grad=True)
    optimizer = reference(SOLUTIONS / folder, exercise)[name]([w], **options)
    scale = torch.tensor([1.0, kappa], dtype=torch.float64)
    for _ in range(steps):
        optimizer.zero_grad()
        (0.5 * (scale * w**2).sum()).backward()
        optimizer.step()
    x, y = w.tolist()
    return {"loss": 0.5 * (x**2 + kappa * y**2), "x": x, "y": y}


def average(beta: float, steps: int) -> dict[str, float]:
    """The moving average of ones that starts at zero, and its correction."""
    raw = 0.0
    for _ in range(steps):
        raw = beta * raw + (1 - beta)
    return {"raw": raw, "corrected": raw / (1 - beta**steps), "bias": 1 - beta**steps}


def mixed(lam: float, cy: int, cx: int, size: int = 16) -> dict[str, float]:
    """CutMix's box, clipped, and the label that follows from what is left of the picture."""
    half = math.floor(size * math.sqrt(1 - lam)) // 2
    full = math.floor(size * math.sqrt(1 - lam))
    inside = sum(cy - half <= r < cy - half + full and cx - half <= c < cx - half + full for r in range(size) for c in range(size))
    odd = full % 2
    if odd:  # rows [cy − h//2, cy + h//2): an odd side loses one
        inside = sum(cy - half <= r < cy + half and cx - half <= c < cx + half for r in range(size) for c in range(size))
    return {"a": 1 - inside / size**2, "b": inside / size**2, "area": inside}


class Chance:
    """The figures' generator (mulberry32 and Box–Muller), so that what they draw at random can be followed here."""

    def __init__(self, seed: int) -> None:
        self.state, self.spare = seed & 0xFFFFFFFF, None

    def uniform(self) -> float:
        def times(a: int, b: int) -> int:
            return (a * b) & 0xFFFFFFFF

        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = times(self.state ^ (self.state >> 15), self.state | 1)
        t = ((t + times(t ^ (t >> 7), t | 61)) & 0xFFFFFFFF) ^ t
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296

    def normal(self) -> float:
        if self.spare is not None:
            value, self.spare = self.spare, None
            return float(value)
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        angle = 2 * math.pi * self.uniform()
        self.spare = radius * math.sin(angle)
        return radius * math.cos(angle)


def normalised(m: int, shift: float, spread: float, momentum: float) -> dict[str, float]:
    """Torch's own batch normalisation, fed the figure's thirty batches."""
    chance = Chance(11)
    layer = torch.nn.BatchNorm1d(1, momentum=momentum, dtype=torch.float64)
    for _ in range(30):
        batch = torch.tensor([[shift + spread * chance.normal()] for _ in range(m)], dtype=torch.float64)
        layer(batch)
    assert layer.running_mean is not None and layer.running_var is not None
    found = {"rm": layer.running_mean.item(), "rv": layer.running_var.item()}
    return found | {"mu": batch.mean().item(), "var": batch.var(correction=0).item(), "unbiased": batch.var(correction=1).item()}


def dropped(p: float, n: int) -> dict[str, float]:
    """The mean output over the figure's masks, each applied by the exercise's own dropout."""
    dropout, chance = reference(SOLUTIONS / "dropout", "drop-dropout")["dropout"], Chance(977)
    x = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0], dtype=torch.float64)
    total = 0.0
    for _ in range(n):
        mask = torch.tensor([float(chance.uniform() < 1 - p) for _ in x], dtype=torch.float64)
        total += dropout(x, p, mask=mask)[0].sum().item()
    return {"mean": total / n, "wanted": 15.0, "kept": mask.sum().item()}


def stopped(patience: int, least: float, noise: float) -> dict[str, float]:
    """The exercise's own early stopping, shown the figure's validation curve."""
    chance = Chance(31 + 7)
    clean = [0.35 + 0.65 * math.exp(-e / 8) + 0.00012 * e * e for e in range(60)]
    stopper = reference(SOLUTIONS / "penalties", "reg-early-stopping")["EarlyStopping"](patience=patience, min_delta=least)
    epoch = next(epoch for epoch, value in enumerate(clean) if stopper.update(value + noise * chance.normal(), {}))
    return {"stopped": epoch, "bestEpoch": stopper.best_epoch, "best": stopper.best, "truth": clean.index(min(clean))}


# figure, the values that are set, the numbers that must be shown
CASES: list[tuple[str, dict[str, Any], dict[str, float]]] = [
    *[("bv", {"degree": d, "n": 20, "sigma": 0.3, "lambda": 0}, bias_variance(d, 20, 0.3, 0.0)) for d in range(10)],
    ("bv", {"degree": 5, "n": 40, "sigma": 0.5, "lambda": 0.1}, bias_variance(5, 40, 0.5, 0.1)),
    *[
        ("l12", {"kind": "both", "ols": [1.5, 1], "low": 0.25, "high": 1, "lambda": 0.3, "angle": a}, penalised(a))
        for a in (0, 30, 60, 90, 120, 150, 180)
    ],
    *[("lstm", {"T": 50, "f": f, "w": 0.9}, {"lstm": f**50, "rnn": 0.9**50}) for f in (0.9, 0.955, 0.968, 1.0)],
    ("opt", {"rule": "sgd", "lr": 0.1}, {"loss": 0.5 * (2.5 * 0.9**30) ** 2, "x": -2.5 * 0.9**30, "y": 0.0, "limit": 0.2}),
    ("bc", {"beta": 0.9, "T": 50, "pattern": "constant"}, average(0.9, 50)),
    ("bc", {"beta": 0.99, "T": 5, "pattern": "constant"}, average(0.99, 5)),
    *[("sch", {"kind": "constant", "T": 1000, "t": 100, "lr0": 1, "W": W}, {"at": min(1, 100 / W), "peak": 1.0}) for W in (50, 200, 500)],
    *[
        ("sch", {"kind": "cosine", "T": 200, "t": t, "lr0": 0.1, "W": 0}, {"at": 0.05 * (1 + math.cos(math.pi * t / 200)), "last": 0.0})
        for t in (0, 50, 150, 200)
    ],
    ("flat", {"shift": 0.3, "sharpness": 20, "flatness": 1, "minimum": "flat"}, {"train": 0.0, "test": 0.045}),
    ("flat", {"shift": 0.3, "sharpness": 20, "flatness": 1, "minimum": "sharp"}, {"train": 0.0, "test": 0.9}),
    ("cv", {"kind": "kfold", "k": 4, "gap": 0}, {"folds": 4, "leak": 3, "odd": 4}),
    ("cv", {"kind": "time", "k": 4, "gap": 1}, {"folds": 4, "leak": 0}),
    ("cv", {"kind": "stratified", "k": 4, "gap": 0}, {"folds": 4, "odd": 0}),
    *[("mix", {"kind": "cutmix", "lam": lam, "cy": y, "cx": x}, mixed(lam, y, x)) for lam, y, x in ((0.75, 8, 8), (0.75, 0, 15), (0.3, 8, 3))],
    ("mix", {"kind": "mixup", "lam": 0.3}, {"a": 0.3, "b": 0.7}),
    ("newton", {"kind": "quartic", "x": 2, "damping": 0, "lr": 0.1}, {"slope": 4.0, "curvature": 10.0, "newton": 1.6, "gradient": 1.6}),
    ("newton", {"kind": "quadratic", "x": -1, "damping": 0, "lr": 0.1}, {"newton": 1.0, "change": -2.0}),
    *[
        ("bn", {"m": m, "shift": shift, "spread": spread, "momentum": momentum, "mode": "train"}, normalised(m, shift, spread, momentum))
        for m, shift, spread, momentum in ((16, 2, 1.5, 0.1), (2, -1, 0.5, 0.1), (64, 0, 3, 0.3))
    ],
    *[("drop", {"kind": "dropout", "p": p, "n": n, "scaled": True, "train": True}, dropped(p, n)) for p, n in ((0.5, 100), (0.2, 7), (0.9, 500))],
    *[
        ("es", {"patience": patience, "minDelta": least, "noise": noise}, stopped(patience, least, noise))
        for patience, least, noise in ((3, 0, 0.03), (8, 0, 0.03), (1, 0.01, 0.03), (0, 0, 0.1), (5, 0, 0))
    ],
    ("drop", {"kind": "dropout", "train": False, "n": 10}, {"kept": 5}),
    ("drop", {"kind": "dropout", "p": 0.0, "n": 10}, {"kept": 5}),
]  # fmt: skip
