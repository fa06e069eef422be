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
    ("drop", {"kind": "dropout", "train": False, "n": 10}, {"kept": 5}),
    ("drop", {"kind": "dropout", "p": 0.0, "n": 10}, {"kept": 5}),
]  # fmt: skip
