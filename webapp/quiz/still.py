"""Figures of questions drawn by the server: what a page without scripts shows beside the number fields, at the position last saved."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from webapp.quiz.attempts import Shown
from webapp.quiz.trusted import function
from webapp.quiz.words import AnswerError

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 60, 470, 14, 256
Point = tuple[float, float]

# Question settings → the figure's own names: module, fixed values, {form field: control of the figure}.
MODULES = {"FIG-BV": "bv", "FIG-L12": "l12", "FIG-LSTM": "lstm", "FIG-SCH": "sch", "FIG-FLAT": "flat"}
WORDS = {
    "FIG-BV": ("Bias², variance and total error by degree.", "차수에 따른 편향², 분산, 총오차예요."),
    "FIG-L12": ("The L1 and the L2 solution at this rotation.", "이 회전 각도에서의 L1 해와 L2 해예요."),
    "FIG-LSTM": ("Gradient left after k steps back.", "k단계 거슬러 갔을 때 남은 기울기예요."),
    "FIG-SCH": ("Learning rate over the steps; the mark is at step {step}.", "스텝에 따른 학습률이에요. 세로선은 {step}번째 스텝이에요."),
    "FIG-FLAT": ("Training loss and shifted test loss at two minima.", "두 최소점에서의 훈련 손실과 옮겨진 테스트 손실이에요."),
}


def mounting(question: Shown, form: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, Any], dict[str, dict[str, Any]]]:
    """The script's module, the values it starts with, and which control each form field moves."""
    spec: Any = question.spec
    at = _position(question, form)
    module = MODULES[spec.figure]
    s = spec.settings
    values: dict[str, Any]
    if module == "bv":
        values = {"n": s["n"], "sigma": s["sigma"], "lambda": s["lambda"], "degree": round(at["degree"])}
    elif module == "l12":
        values = {
            "ols": [s["theta1"], s["theta2"]],
            "low": s["low"],
            "high": s["high"],
            "lambda": s["lambda"],
            "kind": "both",
            "angle": at["angle"],
        }
    elif module == "lstm":
        values = {"T": s["steps"], "f": at["f"]}
    elif module == "sch":
        values = {"kind": "constant", "T": s["total"], "t": s["step"], "lr0": 1, "W": at["W"]}
    else:
        values = {"shift": s["shift"], "sharpness": s["sharp"], "flatness": s["flat"], "minimum": "flat" if at["minimum"] else "sharp"}
    bind: dict[str, dict[str, Any]] = {control.key: {"control": control.key} for control in spec.controls}
    for control in spec.controls:
        if not control.choices:
            bind[control.key] |= {"min": control.minimum, "max": control.maximum, "step": control.step}
    return module, values, bind


def draw(question: Shown, form: Mapping[str, Sequence[str]], language: str) -> Markup | None:
    """The figure as SVG with a title, or None if the question has none."""
    spec: Any = question.spec
    if spec.type != "figure":
        return None
    curves, marks = _DRAWN[spec.figure](spec, _position(question, form))
    words = WORDS[spec.figure][language == "ko"].format(**{k: v for k, v in spec.settings.items() if isinstance(v, (int, float))})
    return _svg(curves, marks, words)


