"""Look through the text of every cell that will run for what an exercise forbids.

Theory of operation. Cells go through IPython's transforms and the parser, which normalises names (NFKC) as Python does; so
comments and strings are not code. One pass collects what names may stand for (imports, assignments, parameters, loops), over all
cells together and without regard to order; the next resolves every expression to dotted names and reports those that
a ban covers. What hides a name from this reading (`getattr` with a computed name on a module, `eval`, `__globals__`,
`sys.modules`, format fields that walk attributes, …) is reported by its own name. Everything reported carries the
dotted name that the judge compares with the exercise's bans; which exercise a cell counts for is decided there.
"""

from __future__ import annotations

import ast
import fnmatch
import re
import string
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from grader.inside import cells as cells_
from grader.inside.meanings import HIDDEN_CALLS, Meanings, text_of

MAX_FOUND = 200  # per cell
MAX_DEPTH = 150  # of a syntax tree; people's code stays below 40

# Ways around the text: no honest answer to a numerical exercise needs them.
HIDDEN_WAYS = frozenset(
    (
        *("__bases__", "__builtins__", "__closure__", "__code__", "__func__", "__getattribute__", "__globals__"),
        *("__import__", "__loader__", "__mro__", "__reduce__", "__reduce_ex__", "__self__", "__spec__", "__subclasses__"),
        *("__torch_dispatch__", "__torch_function__", "__wrapped__", "_getframe", "cell_contents", "cr_frame", "f_back"),
        *("f_builtins", "f_globals", "f_locals", "gi_frame", "tb_frame"),
    )
)
_HIDDEN_PREFIXES = (
    *(
        "sys.modules",
        "sys._getframe",
        "sys._current_frames",
        "sys.settrace",
        "sys.setprofile",
        "sys.addaudithook",
        "sys.meta_path",
        "sys.path_hooks",
    ),
    *(
        "operator.attrgetter",
        "operator.methodcaller",
        "importlib",
        "ctypes",
        "inspect",
        "gc",
        "marshal",
        "pickle",
        "types.FunctionType",
        "types.CodeType",
    ),
    *(
        "typing.get_type_hints",
        "builtins",
        "runpy",
        "code",
        "codeop",
        "pkgutil",
        "zipimport",
        "subprocess",
        "multiprocessing",
        "jinja2",
        "timeit",
    ),
)


@dataclass
class Cell:
    """One cell, parsed; `tree` is None where it is not Python."""

    index: int
    tree: ast.Module | None
    nodes: list[ast.AST] = field(default_factory=list)  # every node of the tree, walked once
    depth: int = 0
    found: list[dict[str, Any]] = field(default_factory=list)
    defines: list[str] = field(default_factory=list)
    makes: list[str] = field(default_factory=list)  # those of `defines` that are not merely imported
    uses: list[str] = field(default_factory=list)

    def report(self, name: str, node: Any, kind: str) -> None:
        entry = {"cell": self.index, "line": int(getattr(node, "lineno", 0) or 0), "name": cells_.plain(name)[:120], "kind": kind}
        if len(self.found) < MAX_FOUND and entry not in self.found:
            self.found.append(entry)


def lint(sources: list[str], bans: dict[str, Any], imports_allowed: Iterable[str] | None = None) -> dict[str, Any]:
    """Return {"violations": […], "names": [{"defines", "makes", "uses"} per cell], "syntax": […]}."""
    parsed, syntax = [], []
    for i, source in enumerate(sources):
        cell, problem = _parse(i, source)
        parsed.append(cell)
        if problem:
            syntax.append(problem)
    patterns = [*bans.get("names", ()), *bans.get("modules", ())]
    rules = Rules(
        tuple(patterns),
        tuple(bans.get("attributes", ())),
        frozenset(cells_.DEFAULT_IMPORTS if imports_allowed is None else imports_allowed),
    )
    _inspect(parsed, rules)
    return {
        "violations": [entry for cell in parsed for entry in sorted(cell.found, key=lambda e: e["line"])],
        "names": [{"defines": cell.defines[:2000], "makes": cell.makes[:2000], "uses": cell.uses[:2000]} for cell in parsed],
        "syntax": syntax,
    }


