"""A notebook's bytes become plain strings, or a sentence that says what to do."""

from __future__ import annotations

import json

import pytest

from grader.inside.reading import read


def notebook(*cells, nbformat=4, **more) -> bytes:
    return json.dumps({"nbformat": nbformat, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}).encode()


def code(source, **more):
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, **more}


def kinds(reply) -> list[str]:
    return [entry["kind"] for entry in reply["odd"]]


def test_cells_come_out_with_their_ids():
    cell = code(["a = 1\n", "b = 2"], id="c1", metadata={"nbgrader": {"grade_id": "opt-sgd"}})
    assert read(notebook(cell, {"cell_type": "markdown", "source": "# hi"}))["ok"] == [
        {"index": 0, "type": "code", "id": "c1", "grade_id": "opt-sgd", "source": "a = 1\nb = 2"},
        {"index": 1, "type": "markdown", "id": None, "grade_id": None, "source": "# hi"},
    ]


def test_colab_keeps_ids_in_the_metadata():
    assert read(notebook(code("x", metadata={"id": "opt-sgd"})))["ok"][0]["id"] == "opt-sgd"


def test_our_own_id_stands_in_for_nbgraders():
    assert read(notebook(code("x", metadata={"allclose": {"id": "opt-sgd-given"}})))["ok"][0]["grade_id"] == "opt-sgd-given"


def test_the_notebook_says_which_assignment_it_is():
    assert read(notebook(metadata={"allclose": {"assignment": "optimizers", "format": 1}}))["about"] == {"assignment": "optimizers"}


def test_format_3_is_read():
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "a = 1"}, {"cell_type": "markdown", "source": "text"}]}]}
    reply = read(json.dumps(old).encode())
    assert [cell["source"] for cell in reply["ok"]] == ["a = 1", "text"] and kinds(reply) == ["format_3"]


@pytest.mark.parametrize(("codec", "kind"), [("utf-8-sig", "byte_order_mark"), ("utf-16", "utf16")])
def test_a_byte_order_mark_is_read_and_named(codec, kind):
    reply = read(notebook(code("a = 1")).decode().encode(codec))
    assert reply["ok"][0]["source"] == "a = 1" and kinds(reply) == [kind]


def test_windows_line_ends_become_plain():
    assert read(notebook(code("a\r\nb\rc")))["ok"][0]["source"] == "a\nb\nc"


def test_nul_and_lone_surrogates_are_replaced_and_named():
    reply = read(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "a\\u0000b"}, {"cell_type": "code", "source": "\\ud800"}]}')
    assert [cell["source"] for cell in reply["ok"]] == ["a�b", "?"] and kinds(reply) == ["nul", "lone_surrogate"]


def test_repeated_keys_are_named():
    assert kinds(read(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "a", "source": "b"}]}')) == ["repeated_key"]


def test_nan_in_an_output_is_no_reason_to_refuse():
    assert read(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "a", "outputs": [NaN, Infinity]}]}')["ok"]


REFUSED = {
    "empty": (b"", "empty"),
    "text": (b"hello", "not_json"),
    "python": (b"import torch\n", "not_json"),
    "a list": (b"[]", "not_notebook"),
    "binary": (b"\x89PNG\r\n\xff\xfe", "encoding"),
    "nested without end": (b"[" * 500_000, "too_deep"),
    "a huge integer": (b'{"nbformat": ' + b"9" * 5000 + b"}", "not_json"),
    "format 99": (notebook(nbformat=99), "version"),
    "format true": (notebook(nbformat="4"), "version"),
    "no cells": (b'{"nbformat": 4}', "schema"),
    "cells as a dict": (b'{"nbformat": 4, "cells": {}}', "schema"),
    "a cell that is a number": (b'{"nbformat": 4, "cells": [1]}', "schema"),
    "a source that is a number": (notebook(code(5)), "schema"),
    "a source with a number in it": (notebook(code(["a", 5])), "schema"),
    "no source": (notebook({"cell_type": "code"}), "schema"),
    "ten thousand cells": (notebook(*[code("1")] * 10_000), "too_many_cells"),
    "a very long line": (notebook(code("x" * 200_000)), "long_line"),
    "too many bytes": (b" " * 5_000_001, "too_large"),
    "format 3 without sheets": (b'{"nbformat": 3, "worksheets": [1]}', "schema"),
    "too much code": (notebook(*[code("x = 1\n" * 50_000)] * 6), "too_much_code"),
}


@pytest.mark.parametrize(("data", "kind"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_notebook_is_refused_with_a_sentence(data, kind):
    refused = read(data)["refused"]
    assert refused["kind"] == kind
    assert refused["text"].endswith(".") and len(refused["text"]) > 30


def test_a_pasted_picture_in_markdown_is_no_long_line():
    assert "ok" in read(notebook({"cell_type": "markdown", "source": "![](data:" + "x" * 200_000 + ")"}))
