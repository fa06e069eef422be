"""Plots as SVG that a page can hold: own curve in the accent colour, reference in ink and dashed, labels at the lines.

Theory of operation. matplotlib draws with text as text and a fixed salt, so the same numbers give the same bytes. Its `style`
attributes would be refused by the pages' content security policy, so they become attributes, and colours become classes:
`s-accent`, `f-ink` … take the page's tokens, so one picture serves light and dark. Labels are drawn in English, for which matplotlib
has a font, and become Korean in the SVG: text stays text, and the reader's browser has the font.
"""

from __future__ import annotations

import io
import math
import re
import threading
from typing import Any
from xml.etree import ElementTree

from grader.feedback.shows import Plot
from grader.judge.report import Text

_TOKENS = {"#1c1c1e": "ink", "#1d4ed8": "accent", "#5b6068": "muted", "#d9dce1": "line"}
INK, ACCENT, MUTED, LINE = _TOKENS
_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = {
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "stroke-linecap",
    "stroke-opacity",
    "fill-opacity",
    "opacity",
    "text-anchor",
}
_KOREAN = {"yours": "여러분", "reference": "정답", "step": "스텝", "distance": "거리", "learning rate": "학습률"}
_PEN = threading.Lock()  # matplotlib's settings and caches belong to the whole process, and several graders may draw in it


def draw(shown: dict[str, Any]) -> list[Plot]:
    """The plots of one answer of `grader.judge.show`."""
    with _PEN:
        return {"descent": _descent, "curve": _curve}[shown["kind"]](shown)


def _both(make: Any) -> Text:
    return {"en": make("en"), "ko": make("ko")}


def _descent(shown: dict[str, Any]) -> list[Plot]:
    student, reference = shown["student"], shown["reference"]
    apart = [math.dist(a, b) for a, b in zip(student, reference, strict=False)][1:]
    first = _moved(student), _moved(reference)
    lr = shown["lr"]
    same = len(student) == len(reference) and max(apart) <= 1e-6
    path = Plot(
        name="path",
        title={"en": f"Down the public valley, η = {lr:g}", "ko": f"공개된 골짜기를 내려가요, η = {lr:g}"},
        svg=_both(lambda language: _contours(shown, language)),
        text=_descent_words(first, lr, same),
    )
    if same:
        return [path]
    told = next((k for k, distance in enumerate(apart, start=1) if distance > 1e-6), 1)
    last = f"{apart[-1]:.2g}"
    difference = Plot(
        name="difference",
        title={"en": "How far apart, step by step", "ko": "스텝마다 얼마나 떨어져 있나요"},
        svg=_both(lambda language: _distances(apart, language)),
        text={
            "en": f"The paths part at step {told}; after step {len(apart)} they are {last} apart.",
            "ko": f"{told}번째 스텝에서 갈라지고, {len(apart)}번째 스텝 뒤에는 {last}만큼 떨어져 있어요.",
        },
    )
    return [path, difference]


def _moved(path: list[list[float]]) -> float:
    return math.dist(path[0], path[1])


def _descent_words(first: tuple[float, float], lr: float, same: bool) -> Text:
    if same:
        return {"en": "On the public problem both paths are the same.", "ko": "공개 문제에서 두 경로가 같아요."}
    own, wanted = (f"{length / lr:.4f}" for length in first)
    if own == wanted:
        return {
            "en": "On the public problem the first step is right; the paths part later.",
            "ko": "공개 문제에서 첫 걸음은 맞고, 그 뒤에 갈라져요.",
        }
    return {
        "en": f"On the public problem your first step moves {own} · η, it should move {wanted} · η.",
        "ko": f"공개 문제에서 여러분의 첫 걸음은 {own} · η예요. {wanted} · η여야 해요.",
    }


def _curve(shown: dict[str, Any]) -> list[Plot]:
    pairs = [(s, a, b) for s, a, b in zip(shown["steps"], shown["student"], shown["reference"], strict=True) if b is not None]
    off = [(s, a, b) for s, a, b in pairs if a is None or abs(a - b) > 1e-9 + 1e-6 * abs(b)]
    text = {"en": "Both curves are the same.", "ko": "두 곡선이 같아요."}
    if off:
        step, own, wanted = off[0]
        said = "–" if own is None else f"{own:.4g}"
        text = {
            "en": f"With the example's settings the curves first differ at step {step}: yours is {said}, it should be {wanted:.4g}.",
            "ko": f"예시의 설정에서 {step}번째 스텝부터 달라요. 여러분은 {said}, 정답은 {wanted:.4g}이에요.",
        }
    return [
        Plot(name="curve", title={"en": "The schedule", "ko": "스케줄"}, svg=_both(lambda language: _schedule(shown, language)), text=text)
    ]


def _figure(width: float = 7.6, height: float = 4.2) -> tuple[Any, Any]:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    matplotlib.rcParams["svg.fonttype"], matplotlib.rcParams["svg.hashsalt"] = "none", "allclose"
    matplotlib.rcParams["axes.unicode_minus"] = True
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("bottom", "left"):
        axes.spines[side].set_color(MUTED)
    axes.tick_params(colors=INK, labelsize=11)
    figure.patch.set_visible(False)
    axes.patch.set_visible(False)
    return figure, axes


