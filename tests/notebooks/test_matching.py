"""Cells are found whatever the upload did to their ids, and run in the student's order."""

from __future__ import annotations

import random
import time

import pytest

from grader.notebooks.matching import match

SETUP = "import torch\nfrom torch import Tensor"
RELEASED = [
    {"id": "intro", "role": "intro", "type": "markdown", "exercise": None, "source": "# Lab", "locked": True},
    {"id": "setup", "role": "setup", "type": "code", "exercise": None, "source": SETUP, "locked": True},
    {
        "id": "sgd",
        "role": "answer",
        "type": "code",
        "exercise": "sgd",
        "source": "class SGD:\n    '''Plain descent.'''\n    raise NotImplementedError",
    },
    {"id": "sgd-example", "role": "example", "type": "code", "exercise": "sgd", "source": "example('sgd', SGD, 1)", "locked": True},
    {"id": "adam-given", "role": "given", "type": "code", "exercise": "adam", "source": "def cache(w):\n    return w"},
    {
        "id": "adam",
        "role": "answer",
        "type": "code",
        "exercise": "adam",
        "source": "class Adam:\n    '''Moments.'''\n    raise NotImplementedError",
    },
    {"id": "adam-plot", "role": "plot", "type": "code", "exercise": "adam", "source": "plot(Adam)"},
]
DONE = {"sgd": "class SGD:\n    '''Plain descent.'''\n    lr = 1", "adam": "class Adam:\n    '''Moments.'''\n    beta = 2"}


def cell(source, *, id=None, grade_id=None, type="code"):
    return {"type": type, "id": id, "grade_id": grade_id, "source": source}


def handed_in(*, ids=True, **changes):
    sources = {c["id"]: DONE.get(c["id"], c["source"]) for c in RELEASED if c["type"] == "code"} | changes
    return [cell(s, id=k if ids else None, grade_id=k if ids else None) for k, s in sources.items() if s is not None]


def plan(cells):
    return match(RELEASED, {"ok": [{**c, "index": i} for i, c in enumerate(cells)], "odd": []})


def ran(found):
    return [(c.exercise, c.source) for c in found.cells]


def kinds(found):
    return [(f["kind"], f.get("exercise")) for f in found.odd]


WHOLE = [(None, SETUP), ("sgd", DONE["sgd"]), ("adam", "def cache(w):\n    return w"), ("adam", DONE["adam"])]


def test_setup_given_and_answers_run_and_examples_and_plots_do_not():
    found = plan(handed_in())
    assert ran(found) == WHOLE and kinds(found) == []
    assert found.found == {"sgd": "grade_id", "adam": "grade_id"} and found.written("sgd") and found.written("adam")


WAYS = {
    "cell_id": lambda c, k: {**c, "grade_id": None},
    "marker": lambda c, k: {**c, "grade_id": None, "id": None, "source": f"# cell: {k}\n{c['source']}"},
    "likeness": lambda c, k: {**c, "grade_id": None, "id": None},
}


@pytest.mark.parametrize("how", WAYS)
def test_answers_are_found_when_ids_were_lost(how):
    found = plan([WAYS[how](c, c["grade_id"]) for c in handed_in()])
    assert found.found == {"sgd": how, "adam": how}
    assert [e for e, _ in ran(found)] == [e for e, _ in WHOLE]


def test_an_untouched_skeleton_is_found_by_its_text_and_is_not_written():
    found = plan(handed_in(ids=False, sgd=RELEASED[2]["source"] + "\n\n"))
    assert found.found["sgd"] == "source" and not found.written("sgd") and found.written("adam")


def test_the_last_duplicate_counts_and_the_first_runs_before_it():
    cells = [cell("class SGD: lr = 0", grade_id="sgd"), *handed_in()]
    found = plan(cells)
    assert kinds(found) == [("duplicate", "sgd")]
    assert [s for e, s in ran(found) if e == "sgd"] == ["class SGD: lr = 0", DONE["sgd"]]


def test_a_split_cell_runs_whole():
    halves = [cell("class SGD:", grade_id="sgd"), cell("    lr = 1", grade_id="sgd")]
    rest = [c for c in handed_in() if c["grade_id"] != "sgd"]
    assert [s for e, s in ran(plan([*halves, *rest])) if e == "sgd"] == ["class SGD:", "    lr = 1"]


def test_a_missing_answer_is_said_and_the_others_stand():
    found = plan(handed_in(sgd=None))
    assert kinds(found) == [("missing_answer", "sgd")] and not found.written("sgd") and found.written("adam")


def test_a_missing_given_cell_comes_from_the_release_before_its_answer():
    assert ran(plan(handed_in(**{"adam-given": None}))) == WHOLE


def test_a_changed_given_cell_is_the_students():
    assert ("adam", "def cache(w):\n    return 2 * w") in ran(plan(handed_in(**{"adam-given": "def cache(w):\n    return 2 * w"})))


def test_an_edited_setup_runs_after_the_released_one():
    found = plan(handed_in(setup=SETUP + "\nimport math"))
    assert ran(found)[:2] == [(None, SETUP), (None, SETUP + "\nimport math")]
    assert ("edited_locked", None) in kinds(found)


def test_an_edited_example_is_said_and_does_not_run():
    found = plan(handed_in(**{"sgd-example": "print('passed')"}))
    assert kinds(found) == [("edited_locked", "sgd")] and ran(found) == WHOLE


def test_a_translation_of_a_locked_cell_is_no_edit():
    released = [{**c, "translations": ["example('확률적', SGD, 1)"]} if c["id"] == "sgd-example" else c for c in RELEASED]
    cells = handed_in(**{"sgd-example": "example('확률적', SGD, 1)"})
    assert match(released, {"ok": cells}).odd == ()


def test_added_cells_run_where_they_stand():
    cells = handed_in()
    cells.insert(2, cell("helper = 1"))
    assert ran(plan(cells))[2] == (None, "helper = 1")


def test_a_moved_answer_is_said_and_runs_where_it_stands():
    cells = handed_in()
    cells.append(cells.pop(1))
    found = plan(cells)
    assert ("moved", "sgd") in kinds(found) and ran(found)[-1] == ("sgd", DONE["sgd"])


def test_an_answer_written_in_an_added_cell_is_an_answer():
    cells = [*handed_in(sgd=RELEASED[2]["source"]), cell("class SGD:\n    lr = 1")]
    assert plan(cells).written("sgd")


def test_an_id_on_a_markdown_cell_is_nothing():
    cells = [cell("text", grade_id="sgd", type="markdown"), *handed_in()]
    assert ran(plan(cells)) == WHOLE


@pytest.mark.parametrize(
    "reply", [{}, {"ok": None}, {"ok": [1, None, {}, {"source": 3, "type": "code"}], "odd": 5}], ids=["empty", "none", "junk"]
)
def test_a_reply_that_makes_no_sense_is_an_empty_hand_in(reply):
    found = match(RELEASED, reply)
    assert [f["kind"] for f in found.odd] == ["missing_answer"] * 2


def test_five_hundred_foreign_cells_cost_no_time():
    rng = random.Random(0)
    cells = [cell(" ".join(rng.choice("abcdefgh") * 5 for _ in range(2000))) for _ in range(500)]
    begun = time.perf_counter()
    plan(cells)
    assert time.perf_counter() - begun < 5
