"""Notebooks with tests in their cells: nbgrader's own fixtures get nbgrader's marks, or a difference that is documented."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from cases import in_cells as notebook

from grader.bridge.incell import CellMark, grade_in_cells, imported, total, with_value
from grader.sandbox import Jail


def fixture(name: str) -> str:
    """A notebook that ships in nbgrader's wheel."""
    from grader.notebooks.quiet import quick_imports

    with quick_imports():
        import nbgrader
    return (Path(nbgrader.__file__).parent / "tests" / "apps" / "files" / f"{name}.ipynb").read_text(encoding="utf-8")


def marks(jail: Jail, source: str, handed_in: str | bytes | None, **more: Any) -> list[CellMark]:
    data = handed_in.encode() if isinstance(handed_in, str) else handed_in
    return grade_in_cells(jail, imported(source), data, **more)


# source, handed in, what nbgrader's own test expects: points, maximum, to be marked by hand
EXPECTED = [
    ("submitted-unchanged", "submitted-unchanged", 1, 7, False),
    ("submitted-unchanged", "submitted-changed", 2, 7, True),
    ("submitted-unchanged", "submitted-cheat-attempt", 1, 7, True),
    ("submitted-unchanged", "submitted-cheat-attempt-alternative", 1, 7, True),
]


@pytest.mark.parametrize(("source", "name", "points", "most", "by_hand"), EXPECTED, ids=[case[1] for case in EXPECTED])
def test_nbgraders_own_submissions_get_nbgraders_marks(
    jail: Jail, source: str, name: str, points: float, most: float, by_hand: bool
) -> None:
    assert total(marks(jail, fixture(source), fixture(name))) == (points, most, by_hand)


def test_hidden_tests_are_run_though_the_release_lacks_them(jail: Jail) -> None:
    handed_in = json.loads(fixture("test-hidden-tests"))
    for cell in handed_in["cells"]:
        cell["source"] = "".join(cell["source"]).split("### BEGIN HIDDEN TESTS")[0]
    assert total(marks(jail, fixture("test-hidden-tests"), json.dumps(handed_in)))[0] == 1.5


def test_a_notebook_that_was_not_handed_in_is_zero_and_needs_no_person(jail: Jail) -> None:
    assert total(marks(jail, fixture("submitted-unchanged"), None)) == (0, 7, False)


def test_a_time_limit_costs_the_cell_that_took_too_long(jail: Jail) -> None:
    assert "time.sleep(5)" in fixture("timeout")
    takes_2_s = fixture("timeout").replace("time.sleep(5)", "time.sleep(2)")
    assert total(marks(jail, takes_2_s, takes_2_s, cell_s=1.0))[0] == 0
    assert total(marks(jail, takes_2_s, takes_2_s, cell_s=20.0))[0] == 1


LAST_VALUES = {
    "2": 2,
    "2.5": 2.5,
    "0": 0,
    "x": 1,
    "None": 4,
    "2;": 4,
    "print(2)": 4,
    "assert True": 4,
    "'3'": 4,
    "[1.0]": 4,
    "True": 4,
    "assert False": 0,
    "raise SystemExit": 0,
    # nbgrader fails open or stops here; these are on the list in docs/nbgrader.md
    "5": 4,
    "-1": 0,
    "float('nan')": 0,
    "import numpy as np\nnp.float64(3.)": 3,
    "import torch\ntorch.tensor(3.)": 3,
    "import sys\nprint('careful', file=sys.stderr)\n2.0": 2,
    "import os\nos._exit(0)": 0,
}


def test_the_last_value_of_a_test_is_its_mark(jail: Jail) -> None:
    text = notebook(*LAST_VALUES)
    found = [mark.points for mark in marks(jail, text, text)]
    assert dict(zip(LAST_VALUES, found, strict=True)) == LAST_VALUES


def test_a_cell_that_ends_the_process_leaves_the_others_their_marks(jail: Jail) -> None:
    text = notebook("assert x == 1")
    handed_in = json.loads(text)
    extra = {**handed_in["cells"][0], "id": "mine", "metadata": {}, "source": "import os\nos._exit(0)"}
    handed_in["cells"].insert(1, extra)
    assert [mark.points for mark in marks(jail, text, json.dumps(handed_in))] == [4]


def test_doubled_and_missing_cells_are_graded(jail: Jail) -> None:
    text = notebook("assert x == 1", "x")
    cells = json.loads(text)["cells"]
    doubled = json.dumps({**json.loads(text), "cells": [cells[0], *cells]})
    missing = json.dumps({**json.loads(text), "cells": [cells[0], cells[2]]})
    assert [mark.points for mark in marks(jail, text, doubled)] == [4, 1]
    assert [mark.points for mark in marks(jail, text, missing)] == [4, 1]


def test_marks_of_tests_in_cells_say_that_they_are_not_separated(jail: Jail) -> None:
    text = notebook("4")
    assert not any(mark.separated for mark in marks(jail, text, text))


@pytest.mark.parametrize("source", ["def f(:", "x = 1", "f(x);", "", "# only a comment"])
def test_a_test_without_a_last_expression_stays_as_it_is(source: str) -> None:
    assert with_value(source) == source
