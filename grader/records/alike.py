"""Similar answers, kept: asked for at the desk, computed in a quiet moment, advisory, and forgotten when a person is erased."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from grader.records import times
from grader.records.similar import Fragment, Pair
from grader.records.store import Actor, Records

BUSY_MINUTES = 10.0  # then whoever computes is taken for dead


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The pairs of an assignment, and of how many hand-ins."""

    at: str
    of: int
    pairs: tuple[Pair, ...]
    sources: Mapping[str, str]  # the answers of the hand-ins in pairs, as they were compared


def want(records: Records, actor: Actor, assignment: str) -> None:
    """Ask for the pairs of an assignment; whoever grades computes them when nobody waits."""
    with records.write(actor, "similar.want", subject=f"assignment {assignment}") as tx:
        sql = (
            "insert into setting (key, value, at) values (?, ?, ?) on conflict (key) do update set value = excluded.value, at = excluded.at"
        )
        tx.execute(sql, [_key(assignment), json.dumps("wanted"), tx.now])


def wanted(records: Records, assignment: str) -> bool:
    """Is somebody to compute them, or at it?"""
    return records.value("select 1 from setting where key = ?", [_key(assignment)]) is not None


def take(records: Records) -> str | None:
    """Take an assignment to compute, None if there is none; whoever takes it is given some minutes."""
    late = times.later(records.now_text(), minutes=-BUSY_MINUTES)
    sql = "select key from setting where key like 'similar %' and (value = '\"wanted\"' or at < ?) order by at limit 1"
    if records.value(sql, [late]) is None:
        return None
    with records.machinery() as tx:
        key = tx.value(sql, [late])
        if key is not None:
            tx.execute("update setting set value = '\"taken\"', at = ? where key = ?", [tx.now, key])
    return None if key is None else str(key).partition(" ")[2]


def keep(records: Records, actor: Actor, assignment: str, pairs: list[Pair], sources: Mapping[str, str]) -> None:
    """Keep what was found; it replaces what was found before."""
    ids = {id for pair in pairs for id in (pair.left, pair.right)}
    body = {"pairs": pairs, "of": len(sources), "sources": {id: text for id, text in sources.items() if id in ids}}
    with records.write(actor, "similar.keep", subject=f"assignment {assignment}", pairs=len(pairs)) as tx:
        tx.execute("delete from setting where key = ?", [_key(assignment)])
        tx.execute("delete from similarity where assignment = ?", [assignment])
        data = zlib.compress(json.dumps(body, ensure_ascii=False).encode(), 6)
        tx.execute("insert into similarity (assignment, body, by, at) values (?, ?, ?, ?)", [assignment, data, str(actor), tx.now])


def newest(records: Records, assignment: str) -> Found | None:
    """Return what was found last."""
    row = records.row("select body, at from similarity where assignment = ? order by id desc limit 1", [assignment])
    if row is None:
        return None
    body = json.loads(zlib.decompress(row["body"]))
    return Found(at=row["at"], of=body["of"], pairs=tuple(_pair(values) for values in body["pairs"]), sources=body["sources"])


def person(records: Records, handin: str) -> int:
    """Return whose hand-in it is; 0 for one that is not there."""
    return int(records.value("select person from handin where id = ?", [handin]) or 0)


def _pair(values: list[object]) -> Pair:
    left, right, share, common, fragments = values
    assert isinstance(fragments, list)
    return Pair(
        str(left), str(right), float(str(share)), int(str(common)), tuple(Fragment((a[0], a[1]), (b[0], b[1])) for a, b in fragments)
    )


def _key(assignment: str) -> str:
    return f"similar {assignment}"
