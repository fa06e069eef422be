"""What the attacks are made of: their folders, notebooks and zips in bytes, and the right answers of the course."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import tomllib
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CELL = re.compile(r"^# %%[ \t]*(.*)\n", re.MULTILINE)
ASSIGNMENTS = {
    "bn-forward-train": "normalisation",
    "sch-cosine": "schedulers",
    "opt-adam": "adaptive-optimizers",
    "drop-dropout": "dropout",
    "lstm-cell-backward": "recurrent",
}
BUDGET = {"cell_s": 5.0, "exercise_s": 8.0, "handin_s": 20.0, "memory_mb": 512}


@dataclass(frozen=True)
class Kit:
    """Builds what is handed in, from the suites of the real course."""

    suites: dict[str, Path]  # assignment → bundle
    canary: Path

    def right(self, exercise: str) -> str:
        """The reference solution as the text of a cell."""
        for bundle in self.suites.values():
            if (bundle / exercise).is_dir():
                return (bundle / exercise / "reference.py").read_text(encoding="utf-8")
        raise LookupError(exercise)

    def document(self, *cells: tuple[str, str]) -> dict[str, Any]:
        """A notebook of (id, source) cells; an empty id is a cell that the student added."""
        made = [
            {
                "cell_type": "code",
                "id": name or f"added-{k}",
                "metadata": {"nbgrader": {"grade_id": name}} if name else {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for k, (name, source) in enumerate(cells)
        ]
        return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}

    def dump(self, document: dict[str, Any]) -> bytes:
        return json.dumps(document).encode()

    def notebook(self, *cells: tuple[str, str]) -> bytes:
        return self.dump(self.document(*cells))

    def zip(self, files: dict[str, bytes], *, mode: int = 0o100644) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                entry = zipfile.ZipInfo(name)
                entry.external_attr = mode << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
        return packed.getvalue()

    def fill(self, text: str, exercise: str) -> str:
        """Put the places of this machine, and the course's right answers, into an attack."""
        text = re.sub(r"@RIGHT:([\w-]+)@", lambda found: self.right(found[1]), text)
        places = {"@SUITES@": self.suites[ASSIGNMENTS[exercise]], "@CANARY@": self.canary, "@COURSE@": ROOT}
        for mark, path in places.items():
            text = text.replace(mark, str(path))
        return text


@dataclass(frozen=True)
class Attack:
    """One folder: what is handed in, and what has to come of it."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def expect(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "expect.toml").read_text(encoding="utf-8"))

    @property
    def exercise(self) -> str:
        return str(self.expect["exercise"])

    @property
    def assignment(self) -> str:
        return ASSIGNMENTS[self.exercise]

    @property
    def exercises(self) -> tuple[str, ...]:
        return (self.exercise, *self.expect.get("others", {}))

    @property
    def statuses(self) -> set[str]:
        return {self.expect["status"], *self.expect.get("status_also", ())}

    @property
    def budget(self) -> dict[str, float]:
        return BUDGET | self.expect.get("limits", {})

    def runs_in(self, tier: str) -> bool:
        """What would harm the machine itself is let loose only where there are walls."""
        return tier in self.expect.get("tiers", "ABCD") and (tier != "D" or not self.expect.get("needs_walls"))

    def cells(self, kit: Kit) -> list[tuple[str, str]]:
        """(exercise or nothing, source) of submission.py."""
        parts = CELL.split((self.folder / "submission.py").read_text(encoding="utf-8"))[1:]
        return [(name.strip(), kit.fill(source, self.exercise)) for name, source in zip(parts[::2], parts[1::2], strict=True)]

    def upload(self, kit: Kit) -> tuple[str, bytes]:
        """The file's name and bytes."""
        maker = self.folder / "make.py"
        if not maker.exists():
            return f"{self.name}.ipynb", kit.notebook(*self.cells(kit))
        spec = importlib.util.spec_from_file_location(f"make_{self.name}", maker)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        name, data = module.build(kit)
        return name, data


def attacks() -> list[Attack]:
    """Every attack, by name."""
    return [Attack(path.parent) for path in sorted(HERE.glob("*/expect.toml"))]
