"""A notebook as it was handed in, cell by cell and inert: code as coloured text, outputs as text or pictures, nothing that acts.

Everything here is the student's bytes: they are read by the strict reader under its caps, and of the outputs only two kinds are shown:
plain text, and PNG or JPEG pictures that begin as such files do. HTML, SVG and scripts are named, never shown.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from grader.errors import SubmissionError
from grader.inside.reading import read
from grader.notebooks.containers import one_notebook, open_upload
from grader.notebooks.matching import tidy
from webapp import code

LONGEST_TEXT, MOST_OUTPUTS = 20_000, 20
LARGEST_PICTURE, ALL_PICTURES = 1_000_000, 6_000_000
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")


@dataclass(frozen=True, kw_only=True)
class Output:
    """One output: text, a picture as a data address, or the kind of something that is not shown."""

    text: str = ""
    picture: str = ""
    left_out: str = ""
    failed: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    number: int  # as Jupyter counts them: from 1
    exercise: str  # "": before the first
    kind: str  # code, text
    role: str  # answer, given, example, plot, own
    source: Markup | str  # "": the released one, untouched
    outputs: tuple[Output, ...] = ()


def cells(released: Sequence[Mapping[str, Any]], filename: str, data: bytes, *, marked: Mapping[str, tuple[int, ...]]) -> list[Cell]:
    """Return what the student wrote or ran: released cells that are untouched and have no output are left out.

    `marked`: lines of answer cells, by exercise, that findings name.
    """
    raw = one_notebook(open_upload(filename, data)).data
    reply = read(raw)
    if "refused" in reply:
        raise SubmissionError(str(reply["refused"]["text"]))
    shown = _outputs(raw)
    known = {cell["id"]: cell for cell in released}
    found: list[Cell] = []
    here = ""
    for cell in reply["ok"]:
        ours = known.get(cell["grade_id"] or "") or known.get(cell["id"] or "")
        here = (ours or {}).get("exercise") or here
        outputs = shown.get(cell["index"], ())
        role = ours["role"] if ours else "own"
        text = cell["source"]
        untouched = ours is not None and tidy(text) in {tidy(ours["source"]), *(tidy(t) for t in ours.get("translations", ()))}
        if not text.strip() or (untouched and role != "answer" and not outputs):
            continue
        python = cell["type"] == "code"
        lines = marked.get(here, ()) if role == "answer" else ()
        found.append(
            Cell(
                number=cell["index"] + 1,
                exercise=here,
                kind="code" if python else "text",
                role=role,
                source="" if untouched and role != "answer" else code.highlighted(text, lines) if python else text[: code.LONGEST],
                outputs=outputs if python else (),
            )
        )
    return found


def _outputs(raw: bytes) -> dict[int, tuple[Output, ...]]:
    """Outputs by the cell's place. The bytes have been read once by the strict reader; what has another shape than outputs is left out."""
    try:
        document = json.loads(raw.decode("utf-8-sig", "replace"), parse_int=_int)
    except (ValueError, RecursionError):
        return {}
    listed = document.get("cells") if isinstance(document, dict) else None
    found: dict[int, tuple[Output, ...]] = {}
    left = ALL_PICTURES
    for place, cell in enumerate(listed if isinstance(listed, list) else []):
        entries = cell.get("outputs") if isinstance(cell, dict) else None
        outputs: list[Output] = []
        for entry in entries[:MOST_OUTPUTS] if isinstance(entries, list) else []:
            if isinstance(entry, dict) and (output := _output(entry, left)) is not None:
                left -= len(output.picture)
                outputs.append(output)
        if isinstance(entries, list) and len(entries) > MOST_OUTPUTS:
            outputs.append(Output(left_out=f"+{len(entries) - MOST_OUTPUTS}"))
        if outputs:
            found[place] = tuple(outputs)
    return found


def _output(entry: dict[str, Any], left: int) -> Output | None:
    kind = entry.get("output_type")
    if kind == "stream":
        return _text(entry.get("text"))
    if kind == "error":
        lines = entry.get("traceback")
        said = _text([f"{line}\n" for line in lines] if isinstance(lines, list) and all(isinstance(x, str) for x in lines) else None)
        return said and Output(text=said.text, failed=True)
    data = entry.get("data")
    if not isinstance(data, dict):
        return None
    for form, begins in PICTURES.items():
        if form in data:
            return _picture(form, begins, data[form], left)
    if "text/plain" in data:
        return _text(data["text/plain"])
    names = [name for name in data if isinstance(name, str)]
    return Output(left_out=clean(names[0])[:40]) if names else None


def _picture(form: str, begins: bytes, held: Any, left: int) -> Output:
    text = "".join(held) if isinstance(held, list) and all(isinstance(x, str) for x in held) else held
    try:
        decoded = base64.b64decode("".join(text.split()) if isinstance(text, str) else "", validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if not decoded.startswith(begins) or len(decoded) > LARGEST_PICTURE:
        return Output(left_out=form)
    address = f"data:{form};base64,{base64.b64encode(decoded).decode()}"
    return Output(picture=address) if len(address) <= left else Output(left_out=form)


def _text(held: Any) -> Output | None:
    text = "".join(held) if isinstance(held, list) and all(isinstance(x, str) for x in held) else held
    if not isinstance(text, str) or not text.strip():
        return None
    tail = " …" if len(text) > LONGEST_TEXT else ""
    return Output(text=clean(text[:LONGEST_TEXT]) + tail)


def clean(text: str) -> str:
    """Text without terminal colours; characters that hide or turn others around are spelt out."""
    plain = _ESCAPES.sub("", text).replace("\r\n", "\n")
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\u{ord(c):04x}" for c in plain)


def _int(text: str) -> int:
    return int(text) if len(text) <= 100 else 0