def _position(question: Shown, form: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Where the controls stand: the saved answer if it can be read, else the start."""
    try:
        found: dict[str, float] = question.parse({name: list(values) for name, values in form.items()})
        return found
    except AnswerError:
        spec: Any = question.spec
        return {control.key: float(control.start or 0) for control in spec.controls}


def _bv(spec: Any, at: Mapping[str, float]) -> tuple[dict[str, list[Point]], list[float]]:
    s = spec.settings
    found = function(spec.home, "curves")(int(s["n"]), s["sigma"], s["lambda"])
    top = 2.0
    return {name: [(k, v) for k, v in enumerate(found[name]) if v <= top] for name in ("bias2", "variance", "total")}, [at["degree"]]


def _lstm(spec: Any, at: Mapping[str, float]) -> tuple[dict[str, list[Point]], list[float]]:
    steps = int(spec.settings["steps"])
    curve = [(float(k), at["f"] ** k) for k in range(steps + 1)]
    return {f"{at['f']:g}^k": curve, "0.1": [(0, 0.1), (steps, 0.1)], "0.2": [(0, 0.2), (steps, 0.2)]}, [steps]


def _sch(spec: Any, at: Mapping[str, float]) -> tuple[dict[str, list[Point]], list[float]]:
    s = spec.settings
    return {"lr": [(0, 0), (at["W"], 1), (s["total"], 1)], "1/2": [(0, 0.5), (s["total"], 0.5)]}, [s["step"]]


def _flat(spec: Any, at: Mapping[str, float]) -> tuple[dict[str, list[Point]], list[float]]:
    s = spec.settings

    def loss(x: float) -> float:
        return float(min(0.5 * s["sharp"] * (x + 1.5) ** 2, 0.5 * s["flat"] * (x - 1.5) ** 2, 1.2))

    xs = [-3 + 6 * k / 240 for k in range(241)]
    return {"train": [(x, loss(x)) for x in xs], "test": [(x, loss(x - s["shift"])) for x in xs]}, [1.5 if at["minimum"] else -1.5]


def _l12(spec: Any, at: Mapping[str, float]) -> tuple[dict[str, list[Point]], list[float]]:
    s = spec.settings
    found = function(spec.home, spec.measure)({**s, **at})
    turn = math.radians(at["angle"])
    around = [2 * math.pi * k / 72 for k in range(73)]
    c, d = math.cos(turn), math.sin(turn)

    def ellipse(size: float) -> list[Point]:
        a, b = math.sqrt(2 * size / s["low"]), math.sqrt(2 * size / s["high"])
        return [
            (s["theta1"] + a * math.cos(t) * c - b * math.sin(t) * d, s["theta2"] + a * math.cos(t) * d + b * math.sin(t) * c)
            for t in around
        ]

    def cross(x: float, y: float) -> list[Point]:
        return [(x - 0.06, y), (x + 0.06, y), (x, y), (x, y + 0.06), (x, y - 0.06)]

    size = abs(found["l1_1"]) + abs(found["l1_2"])
    diamond = [(size, 0.0), (0.0, size), (-size, 0.0), (0.0, -size), (size, 0.0)]
    curves = {"loss": ellipse(0.1), "L1": cross(found["l1_1"], found["l1_2"]), "L2": cross(found["l2_1"], found["l2_2"]), "‖θ‖₁": diamond}
    return curves, [0.0]


_DRAWN: dict[str, Callable[[Any, Mapping[str, float]], tuple[dict[str, list[Point]], list[float]]]] = {
    "FIG-BV": _bv,
    "FIG-L12": _l12,
    "FIG-LSTM": _lstm,
    "FIG-SCH": _sch,
    "FIG-FLAT": _flat,
}
_KINDS = ("own", "first", "second", "reference")


def _svg(curves: Mapping[str, Sequence[Point]], marks: Sequence[float], words: str) -> Markup:
    points = [point for curve in curves.values() for point in curve]
    low_x, high_x = min(p[0] for p in points), max(p[0] for p in points)
    low_y, high_y = min(0.0, *(p[1] for p in points)), max(p[1] for p in points)

    def x(value: float) -> str:
        return f"{LEFT + (RIGHT - LEFT) * (value - low_x) / ((high_x - low_x) or 1):.1f}"

    def y(value: float) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * (value - low_y) / ((high_y - low_y) or 1):.1f}"

    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">']
    parts.append(f'<path class="rule" d="M{LEFT},{TOP}V{BOTTOM}H{RIGHT}" fill="none"/>')
    for value in (low_x, high_x):
        parts.append(f'<text class="label" x="{x(value)}" y="{BOTTOM + 20}" text-anchor="middle">{value:.4g}</text>')
    for value in (low_y, high_y):
        parts.append(f'<text class="label" x="{LEFT - 6}" y="{y(value)}" text-anchor="end">{value:.3g}</text>')
    parts += [f'<path class="rule mark" d="M{x(value)},{TOP}V{BOTTOM}"/>' for value in marks]
    for place, (name, curve) in enumerate(curves.items()):
        kind = _KINDS[place % len(_KINDS)]
        parts.append(f'<path class="curve {kind}" d="M{"L".join(f"{x(a)},{y(b)}" for a, b in curve)}"/>')
        end = curve[-1]
        parts.append(
            f'<text class="end {kind}" x="{float(x(end[0])) + 6:.1f}" y="{float(y(end[1])) + 4 + 14 * (place % 2):.1f}">{escape(name)}</text>'
        )
    return Markup("".join([*parts, "</svg>"]))
