"""Cut `exercise.py` into its cells and hold them to the rules of the notebook.

The format is jupytext percent restricted to code cells with a role: `# %% answer`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

from grader.course.model import Cell, Role
from grader.course.toml import Mistakes

ROLES: tuple[Role, ...] = get_args(Role)
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")  # what nbgrader writes in place of a solution region
_MARKER = re.compile(r"^# %%(.*)$")
_REGION = re.compile(r"(BEGIN|END) SOLUTION")
_NBGRADER = re.compile(r"(BEGIN|END) (HIDDEN TESTS|MARK SCHEME)|### *AUTOTEST")


def read_cells(path: Path, mistakes: Mistakes, *, gives: tuple[str, ...]) -> tuple[str, tuple[Cell, ...]] | None:
    """The preamble and the cells of an exercise, or None after noting what is wrong."""
    text = mistakes.read_text(path, what="the cells “# %% answer” and “# %% example”")
    if text is None:
        return None
    before = len(mistakes.found)
    preamble, cells = _cut(path, text, mistakes)
    for role in ("answer", "example"):
        here = [cell for cell in cells if cell.role == role]
        if not here:
            mistakes.add(path, f"there is no {role} cell.", f"Begin one with the line: # %% {role}")
        for extra in here[1:]:
            mistakes.add(path, f"there are two {role} cells.", "Put them into one cell.", line=extra.line - 1)
    _check_preamble(path, preamble, mistakes)
    answer = next((cell for cell in cells if cell.role == "answer"), None)
    for cell in cells:
        _check_cell(path, cell, mistakes, gives if cell is answer else ())
    return (preamble, cells) if len(mistakes.found) == before else None


def _cut(path: Path, text: str, mistakes: Mistakes) -> tuple[str, tuple[Cell, ...]]:
    blocks: list[tuple[str, int, list[str]]] = [("", 1, [])]
    for number, written in enumerate(text.split("\n"), start=1):
        marker = _MARKER.match(written)
        if marker:
            blocks.append((marker[1].strip(), number + 1, []))
        else:
            blocks[-1][2].append(written)
    cells = []
    for role, start, body in blocks[1:]:
        skipped = next((i for i, code in enumerate(body) if code.strip()), len(body))
        line, lines = start + skipped, body[skipped:]
        if role not in ROLES:
            what = f"a cell of role “{role}” is unknown." if role else "a cell has no role."
            mistakes.add(path, what, f"Write # %% and one of: {', '.join(ROLES)}.", line=start - 1)
            continue
        cells.append(Cell(role=role, source="\n".join(lines).rstrip(), line=line))  # type: ignore[arg-type]
    return "\n".join(blocks[0][2]).strip(), tuple(cells)


def _check_preamble(path: Path, preamble: str, mistakes: Mistakes) -> None:
    """Lines before the first cell are not released, so nothing but imports may stand there."""
    tree = _parse(path, preamble, 1, mistakes)
    for node in tree.body if tree else []:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not isinstance(node, ast.Import | ast.ImportFrom) and not is_docstring:
            mistakes.add(
                path,
                "only imports may stand before the first cell; students do not get this line.",
                "Move it into a cell: # %% given",
                line=node.lineno,
            )
            return


def _check_cell(path: Path, cell: Cell, mistakes: Mistakes, gives: tuple[str, ...]) -> None:
    if not cell.source.strip():
        mistakes.add(path, f"the {cell.role} cell is empty.", "Write code in it, or remove its “# %%” line.", line=cell.line - 1)
        return
    for offset, line in enumerate(cell.source.split("\n")):
        if _NBGRADER.search(line):
            mistakes.add(path, "hidden tests have no place in a cell.", "Move them to test_hidden.py.", line=cell.line + offset)
    sound = _check_regions(path, cell, mistakes)
    tree = _parse(path, cell.source, cell.line, mistakes)
    if tree is None or cell.role != "answer":
        return
    defined = defined_names(tree)
    for name in gives:
        if name not in defined:
            mistakes.add(
                path,
                f"the answer cell does not define “{name}”, which exercise.toml gives.",
                "Define it, or correct: gives = […]",
                line=cell.line,
            )
    if sound:
        _check_skeleton(path, cell, mistakes)


def _check_regions(path: Path, cell: Cell, mistakes: Mistakes) -> bool:
    """Every BEGIN has its END; only the answer cell has regions, and it has at least one."""
    began: int | None = None
    regions, before = 0, len(mistakes.found)
    for number, line in enumerate(cell.source.split("\n"), start=cell.line):
        marker = _REGION.search(line)
        if not marker:
            continue
        if cell.role != "answer":
            mistakes.add(path, f"a solution region stands in the {cell.role} cell.", "Only “# %% answer” has one.", line=number)
            return False
        if line.strip() not in (BEGIN, END):
            mistakes.add(path, f"this marker is misspelt: {line.strip()}", f"Write {BEGIN} or {END} on a line of its own.", line=number)
            return False
        if marker[1] == "BEGIN" and began is not None:
            mistakes.add(path, "a solution region begins inside another.", f"Write {END} before it.", line=number)
        elif marker[1] == "END" and began is None:
            mistakes.add(path, "a solution region ends that has not begun.", f"Write {BEGIN} above it.", line=number)
        began, regions = (number, regions + 1) if marker[1] == "BEGIN" else (None, regions)
    if began is not None:
        mistakes.add(
            path, "a solution region has no end: the whole rest would be cut away.", f"Write {END} below the solution.", line=began
        )
    if cell.role == "answer" and not regions and len(mistakes.found) == before:
        mistakes.add(path, "the answer cell has no solution region.", f"Enclose the solution in {BEGIN} and {END}.", line=cell.line)
    return regions > 0 and len(mistakes.found) == before


def _check_skeleton(path: Path, cell: Cell, mistakes: Mistakes) -> None:
    """What students get must be Python too, and must run: a solution region outside a function would raise at once."""
    try:
        tree = ast.parse(skeleton(cell.source))
        if any(isinstance(part, ast.Raise) for body in _bodies_that_run(tree) for part in body):
            mistakes.add(
                path,
                "without its solution the answer cell stops as soon as it runs: a region stands outside a function.",
                "Put the region inside a function; students need a cell that runs.",
                line=cell.line,
            )
    except SyntaxError as error:
        mistakes.add(
            path,
            f"without its solution the answer cell is not Python: {error.msg}.",
            "Indent the markers like the body that they enclose.",
            line=cell.line,
        )


def _bodies_that_run(tree: ast.Module) -> list[list[ast.stmt]]:
    """The statements that run when the cell does: its own, and those of its classes."""
    return [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]


def _parse(path: Path, source: str, line: int, mistakes: Mistakes) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        mistakes.add(path, f"this is not Python: {error.msg}.", "Correct the syntax.", line=line + (error.lineno or 1) - 1)
        return None


def defined_names(tree: ast.Module) -> set[str]:
    """Names that a cell binds at its top level."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name))
    return names


def skeleton(source: str) -> str:
    """The answer cell as students get it: each solution region replaced as nbgrader's ClearSolutions does."""
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        if line.strip() == BEGIN:
            indent = line[: len(line) - len(line.lstrip())]
            lines.extend(indent + stub for stub in STUB)
            inside = True
        elif line.strip() == END:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def solved(source: str) -> str:
    """The answer cell with its solution, without the markers."""
    return "\n".join(line for line in source.split("\n") if line.strip() not in (BEGIN, END))


def solution_lines(source: str) -> list[str]:
    """Lines that stand inside a solution region."""
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif inside:
            lines.append(line)
    return lines
