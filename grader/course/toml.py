"""Read TOML written by an instructor: every mistake with its line, what is wrong, what to write instead.

A file's shape is a msgspec Struct whose fields say in `Meta` what is wanted (description) and what to write (examples).
Fields are converted one by one, so that all mistakes of a file are found, not the first only.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


class Mistakes:
    """Collects what is wrong in a course, with paths relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: list[str] = []

    def add(self, path: Path, what: str, instead: str, *, line: int | None = None) -> None:
        where = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name
        place = f"{where}:{line}" if line else where
        message = f"{place}: {what}\n  {instead}"
        if message not in self.found:
            self.found.append(message)

    def read_text(self, path: Path, *, what: str) -> str | None:
        """The text of a file, or None after noting what is wrong with it."""
        try:
            return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        except FileNotFoundError:
            self.add(path, "the file is missing.", f"Write {what} in it.")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            byte = path.read_bytes()[error.start]
            self.add(path, f"the byte 0x{byte:02x} is not UTF-8 text.", "Save the file as UTF-8.", line=line)
        return None

    def read_toml(self, path: Path, *, what: str) -> dict[str, Any] | None:
        text = self.read_text(path, what=what)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            reason = re.sub(r" \(at .*\)$", "", str(error))
            instead = 'Write key = value lines; text stands in quotes: title = "Adam"'
            self.add(
                path,
                f"this is not TOML: {reason[:1].lower()}{reason[1:]}.",
                "Write a date that exists: due = 2027-03-16T23:59:00" if "date" in reason else instead,
                line=int(line[1]) if line else text.count("\n") + 1,
            )
        return None

    def read_struct(self, path: Path, shape: type[S], *, what: str) -> S | None:
        """The file as a `shape`, or None after noting every mistake in it."""
        data = self.read_toml(path, what=what)
        return None if data is None else self.check_struct(path, data, shape)

    def check_struct(self, path: Path, data: dict[str, Any], shape: type[S], *, prefix: str = "") -> S | None:
        hints = get_type_hints(shape, include_extras=True)
        before = len(self.found)
        meant = {self._unknown_key(path, key, list(hints), prefix) for key in data if key not in hints}
        values: dict[str, Any] = {}
        for field in msgspec.structs.fields(shape):
            if field.name in data:
                values[field.name] = self._value(path, field.name, data[field.name], hints[field.name], prefix)
            elif field.required and field.name not in meant:
                _, example = _meta(hints[field.name])
                self.add(path, f'"{prefix}{field.name}" is missing.', f"Write, for example: {example}")
        return shape(**values) if len(self.found) == before else None

    def _unknown_key(self, path: Path, key: str, known: list[str], prefix: str) -> str | None:
        """Note a key that does not exist; return the one that was probably meant."""
        close = difflib.get_close_matches(key, known, n=1)
        instead = f'Did you mean "{prefix}{close[0]}"?' if close else f"There are: {', '.join(known)}."
        self.add(path, f'no setting is called "{prefix}{key}".', instead, line=line_of(path, key))
        return close[0] if close else None

    def _value(self, path: Path, key: str, value: Any, hint: Any, prefix: str) -> Any:
        if getattr(hint, "__origin__", None) is not None and isinstance(value, dict) and _is_free_table(hint):
            return value
        try:
            return msgspec.convert(value, hint, strict=True)
        except msgspec.ValidationError:
            wanted, example = _meta(hint)
            self.add(
                path, f'"{prefix}{key}" must be {wanted}, got {show(value)}.', f"Write, for example: {example}", line=line_of(path, key)
            )
            return None


def _is_free_table(hint: Any) -> bool:
    return hint.__origin__ is dict


def _meta(hint: Any) -> tuple[str, str]:
    for meta in getattr(hint, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.description:
            return meta.description, (meta.examples or [""])[0]
    raise TypeError(f"{hint} says neither what it wants nor what to write")


def show(value: Any) -> str:
    """A TOML value as its author wrote it, roughly."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(show(v) for v in value) + "]"
    if isinstance(value, dict):
        return "a table"
    return str(value)


def line_of(path: Path, key: str) -> int | None:
    """The line on which a key is set."""
    pattern = re.compile(rf"^\s*(\[\s*)?[\"']?{re.escape(key)}[\"']?\s*[=\].]")
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if pattern.match(line):
            return number
    return None
