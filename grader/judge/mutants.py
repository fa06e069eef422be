"""First-order mutants of a reference: one small change each, by a fixed list of operators.

A hidden suite that lets one live has a hole, unless the mutant is the same function. Operators: arithmetic swapped,
a term or factor dropped, a sign flipped, constants moved, comparisons shifted, conditions fixed, statements deleted,
keyword arguments dropped, axes changed, a call taken off its argument (clone, detach, sqrt, abs …), two arguments or
two unpacked names swapped, `no_grad` removed, min/max, sum/mean exchanged.
"""

from __future__ import annotations

import ast
import copy
import importlib.abc
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any

from grader.judge.suite import Task, public_names

_SWAPS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_PEELED = {
    "clone",
    "detach",
    "sqrt",
    "sqrt_",
    "abs",
    "square",
    "exp",
    "log",
    "contiguous",
    "deepcopy",
    "neg",
    "rsqrt",
    "float",
    "double",
    "t",
}
_EXCHANGED = {
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
    "sum": "mean",
    "mean": "sum",
    "sin": "cos",
    "cos": "sin",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
    "add_": "sub_",
    "sub_": "add_",
    "mul_": "div_",
    "div_": "mul_",
    "ceil": "floor",
    "floor": "ceil",
    "any": "all",
    "all": "any",
}


@dataclass(frozen=True)
class Mutant:
    id: str  # the statement, the operator, the piece: the same when lines above it move
    line: int
    what: str
    tree: ast.Module

    def names(self, task: Task) -> dict[str, Any]:
        """Run the mutated reference as a module."""
        loader = _TreeLoader(self.tree, str(task.folder / "reference.py"))
        spec = importlib.util.spec_from_loader(f"mutant of {task.id}", loader)
        assert spec is not None
        module = importlib.util.module_from_spec(spec)
        for needed in task.data.get("needs", []):
            module.__dict__.update(task.suite.task(needed).reference_names)
        loader.exec_module(module)
        return public_names(module)


class _TreeLoader(importlib.abc.InspectLoader):
    def __init__(self, tree: ast.Module, filename: str) -> None:
        self._tree, self._filename = tree, filename

    def get_source(self, fullname: str) -> None:
        return None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._tree, self._filename, "exec")


def mutants(reference: Path, given: str = "") -> list[Mutant]:
    """All mutants of the functions and classes in a file. Imports, docstrings and annotations are left alone,
    and so are the definitions in `given`: code that students get is not what the suite must tell from wrong."""
    tree = ast.parse(reference.read_text(encoding="utf-8"))
    handed_out = {ast.dump(node) for node in ast.parse(given).body}
    found: list[Mutant] = []
    seen = {ast.dump(tree)}
    counts: dict[str, int] = {}
    kept = {id(inner) for top in tree.body if ast.dump(top) in handed_out for inner in ast.walk(top)}
    for node, statement, what, change in _changes(tree, kept):
        mutated = copy.deepcopy(tree)
        change(mutated)
        ast.fix_missing_locations(mutated)
        picture = ast.dump(mutated)
        if picture in seen:
            continue
        seen.add(picture)
        name = f"{_shortened(statement, 70)} | {what} | {_shortened(node, 40)}"
        number = counts[name] = counts.get(name, 0) + 1
        found.append(Mutant(name if number == 1 else f"{name} | {number}", getattr(node, "lineno", 0), what, mutated))
    return found


def _shortened(node: ast.AST, length: int) -> str:
    text = ast.unparse(node).split("\n", 1)[0]
    return text if len(text) <= length else text[: length - 1] + "…"


Change = Callable[[ast.Module], None]


def _changes(tree: ast.Module, given: set[int]) -> Iterator[tuple[ast.AST, ast.AST, str, Change]]:
    """Where something can be changed: the node, its statement, the operator, and the change to make in a copy of the tree."""
    statements = {id(inner): node for node in ast.walk(tree) if isinstance(node, ast.stmt) for inner in ast.walk(node)}
    left_alone = given | set(_protected(tree))
    for i, node in enumerate(ast.walk(tree)):
        if id(node) in left_alone or id(node) not in statements:
            continue
        for what, replacement in _replacements(node):
            yield node, statements[id(node)], what, _replace(i, replacement)
        for what, edit in _edits(node):
            yield node, statements[id(node)], what, _edit(i, edit)


