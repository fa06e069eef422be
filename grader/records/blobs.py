"""Bytes on disk under their own sha256: `ab/abcd…`. When `put` returns, file and folder entry are on the disk."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from grader.errors import SandboxError
from grader.records.store import NotFound, _clear_errors


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Blobs:
    """A folder of immutable files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Store the bytes and return their sha256. A name appears only when all its bytes are on the disk."""
        name = digest(data)
        path = self.path(name)
        with _clear_errors(path):
            self._prepare(path.parent)
            # An equal file may be another process's, not yet synced, or damaged: writing it again costs less than doubt.
            part = path.with_name(f".{name[:16]}-{secrets.token_hex(6)}")
            try:
                _write(part, data)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
            sync(path.parent)
        return name

    def _prepare(self, place: Path) -> None:
        """Make all 256 folders at the first need: one sync of their parent instead of one for each."""
        if place.is_dir():
            return
        _make(self.folder)
        for number in range(256):
            (self.folder / f"{number:02x}").mkdir(exist_ok=True)
        sync(self.folder)

    def get(self, sha256: str) -> bytes:
        """Return the bytes, checked against their name."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound(f"The bytes {sha256[:12]}… are no longer kept.") from None
        if digest(data) != sha256:
            raise SandboxError(f"{self.path(sha256)} is damaged: its bytes no longer have its sha256.\n  Restore it from a backup.")
        return data

    def remove(self, sha256: str) -> None:
        path = self.path(sha256)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            sync(path.parent)


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    """Make the folder so that it survives a power cut: its entry in the parent is synced too."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
