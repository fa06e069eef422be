"""Run a student's cells as a notebook would: IPython's syntax, one namespace, one error at a time.

Only the syntax is IPython's. A whole shell would bring history threads, hooks and displays that a grader has no use for;
magics are answered by a few lines here: the harmless ones do nothing, `!commands` are refused in a sentence.
"""

from __future__ import annotations

import ast
import builtins
import functools
import hashlib
import inspect
import linecache
import re
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

STUDENT_FILE = "<cell"
PROBE_FILE = "<probe"
TEXT_CAP = 500
PROBE_IMPORTS = ("torch", "numpy", "math", "copy")
DEFAULT_IMPORTS = (
    *("torch", "numpy", "math", "matplotlib", "mpl_toolkits", "IPython", "tqdm", "google", "__future__", "typing", "typing_extensions"),
    *("collections", "itertools", "functools", "dataclasses", "random", "copy", "time", "abc", "enum", "warnings", "contextlib"),
    *("statistics", "types", "numbers", "operator", "string", "json", "re", "os", "sys", "pathlib", "datetime", "decimal", "fractions"),
    *(
        "heapq",
        "bisect",
        "textwrap",
        "pprint",
        "cmath",
        "logging",
        "timeit",
        "textwrap",
        "io",
        "csv",
        "hashlib",
        "platform",
        "array",
        "threading",
        "tempfile",
        "shutil",
        "glob",
        "traceback",
        "uuid",
        "queue",
    ),
)
_EMPTY_MAGICS = frozenset(
    (
        *("autoreload", "colors", "config", "env", "history", "load_ext", "lprun", "lsmagic", "matplotlib", "memit", "mprun"),
        *("notebook", "page", "pdb", "pdoc", "pinfo", "pinfo2", "precision", "prun", "pylab", "reload_ext", "reset_selective"),
        *("timeit", "who", "whos", "xmode"),
    )
)
_BODY_MAGICS = frozenset({"time", "capture", "prun"})

try:
    from IPython.core import inputtransformer2 as _ipython
except ImportError:  # plain Python then
    _ipython = None  # type: ignore[assignment]


class CommandRefused(RuntimeError):
    """A shell command or a magic that the grader does not run."""


class ImportRefused(ImportError):
    """A module that is not on the course's list."""


