"""What a child may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Per child. Memory counts on top of what the zygote already holds."""

    memory_mb: int = 1024
    cpu_s: int = 120
    processes: int = 64  # threads: fork is denied
    files: int = 64
    file_mb: int = 16
    tmp_mb: int = 64
    output_bytes: int = 1 << 20
