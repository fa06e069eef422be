"""Bytes on disk under their own sha256: `ab/abcd…`. When `put` returns, file and folder entry are on the disk.

Theory of operation. A name alone means nothing: bytes count as stored once a row names them, and a row comes after `put`. So a
new file is written under its last name at once, which spares the second entry of the file system's journal that a rename costs.
Where the name is taken, the file may be whole, or still be written by another process, or be what a power cut left of one: it is
written again beside, synced and moved over it. Nobody ever removes a file by a name that another may have given it since.
"""

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
        """Store the bytes and return their sha256."""
        name = digest(data)
        path = self.path(name)
        with _clear_errors(path):
            try:
                _write(path, data)
            except FileExistsError:
                _write_over(path, data)
            except FileNotFoundError:
                self._prepare()
                return self.put(data)
            sync(path.parent)
        return name

    def _prepare(self) -> None:
        """Make all 256 folders at the first need: one sync of their parent instead of one for each."""
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
    """Make the file; where that fails halfway, leave it empty: its bytes take no room, and the next `put` writes over it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, 0)
        raise
    finally:
        os.close(handle)


def _write_over(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name[:16]}-{secrets.token_hex(6)}")
    try:
        _write(part, data)
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


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
