"""The arrows and sizes of ARCHITECTURE.md."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(p for room in ("grader", "webapp") for p in (ROOT / room).rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60

# Which rooms a room may import, besides itself and grader.errors. cli ties everything together and may import all.
ARROWS: dict[str, set[str]] = {
    "grader.errors": set(),
    "grader.inside": set(),
    "grader.policies": set(),
    "grader.sandbox": {"grader.inside"},
    "grader.checks": {"grader.judge.report"},
    "grader.notebooks": {"grader.inside", "grader.judge.report"},
    "grader.judge": {"grader.checks", "grader.inside", "grader.sandbox", "grader.notebooks", "grader.feedback", "grader.course"},
    "grader.course": {"grader.judge.bans", "grader.notebooks"},
    "grader.feedback": {"grader.judge"},
    "grader.records": {"grader.policies", "grader.judge.report"},
    "grader.fleet": {"grader.course", "grader.judge", "grader.sandbox", "grader.records", "grader.notebooks"},
    "grader.bridge": {
        *("grader.course", "grader.judge", "grader.fleet", "grader.records", "grader.notebooks", "grader.feedback"),
        *("grader.sandbox", "grader.inside.reading"),
    },
    "grader.cli": {"grader", "webapp"},
    "webapp": {"grader"},
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return "webapp" if module.split(".")[0] == "webapp" else ".".join(module.split(".")[:2])


def imports_of(path: Path, *, top_only: bool = False) -> set[str]:
    """Modules that a file imports; with `top_only` only where importing the file does it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_the_way_that_the_architecture_says(path: Path) -> None:
    room = room_of(name_of(path))
    allowed = {room, "grader.errors", "grader.__version__", *ARROWS.get(room, {"nothing: name this room in ARROWS"})}
    ours = {name for name in imports_of(path) if name.split(".")[0] in ("grader", "webapp")}
    wrong = {name for name in ours if not any(name == a or name.startswith(f"{a}.") for a in allowed)}
    assert wrong == set()


def test_sql_stands_only_where_records_are_kept() -> None:
    users = {name_of(p) for p in MODULES if {"sqlite3", "sqlite_utils"} & {n.split(".")[0] for n in imports_of(p)}}
    elsewhere = {u for u in users if not u.startswith(("grader.records", "webapp.quiz", "grader.cli.doctor"))}
    assert elsewhere == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_and_no_function_is_too_long(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION] == []


BARE = """
import importlib, pathlib, sys
allowed = {"torch", "numpy", "pytest", "safetensors", "grader"} | set(sys.stdlib_module_names)
theirs = set()  # what torch and pytest need themselves
import torch, numpy, pytest, safetensors.torch, safetensors.numpy
theirs = {name.partition(".")[0] for name in sys.modules}
class Bare:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in allowed | theirs:
            raise ModuleNotFoundError(f"{name} is not on this machine", name=name)
sys.meta_path.insert(0, Bare())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_the_numerical_core_imports_with_torch_numpy_pytest_and_safetensors_alone() -> None:
    core = [name_of(p) for p in MODULES if room_of(name_of(p)) in ("grader.judge", "grader.checks", "grader.inside")]
    core = [name for name in core if not name.endswith(".__main__") and ".probes." not in name]
    done = subprocess.run([sys.executable, "-c", BARE, *core], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nothing_of_ours_can_be_handed_a_pickle() -> None:
    for path in MODULES:
        called = {name for name in imports_of(path) if name.split(".")[0] in ("pickle", "marshal", "shelve", "dill")}
        assert called == set(), name_of(path)
