"""All answers of a quiz as CSV. A cell that a spreadsheet would run as a formula is made harmless."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

COLUMNS = ("person", "attempt", "question", "variant", "answer", "score", "points", "feedback", "seconds", "saved_at")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def neutral(value: Any) -> str:
    """A cell's text; an apostrophe before what begins like a formula (numbers stay numbers)."""
    text = "" if value is None else str(value)
    if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠") and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def write(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows with the columns in their order; begins with a byte-order mark so that spreadsheets read Korean."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([neutral(row.get(column)) for column in COLUMNS])
    return "\ufeff" + buffer.getvalue()
