"""Decide which cells of a hand-in run, in which order, and for which exercise.

Pure: released cells × cells read → `Plan`. Cells are found, in this order, by grade_id, by cell id, by a marker comment `# cell: <id>`,
by equal source, and last by an ordered alignment of what is left between neighbours that were placed: upload tools lose
metadata, students copy and split cells. Likeness counts words, so its cost is linear; difflib's is not.

What runs: the released setup, then the student's notebook from top to bottom: given cells (the released one where it is
missing), answer cells, and cells that the student added. Released examples and plots do not run.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Finding = dict[str, Any]
MARKER = re.compile(r"^\s*#\s*cell:\s*([\w.\-]+)\s*$", re.MULTILINE)
_DEFINES = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)", re.MULTILINE)
ALIKE = 0.35
MAX_COMPARISONS = 20_000
MAX_ODD = 100


@dataclass(frozen=True, kw_only=True)
class PlannedCell:
    """One cell to run. `exercise` is None for setup and what the student added; `index` is its place in the hand-in."""

    exercise: str | None
    source: str
    origin: str  # released, student, added, duplicate
    index: int | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    cells: tuple[PlannedCell, ...]
    odd: tuple[Finding, ...]
    found: Mapping[str, str]  # exercise → how its answer cell was found
    touched: frozenset[str]  # exercises whose answer differs from the skeleton

    def written(self, exercise: str) -> bool:
        """Did the student write anything for this exercise?"""
        return exercise in self.touched


@dataclass
class _Match:
    """Where each released code cell was found."""

    released: list[Mapping[str, Any]]
    read: list[Mapping[str, Any]]
    at: dict[int, int] = field(default_factory=dict)  # released index → read index
    how: dict[int, str] = field(default_factory=dict)
    duplicates: dict[int, int] = field(default_factory=dict)  # read index → released index
    odd: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken: set[int] = set()

    def place(self, r: int, s: int, how: str) -> None:
        self.at[r], self.how[r] = s, how
        self.taken.add(s)

    def free(self) -> list[int]:
        return [s for s in range(len(self.read)) if s not in self.taken]

    def missing(self) -> list[int]:
        return [r for r in range(len(self.released)) if r not in self.at]


def match(released: Sequence[Mapping[str, Any]], read: Mapping[str, Any]) -> Plan:
    """Match what was read (the child's reply to `read`) to the released cells."""
    cells = [cell for cell in _readable(read) if cell["type"] == "code"]
    code = [cell for cell in released if cell.get("type", "code") == "code" and cell.get("role") not in ("intro", "statement")]
    found = _Match(code, cells)
    for key, how in (("grade_id", "grade_id"), ("id", "cell_id")):
        _by_id(found, [cell.get(key) for cell in cells], how)
    _by_id(found, [_marker(cell["source"]) for cell in cells], "marker")
    _by_source(found)
    _by_likeness(found)
    return _plan(found, [*_readable_odd(read), *found.odd])


def _readable(read: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The cells of a reply, as far as they have the shape of cells: a child is not believed."""
    listed = read.get("ok")
    if not isinstance(listed, list):
        return []
    return [c for c in listed if isinstance(c, dict) and isinstance(c.get("source"), str) and isinstance(c.get("type"), str)]


def _readable_odd(read: Mapping[str, Any]) -> list[Finding]:
    listed = read.get("odd")
    return [dict(f) for f in listed[:MAX_ODD] if isinstance(f, dict) and isinstance(f.get("kind"), str)] if isinstance(listed, list) else []


def _marker(source: str) -> str | None:
    head = MARKER.search(source[:500])
    return head.group(1) if head else None


def _by_id(found: _Match, ids: Sequence[Any], how: str) -> None:
    """Equal ids; of several, the last one counts and the others are reported."""
    holders: dict[str, list[int]] = {}
    for s, id in enumerate(ids):
        if isinstance(id, str) and s not in found.taken:
            holders.setdefault(id, []).append(s)
    for r, cell in enumerate(found.released):
        places = holders.get(cell["id"], [])
        if not places:
            continue
        if r in found.at:
            extra = places
        else:
            found.place(r, places[-1], how)
            extra = places[:-1]
        for s in extra:
            found.taken.add(s)
            found.duplicates[s] = r
        if extra:
            found.odd.append({"kind": "duplicate", "exercise": cell.get("exercise"), "cell": cell["id"]})


def _by_source(found: _Match) -> None:
    """Untouched cells whose ids were lost."""
    holders: dict[str, list[int]] = {}
    for s in found.free():
        holders.setdefault(tidy(found.read[s]["source"]), []).append(s)
    for r in found.missing():
        for source in _versions(found.released[r]):
            places = holders.get(tidy(source), []) if tidy(source) else []
            if places:
                found.place(r, places.pop(0), "source")
                break


def _by_likeness(found: _Match) -> None:
    """What is left, gap by gap between placed neighbours, aligned in order."""
    spent = 0
    for missing, free in _gaps(found):
        spent += len(missing) * len(free)
        if spent > MAX_COMPARISONS:
            found.odd.append({"kind": "too_many_unmatched"})
            return
        for r, s in _align(found, missing, free):
            found.place(r, s, "likeness")


def _gaps(found: _Match) -> list[tuple[list[int], list[int]]]:
    """(missing released cells, free read cells) between neighbours that keep the released order."""
    anchors = _rising([(r, found.at[r]) for r in sorted(found.at)])
    edges = [(-1, -1), *anchors, (len(found.released), len(found.read))]
    missing, free = found.missing(), found.free()
    gaps = []
    for (r0, s0), (r1, s1) in itertools.pairwise(edges):
        left = [r for r in missing if r0 < r < r1]
        right = [s for s in free if s0 < s < s1]
        if left and right:
            gaps.append((left, right))
    return gaps


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both places; what was moved falls out."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for i, (_, s) in enumerate(pairs):
        k = bisect.bisect_left(tails, s)
        tails[k:] = [s, *tails[k + 1 :]]
        ends[k:] = [i, *ends[k + 1 :]]
        back.append(ends[k - 1] if k else -1)
    chain, i = [], ends[-1] if ends else -1
    while i >= 0:
        chain.append(pairs[i])
        i = back[i]
    return chain[::-1]


class _Words:
    """What likeness compares of a cell, read from its text once."""

    def __init__(self, source: str) -> None:
        start = source[:20_000]
        self.counts = Counter(re.findall(r"\w+", start))
        self.total = self.counts.total()
        self.defines = frozenset(_DEFINES.findall(start))

    def likeness(self, other: _Words) -> float:
        few, many = sorted((self.counts, other.counts), key=len)
        shared = sum(min(count, many[word]) for word, count in few.items() if word in many)
        total = self.total + other.total
        alike = 2 * shared / total if total else 0.0
        if self.defines & other.defines:
            return max(alike, 0.9)
        return alike if alike >= ALIKE else 0.0


def _align(found: _Match, missing: list[int], free: list[int]) -> list[tuple[int, int]]:
    """The ordered pairing with the greatest total likeness."""
    theirs = [_Words(found.read[s]["source"]) for s in free]
    score = [[ours.likeness(one) for one in theirs] for ours in (_Words(found.released[r]["source"]) for r in missing)]
    best = [[0.0] * (len(free) + 1) for _ in range(len(missing) + 1)]
    for i in range(len(missing) - 1, -1, -1):
        for j in range(len(free) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + score[i][j])
    pairs, i, j = [], 0, 0
    while i < len(missing) and j < len(free):
        if score[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + score[i][j]:
            pairs.append((missing[i], free[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            i += 1
    return pairs


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────


def _plan(found: _Match, odd: list[Finding]) -> Plan:
    cells: list[PlannedCell] = []
    placed = {s: r for r, s in found.at.items()}
    for cell in found.released:
        if cell.get("role") in ("setup", "imports"):
            cells.append(PlannedCell(exercise=None, source=cell["source"], origin="released", id=cell["id"]))
    waiting = [r for r, cell in enumerate(found.released) if r not in found.at and cell.get("role") == "given"]
    for s, read in enumerate(found.read):
        if s in placed:
            r = placed[s]
            while waiting and waiting[0] < r:
                cells.append(_released(found.released[waiting.pop(0)]))
            cells.extend(_student(found.released[r], read, s))
        elif s in found.duplicates:
            twin = found.released[found.duplicates[s]]
            if twin.get("role") in ("answer", "given"):
                cells.append(
                    PlannedCell(
                        exercise=twin.get("exercise"), source=read["source"], origin="duplicate", index=_index(read, s), id=twin["id"]
                    )
                )
        elif read["source"].strip():
            cells.append(PlannedCell(exercise=None, source=read["source"], origin="added", index=_index(read, s)))
    cells.extend(_released(found.released[r]) for r in waiting)
    answers = [r for r, cell in enumerate(found.released) if cell.get("role") == "answer"]
    return Plan(
        cells=tuple(cells),
        odd=tuple([*odd, *_oddities(found, answers)][:MAX_ODD]),
        found={found.released[r]["exercise"]: found.how[r] for r in answers if r in found.at},
        touched=_touched(found, answers),
    )


def _released(cell: Mapping[str, Any]) -> PlannedCell:
    return PlannedCell(exercise=cell.get("exercise"), source=cell["source"], origin="released", id=cell["id"])


def _student(cell: Mapping[str, Any], read: Mapping[str, Any], s: int) -> list[PlannedCell]:
    """What a found cell adds to the run."""
    role = cell.get("role")
    if role in ("answer", "given"):
        return [PlannedCell(exercise=cell.get("exercise"), source=read["source"], origin="student", index=_index(read, s), id=cell["id"])]
    if role in ("setup", "imports") and not _untouched(cell, read):
        # The released cell has run; an import that the student added here must be there too.
        return [PlannedCell(exercise=None, source=read["source"], origin="added", index=_index(read, s))]
    return []


def _index(read: Mapping[str, Any], s: int) -> int:
    index = read.get("index")
    return index if type(index) is int else s


def _oddities(found: _Match, answers: list[int]) -> list[Finding]:
    odd: list[Finding] = []
    for r in answers:
        if r not in found.at:
            odd.append({"kind": "missing_answer", "exercise": found.released[r]["exercise"]})
    kept = {r for r, _ in _rising([(r, found.at[r]) for r in sorted(found.at)])}
    odd += [{"kind": "moved", "exercise": found.released[r]["exercise"]} for r in answers if r in found.at and r not in kept]
    for r, s in sorted(found.at.items()):
        if found.released[r].get("locked") and not _untouched(found.released[r], found.read[s]):
            odd.append({"kind": "edited_locked", "cell": found.released[r]["id"], "exercise": found.released[r].get("exercise")})
    return odd


def _touched(found: _Match, answers: list[int]) -> frozenset[str]:
    """Exercises for which anything differs from the skeleton; a duplicate or an added cell may hold the answer too."""
    touched = {
        found.released[r]["exercise"] for r in answers if r in found.at and not _untouched(found.released[r], found.read[found.at[r]])
    }
    for s, r in found.duplicates.items():
        if r in answers and not _untouched(found.released[r], found.read[s]):
            touched.add(found.released[r]["exercise"])
    added = set()
    for s in found.free():
        added |= set(_DEFINES.findall(found.read[s]["source"]))
    for r in answers:
        if added & set(_DEFINES.findall(found.released[r]["source"])):
            touched.add(found.released[r]["exercise"])
    return frozenset(touched)


def _versions(cell: Mapping[str, Any]) -> list[str]:
    """The released source, in every language that it was released in."""
    return [cell["source"], *(other for other in cell.get("translations", ()) if isinstance(other, str))]


def _untouched(cell: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    return tidy(read["source"]) in {tidy(version) for version in _versions(cell)} or not read["source"].strip()


def tidy(source: str) -> str:
    """Without trailing blanks, empty lines, and marker comments: what nobody means by a change."""
    lines = (line.rstrip() for line in MARKER.sub("", source).split("\n"))
    return "\n".join(line for line in lines if line)
