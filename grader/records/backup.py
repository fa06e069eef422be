"""A backup is one tar file: the database as of one moment, hand-ins, suites, keys; checked by opening it again before it counts."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import Any

from grader.errors import CourseError, SandboxError
from grader.records import times
from grader.records.blobs import digest
from grader.records.store import Records

FOLDERS = ("handins", "suites", "keys")
FILES = ("course.secret",)  # hidden inputs are drawn from it: without it no report can be replayed
NOTE = "last-backup.json"  # beside the database: when the last good backup was made
COUNTED = ("person", "assignment", "handin", "report", "quiz_result", "mark_override", "audit", "suite")


def backup(records: Records, to: Path) -> dict[str, Any]:
    """Write a backup while the course runs; returns its manifest. The file appears only when it has been verified.

    Rows are copied first, in one snapshot; every file that a row names was on the disk before the row, so none is missing.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(to.name + ".part")
    with tempfile.TemporaryDirectory(dir=to.parent) as name:
        copy = Path(name) / "course.db"
        records.connection.execute("vacuum into ?", [str(copy)])
        manifest = _manifest(copy, records.var, times.text(records.now()))
        with tarfile.open(part, "w:gz", compresslevel=1) as tar:
            _add(tar, "manifest.json", json.dumps(manifest, indent=1).encode())
            tar.add(copy, "course.db")
            for path in manifest["files"]:
                if not (records.var / path).is_file():
                    raise SandboxError(f"{records.var / path} is missing: no backup was made.\n  Restore it from an older one.")
                tar.add(records.var / path, path)
    try:
        verify(part)
    except Exception:
        part.unlink(missing_ok=True)
        raise
    part.replace(to)
    note = records.var / NOTE
    note.write_text(json.dumps({"at": manifest["at"], "file": to.name, "bytes": to.stat().st_size}))
    return manifest


def newest(records: Records) -> dict[str, Any] | None:
    """Return when the last good backup was made, its file's name and size; None if none was ever made here."""
    note = records.var / NOTE
    try:
        found: dict[str, Any] = json.loads(note.read_text())
    except (OSError, ValueError):
        return None
    return found


def verify(archive: Path) -> dict[str, Any]:
    """Open a backup again and compare counts and digests; raises SandboxError naming what does not fit."""
    with tempfile.TemporaryDirectory(dir=archive.parent) as name:
        return _unpack(archive, Path(name))


def restore(archive: Path, var: Path) -> dict[str, Any]:
    """Put a backup into an empty place. What is there is never overwritten."""
    if (var / "course.db").exists():
        raise CourseError(f"{var} already holds a course.\n  Restore somewhere else, or move it away first.")
    var.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var.parent) as name:
        place = Path(name) / "var"
        place.mkdir()
        manifest = _unpack(archive, place)
        var.mkdir(exist_ok=True)
        for child in place.iterdir():
            if (var / child.name).exists():
                raise CourseError(f"{var / child.name} is in the way.\n  Restore into an empty folder.")
        for child in sorted(place.iterdir(), key=lambda path: path.name == "course.db"):  # the database last: it makes a course of it
            shutil.move(child, var / child.name)
    return manifest


def _manifest(copy: Path, var: Path, at: str) -> dict[str, Any]:
    connection = sqlite3.connect(copy)
    try:
        counts = _counts(connection)
        wanted = [f"handins/{sha[:2]}/{sha}" for (sha,) in connection.execute("select distinct sha256 from handin order by sha256")]
        erased = {f"handins/{sha[:2]}/{sha}" for (sha,) in connection.execute(_ERASED)}
    finally:
        connection.close()
    files = {path: path[-64:] for path in wanted if path not in erased or (var / path).exists()}  # named by their digest
    for folder in FOLDERS[1:]:
        for path in sorted((var / folder).rglob("*")):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(var).parts):
                files[path.relative_to(var).as_posix()] = digest(path.read_bytes())
    files |= {name: digest((var / name).read_bytes()) for name in FILES if (var / name).exists()}
    return {"allclose": 1, "at": at, "counts": counts, "database": digest(copy.read_bytes()), "files": files}


_ERASED = "select sha256 from handin group by sha256 having sum(filename != '') = 0"


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {table: connection.execute(f"select count(*) from {table}").fetchone()[0] for table in COUNTED}


def _unpack(archive: Path, place: Path) -> dict[str, Any]:
    try:
        with tarfile.open(archive, "r:*") as tar:
            tar.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / "manifest.json").read_text())
        listed, counted = {"course.db": manifest["database"], **manifest["files"]}, manifest["counts"]
    except (tarfile.TarError, zlib.error, OSError, ValueError, KeyError, TypeError, EOFError) as error:
        why = "it is no archive that allclose backup wrote" if "\n" in str(error) else error
        raise SandboxError(f"{archive} is not a whole backup: {why}") from None
    (place / "manifest.json").unlink()
    for path, expected in listed.items():
        if not (place / path).is_file() or digest((place / path).read_bytes()) != expected:
            raise SandboxError(f"{archive}: {path} is missing or damaged.")
    connection = sqlite3.connect(place / "course.db")
    try:
        if (said := connection.execute("pragma integrity_check").fetchone()[0]) != "ok":
            raise SandboxError(f"{archive}: the database is damaged: {said}")
        if (counts := _counts(connection)) != counted:
            raise SandboxError(f"{archive}: it should hold {counted} and holds {counts}.")
    finally:
        connection.close()
    for secret in [place / name for name in FILES] + sorted((place / "keys").glob("*")):
        if secret.exists():
            secret.chmod(0o600)
    return manifest


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))
