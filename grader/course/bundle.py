"""Suite bundles: all that a judge needs of one assignment, in a folder named by the digest of every byte in it.

The same course gives the same bytes, so a bundle that exists is never written again, and a report that names a digest
can be replayed for as long as the folder is kept.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from grader.course.cells import solved
from grader.course.lab import lab_cells
from grader.course.model import Assignment, Course, Exercise
from grader.course.opening import IMPORTS

FORMAT = 1
_COPIED = ("test_hidden.py", "wrong.py", "right.py", "also.py", "probes.py", "messages.ko.toml", "mutants.toml")


def build_bundle(course: Course, assignment_id: str, into: Path) -> Path:
    """Write `<into>/<digest>/` unless it is there, and return it. Whole or not at all: readers never see half a bundle."""
    files = bundle_files(course.assignment(assignment_id))
    target = Path(into) / digest(files)
    if not target.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as scratch:
            made = Path(scratch) / "bundle"
            for name, data in files.items():
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).write_bytes(data)
            try:
                os.rename(made, target)
            except OSError:
                if not target.is_dir():  # somebody else was faster: theirs is equal to the byte
                    raise
                shutil.rmtree(made)
    return target


def digest(files: dict[str, bytes]) -> str:
    """SHA-256 over names and contents in order; the lengths keep them apart."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{len(name)}:{name}:{len(files[name])}:".encode() + files[name])
    return total.hexdigest()[:32]


def bundle_files(assignment: Assignment) -> dict[str, bytes]:
    """Name → bytes of everything in the bundle."""
    text = json.dumps(manifest(assignment), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files = {"manifest.json": text.encode()}
    if assignment.probes:
        files["probes.py"] = assignment.probes.read_bytes()
    for exercise in assignment.exercises:
        files[f"{exercise.id}/reference.py"] = reference(exercise).encode()
        for name in _COPIED:
            if (exercise.folder / name).is_file():
                files[f"{exercise.id}/{name}"] = (exercise.folder / name).read_bytes()
    return files


def manifest(assignment: Assignment) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "assignment": assignment.id,
        "title": assignment.title,
        "limits": dataclasses.asdict(assignment.limits),
        "exercises": [_exercise_entry(exercise) for exercise in assignment.exercises],
        "cells": [cell.to_manifest() for cell in lab_cells(assignment, "en")],
        "texts": {exercise.id: exercise.korean for exercise in assignment.exercises},
    }


def _exercise_entry(exercise: Exercise) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": exercise.id,
        "title": exercise.title,
        "points": exercise.points,
        "kind": exercise.kind,
        "family": exercise.family,
        "gives": list(exercise.gives),
        "needs": list(exercise.needs),
        "ban": list(exercise.ban),
        "tolerance": exercise.tolerance,
        "tags": list(exercise.tags),
        "quiz": exercise.quiz,
        "figure": exercise.figure,
    }
    if exercise.limits:
        entry["limits"] = dataclasses.asdict(exercise.limits)
    return entry


def reference(exercise: Exercise) -> str:
    """The answer cell with its solution, below what the notebook has executed before it."""
    given = [cell.source for cell in exercise.cells if cell.role == "given"]
    return "\n\n".join([IMPORTS.strip(), _imports_of(exercise.preamble), *given, solved(exercise.answer.source)]).rstrip() + "\n"


def _imports_of(preamble: str) -> str:
    """The imports of the preamble; `from __future__` must stand first in a file, and the notebook has none."""
    nodes = [node for node in ast.parse(preamble).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(ast.unparse(node) for node in nodes if getattr(node, "module", "") != "__future__")
