"""Plots of a hand-in on public problems: asked for by a page, drawn by an idle grader, kept under `var/shows`.

Never part of a mark. A request is an empty file in `var/shows/wanted`, a result `var/shows/<sha256>-<suite>.json`: the SVG of every
plot in both languages with a text that says the same. Everything here can be thrown away and is made again when asked for.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.judge.report import Report, Text


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One plot: what it is called, the picture, and what is to be seen on it in words."""

    name: str
    title: Text
    svg: Text
    text: Text


def _name(sha256: str, suite: str) -> str:
    return f"{sha256[:64]}-{suite[:64]}"


def drawing(var: Path, sha256: str, suite: str) -> Path:
    """The file of a hand-in's plots, drawn or not."""
    return var / "shows" / f"{_name(sha256, suite)}.json"


def plots(var: Path, sha256: str, suite: str, language: str) -> dict[str, list[Plot]]:
    """Plots by exercise; nothing where none are drawn (yet)."""
    try:
        stored = json.loads(drawing(var, sha256, suite).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {exercise: [Plot(**plot) for plot in found] for exercise, found in stored.items()}


def want(var: Path, sha256: str, report: Report | None) -> bool:
    """Ask for plots; False if they are there already (there may be none to draw)."""
    if report is None or not report.suite or drawing(var, sha256, report.suite).exists():
        return False
    folder = var / "shows" / "wanted"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _name(sha256, report.suite)).touch()
    return True


def wanted(var: Path) -> list[tuple[str, str]]:
    """What is asked for, (sha256, suite), oldest first."""
    folder = var / "shows" / "wanted"
    if not folder.is_dir():
        return []
    names = [entry.name for entry in sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime)]
    return [(name.partition("-")[0], name.partition("-")[2]) for name in names]


def keep(var: Path, sha256: str, suite: str, found: dict[str, list[Plot]]) -> None:
    """Store what was drawn, whole or not at all, and take the request away."""
    name = _name(sha256, suite)
    body: dict[str, Any] = {exercise: [asdict(plot) for plot in drawn] for exercise, drawn in found.items()}
    part = var / "shows" / f".{name[:16]}-{secrets.token_hex(4)}"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    os.replace(part, drawing(var, sha256, suite))
    (var / "shows" / "wanted" / name).unlink(missing_ok=True)
