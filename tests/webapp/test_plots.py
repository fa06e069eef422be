from __future__ import annotations

import math
import re
import warnings
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest

from grader.feedback import plots, shows

DESCENT = {
    "kind": "descent",
    "lr": 0.1,
    "start": [-1.0, 0.7],
    "weights": [1.0, 12.0],
    "student": [[-1.0, 0.7], [-0.9968, 0.6968], [-0.99, 0.69]],
    "reference": [[-1.0, 0.7], [-0.9, 0.6], [-0.8, 0.5]],
}
CURVE = {"kind": "curve", "steps": [0, 1, 2], "student": [0.1, 0.1, None], "reference": [0.1, 0.05, 0.0]}


@pytest.mark.parametrize("shown", [DESCENT, CURVE], ids=["descent", "curve"])
def test_a_picture_holds_no_style_no_script_and_the_same_bytes_each_time(shown):
    first, again = plots.draw(shown), plots.draw(shown)
    for plot, other in zip(first, again, strict=True):
        for language in ("en", "ko"):
            assert plot.svg[language] == other.svg[language]
            ElementTree.fromstring(plot.svg[language])
            assert not re.search(r"style|<script|onload|href=.http", plot.svg[language])


def test_graders_that_draw_at_once_say_nothing_into_the_log_and_the_labels_are_korean(monkeypatch):
    """No filter is relied on: filters belong to the whole process, and another thread may put back its own in between."""
    said: list[str] = []
    monkeypatch.setattr(warnings, "warn", lambda message, *more, **options: said.append(str(message)))
    with ThreadPoolExecutor(4) as graders:
        drawn = list(graders.map(plots.draw, [DESCENT, CURVE] * 4))
    assert said == []
    for path, difference in drawn[::2]:
        assert ">여러분<" in path.svg["ko"] and ">yours<" in path.svg["en"] and ">거리<" in difference.svg["ko"]
    for (curve,) in drawn[1::2]:
        assert ">학습률<" in curve.svg["ko"] and "learning rate" not in curve.svg["ko"]


def test_the_words_give_the_first_step_in_units_of_the_learning_rate():
    path, difference = plots.draw(DESCENT)
    own, wanted = math.dist([-1.0, 0.7], [-0.9968, 0.6968]) / 0.1, math.dist([-1.0, 0.7], [-0.9, 0.6]) / 0.1
    assert f"your first step moves {own:.4f} · η, it should move {wanted:.4f} · η" in path.text["en"]
    assert difference.text["en"].startswith("The paths part at step 1;")


def test_equal_paths_have_one_picture_and_say_so():
    [path] = plots.draw(DESCENT | {"student": DESCENT["reference"]})
    assert "both paths are the same" in path.text["en"]


def test_a_curve_says_where_it_first_differs():
    [curve] = plots.draw(CURVE)
    assert "first differ at step 1: yours is 0.1, it should be 0.05" in curve.text["en"]


def test_what_is_wanted_is_kept_once_drawn(tmp_path):
    sha256, suite = "a" * 64, "b" * 32

    class Report:
        pass

    report = Report()
    report.suite = suite
    assert shows.want(tmp_path, sha256, report)
    assert shows.wanted(tmp_path) == [(sha256, suite)]
    shows.keep(tmp_path, sha256, suite, {"opt-adam": plots.draw(CURVE)})
    assert shows.wanted(tmp_path) == []
    assert not shows.want(tmp_path, sha256, report)
    assert [p.name for p in shows.plots(tmp_path, sha256, suite, "en")["opt-adam"]] == ["curve"]
