"""Get the notebook out of what was uploaded: an .ipynb, a folder, or a zip.

Nothing is unpacked to disk and no name from an archive is ever opened: bytes are read under caps, names are text.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import SubmissionError

MAX_NOTEBOOK = 5_000_000
MAX_UPLOAD = 25_000_000
MAX_ENTRIES = 2_000
MAX_TOTAL = 60_000_000
MAX_RATIO = 200
_CHUNK = 1 << 16
_SKIPPED = (".ipynb_checkpoints", "__MACOSX", ".git", ".venv")
_ENCRYPTED = 0x1
_UTF8 = 0x800


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One notebook's bytes and the name it came under (text for people, never a path)."""

    name: str
    data: bytes


def open_upload(name: str, data: bytes) -> list[Upload]:
    """The notebooks in an uploaded file, in the order of their names. Raises SubmissionError with what to do."""
    if len(data) > MAX_UPLOAD:
        raise SubmissionError(
            f"“{shown(name)}” is larger than {MAX_UPLOAD // 1_000_000} MB. Hand in the notebook alone, with its outputs cleared."
        )
    if _is_zip(data):
        return _from_zip(name, data)
    if not name.lower().endswith((".ipynb", ".json")) and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise SubmissionError(f"“{shown(name)}” is not a notebook. Hand in the .ipynb file, or a zip with it.")
    return [_notebook(name, data)]


def notebook_in(data: bytes, name: str) -> bytes:
    """What a judge reads of a stored hand-in: the notebook in the zip, where it is one; else the bytes as they are."""
    return one_notebook(open_upload(name, data)).data if _is_zip(data) else data


def open_path(path: Path) -> list[Upload]:
    """The notebooks of a file or a folder on this machine (trusted: somebody typed its name)."""
    if path.is_dir():
        found = [
            p for p in sorted(path.rglob("*.ipynb")) if not _is_skipped(p.relative_to(path).parts) and p.is_file() and not p.is_symlink()
        ]
        if not found:
            raise SubmissionError(f"“{path}” holds no .ipynb file.")
        return [_notebook(str(p.relative_to(path)), _read(p)) for p in found]
    if not path.is_file():
        raise SubmissionError(f"“{path}” does not exist.")
    return open_upload(path.name, _read(path))


def one_notebook(uploads: list[Upload]) -> Upload:
    """The only notebook of a hand-in; SubmissionError names the others if there are several."""
    if len(uploads) != 1:
        names = ", ".join(shown(upload.name) for upload in uploads[:5])
        raise SubmissionError(f"There are {len(uploads)} notebooks in this hand-in: {names}. Hand in one.")
    return uploads[0]


def _is_zip(data: bytes) -> bool:
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_UPLOAD + 1)


def _notebook(name: str, data: bytes) -> Upload:
    if not data:
        raise SubmissionError(f"“{shown(name)}” is empty. Save the notebook and hand it in again.")
    if len(data) > MAX_NOTEBOOK:
        raise SubmissionError(
            f"“{shown(name)}” is larger than {MAX_NOTEBOOK // 1_000_000} MB. "
            "Clear its outputs (Edit → Clear All Outputs), save, and hand it in again."
        )
    return Upload(name=shown(name), data=data)


# ── zip ──────────────────────────────────────────────────────────────────────────────────────────


def _from_zip(name: str, data: bytes) -> list[Upload]:
    # A directory of half a million names takes seconds and 300 MB to list: count its signatures before it is read.
    if data.count(b"PK\x01\x02") > 2 * MAX_ENTRIES:
        raise SubmissionError(f"“{shown(name)}” holds too many files; at most {MAX_ENTRIES} are read. Zip the notebook alone.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            uploads = sorted((_notebook(n, d) for n, d in _members(name, archive)), key=lambda upload: upload.name)
    except SubmissionError:
        raise
    except Exception as error:  # zipfile lets through whatever its decoders meet: zlib.error, struct.error, RuntimeError …
        raise SubmissionError(
            f"“{shown(name)}” is not a zip file that can be read. Zip the notebook again, or hand in the .ipynb alone."
        ) from error
    if not uploads:
        raise SubmissionError(f"“{shown(name)}” holds no .ipynb file. Zip the notebook again, or hand in the .ipynb alone.")
    return uploads


def _members(name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Notebooks of an archive; links, odd names, bombs and passwords are refused."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise SubmissionError(f"“{shown(name)}” holds {len(entries)} files; at most {MAX_ENTRIES} are read. Zip the notebook alone.")
    total, seen = 0, set()
    for entry in entries:
        inner = _name(entry)
        parts = PurePosixPath(inner).parts
        if entry.is_dir() or _is_skipped(parts) or not inner.lower().endswith(".ipynb") or parts[-1].startswith("._"):
            continue
        _check(entry, inner, parts)
        if inner in seen:
            raise SubmissionError(f"“{shown(inner)}” is in the zip twice. Zip the notebook again.")
        seen.add(inner)
        body = _expand(archive, entry, inner, MAX_TOTAL - total)
        total += len(body)
        yield inner, body


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name: UTF-8 where it says so, else CP949 as Korean Windows writes it, else as it stands; in NFC."""
    text = entry.filename
    if not entry.flag_bits & _UTF8:
        raw = text.encode("cp437", "replace")
        for codec in ("utf-8", "cp949"):
            try:
                text = raw.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", text.replace("\\", "/"))


def _check(entry: zipfile.ZipInfo, inner: str, parts: tuple[str, ...]) -> None:
    mode = entry.external_attr >> 16
    kind = mode & 0o170000
    if inner.startswith("/") or ".." in parts or ":" in parts[0] or any(ord(c) < 32 for c in inner) or len(inner) > 500:
        raise SubmissionError(f"The zip holds a file under a name that is not allowed: “{shown(inner)}”. Zip the notebook again.")
    if kind not in (0, 0o100000):
        raise SubmissionError(f"“{shown(inner)}” in the zip is a link, not a file. Zip the notebook itself.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SubmissionError(f"“{shown(inner)}” is packed in an unusual way. Zip the notebook with the tools of your system.")
    if entry.flag_bits & _ENCRYPTED:
        raise SubmissionError("This zip has a password. Zip the notebook without one.")


def _expand(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner: str, left: int) -> bytes:
    """Read one entry, counting what really comes out: the sizes an archive states are the sender's words."""
    body = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            body += chunk
            if len(body) > MAX_NOTEBOOK or len(body) > left:
                raise SubmissionError(f"“{shown(inner)}” in the zip is too large. Clear the notebook's outputs, save, and zip it again.")
            if len(body) > 1_000_000 and len(body) > MAX_RATIO * max(entry.compress_size, 1):
                raise SubmissionError(f"“{shown(inner)}” in the zip unpacks to far more than it should. Zip the notebook again.")
    return bytes(body)


def _is_skipped(parts: tuple[str, ...]) -> bool:
    return any(part in _SKIPPED for part in parts)


def shown(name: str) -> str:
    """A file name for people: one line, no control or direction characters, not too long."""
    clean = "".join(c if c.isprintable() else "�" for c in unicodedata.normalize("NFC", name))
    return clean if len(clean) <= 120 else f"…{clean[-119:]}"
