"""Run notebooks whose tests stand in their cells: nbgrader's scoring in our jail, *not* oracle-separated.

Theory of operation: the hidden tests of an imported course run in the process that ran the student's code, which can
reach and fool them: that is how nbgrader grades, and no jail can change it. What the jail does change: the code cannot
reach this machine, other students or the gradebook, and a cell that dies or hangs costs its own points only. Marks from
here carry `separated = False`. Where nbgrader's rules fail open, ours do not; `docs/nbgrader.md` lists each difference.
"""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from grader.bridge.arrival import Released, arrange
from grader.judge.sides import Question
from grader.notebooks.quiet import quick_imports
from grader.sandbox import Child, ChildDied, ChildLied, ChildTimeout, Jail

CELL_S = 30.0  # nbgrader's own default
FORKS = 5
VALUE, PROBE = "_allclose_value", "last_value"
_PROBE_TEXT = f'''
def {PROBE}(notebook):
    value = getattr(notebook, "{VALUE}")
    if value is None or isinstance(value, (str, bytes, bool, list, tuple, dict, set)):
        return None
    try:
        return float(value)
    except Exception:
        return None
'''
_CHAIN = ("LockCells", "ClearSolutions", "ClearOutput", "CheckCellMetadata", "ComputeChecksums")


@dataclass(frozen=True)
class CellMark:
    """The mark of one cell. `points` is None where a person has to mark it."""

    cell: str
    points: float | None
    max_points: float
    note: str = ""
    separated: bool = False


def imported(source: str) -> Released:
    """An instructor's notebook as nbgrader keeps it for grading: solutions cleared, hidden tests in place."""
    with quick_imports():
        from nbgrader import preprocessors
        from nbgrader.nbgraderformat import reads

    notebook: NotebookNode = reads(source, as_version=4)
    resources: dict[str, Any] = {"nbgrader": {"assignment": "imported", "notebook": "imported", "student": ".", "db_url": ""}}
    for name in _CHAIN:
        notebook, resources = getattr(preprocessors, name)().preprocess(notebook, resources)
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id")]
    notebook.nbformat_minor = 5
    for cell in notebook.cells:
        cell.id = cell.metadata.nbgrader.grade_id
    cells = [
        {"id": c.id, "type": c.cell_type, "source": c.source, "locked": bool(c.metadata.nbgrader.get("locked")), "exercise": c.id}
        | {"role": "answer" if c.metadata.nbgrader.get("solution") else "example"}
        for c in notebook.cells
    ]
    return Released(cells, notebook)


def grade_in_cells(jail: Jail, released: Released, data: bytes | None, *, cell_s: float = CELL_S) -> list[CellMark]:
    """Mark one hand-in by the tests in its cells. None: nothing was handed in, which is 0 for every cell."""
    if data is None:
        return [CellMark(cell.id, 0.0, _points(cell), "not handed in") for cell in released.notebook.cells if _counts(cell)]
    notebook = arrange(released, data)
    ends = _Run(jail, notebook, cell_s).ends()
    return [_mark(cell, ends.get(cell.id)) for cell in notebook.cells if _counts(cell)]


@dataclass(frozen=True)
class End:
    """How a cell ended: with an error, or with a number (or something else) as its last value."""

    error: str = ""
    value: float | None = None


class _Run:
    """The code cells in order, each one request; after a death the others again without the cell that caused it."""

    def __init__(self, jail: Jail, notebook: NotebookNode, cell_s: float) -> None:
        self._jail = jail
        self._cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        self._cell_s = cell_s
        self._fatal: dict[str, End] = {}

    def ends(self) -> dict[str, End]:
        for _ in range(FORKS):
            found = self._attempt()
            if found is not None:
                return found | self._fatal
        return {cell.id: self._fatal.get(cell.id, End("too many cells ended the process")) for cell in self._cells}

    def _attempt(self) -> dict[str, End] | None:
        child = self._jail.fork()
        found: dict[str, End] = {}
        try:
            child.call("probes", {"source": _PROBE_TEXT, "name": "imported"}, seconds=self._cell_s)
            for i, cell in enumerate(self._cells):
                if cell.id in self._fatal:
                    continue
                try:
                    found[cell.id] = self._one(child, cell, i)
                except ChildTimeout:
                    self._fatal[cell.id] = End(f"took longer than {self._cell_s:g} s")
                    return None
                except (ChildDied, ChildLied) as death:
                    self._fatal[cell.id] = End(f"ended the process: {death}")
                    return None
        finally:
            child.close()
        return found

    def _one(self, child: Child, cell: NotebookNode, i: int) -> End:
        graded = _is_test(cell)
        source = with_value(cell.source) if graded else cell.source
        reply = child.call("cell", {"source": source, "index": i}, seconds=self._cell_s)
        if not isinstance(reply, dict) or "ok" not in reply:
            error = reply.get("error", {}) if isinstance(reply, dict) else {}
            return End(f"{error.get('type', 'Error')}: {error.get('text', '')}"[:300])
        if not graded or source == cell.source:
            return End()
        question = Question(probe=PROBE, args=(), kwargs={}, main=VALUE).to_wire() | {"task": "imported"}
        answer = child.call("ask", {"question": question}, seconds=self._cell_s)
        value = answer.get("value") if isinstance(answer, dict) else None
        return End(value=value) if isinstance(value, float) else End()


def with_value(source: str) -> str:
    """The test with its last expression kept in a name; unchanged where it ends in none, or is not plain Python.

    >>> print(with_value("total = 2\\ntotal"))
    total = 2
    _allclose_value = (total
    )
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or source.rstrip().endswith(";"):
        return source
    lines = source.encode().split(b"\n")
    before = [*lines[: last.lineno - 1], lines[last.lineno - 1][: last.col_offset]]
    body = [lines[last.lineno - 1][last.col_offset :], *lines[last.lineno :]]
    return b"\n".join(before).decode() + f"{VALUE} = (" + b"\n".join(body).decode() + "\n)"


def _mark(cell: NotebookNode, end: End | None) -> CellMark:
    """nbgrader's rules, without those that give full marks for nonsense."""
    from nbgrader import utils

    most = _points(cell)
    if not _is_test(cell):
        untouched = not utils.is_task(cell) and cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
        return CellMark(cell.id, 0.0, most, "No response.") if untouched else CellMark(cell.id, None, most, "to be marked by hand")
    if end is None or end.error:
        return CellMark(cell.id, 0.0, most, end.error if end else "did not run")
    if end.value is None:
        return CellMark(cell.id, most, most)
    if math.isnan(end.value):
        return CellMark(cell.id, 0.0, most, "the test gave NaN")
    return CellMark(cell.id, round(min(max(end.value, 0.0), most), 4), most)


def _is_test(cell: NotebookNode) -> bool:
    about = cell.metadata.get("nbgrader", {})
    return bool(about.get("grade")) and not about.get("solution") and cell.cell_type == "code"


def _counts(cell: NotebookNode) -> bool:
    about = cell.metadata.get("nbgrader", {})
    return bool(about.get("grade") or about.get("task"))


def _points(cell: NotebookNode) -> float:
    return float(cell.metadata.nbgrader.get("points", 0.0))


def total(marks: list[CellMark]) -> tuple[float, float, bool]:
    """Points, maximum, and whether a person has to mark something."""
    return sum(m.points or 0.0 for m in marks), sum(m.max_points for m in marks), any(m.points is None for m in marks)
