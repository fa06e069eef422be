"""Frames between a judge and the one who asks it: length, JSON, raw bytes. Both sides are ours."""

from __future__ import annotations

import json
from typing import IO, Any

MAX_HEADER = 64 * 1024 * 1024
MAX_BYTES = 256 * 1024 * 1024


def write_frame(sink: IO[bytes], header: dict[str, Any], data: bytes = b"") -> None:
    text = json.dumps({**header, "bytes": len(data)}, allow_nan=True).encode()
    sink.write(len(text).to_bytes(4, "big") + text + data)
    sink.flush()


def read_frame(source: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None at the end. A torn frame is the end too: its sender died."""
    length = source.read(4)
    if len(length) < 4:
        return None
    size = int.from_bytes(length, "big")
    if size > MAX_HEADER:
        raise ValueError(f"a frame header of {size} bytes")
    text = source.read(size)
    if len(text) < size:
        return None
    header: dict[str, Any] = json.loads(text)
    wanted = int(header.get("bytes", 0))
    if not 0 <= wanted <= MAX_BYTES:
        raise ValueError(f"a frame of {wanted} bytes")
    data = source.read(wanted)
    return None if len(data) < wanted else (header, data)
