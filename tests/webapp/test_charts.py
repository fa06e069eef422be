from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from webapp import charts
from webapp.charts import Bar, Box, Point

EVIL = '<script>alert("1")</script>'
DRAWN = {
    "columns": lambda label: charts.columns(
        [Bar(label=label, value=3, first=1), Bar(label="b", value=0)], says=label, axis=label, mark=(1, label)
    ),
    "rows": lambda label: charts.rows([Bar(label=label, value=0.5), Bar(label="b", value=-0.2, note=label)], says=label, most=1.0),
    "boxes": lambda label: charts.boxes(
        [Box(label=label, low=0, quarter=0.2, median=0.5, three_quarters=0.7, high=1.1, note=label)], says=label
    ),
    "plane": lambda label: charts.plane([Point(x=0.5, y=0.2, label=label), Point(x=2, y=-1)], says=label, across=label, up=label),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_a_picture_with_words_and_nothing_that_a_policy_refuses(name):
    svg = str(DRAWN[name](EVIL))
    root = ElementTree.fromstring(svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", EVIL)
    assert "<script" not in svg
    assert not re.search(r"\s(style|on\w+|href)=", svg)


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_drawn_outside_the_picture(name):
    root = ElementTree.fromstring(str(DRAWN[name]("a")))
    width, height = map(float, root.get("viewBox", "").split()[2:])
    for rect in root.iter("rect"):
        x, y, w, h = (float(rect.get(key, "")) for key in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + w <= width + 0.1 and y + h <= height + 0.1
    for circle in root.iter("circle"):
        assert 0 <= float(circle.get("cx", "")) <= width and 0 <= float(circle.get("cy", "")) <= height


def test_bars_are_as_long_as_their_values():
    root = ElementTree.fromstring(str(charts.rows([Bar(label="a", value=1), Bar(label="b", value=2)], says="")))
    short, long = (float(rect.get("width", "")) for rect in root.iter("rect"))
    assert long == pytest.approx(2 * short, abs=0.11)


def test_no_bars_are_an_empty_picture():
    for draw in (charts.columns, charts.rows):
        ElementTree.fromstring(str(draw([], says="nothing")))
