"""The receipt: what was handed in, by whom and when, signed by the course. Checked with the public key alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.errors import SubmissionError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Receipt = dict[str, Any]
FIELDS = ("allclose", "course", "id", "person", "assignment", "number", "sha256", "size", "received_at", "key")


def sign(facts: Mapping[str, Any], *, version: int, key: Ed25519PrivateKey) -> Receipt:
    """Return the receipt over these facts."""
    receipt = {"allclose": 1, **facts, "key": version}
    signature = base64.b64encode(key.sign(canonical(receipt))).decode()
    return {**{field: receipt[field] for field in FIELDS}, "signature": signature}


def canonical(receipt: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed: the fields in fixed order, nothing between them."""
    return json.dumps([receipt[field] for field in FIELDS], ensure_ascii=False, separators=(",", ":")).encode()


def read(text: str) -> Receipt:
    """Parse a receipt file, or say what is wrong with it."""
    try:
        receipt = json.loads(text)
        missing = [field for field in (*FIELDS, "signature") if field not in receipt]
    except (ValueError, TypeError):
        raise SubmissionError("This is not a receipt: it is not JSON.\n  Use the file that you got when you handed in.") from None
    if not isinstance(receipt, dict) or missing:
        raise SubmissionError(
            f"This is not a receipt: {', '.join(missing) or 'its fields'} missing.\n  Use the file that you got when you handed in."
        )
    return receipt


def verify(receipt: Mapping[str, Any], public: Mapping[int, str], *, data: bytes | None = None) -> None:
    """Raise SubmissionError unless the receipt was signed by this course (and belongs to these bytes)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from grader.records.blobs import digest

    version = receipt["key"]
    if version not in public:
        raise SubmissionError(
            f"The receipt names key {version}, which this course does not have. There are: {', '.join(map(str, public)) or 'none'}."
        )
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public[version]))
    try:
        key.verify(base64.b64decode(receipt["signature"]), canonical(receipt))
    except (InvalidSignature, ValueError):
        raise SubmissionError("The signature does not fit: the receipt was changed, or another course gave it.") from None
    if data is not None and digest(data) != receipt["sha256"]:
        raise SubmissionError(
            f"The receipt is genuine, but for other bytes: it names {receipt['sha256'][:12]}…, the file has {digest(data)[:12]}…."
        )
