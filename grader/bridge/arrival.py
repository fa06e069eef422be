"""A hand-in as nbgrader can work with it: every released cell once, with its metadata; whatever else the student has, kept.

Theory of operation: nbgrader reads a submission with nbformat and trusts its metadata; a duplicated cell stops its whole
batch, a deleted one leaves an exercise ungraded. So its exporter is replaced: the bytes go through the strict reader
that the judge uses, the cells through the judge's own matching, and what comes out is the released notebook with the
student's answers in the student's order. A file that cannot be read becomes the untouched notebook with a note on top.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode, v4

from grader.bridge.engine import Lab, lab_of
from grader.inside.reading import read
from grader.notebooks.matching import match


@dataclass(frozen=True)
class Released:
    """Cells as the matching knows them, and the notebook that they stand in."""

    cells: list[dict[str, Any]]
    notebook: Any


def arrange(lab: Lab | Released, data: bytes) -> NotebookNode:
    """The hand-in's notebook, ready for nbgrader."""
    reply = read(data)
    if "refused" in reply:
        notebook: NotebookNode = copy.deepcopy(lab.notebook)
        notebook.cells.insert(0, v4.new_markdown_cell(f"**{reply['refused']['text']}**", id="unreadable"))
        return notebook
    return _assemble(lab, reply)


def _assemble(lab: Lab | Released, reply: Mapping[str, Any]) -> NotebookNode:
    read_cells: list[Mapping[str, Any]] = reply["ok"]
    placed = _places(lab, reply, read_cells)
    released = {cell.id: cell for cell in lab.notebook.cells}
    cells: list[NotebookNode] = []
    for i, cell in enumerate(read_cells):
        cells.append(_attached(released[placed[i]], cell["source"]) if i in placed else _own(cell, i))
    _insert_missing(cells, lab.notebook.cells)
    notebook: NotebookNode = copy.deepcopy(lab.notebook)
    notebook.cells = cells
    if reply.get("about", {}).get("language") == "ko":
        notebook.metadata.setdefault("allclose", NotebookNode()).language = "ko"
    return notebook


def _places(lab: Lab | Released, reply: Mapping[str, Any], read_cells: list[Mapping[str, Any]]) -> dict[int, str]:
    """Index in the hand-in → released cell: as the judge matches them, the cells that it does not run by their ids."""
    plan = match(lab.cells, reply)
    known = {cell["id"] for cell in lab.cells}
    placed = {cell.index: cell.id for cell in plan.cells if cell.origin == "student" and cell.index is not None and cell.id in known}
    result: dict[int, str] = {index: id for index, id in placed.items() if id is not None}
    for id in sorted(known - set(result.values())):
        holders = [i for i, cell in enumerate(read_cells) if i not in result and id in (cell["grade_id"], cell["id"])]
        if holders:
            result[holders[-1]] = id
    return result


def _attached(released: NotebookNode, source: str) -> NotebookNode:
    """The released cell with what the student wrote; a locked one as it was released."""
    cell: NotebookNode = copy.deepcopy(released)
    about = released.metadata.get("nbgrader", {})
    if not about.get("locked") and not (about.get("grade") and not about.get("solution")):  # nbgrader locks tests whatever they say
        cell.source = source
    return cell


def _own(cell: Mapping[str, Any], i: int) -> NotebookNode:
    """A cell that the student added, or a second copy: shown, without nbgrader's metadata."""
    make: Any = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}.get(cell["type"], v4.new_raw_cell)
    node: NotebookNode = make(cell["source"], id=f"student-{i}")
    return node


def _insert_missing(cells: list[NotebookNode], released: list[NotebookNode]) -> None:
    """Put every absent released cell behind the one it was released behind."""
    for before, cell in zip([None, *released], released, strict=False):
        if any(own.id == cell.id for own in cells):
            continue
        place = next((i + 1 for i, own in enumerate(cells) if before is not None and own.id == before.id), 0)
        cells.insert(place, copy.deepcopy(cell))


class HandInExporter(NotebookExporter):  # type: ignore[misc]
    """What `nbgrader autograde` reads submissions with. Its parent is nbgrader's converter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self.optimistic_validation = True  # once at the end, not after each step

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> Any:
        """Read a submission; a notebook that this bridge has written is read as it is."""
        converter: Any = self.parent
        if not converter._sanitizing:
            return super().from_filename(filename, resources=resources, **kwargs)
        path = Path(filename)
        given, resources = resources or {}, ResourcesDict()
        resources.update(given, metadata={"name": path.stem, "path": str(path.parent)})
        lab = lab_of(Path(converter.coursedir.root), resources["nbgrader"]["assignment"])
        return self.from_notebook_node(arrange(lab, path.read_bytes()), resources=resources, **kwargs)  # type: ignore[no-untyped-call]


def take_renamed(*, assignment: str, student: str, notebooks: list[str]) -> None:
    """Copy “optimizers (1).ipynb” to the name that nbgrader looks for, where the folder holds one notebook only.

    nbgrader leaves a notebook under another name ungraded and says nothing to the student. The list is changed in place.
    """
    if len(notebooks) != 1:
        return
    path = Path(notebooks[0])
    wanted = path.with_name(f"{path.parent.name}.ipynb")
    if not wanted.exists():
        wanted.write_bytes(path.read_bytes())
        notebooks[:] = [str(wanted)]
