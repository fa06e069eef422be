"""What a student's cells and outputs become: text and pictures, never markup that acts."""

from __future__ import annotations

import base64
import json

import pytest

from grader.errors import SubmissionError
from webapp.cells import LARGEST_PICTURE, cells

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
RELEASED = [
    {"id": "intro", "role": "intro", "type": "markdown", "source": "# Lab", "exercise": None},
    {"id": "opt-adam-statement", "role": "statement", "type": "markdown", "source": "## Adam", "exercise": "opt-adam"},
    {"id": "opt-adam", "role": "answer", "type": "code", "source": "def Adam(): ...", "exercise": "opt-adam"},
    {"id": "opt-adam-example", "role": "example", "type": "code", "source": "example()", "exercise": "opt-adam"},
]


def shown(*added, outputs=(), answer="def Adam(): return 1"):
    held = [
        {"cell_type": "markdown", "id": "intro", "metadata": {}, "source": "# Lab"},
        {"cell_type": "code", "id": "opt-adam", "metadata": {}, "source": answer, "outputs": list(outputs)},
        *added,
    ]
    data = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": held}).encode()
    return cells(RELEASED, "a.ipynb", data, marked={})


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def display(**data):
    return {"output_type": "display_data", "metadata": {}, "data": {name.replace("_", "/"): value for name, value in data.items()}}


def test_what_was_released_and_not_touched_is_left_out():
    assert [(cell.number, cell.role) for cell in shown()] == [(2, "answer")]


def test_own_text_and_code_belong_to_the_exercise_above_them():
    found = shown(
        {"cell_type": "markdown", "id": "x", "metadata": {}, "source": "Because m starts at zero."},
        {"cell_type": "code", "id": "y", "metadata": {}, "source": "print(1)", "outputs": [stream("1\n")]},
    )
    assert [(cell.exercise, cell.kind, cell.role) for cell in found[1:]] == [("opt-adam", "text", "own"), ("opt-adam", "code", "own")]
    assert found[2].outputs[0].text == "1\n"


def test_a_released_cell_that_was_run_shows_its_output_alone():
    ran = {"cell_type": "code", "id": "opt-adam-example", "metadata": {}, "source": "example()", "outputs": [stream("✓")]}
    assert [(cell.source, cell.outputs[0].text) for cell in shown(ran)[1:]] == [("", "✓")]


def test_terminal_colours_go_and_characters_that_hide_are_spelt_out():
    assert shown(outputs=[stream("\x1b[31mred\x1b[0m \u202e")])[0].outputs[0].text == "red \\u202e"


def test_a_picture_is_shown_if_it_begins_as_one():
    good = display(image_png=base64.b64encode(PNG).decode())
    assert shown(outputs=[good])[0].outputs[0].picture.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    "data",
    [
        {"image_png": base64.b64encode(b"<svg onload=alert(1)>").decode()},
        {"image_png": "not base64 !"},
        {"image_png": ["a", 1]},
        {"image_png": base64.b64encode(PNG + b"0" * LARGEST_PICTURE).decode()},
        {"image_svg+xml": "<svg onload='alert(1)'/>"},
        {"text_html": "<script>alert(1)</script>"},
        {"application_javascript": "alert(1)"},
    ],
    ids=lambda data: next(iter(data)),
)
def test_everything_else_is_named_and_not_shown(data):
    found = shown(outputs=[display(**data)])[0].outputs[0]
    assert found.left_out and not found.picture and not found.text


def test_of_html_with_plain_text_the_text_is_shown():
    assert shown(outputs=[display(text_html="<b>1</b>", text_plain="1")])[0].outputs[0].text == "1"


@pytest.mark.parametrize(
    "outputs", [[7], [None], [{"output_type": "stream", "text": {"a": 1}}], [{"output_type": "error", "traceback": 5}], [{"data": []}]]
)
def test_outputs_of_another_shape_are_no_outputs(outputs):
    assert shown(outputs=outputs)[0].outputs == ()


def test_a_flood_of_outputs_is_cut_and_says_so():
    found = shown(outputs=[stream(str(n)) for n in range(50)])[0].outputs
    assert len(found) == 21 and found[-1].left_out == "+30"


def test_what_is_no_notebook_is_refused_with_words():
    with pytest.raises(SubmissionError, match="not a notebook"):
        cells(RELEASED, "a.ipynb", b'{"nbformat": 4, "cells": 5}' + b"x", marked={})
