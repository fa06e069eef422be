"""Hand-ins from a folder tree like nbgrader's `submitted/`: `student/assignment/files`, with `timestamp.txt` honoured."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from grader.errors import CourseError, SubmissionError
from grader.records import assignments, handins, people
from grader.records.store import Actor, NotFound, Records

LEFT_OUT = ("timestamp.txt", ".DS_Store")


class Collected(NamedTuple):
    stored: list[handins.HandIn]
    again: int  # the same bytes were here already
    skipped: list[str]  # what could not be taken, and why


def collect(records: Records, actor: Actor, tree: Path, *, assignment: str | None = None, zone: str = "UTC") -> Collected:
    """Take every hand-in of the tree; what is wrong with one does not stop the others."""
    if not tree.is_dir():
        raise CourseError(f"{tree} is not a folder.\n  It should hold one folder per student, like nbgrader's submitted/.")
    known = {a.id for a in assignments.everything(records)}
    stored, again, skipped = [], 0, []
    for student in sorted(path for path in tree.iterdir() if path.is_dir()):
        try:
            person = people.find(records, student.name).id
        except NotFound as error:
            skipped.append(f"{student.name}: {error}")
            continue
        for folder in sorted(path for path in student.iterdir() if path.is_dir()):
            if assignment not in (None, folder.name):
                continue
            if folder.name not in known:
                skipped.append(f"{student.name}/{folder.name}: no assignment of this name")
                continue
            try:
                data, filename = _pack(folder)
                began = timestamp(folder, zone=zone) or records.now()
                before = handins.of_person(records, person, folder.name)
                found = handins.hand_in(
                    records, person, folder.name, data, filename=filename, began=began, source="collect", actor=actor, limited=False
                )
            except (SubmissionError, CourseError, OSError) as error:
                skipped.append(f"{student.name}/{folder.name}: {error}")
                continue
            if any(found.id == handin.id for handin in before):
                again += 1
            else:
                stored.append(found)
    return Collected(stored, again, skipped)


def timestamp(folder: Path, *, zone: str = "UTC") -> datetime | None:
    """Return when it was handed in, by `timestamp.txt` as nbgrader writes it (`2026-03-02 09:00:00.000000 UTC`), or None.

    A time without a zone is read in the course's zone.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    path = folder / "timestamp.txt"
    if not path.is_file():
        return None
    said = path.read_text(errors="replace").strip()
    words, named = said, zone
    head, _, tail = said.rpartition(" ")
    if head and tail and not tail[0].isdigit() and tail[0] not in "+-":
        words, named = head, tail
    try:
        found = datetime.fromisoformat(words.replace(" +", "+").replace(" -", "-") if words.count(" ") > 1 else words)
        place = ZoneInfo({"KST": "Asia/Seoul", "Z": "UTC"}.get(named, named))
    except (ValueError, ZoneInfoNotFoundError, OSError):
        raise CourseError(f"{path}: “{said[:60]}” is not a time.\n  Write, for example: 2026-03-02 09:00:00 UTC") from None
    return (found if found.tzinfo else found.replace(tzinfo=place)).astimezone(UTC)


def _pack(folder: Path) -> tuple[bytes, str]:
    """Return a single notebook as it is, several files as one zip with fixed times (the same files are the same bytes)."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and path.name not in LEFT_OUT]
    files = [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    if not files:
        raise SubmissionError("there is no file in it")
    if sum(path.stat().st_size for path in files) > handins.MAX_BYTES:
        raise SubmissionError("it is larger than what may be handed in")
    if len(files) == 1:
        return files[0].read_bytes(), files[0].name
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return out.getvalue(), f"{folder.name}.zip"