class Shell:
    """What `get_ipython()` gives to a cell."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.user_ns = names

    def run_line_magic(self, name: str, line: str, _stack_depth: int = 1) -> Any:
        if name in _EMPTY_MAGICS:
            return None
        if name == "time":
            return None
        raise CommandRefused(f"%{name} is not run by the grader: only Python is. Remove the line, or write it in Python.")

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        if name == "timeit":
            return None
        raise CommandRefused(f"%%{name} is not run by the grader: only Python is. Remove the cell, or write it in Python.")

    def system(self, command: str) -> Any:
        raise CommandRefused(f"!{command.split(' ')[0][:40]} … is not run by the grader: there is no shell here. Remove the line.")

    getoutput = system_raw = system_piped = system

    def magic(self, text: str) -> Any:
        name, _, line = text.partition(" ")
        return self.run_line_magic(name.lstrip("%"), line)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"get_ipython().{name} is not available in the grader")


class Cells:
    """One student's namespace and the way into it."""

    def __init__(self) -> None:
        self.module = types.ModuleType("__main__")
        self.names: dict[str, Any] = self.module.__dict__
        shell = Shell(self.names)
        self.names.update(get_ipython=lambda: shell, display=lambda *args, **kwargs: None)
        self._allowed: frozenset[str] | None = None

    def allow_imports(self, allowed: Iterable[str] | None) -> None:
        """From now on cells may import only these top-level modules; what libraries import is their business."""
        listed = frozenset(DEFAULT_IMPORTS if allowed is None else allowed)
        names, genuine = self.names, builtins.__import__

        def guarded(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
            if globals is names and level == 0 and name.partition(".")[0] not in listed:
                raise ImportRefused(f"the grader does not import {name[:80]}: it is not on this course's list of modules")
            return genuine(name, globals, locals, fromlist, level)

        builtins.__import__ = guarded
        self._allowed = listed

    def run(self, source: str, index: int) -> dict[str, Any]:
        """Run one cell. Returns {"ok": True} or {"error": …}; an error stops this cell only."""
        filename = f"{STUDENT_FILE} {index}>"
        sys.modules["__main__"] = self.module
        try:
            code = transform(source)
            linecache.cache[filename] = (len(code), None, code.splitlines(keepends=True), filename)
            _run(code, filename, self.names)
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's too
            return {"error": describe(error)}
        return {"ok": True}


@functools.lru_cache(maxsize=256)
def transform(source: str) -> str:
    """IPython's syntax → Python's. The bodies of `%%time` and `%time` become code, which the lint then sees too."""
    if plain_tree(source) is not None:
        return source if source.endswith("\n") else source + "\n"
    lines = source.split("\n")
    for i, line in enumerate(lines):
        head = re.match(r"%%(\w+)", line)
        if head and head[1] in _BODY_MAGICS:
            lines[i] = ""
        elif line.strip():
            break
    source = re.sub(r"(?m)^([ \t]*)%time[ \t]+(?=\S)", r"\1", "\n".join(lines))
    if _ipython is not None:
        return str(_ipython.TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]
    return re.sub(r"(?m)^(\s*)([%!])(.*)$", lambda m: f"{m[1]}get_ipython().{'magic' if m[2] == '%' else 'system'}({m[3]!r})", source)


@functools.lru_cache(maxsize=256)
def plain_tree(source: str) -> ast.Module | None:
    """The syntax tree of what IPython would leave alone. Its syntax is no Python; it takes blank lines off the top, and some %time lie in strings."""
    if not source.strip() or source[0].isspace() or "%time" in source:
        return None
    try:
        tree = compile(source, STUDENT_FILE, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree if isinstance(tree, ast.Module) else None


def _run(code: str, filename: str, names: dict[str, Any]) -> None:
    compiled = compile(code, filename, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    if compiled.co_flags & inspect.CO_COROUTINE:
        _await(types.FunctionType(compiled, names)())
    else:
        exec(compiled, names)


def _await(coroutine: Any) -> None:
    """Top-level await, as far as nothing has to be waited for: there is no event loop without sockets."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise CommandRefused("`await` on something that waits is not supported by the grader")


def run_probes(source: str, names: dict[str, Any]) -> None:
    """Execute the driver's text in a namespace of its own, which imports torch, numpy and math only."""
    genuine: Callable[..., Any] = builtins.__import__

    def guarded(module: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        if module.partition(".")[0] not in (*PROBE_IMPORTS, "__future__", "collections", "typing") or level:
            raise ImportRefused(f"a probe imports only torch, numpy, math and copy, not {module[:80]}")
        view = names.get("__library__")
        found = genuine(module, globals, locals, fromlist, level)
        return view(found, module if fromlist else module.partition(".")[0]) if view else found

    names["__builtins__"] = {**vars(builtins), "__import__": guarded}
    exec(compiled_probe(source), names)


@functools.lru_cache(maxsize=256)
def compiled_probe(source: str) -> types.CodeType:
    """Exercises share most of their probes: each text is compiled once, and once only in the zygote where the judge sent it there."""
    filename = f"{PROBE_FILE} {hashlib.blake2b(source.encode(), digest_size=4).hexdigest()}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    return compile(source, filename, "exec", dont_inherit=True)


def describe(error: BaseException) -> dict[str, Any]:
    """Type, text, line and function of an error, as short plain strings."""
    line, function = None, None
    if isinstance(error, SyntaxError) and str(error.filename or "").startswith(STUDENT_FILE):
        line = error.lineno
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(STUDENT_FILE):
            line, function = trace.tb_lineno, trace.tb_frame.f_code.co_name
        trace = trace.tb_next
    try:
        text = str(error.msg) if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # __str__ is the student's
        text = "(the exception could not be printed)"
    told: dict[str, Any] = {"type": str(type(error).__name__)[:100], "text": plain(text)}
    if isinstance(line, int):
        told["line"] = line
    if function and function != "<module>":
        told["function"] = plain(function)[:100]
    return told


def plain(text: str) -> str:
    """Capped, with control characters, bidi overrides and surrogates written as escapes."""
    shown = "".join(c if c.isprintable() or c in "\n " else c.encode("unicode_escape").decode("ascii") for c in text[:TEXT_CAP])
    return shown[:TEXT_CAP]