def _inspect(parsed: list[Cell], rules: Rules) -> None:
    """Look at every cell; one that nests too deeply to be looked at says so, and hides no other."""
    for cell in parsed:
        if cell.tree is not None and cell.depth > MAX_DEPTH:
            cell.report("nesting", None, "hidden_way")
            cell.tree = None
            cell.nodes = []
    meanings = Meanings.of_all(cell.nodes for cell in parsed)
    own = frozenset(name for cell in parsed for name in _methods(cell.nodes))
    for cell in parsed:
        if cell.tree is not None:
            Inspector(cell, meanings, rules, own).look()


def _walk(tree: ast.AST) -> tuple[list[ast.AST], int]:
    """Every node of a tree and how deep it is, found without recursion."""
    nodes: list[ast.AST] = []
    level, depth = [tree], 0
    while level:
        nodes += level
        depth += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return nodes, depth


def _parse(i: int, source: str) -> tuple[Cell, dict[str, Any] | None]:
    try:
        code = cells_.transform(source)
        tree = cells_.plain_tree(source) or ast.parse(code)
        cell = Cell(i, tree, *_walk(tree))
        cell.defines, cell.makes, cell.uses = _names(code)
        return cell, None
    except SyntaxError as error:
        return Cell(i, None), {"cell": i, "line": int(error.lineno or 0), "text": cells_.plain(str(error.msg))[:200]}
    except (RecursionError, MemoryError, ValueError) as error:
        # It may still run, from a stack that is a little less deep: what cannot be looked at does not count as clean.
        hidden = Cell(i, None)
        hidden.report("nesting", None, "hidden_way")
        return hidden, {"cell": i, "line": 0, "text": f"code that cannot be parsed ({type(error).__name__})"}


def _names(code: str) -> tuple[list[str], list[str], list[str]]:
    """Global names that a cell binds, those of them that it does not merely import, and those it reads anywhere."""
    top = symtable.symtable(code, "<cell>", "exec")
    defines, makes, uses = set(), set(), set()
    stack = [top]
    while stack:
        table = stack.pop()
        stack.extend(table.get_children())
        for symbol in table.get_symbols():
            everywhere = table is top or symbol.is_global()
            if everywhere and (symbol.is_assigned() or symbol.is_imported()):
                defines.add(symbol.get_name())
                if not symbol.is_imported():
                    makes.add(symbol.get_name())
            if everywhere and symbol.is_referenced():
                uses.add(symbol.get_name())
    return sorted(defines), sorted(makes), sorted(uses)


def _methods(nodes: list[ast.AST]) -> Iterator[str]:
    """Names of the methods that a cell's classes define."""
    for outer in nodes:
        if isinstance(outer, ast.ClassDef):
            yield from (inner.name for inner in outer.body if isinstance(inner, ast.FunctionDef))


@dataclass(frozen=True)
class Rules:
    names: tuple[str, ...]
    attributes: tuple[str, ...]
    imports: frozenset[str]
    known: dict[str, bool] = field(default_factory=dict)  # paths that were looked up: a notebook says few different ones

    def bans(self, path: str) -> bool:
        """Is this dotted name, or what it lies in, forbidden?"""
        found = self.known.get(path)
        if found is None:
            parts = path.split(".")
            prefixes = [".".join(parts[: i + 1]) for i in range(len(parts))]
            found = self.known[path] = any(prefix in self._exact or self._pattern.match(prefix) for prefix in prefixes)
        return found

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(self.names)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """One expression for all bans with wildcards: most have none, and an expression of hundreds of names takes its time to compile."""
        return re.compile("|".join(fnmatch.translate(name) for name in self.names if set(name) & set("*?[")) or r"(?!)")

    def methods(self) -> frozenset[str]:
        """Names of forbidden tensor methods: they are looked for on any object."""
        return frozenset(p.removeprefix("torch.Tensor.") for p in self.names if p.startswith("torch.Tensor."))


