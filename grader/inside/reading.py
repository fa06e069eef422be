"""Read a notebook's bytes into plain strings. Runs in the child, before any student code.

A strict reader of our own: nbformat accepts cells whose source is a number, renames duplicate ids without a word and
recurses without end. Everything that comes out is a short list of plain dicts; everything odd is named, everything
unreadable refused with a sentence that says what to do.
"""

from __future__ import annotations

import json
from typing import Any

CAPS = {"bytes": 5_000_000, "cells": 500, "source": 400_000, "code": 1_500_000, "line": 100_000, "odd": 50}
AGAIN = "Open it in Jupyter, save it, and hand it in again."
_TYPES = {"code", "markdown", "raw", "heading"}


class Refused(Exception):
    """This file is not a notebook we can grade."""

    def __init__(self, kind: str, text: str, **more: Any) -> None:
        super().__init__(text)
        self.told = {"kind": kind, "text": text, **more}


def read(data: Any, caps: dict[str, int] | None = None) -> dict[str, Any]:
    """Return {"ok": cells, "odd": […], "about": …} or {"refused": {…}}."""
    raw = data if isinstance(data, bytes) else bytes(bytearray(data.flatten().tolist()))
    reader = _Reader({**CAPS, **(caps or {})})
    try:
        cells = reader.cells(reader.document(raw))
        return {"ok": cells, "odd": reader.odd, "about": reader.about}
    except Refused as refused:
        return {"refused": refused.told}


class _Reader:
    def __init__(self, caps: dict[str, int]) -> None:
        self.caps = caps
        self.odd: list[dict[str, Any]] = []
        self.about: dict[str, str] = {}

    def note(self, kind: str, **more: Any) -> None:
        if len(self.odd) < self.caps["odd"]:
            self.odd.append({"kind": kind, **more})

    def document(self, raw: bytes) -> dict[str, Any]:
        """Bytes → the notebook's JSON object."""
        if len(raw) > self.caps["bytes"]:
            limit = self.caps["bytes"] // 1_000_000
            raise Refused(
                "too_large",
                f"This file is larger than {limit} MB. Clear the outputs (Edit → Clear All Outputs), save, and hand it in again.",
            )
        text = self._text(raw)
        if not text.strip():
            raise Refused("empty", f"This file is empty. {AGAIN}")
        try:
            found = json.loads(text, object_pairs_hook=self._pairs, parse_constant=lambda word: None, parse_int=_int)
        except RecursionError:
            raise Refused("too_deep", f"This file is nested too deeply to be a notebook. {AGAIN}") from None
        except MemoryError:
            raise Refused("too_large", f"This file needs too much memory to read. {AGAIN}") from None
        except ValueError:
            raise Refused("not_json", f"This file is not a notebook: it is not valid JSON. {AGAIN}") from None
        if not isinstance(found, dict):
            raise Refused("not_notebook", f"This file is JSON but not a notebook. {AGAIN}")
        return found

    def _text(self, raw: bytes) -> str:
        for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
            if raw.startswith(mark):
                self.note("byte_order_mark" if codec == "utf-8-sig" else "utf16")
                break
        else:
            codec = "utf-8"
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            raise Refused("encoding", f"This file is not text in UTF-8, as notebooks are. {AGAIN}") from None

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) != len(pairs):
            self.note("repeated_key")
        return table

    def cells(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        """The cells as plain dicts, whichever of the formats 3 and 4 this is."""
        version = document.get("nbformat")
        if version == 4:
            held, field = document.get("cells"), "source"
        elif version == 3:
            sheets = document.get("worksheets")
            if not isinstance(sheets, list) or not all(isinstance(s, dict) and isinstance(s.get("cells"), list) for s in sheets):
                raise Refused("schema", f"This notebook (format 3) has no cells. {AGAIN}")
            held, field = [cell for sheet in sheets for cell in sheet["cells"]], "input"
            self.note("format_3")
        else:
            shown = version if isinstance(version, int) and abs(version) < 1000 else "unknown"
            raise Refused("version", f"This file is not a notebook of format 3 or 4 (it says: {shown}). {AGAIN}")
        if not isinstance(held, list):
            raise Refused("schema", f"This notebook has no list of cells. {AGAIN}")
        if len(held) > self.caps["cells"]:
            raise Refused(
                "too_many_cells",
                f"This notebook has {len(held)} cells; at most {self.caps['cells']} are read. Remove what you do not need.",
            )
        self._about(document.get("metadata"))
        cells = [self._cell(i, cell, field) for i, cell in enumerate(held)]
        if sum(len(cell["source"]) for cell in cells if cell["type"] == "code") > self.caps["code"]:
            raise Refused("too_much_code", "This notebook holds too much code. Remove pasted data from its code cells.")
        return cells

    def _about(self, metadata: Any) -> None:
        ours = metadata.get("allclose") if isinstance(metadata, dict) else None
        if isinstance(ours, dict):
            pairs = [(k, v) for k, v in ours.items() if isinstance(v, str) and len(k) <= 40 and len(v) <= 200][:10]
            self.about = {self._clean(k, -1): self._clean(v, -1) for k, v in pairs}

    def _cell(self, i: int, cell: Any, field: str) -> dict[str, Any]:
        if not isinstance(cell, dict):
            raise Refused("schema", f"Cell {i + 1} of this notebook is not a cell. {AGAIN}", cell=i)
        kind = cell.get("cell_type")
        if not isinstance(kind, str) or kind not in _TYPES:
            self.note("unknown_cell_type", cell=i)
            kind = "raw"
        source = self._source(i, cell.get(field if kind == "code" else "source", cell.get("source")))
        if kind == "code" and max(map(len, source.split("\n"))) > self.caps["line"]:
            raise Refused(
                "long_line",
                f"A line in cell {i + 1} is longer than {self.caps['line']} characters. Remove pasted data from the code.",
                cell=i,
            )
        metadata = cell.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        nbgrader, ours = metadata.get("nbgrader"), metadata.get("allclose")
        return {
            "index": i,
            "type": kind,
            "id": self._id(cell.get("id")) or self._id(metadata.get("id")),
            "grade_id": (self._id(nbgrader.get("grade_id")) if isinstance(nbgrader, dict) else None)
            or (self._id(ours.get("id")) if isinstance(ours, dict) else None),
            "source": source,
        }

    def _source(self, i: int, source: Any) -> str:
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise Refused("schema", f"Cell {i + 1} of this notebook has no text. {AGAIN}", cell=i)
        if len(source) > self.caps["source"]:
            raise Refused("long_cell", f"Cell {i + 1} is longer than {self.caps['source']} characters. Remove pasted data from it.", cell=i)
        return self._clean(source.replace("\r\n", "\n").replace("\r", "\n"), i)

    def _clean(self, text: str, i: int) -> str:
        if "\x00" in text:
            self.note("nul", cell=i)
            text = text.replace("\x00", "\ufffd")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self.note("lone_surrogate", cell=i)
            text = text.encode("utf-8", "replace").decode("utf-8")
        return text

    def _id(self, value: Any) -> str | None:
        return self._clean(value, -1) if isinstance(value, str) and 0 < len(value) <= 128 else None


def _int(text: str) -> int:
    if len(text) > 100:
        raise ValueError("an integer of too many digits")
    return int(text)
