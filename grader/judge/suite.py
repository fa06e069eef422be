"""A suite bundle as the judge holds it: exercises with their references, probes, variants and texts.

Everything here is the course's own, trusted code. Modules are loaded by file through importlib, once.
"""

from __future__ import annotations

import importlib.util
import json
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.errors import CourseError
from grader.judge.bans import Bans
from grader.judge.report import Text
from grader.judge.sides import LocalSide
from grader.judge.tolerance import PROFILES, Tolerance
from grader.judge.variants import Variants

FAMILY_PROBES = Path(__file__).parents[1] / "checks" / "probes"


def load_module(path: Path, name: str, names: dict[str, Any] | None = None) -> ModuleType:
    """Run a file of the course as a module, on top of the given names."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseError(f"{path}: not a Python file.")
    module = importlib.util.module_from_spec(spec)
    module.__dict__.update(names or {})
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        line = next((f"{f.tb_lineno}" for f in _frames(error) if f.tb_frame.f_code.co_filename == str(path)), "?")
        raise CourseError(f"{path}:{line}: {type(error).__name__}: {error}") from error
    return module


def _frames(error: BaseException) -> list[Any]:
    frames, tb = [], error.__traceback__
    while tb is not None:
        frames.append(tb)
        tb = tb.tb_next
    return frames[::-1]


def public_names(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if not name.startswith("__")}


@cache
def _family_texts() -> dict[str, dict[str, str]]:
    """Korean for the sentences that the families of checks say."""
    path = FAMILY_PROBES.with_name("messages.ko.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@dataclass
class Task:
    """One exercise: what it is worth, who answers for the reference, which mistakes are known."""

    folder: Path
    suite: Suite = field(repr=False)
    data: dict[str, Any] = field(repr=False)
    forms: dict[str, Any] = field(default_factory=dict, repr=False)  # of the reference's answers to random questions

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def title(self) -> Text:
        return dict(self.data["title"])

    @property
    def kind(self) -> str:
        return str(self.data.get("kind", "core"))

    @property
    def points(self) -> float:
        return float(self.data["points"])

    @property
    def main(self) -> str:
        return str(self.data["gives"][0])

    @property
    def gives(self) -> list[str]:
        return list(self.data["gives"])

    @cached_property
    def tolerance(self) -> Tolerance:
        return PROFILES[self.data["tolerance"]]

    @cached_property
    def bans(self) -> Bans:
        return Bans.of(self.data.get("ban", []))

    @cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        path = self.folder / "messages.ko.toml"
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def text(self, section: str, key: str, english: str) -> Text:
        korean = self.texts.get(section, {}).get(key) or _family_texts().get(section, {}).get(key)
        return {"en": english, "ko": korean or english}

    @cached_property
    def reference_names(self) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for needed in self.data.get("needs", []):
            names |= self.suite.task(needed).reference_names
        return public_names(load_module(self.folder / "reference.py", f"reference of {self.id}", names))

    @cached_property
    def probe_files(self) -> list[Path]:
        """Families first, then the assignment's, then the exercise's own: a later one may replace an earlier name."""
        families = ["function", "stochastic", self.data["family"]]
        paths = [FAMILY_PROBES / f"{name}.py" for name in dict.fromkeys(families)]
        return [path for path in [*paths, self.suite.folder / "probes.py", self.folder / "probes.py"] if path.exists()]

    @cached_property
    def probe_texts(self) -> list[str]:
        return [path.read_text(encoding="utf-8") for path in self.probe_files]

    @cached_property
    def probes(self) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for path in self.probe_files:
            names = public_names(load_module(path, f"probes of {self.id}", names))
        return names

    @cached_property
    def reference(self) -> LocalSide:
        return LocalSide(self.reference_names, self.probes)

    @cached_property
    def variants(self) -> Variants:
        return Variants.load(self)

    def side(self, names: dict[str, Any]) -> LocalSide:
        """A variant: its names on top of the reference's."""
        return LocalSide(self.reference_names | names, self.probes)


@dataclass
class Suite:
    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return data

    @property
    def digest(self) -> str:
        return self.folder.name

    @property
    def assignment(self) -> str:
        return str(self.manifest["assignment"])

    @cached_property
    def tasks(self) -> dict[str, Task]:
        return {data["id"]: Task(self.folder / data["id"], self, data) for data in self.manifest["exercises"]}

    def task(self, exercise: str) -> Task:
        if exercise not in self.tasks:
            raise CourseError(f"{self.assignment}: no exercise “{exercise}”. There are: {', '.join(self.tasks)}.")
        return self.tasks[exercise]
