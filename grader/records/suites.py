"""Suite bundles: kept for good under the digest of their bytes, because reports and receipts are replayed with them."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from grader.errors import CourseError, SandboxError
from grader.records import queue
from grader.records.blobs import _make, sync
from grader.records.store import Actor, NotFound, Records


def folder(records: Records, digest: str) -> Path:
    return records.var / "suites" / digest


def keep(records: Records, actor: Actor, bundle: Path, *, assignment: str, max_score: float) -> str:
    """Pin a bundle (a folder named by its digest): copied under var/suites unless it lies there, and synced. Returns the digest.

    >>> # suites.keep(records, "command line", Path("var/suites/3f…"), assignment="optimizers", max_score=48)
    """
    digest = bundle.name
    manifest = bundle / "manifest.json"
    if not manifest.is_file():
        raise CourseError(f"{bundle}: no manifest.json, so this is not a suite bundle.\n  Write: allclose release {assignment}")
    place = folder(records, digest)
    if bundle.resolve() != place.resolve() and not place.exists():
        _copy(bundle, place)
    for path in sorted(place.rglob("*")):
        if path.is_file():
            _fsync(path)
    sync(place)
    sync(place.parent)
    if records.value("select 1 from suite where digest = ?", [digest]) is None:
        described = json.dumps(_contents(place), sort_keys=True)
        with records.write(actor, "suite.keep", subject=f"suite {digest}", assignment=assignment) as tx:
            tx.execute(
                "insert or ignore into suite (digest, assignment, max_score, manifest, added_at) values (?, ?, ?, ?, ?)",
                [digest, assignment, max_score, described, tx.now],
            )
    return digest


def use(records: Records, actor: Actor, assignment: str, digest: str) -> int:
    """Grade hand-ins with this suite from now on; hand-ins that have no report yet are queued. Returns how many were.

    A hand-in that has a report keeps it: to grade those again, see `grader.records.regrade`.
    """
    with records.write(actor, "suite.use", subject=f"assignment {assignment}", suite=digest) as tx:
        max_score = tx.value("select max_score from suite where digest = ?", [digest])
        if max_score is None:
            raise NotFound(f"There is no suite {digest[:12]}… in the records.")
        if tx.execute("update assignment set suite = ?, max_score = ? where id = ?", [digest, max_score, assignment]).rowcount == 0:
            raise NotFound(f"no assignment “{assignment}”.")
        waiting = tx.execute(
            """
            select h.id, h.person
            from handin h
            where h.assignment = ?
              and not exists (select 1 from report r where r.handin = h.id)
              and not exists (select 1 from job j where j.handin = h.id and j.state in ('queued', 'leased', 'parked'))
            order by h.received_at
            """,
            [assignment],
        ).fetchall()
        for row in waiting:
            queue.put(tx, handin=row["id"], suite=digest, person=row["person"], lane=queue.SUPERSEDED)
        tx.note(queued=len(waiting))
    return len(waiting)


def check(records: Records, digest: str) -> Path:
    """Return the folder of a kept bundle, or say that its bytes are no longer what they were."""
    stored = records.value("select manifest from suite where digest = ?", [digest])
    if stored is None:
        raise NotFound(f"There is no suite {digest[:12]}… in the records.")
    place = folder(records, digest)
    if _contents(place) != json.loads(stored):
        raise SandboxError(f"{place} is no longer what was kept.\n  Restore it from a backup.")
    return place


def _contents(place: Path) -> dict[str, Any]:
    from grader.records.blobs import digest

    return {path.relative_to(place).as_posix(): digest(path.read_bytes()) for path in sorted(place.rglob("*")) if path.is_file()}


def _copy(bundle: Path, place: Path) -> None:
    _make(place.parent)
    part = place.with_name(f".{place.name}-{secrets.token_hex(4)}")
    shutil.copytree(bundle, part, symlinks=False)
    try:
        os.rename(part, place)
    except OSError:
        shutil.rmtree(part)  # another process was first, with the same bytes: the name is their digest
        if not place.exists():
            raise


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
