"""What the names in a notebook may stand for: dotted paths of libraries, whatever they were called on the way."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

ROUNDS = 6  # how many steps an alias may be away from its import
MAX_MEANINGS = 12
_BINDING = (
    *(ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor, ast.comprehension),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.withitem),
)
HIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__", "globals", "breakpoint", "open", "input"})


class Meanings:
    """What names may stand for, as dotted paths of libraries."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = {}

    @classmethod
    def of_all(cls, cells: Iterable[Iterable[ast.AST]]) -> Meanings:
        """Learn from the nodes of every cell until nothing new is learnt."""
        meanings = cls()
        binding = [node for nodes in cells for node in nodes if isinstance(node, _BINDING)]
        for _ in range(ROUNDS):
            if not meanings.learn(binding):
                break
        return meanings

    def learn(self, binding: Iterable[ast.AST]) -> bool:
        """Read bindings once; True if anything new was learnt."""
        before = sum(map(len, self.of.values()))
        for node in binding:
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
        """`[torch.optim][0]`, `{"o": torch.optim}["o"]`, `vars(torch)["optim"]`, `torch.__dict__[…]`, `sys.modules["torch.optim"]`."""
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
