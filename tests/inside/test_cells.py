"""Cells run as a notebook would run them; one error stops one cell; nothing leaves Python."""

from __future__ import annotations

import builtins

import pytest

from grader.inside import cells
from grader.inside.cells import Cells


@pytest.fixture
def student(monkeypatch):
    monkeypatch.setattr(builtins, "__import__", builtins.__import__)  # put back what allow_imports replaces
    monkeypatch.setitem(__import__("sys").modules, "__main__", __import__("__main__"))
    return Cells()


def error(student, source):
    return student.run(source, 0)["error"]


def test_cells_share_one_namespace(student):
    assert student.run("x = 1", 0) == student.run("y = x + 1", 1) == {"ok": True}
    assert student.names["y"] == 2


def test_an_error_says_type_text_line_and_function(student):
    assert error(student, "def f():\n    return 1 / 0\n\nf()") == {
        "type": "ZeroDivisionError",
        "text": "division by zero",
        "line": 2,
        "function": "f",
    }


def test_what_ran_before_an_error_stays(student):
    student.run("a = 1\nb = 1 / 0", 0)
    assert student.names["a"] == 1


def test_a_syntax_error_names_its_line(student):
    assert error(student, "x = 1\ny = (")["line"] == 2


HARMLESS = {
    "inline": "%matplotlib inline",
    "autoreload": "%load_ext autoreload\n%autoreload 2",
    "timeit": "%timeit 1 + 1",
    "timing cell": "%%time\nx = 2",
    "timed line": "%time x = 2",
    "capture": "%%capture\nprint(1)",
    "help": "print?",
    "last value": "1 + 1",
    "display": "display(1)",
    "await": "async def f(): return 3\nx = await f()",
    "get_ipython": "get_ipython().run_line_magic('matplotlib', 'inline')",
    "semicolon": "1;",
    "prompt": ">>> x = 1",
}


@pytest.mark.parametrize("source", HARMLESS.values(), ids=HARMLESS)
def test_what_notebooks_hold_besides_python_does_no_harm(student, source):
    assert student.run(source, 0) == {"ok": True}


def test_a_timed_cell_binds_its_names(student):
    student.run("%%time\nx = 2", 0)
    student.run("%time y = 3", 1)
    assert (student.names["x"], student.names["y"]) == (2, 3)


@pytest.mark.parametrize("source", ["!ls", "%%bash\nls", "%pip install torch", "files = !ls", "%run other.py"])
def test_commands_are_refused_in_a_sentence(student, source):
    refused = error(student, source)
    assert refused["type"] == "CommandRefused" and "not run by the grader" in refused["text"]


@pytest.mark.parametrize("source", ["raise SystemExit", "exit()", "raise KeyboardInterrupt", "raise BaseException('x')"])
def test_leaving_is_an_error_of_the_cell(student, source):
    assert "type" in error(student, source)


HOSTILE = {
    "a text that never ends": "class E(Exception):\n    def __str__(self): return 'x' * 10**6\nraise E",
    "a text that raises": "class E(Exception):\n    def __str__(self): raise SystemExit\nraise E",
    "a text that is no text": "class E(Exception):\n    def __str__(self): return 3\nraise E",
    "control characters": "raise Exception('\\x1b[2J\\u202e\\ud800\\0')",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_the_text_of_an_error_is_short_and_plain(student, source):
    text = error(student, source)["text"]
    assert len(text) <= 500 and all(c.isprintable() or c == "\n" for c in text)


def test_modules_off_the_list_are_refused_to_cells_and_not_to_libraries(student):
    student.allow_imports(["math", "json"])
    assert student.run("import math, json\njson.loads('1')", 0) == {"ok": True}
    assert error(student, "import socket")["type"] == "ImportRefused"
    assert error(student, "from os.path import join")["type"] == "ImportRefused"


def test_a_dataclass_of_a_cell_knows_its_module(student):
    assert student.run("import dataclasses, typing\n@dataclasses.dataclass\nclass A:\n    x: 'int' = 1\ntyping.get_type_hints(A)", 0) == {
        "ok": True
    }


def test_without_ipython_magics_are_still_harmless(student, monkeypatch):
    monkeypatch.setattr(cells, "_ipython", None)
    assert student.run("%matplotlib inline\nx = 5", 0) == {"ok": True}
    assert error(student, "!ls")["type"] == "CommandRefused"


def test_probes_import_torch_numpy_and_math_only(student):
    names: dict[str, object] = {}
    cells.run_probes("import math, torch\nimport numpy as np\ndef f(answer): return math.pi", names)
    assert "f" in names
    with pytest.raises(cells.ImportRefused):
        cells.run_probes("import os", {})
