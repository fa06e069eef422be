"""Look through the text of every cell that will run for what an exercise forbids.

Theory of operation. Cells go through IPython's transforms and the parser, which normalises names (NFKC) as Python does; so
comments and strings are not code. One pass collects what names may stand for (imports, assignments, parameters, loops), over all
cells together and without regard to order; the next resolves every expression to dotted names and reports those that
a ban covers. What hides a name from this reading (`getattr` with a computed name on a module, `eval`, `__globals__`,
`sys.modules`, format fields that walk attributes, …) is reported by its own name. Everything reported carries the dotted name that the judge
compares with the exercise's bans; which exercise a cell counts for is decided there.
"""

from __future__ import annotations

import ast
import builtins
import fnmatch
import string
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.inside import cells as cells_

ROUNDS = 6  # how many steps an alias may be away from its import
MAX_MEANINGS = 12
MAX_FOUND = 200  # per cell

# Ways around the text: no honest answer to a numerical exercise needs them.
HIDDEN_WAYS = frozenset(
    "__subclasses__ __globals__ __builtins__ __closure__ cell_contents __code__ f_globals f_locals f_back f_builtins tb_frame gi_frame cr_frame "
    "__import__ __loader__ __spec__ __getattribute__ __mro__ __bases__ __reduce__ __reduce_ex__ __torch_function__ __torch_dispatch__ "
    "__wrapped__ __func__ __self__ _C _getframe".split()
)
HIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__", "globals", "breakpoint", "open", "input"})
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
    found: list[dict[str, Any]] = field(default_factory=list)
    defines: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)

    def report(self, name: str, node: Any, kind: str) -> None:
        entry = {"cell": self.index, "line": int(getattr(node, "lineno", 0) or 0), "name": cells_.plain(name)[:120], "kind": kind}
        if len(self.found) < MAX_FOUND and entry not in self.found:
            self.found.append(entry)


def lint(sources: list[str], bans: dict[str, Any], imports_allowed: Iterable[str] | None = None) -> dict[str, Any]:
    """Return {"violations": […], "names": [{"defines", "uses"} per cell], "syntax": […]}."""
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
    meanings = Meanings()
    try:
        for _ in range(ROUNDS):
            if not any([meanings.learn(cell.tree) for cell in parsed if cell.tree is not None]):
                break
        for cell in parsed:
            if cell.tree is not None:
                Inspector(cell, meanings, rules).visit(cell.tree)
    except RecursionError:
        syntax.append({"cell": -1, "line": 0, "text": "an expression nested too deeply"})
    return {
        "violations": [entry for cell in parsed for entry in sorted(cell.found, key=lambda e: e["line"])],
        "names": [{"defines": cell.defines[:2000], "uses": cell.uses[:2000]} for cell in parsed],
        "syntax": syntax,
    }


def _parse(i: int, source: str) -> tuple[Cell, dict[str, Any] | None]:
    try:
        code = cells_.transform(source)
        tree = ast.parse(code)
        cell = Cell(i, tree)
        cell.defines, cell.uses = _names(code)
        return cell, None
    except SyntaxError as error:
        return Cell(i, None), {"cell": i, "line": int(error.lineno or 0), "text": cells_.plain(str(error.msg))[:200]}
    except (RecursionError, MemoryError, ValueError) as error:
        return Cell(i, None), {"cell": i, "line": 0, "text": f"code that cannot be parsed ({type(error).__name__})"}


def _names(code: str) -> tuple[list[str], list[str]]:
    """Global names that a cell binds, and those it reads anywhere."""
    top = symtable.symtable(code, "<cell>", "exec")
    defines, uses = set(), set()
    stack = [top]
    while stack:
        table = stack.pop()
        stack.extend(table.get_children())
        for symbol in table.get_symbols():
            everywhere = table is top or symbol.is_global()
            if everywhere and (symbol.is_assigned() or symbol.is_imported()):
                defines.add(symbol.get_name())
            if everywhere and symbol.is_referenced():
                uses.add(symbol.get_name())
    return sorted(defines), sorted(uses)


@dataclass(frozen=True)
class Rules:
    names: tuple[str, ...]
    attributes: tuple[str, ...]
    imports: frozenset[str]

    def bans(self, path: str) -> bool:
        """Is this dotted name, or what it lies in, forbidden?"""
        parts = path.split(".")
        return any(fnmatch.fnmatchcase(".".join(parts[: i + 1]), pattern) for i in range(len(parts)) for pattern in self.names)

    def methods(self) -> frozenset[str]:
        """Names of forbidden tensor methods: they are looked for on any object."""
        return frozenset(p.removeprefix("torch.Tensor.") for p in self.names if p.startswith("torch.Tensor."))