def _protected(tree: ast.Module) -> Iterator[int]:
    """Nodes by identity that mutants must not touch: docstrings, annotations, imports, defaults of signatures."""
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            parts.append(node)
        if isinstance(node, ast.FunctionDef):
            parts += [node.returns, node.args]
        if isinstance(node, ast.AnnAssign):
            parts.append(node.annotation)
        if isinstance(node, ast.Raise):
            parts.append(node.exc)
        if isinstance(node, ast.JoinedStr):
            parts.append(node)
        for part in parts:
            if part is not None:
                yield from (id(inner) for inner in ast.walk(part))


def _replace(i: int, replacement: Callable[[Any], ast.AST]) -> Change:
    """Put another node in the place of the i-th of the walk."""

    def change(tree: ast.Module) -> None:
        target = list(ast.walk(tree))[i]
        new = replacement(target)
        for parent in ast.walk(tree):
            for field, value in ast.iter_fields(parent):
                if value is target:
                    setattr(parent, field, new)
                elif isinstance(value, list):
                    value[:] = [new if item is target else item for item in value]

    return change


def _edit(i: int, edit: Callable[[Any], None]) -> Change:
    def change(tree: ast.Module) -> None:
        edit(list(ast.walk(tree))[i])

    return change


def _replacements(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], ast.AST]]]:
    if isinstance(node, ast.BinOp):
        yield "left-only", lambda n: n.left
        yield "right-only", lambda n: n.right
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield "sign-dropped", lambda n: n.operand
    elif isinstance(node, ast.BoolOp):
        yield "first-only", lambda n: n.values[0]
        yield "last-only", lambda n: n.values[-1]
    elif isinstance(node, ast.IfExp):
        yield "always-then", lambda n: n.body
        yield "always-else", lambda n: n.orelse
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Delete, ast.Continue, ast.Break)):
        yield "deleted", lambda n: ast.copy_location(ast.Pass(), n)
    elif isinstance(node, ast.With):
        yield "with-removed", lambda n: ast.copy_location(ast.If(ast.Constant(True), n.body, []), n)


def _calls(node: ast.Call) -> Iterator[tuple[str, Callable[[Any], ast.AST]]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _PEELED and isinstance(node.func, ast.Attribute):
        if node.args and isinstance(node.func.value, ast.Name) and node.func.value.id in ("torch", "math", "copy", "np"):
            yield f"no-{name}", lambda n: n.args[0]
        elif not node.args:
            yield f"no-{name}", lambda n: n.func.value


def _edits(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in _SWAPS:
        yield "operator", lambda n: setattr(n, "op", _SWAPS[type(n.op)]())
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        yield "comparison", lambda n: n.ops.__setitem__(0, _COMPARISONS[type(n.ops[0])]())
    elif isinstance(node, (ast.If, ast.While)):
        yield "always", lambda n: setattr(n, "test", ast.Constant(True))
        yield "never", lambda n: setattr(n, "test", ast.Constant(False))
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Call):
        yield from _arguments(node)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and len(node.targets[0].elts) == 2:
        yield "unpacked-swapped", lambda n: n.targets[0].elts.reverse()
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
        yield "returned-swapped", lambda n: n.value.elts.__setitem__(slice(0, 2), n.value.elts[1::-1])


def _constants(node: ast.Constant) -> Iterator[tuple[str, Callable[[Any], None]]]:
    if isinstance(node.value, bool):
        yield "flipped", lambda n: setattr(n, "value", not n.value)
    elif isinstance(node.value, int):
        yield "plus-one", lambda n: setattr(n, "value", n.value + 1)
        yield "minus-one", lambda n: setattr(n, "value", n.value - 1)
    elif isinstance(node.value, float):
        yield "doubled", lambda n: setattr(n, "value", 2 * n.value)
        yield "zeroed", lambda n: setattr(n, "value", 0.0 if n.value else 1.0)


def _drop_keyword(k: int, node: ast.Call) -> None:
    del node.keywords[k]


def _arguments(node: ast.Call) -> Iterator[tuple[str, Callable[[Any], None]]]:
    for k, keyword in enumerate(node.keywords):
        if keyword.arg == "device":
            continue  # the same function on a machine without a second device; the GPU column looks at it
        yield f"without-{keyword.arg}", partial(_drop_keyword, k)
    if len(node.args) == 2 and not any(isinstance(arg, ast.Starred) for arg in node.args):
        yield "arguments-swapped", lambda n: n.args.reverse()
    if isinstance(node.func, ast.Attribute) and node.func.attr in _EXCHANGED:
        yield "exchanged", lambda n: setattr(n.func, "attr", _EXCHANGED[n.func.attr])
    elif isinstance(node.func, ast.Name) and node.func.id in _EXCHANGED:
        yield "exchanged", lambda n: setattr(n.func, "id", _EXCHANGED[n.func.id])