class Inspector:
    """Report what one cell says that it may not: `visit_…` looks at one node, and every node is looked at."""

    def __init__(self, cell: Cell, meanings: Meanings, rules: Rules, own: frozenset[str]) -> None:
        self.cell = cell
        self.meanings = meanings
        self.rules = rules
        self.methods = rules.methods() - own  # `layer.backward(…)` of a class in the notebook is the student's own

    def look(self) -> None:
        visits: dict[type[ast.AST], Any] = {kind: getattr(self, f"visit_{kind.__name__}") for kind in _LOOKED_AT}
        for node in self.cell.nodes:
            if type(node) in visits:
                visits[type(node)](node)

    def _check(self, node: ast.expr, paths: Iterable[str]) -> None:
        for path in paths:
            if self.rules.bans(path):
                self.cell.report(path, node, "banned")
                continue
            below = path[path.index(".sys.") + 1 :] if ".sys." in path else path  # `os.sys.modules` is `sys.modules`
            if any(below == way or below.startswith(way + ".") for way in _HIDDEN_PREFIXES):
                self.cell.report(below, node, "hidden_way")

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._module(alias.name, node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        self._module(module, node)
        for alias in node.names:
            if self.rules.bans(f"{module}.{alias.name}"):
                self.cell.report(f"{module}.{alias.name}", node, "banned")
            elif any(f"{module}.{alias.name}".startswith(way) for way in _HIDDEN_PREFIXES):
                self.cell.report(f"{module}.{alias.name}", node, "hidden_way")

    def _module(self, module: str, node: ast.stmt) -> None:
        if self.rules.bans(module):
            self.cell.report(module, node, "banned")
        elif module.partition(".")[0] not in self.rules.imports:
            self.cell.report(module, node, "import")

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            known = self.meanings.of.get(node.id, set())
            self._check(node, known)
            if (node.id in HIDDEN_CALLS and node.id not in self.cell.defines) or node.id in HIDDEN_WAYS:
                self.cell.report(node.id, node, "hidden_way")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        paths = self.meanings.resolve(node)
        self._check(node, paths)
        self._attribute(node.attr, node)

    def _attribute(self, name: str, node: Any) -> None:
        """An attribute by its last word alone, on an object of unknown kind."""
        if name in HIDDEN_WAYS:
            self.cell.report(name, node, "hidden_way")
        elif name in self.methods:
            self.cell.report(f"torch.Tensor.{name}", node, "banned")
        elif name in self.rules.attributes:
            self.cell.report(name, node, "banned")

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._check(node, self.meanings.resolve(node))

    def visit_Call(self, node: ast.Call) -> None:
        self._check(node, self.meanings.resolve(node))
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in ("getattr", "setattr", "delattr", "hasattr") and len(node.args) >= 2:
            self._by_string(name, node)
        if name == "type" and len(node.args) == 3:
            for base in ast.walk(node.args[1]):
                if isinstance(base, ast.expr):
                    self._check(base, self.meanings.resolve(base))
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map", "vformat"):
            self._format(text_of(node.func.value), node)

    def _by_string(self, name: str, node: ast.Call) -> None:
        """`getattr(x, "backward")` is x.backward; a computed name is refused on a library, and on objects it is common."""
        word, target = text_of(node.args[1]), node.args[0]
        owners = self.meanings.resolve(target)
        if word is not None:
            self._attribute(word, node)
            self._check(node, {f"{path}.{word}" for path in owners})
        elif any(path.partition(".")[0] in ("torch", "numpy", "sys", "builtins") for path in owners):
            self.cell.report(name, node, "hidden_way")

    def _format(self, template: str | None, node: ast.expr) -> None:
        """`"{0.optim}".format(torch)` reads attributes."""
        if template is None:
            return
        try:
            fields = [name for _, name, _, _ in string.Formatter().parse(template) if name]
        except ValueError:
            return
        for name in fields:
            for word in name.replace("[", ".").replace("]", "").split(".")[1:]:
                if word in HIDDEN_WAYS or any(word == p.rpartition(".")[2] for p in self.rules.names):
                    self.cell.report(word if word in HIDDEN_WAYS else f"format.{word}", node, "hidden_way")

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        """`case object(optim=x)` reads an attribute."""
        for word in node.kwd_attrs:
            self._attribute(word, node)
            if any(word in pattern.split(".")[1:] for pattern in self.rules.names):
                self.cell.report(f"match.{word}", node, "hidden_way")

    def visit_Assign(self, node: ast.Assign) -> None:
        """Assigning into the library is monkey-patching it."""
        for target in node.targets:
            if isinstance(target, ast.Attribute) and any(_is_patched(path) for path in self.meanings.resolve(target.value)):
                self.cell.report("monkeypatch", target, "monkeypatch")


_LOOKED_AT = (ast.Import, ast.ImportFrom, ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.MatchClass, ast.Assign)


def _is_patched(path: str) -> bool:
    """Settings such as `torch.backends.cudnn.deterministic = True` are meant to be assigned."""
    return path.partition(".")[0] in ("torch", "numpy") and not path.startswith("torch.backends")
