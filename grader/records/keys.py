"""The keys that sign receipts: Ed25519, numbered, never reused. Private halves are files only the course can read."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

from grader.records import blobs
from grader.records.store import Actor, NotFound, Records, Transaction

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def folder(records: Records) -> Path:
    return records.var / "keys"


def current(tx: Transaction, records: Records) -> tuple[int, Ed25519PrivateKey]:
    """Return the newest key; the first call of a course makes it."""
    version = tx.value("select max(version) from signing_key")
    if version is None:
        return _make(tx, records, 1)
    return version, _load(records, version)


def rotate(records: Records, actor: Actor) -> int:
    """Sign with a new key from now on; receipts of the old ones stay valid."""
    with records.write(actor, "key.rotate") as tx:
        version = (tx.value("select max(version) from signing_key") or 0) + 1
        tx.execute("update signing_key set retired_at = ? where retired_at is null", [tx.now])
        _make(tx, records, version)
        tx.note(version=version)
    return int(version)


def public(records: Records) -> dict[int, str]:
    """Return every public key by version, base64: what the course publishes."""
    return {row["version"]: row["public"] for row in records.rows("select version, public from signing_key order by version")}


def _make(tx: Transaction, records: Records, version: int) -> tuple[int, Ed25519PrivateKey]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    place = folder(records)
    place.mkdir(mode=0o700, exist_ok=True)
    path = place / f"receipt-{version}.key"
    path.unlink(missing_ok=True)  # left by a transaction that was not committed: nothing was signed with it
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(key.private_bytes_raw()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    blobs.sync(place)
    published = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    tx.execute("insert into signing_key (version, public, created_at) values (?, ?, ?)", [version, published, tx.now])
    _cache.pop((str(records.var), version), None)
    return version, key


_cache: dict[tuple[str, int], Ed25519PrivateKey] = {}


def _load(records: Records, version: int) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    where = (str(records.var), version)
    if where not in _cache:
        path = folder(records) / f"receipt-{version}.key"
        try:
            stored = path.read_bytes()
        except FileNotFoundError:
            raise NotFound(
                f"{path} is missing: no receipt can be signed.\n  Restore it from a backup, or write: allclose receipt rotate"
            ) from None
        _cache[where] = Ed25519PrivateKey.from_private_bytes(base64.b64decode(stored))
    return _cache[where]