class Meanings:
    """What names may stand for, as dotted paths of libraries."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = {}

    def learn(self, tree: ast.Module) -> bool:
        """Read bindings once; True if anything new was learnt."""
        before = sum(map(len, self.of.values()))
        for node in ast.walk(tree):
            for name, path in self._bindings(node):
                known = self.of.setdefault(name, set())
                if len(known) < MAX_MEANINGS:
                    known.add(path)
        return sum(map(len, self.of.values())) > before

    def _bindings(self, node: ast.AST) -> Iterator[tuple[str, str]]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from self._pair(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            yield from self._pair(node.target, node.value)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            if isinstance(node.iter, (ast.List, ast.Tuple, ast.Set)):
                for item in node.iter.elts:
                    yield from self._pair(node.target, item)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from self._defaults(node.args)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            yield from self._pair(node.optional_vars, node.context_expr)
        elif isinstance(node, ast.match_case):
            yield from ()

    def _defaults(self, arguments: ast.arguments) -> Iterator[tuple[str, str]]:
        named = [*arguments.posonlyargs, *arguments.args]
        for argument, value in zip(reversed(named), reversed(arguments.defaults), strict=False):
            yield from ((argument.arg, path) for path in self.resolve(value))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if default is not None:
                yield from ((argument.arg, path) for path in self.resolve(default))

    def _pair(self, target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
        if isinstance(target, ast.Name):
            yield from ((target.id, path) for path in self.resolve(value))
        elif isinstance(target, ast.Attribute):
            yield from ((f".{target.attr}", path) for path in self.resolve(value))
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            for inner, item in zip(target.elts, value.elts, strict=False):
                yield from self._pair(inner, item)

    def resolve(self, node: ast.expr | None) -> set[str]:
        """The dotted paths that an expression may mean; empty if it is nothing of a library."""
        if isinstance(node, ast.Name):
            known = self.of.get(node.id, set())
            return known or ({node.id} if node.id in HIDDEN_CALLS or node.id in ("getattr", "vars") else set())
        if isinstance(node, ast.Attribute):
            inner = {f"{path}.{node.attr}" for path in self.resolve(node.value)}
            return inner or self.of.get(f".{node.attr}", set())
        if isinstance(node, ast.NamedExpr):
            return self.resolve(node.value)
        if isinstance(node, ast.IfExp):
            return self.resolve(node.body) | self.resolve(node.orelse)
        if isinstance(node, ast.BoolOp):
            return set().union(*map(self.resolve, node.values))
        if isinstance(node, ast.Subscript):
            return self._subscript(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        return set()

    def _subscript(self, node: ast.Subscript) -> set[str]:
        """`[torch.optim][0]`, `{"o": torch.optim}["o"]`, `torch.__dict__["optim"]`, `vars(torch)["optim"]`, `sys.modules["torch.optim"]`."""
        if isinstance(node.value, (ast.List, ast.Tuple)):
            return set().union(*map(self.resolve, node.value.elts))
        if isinstance(node.value, ast.Dict):
            return set().union(*map(self.resolve, node.value.values))
        key = text_of(node.slice)
        paths = self.resolve(node.value)
        if key is None:
            return set()
        if "sys.modules" in paths:
            return {key}
        return {f"{path.removesuffix('.__dict__')}.{key}" for path in paths if path.endswith(".__dict__")}

    def _call(self, node: ast.Call) -> set[str]:
        called = self.resolve(node.func)
        word = text_of(node.args[-1]) if len(node.args) == 2 else text_of(node.args[1]) if len(node.args) == 3 else None
        if "getattr" in called and word is not None:
            return {f"{path}.{word}" for path in self.resolve(node.args[0])}
        if "vars" in called and node.args:
            return {f"{path}.__dict__" for path in self.resolve(node.args[0])}
        first = text_of(node.args[0]) if node.args else None
        if first and (called & {"__import__", "importlib.import_module", "importlib.__import__"}):
            return {first} if "importlib.import_module" in called else {first.split(".")[0]}
        if "functools.partial" in called and node.args:
            return self.resolve(node.args[0])
        return set()


def text_of(node: ast.expr | None) -> str | None:
    """The text of a constant, also when it is added up or joined from constants."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = text_of(node.left), text_of(node.right)
        return left + right if left is not None and right is not None and len(left) + len(right) < 1000 else None
    if isinstance(node, ast.JoinedStr):
        parts = [text_of(part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values]
        return "".join(p for p in parts if p is not None) if all(p is not None for p in parts) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join" and len(node.args) == 1:
        glue = text_of(node.func.value)
        if glue is not None and isinstance(node.args[0], (ast.List, ast.Tuple)):
            words = [text_of(item) for item in node.args[0].elts]
            return glue.join(w for w in words if w is not None) if all(w is not None for w in words) else None
    return None


class Inspector(ast.NodeVisitor):
    """Report what one cell says that it may not."""

    def __init__(self, cell: Cell, meanings: Meanings, rules: Rules) -> None:
        self.cell = cell
        self.meanings = meanings
        self.rules = rules
        self.methods = rules.methods()

    def _check(self, node: ast.expr, paths: Iterable[str]) -> None:
        for path in paths:
            if self.rules.bans(path):
                self.cell.report(path, node, "banned")
            elif any(path == way or path.startswith(way + ".") for way in _HIDDEN_PREFIXES):
                self.cell.report(path, node, "hidden_way")

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._module(alias.name, node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        self._module(module, node)
        for alias in node.names:
            if alias.name == "*":
                if any(pattern.startswith(module + ".") for pattern in self.rules.names if module not in ("torch", "torch.nn")):
                    self.cell.report(f"{module}.*", node, "star_import")
            elif self.rules.bans(f"{module}.{alias.name}"):
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
            if node.id in HIDDEN_CALLS and node.id not in self.cell.defines or node.id in HIDDEN_WAYS:
                self.cell.report(node.id, node, "hidden_way")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        paths = self.meanings.resolve(node)
        self._check(node, paths)
        self._attribute(node.attr, node)
        self.generic_visit(node)

    def _attribute(self, name: str, node: Any) -> None:
        """An attribute by its last word alone, on an object of unknown kind."""
        if name in HIDDEN_WAYS:
            self.cell.report(name, node, "hidden_way")
        elif name in self.methods and not self._own_method(name):
            self.cell.report(f"torch.Tensor.{name}", node, "banned")
        elif name in self.rules.attributes:
            self.cell.report(name, node, "banned")

    def _own_method(self, name: str) -> bool:
        """A class of the cell defines a method by this name: `self.backward(…)` is the student's own."""
        tree = self.cell.tree
        return tree is not None and any(
            isinstance(inner, ast.FunctionDef) and inner.name == name
            for outer in ast.walk(tree)
            if isinstance(outer, ast.ClassDef)
            for inner in outer.body
        )

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._check(node, self.meanings.resolve(node))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = self.meanings.resolve(node.func)
        self._check(node, self.meanings.resolve(node))
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in ("getattr", "setattr", "delattr", "hasattr") and len(node.args) >= 2:
            self._by_string(name, node)
        if name == "type" and len(node.args) == 3:
            for base in ast.walk(node.args[1]):
                if isinstance(base, ast.expr):
                    self._check(base, self.meanings.resolve(base))
        if name == "setattr" or not called:
            pass
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map", "vformat"):
            self._format(text_of(node.func.value), node)
        self.generic_visit(node)

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
                if word in HIDDEN_WAYS or hasattr(builtins, word) or any(word == p.rpartition(".")[2] for p in self.rules.names):
                    self.cell.report(word if word in HIDDEN_WAYS else f"format.{word}", node, "hidden_way")

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        """`case object(optim=x)` reads an attribute."""
        for word in node.kwd_attrs:
            self._attribute(word, node)
            if any(word in pattern.split(".")[1:] for pattern in self.rules.names):
                self.cell.report(f"match.{word}", node, "hidden_way")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Assigning into the library is monkey-patching it."""
        for target in node.targets:
            if isinstance(target, ast.Attribute) and any(p.partition(".")[0] in ("torch", "numpy") for p in self._module_of(target.value)):
                self.cell.report("monkeypatch", target, "monkeypatch")
        self.generic_visit(node)

    def _module_of(self, node: ast.expr) -> set[str]:
        return {p for p in self.meanings.resolve(node) if isinstance(node, (ast.Name, ast.Attribute))}