def _contours(shown: dict[str, Any], language: str) -> str:
    import numpy as np

    figure, axes = _figure()
    points = np.array([*shown["student"], *shown["reference"]])
    w = shown["weights"]
    low, high = np.clip(points.min(axis=0), -3, 0), np.clip(points.max(axis=0), 0, 3)
    margin = 0.15 * np.maximum(high - low, 0.4)
    x, y = (np.linspace(a, b, 90) for a, b in zip(low - margin, high + margin, strict=True))
    z = 0.5 * (w[0] * x[None, :] ** 2 + w[1] * y[:, None] ** 2)
    axes.contour(x, y, z, levels=np.geomspace(0.01, max(float(z.max()) * 0.9, 0.1), 9), colors=LINE, linewidths=0.9)
    axes.plot(*np.array(shown["reference"]).T, color=INK, linestyle=(0, (5, 3)), linewidth=1.8)
    axes.plot(*np.array(shown["student"]).T, color=ACCENT, linewidth=2.2, marker="o", markersize=3.2)
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(y[0], y[-1])
    axes.locator_params(nbins=6)
    axes.set_xlabel("w₁", color=INK, fontsize=12)
    axes.set_ylabel("w₂", color=INK, fontsize=12)
    _label_ends(axes, shown["student"], shown["reference"])
    return _inline(figure, "path", language)


def _label_ends(axes: Any, student: list[list[float]], reference: list[list[float]]) -> None:
    """A word near each line: the reference's at its end, the student's where it is farthest from there."""
    end = reference[-1]
    far = max(student, key=lambda point: math.dist(point, end) if point is not student[0] else 0.0)
    side = 1 if far[1] <= end[1] else -1
    for place, name, colour, up in ((end, "reference", INK, side), (far, "yours", ACCENT, -side)):
        offset = (8, 10 if up > 0 else -18)
        axes.annotate(name, place, offset, textcoords="offset points", color=colour, fontsize=12)


def _distances(apart: list[float], language: str) -> str:
    figure, axes = _figure(height=3.2)
    axes.semilogy(range(1, len(apart) + 1), [max(d, 1e-12) for d in apart], color=ACCENT, linewidth=2, marker="o", markersize=3.2)
    axes.yaxis.set_major_formatter("{x:.0e}")
    axes.yaxis.set_minor_formatter("")
    axes.set_xlabel("step", color=INK, fontsize=12)
    axes.set_ylabel("distance", color=INK, fontsize=12, labelpad=26)
    return _inline(figure, "difference", language)


def _schedule(shown: dict[str, Any], language: str) -> str:
    figure, axes = _figure()
    steps = shown["steps"]
    curves = {name: [math.nan if v is None else v for v in shown[name]] for name in ("student", "reference")}
    axes.plot(steps, curves["student"], color=ACCENT, linewidth=2.4)
    axes.plot(steps, curves["reference"], color=INK, linestyle=(0, (5, 3)), linewidth=1.6)
    axes.set_xlabel("step", color=INK, fontsize=12)
    axes.set_ylabel("learning rate", color=INK, fontsize=12)
    for name, label, colour, place, dy in (("student", "yours", ACCENT, 3, 8), ("reference", "reference", INK, 2, -16)):
        k = min(len(steps) - 1, len(steps) * place // 5)
        if not math.isnan(curves[name][k]):
            axes.annotate(label, (steps[k], curves[name][k]), (0, dy), textcoords="offset points", color=colour, fontsize=12)
    return _inline(figure, "curve", language)


def _inline(figure: Any, picture: str, language: str) -> str:
    """The figure as an SVG element in the language, without styles, ids of others, or metadata."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ElementTree.fromstring(out.getvalue())
    text = ElementTree.tostring(root, encoding="unicode")
    used = set(re.findall(r"#([A-Za-z][\w.-]*)", text))
    for parent in root.iter():
        for child in [c for c in parent if c.tag in (f"{_SVG}style", f"{_SVG}metadata")]:
            parent.remove(child)
    for element in root.iter():
        _plain(element, used, f"{picture}-{language}")
        if language == "ko" and element.tag == f"{_SVG}text":
            element.text = _KOREAN.get(element.text or "", element.text)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    root.set("stroke-linejoin", "round")
    return ElementTree.tostring(root, encoding="unicode")


def _plain(element: Any, used: set[str], name: str) -> None:
    classes = []
    for part in element.attrib.pop("style", "").split(";"):
        key, _, value = (text.strip() for text in part.partition(":"))
        if key in ("fill", "stroke"):
            if value in _TOKENS:
                classes.append(f"{key[0]}-{_TOKENS[value]}")
            else:
                element.set(key, value)
        elif key == "font" and (size := re.search(r"([\d.]+)px", value)):
            element.set("font-size", size[1])
        elif key in _KEPT:
            element.set(key, value)
    if classes:
        element.set("class", " ".join(classes))
    id = element.attrib.pop("id", None)
    if id in used:
        element.set("id", f"{name}-{id}")
    for key, value in list(element.attrib.items()):
        if key.endswith("href") and value.startswith("#"):
            element.set(key, f"#{name}-{value[1:]}")
        elif value.startswith("url(#"):
            element.set(key, value.replace("url(#", f"url(#{name}-"))
