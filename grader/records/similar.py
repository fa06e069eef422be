"""Similar answers: winnowing over normalised tokens, with an inverted index. Advisory: it shows where to look, it decides nothing.

Theory of operation. An answer becomes a list of token words in which every name of the student's is `N`, numbers and strings are `0`
and `S`; comments are gone. Every run of K tokens has a hash; of W neighbouring hashes the smallest is kept (Schleimer, Wilkerson and
Aiken 2003), so any common run of K + W - 1 tokens is found, wherever it stands. Hashes of the skeleton and of the released
notebook are subtracted, and so is what more than a tenth of the class has: that is the task, not each other. The index from
hash to notebooks makes pairs only where something is shared.
"""

from __future__ import annotations

import builtins
import functools
import hashlib
import io
import keyword
import tokenize
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

K, W = 12, 8
PRIME, BASE, STIR = (1 << 61) - 1, 0x1F35A7BD3C2E, 0x5851F42D4C957F2D % ((1 << 61) - 1)
KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | {"torch", "np", "math", "self", "Tensor"}
COMMON_SHARE, COMMON_AT_LEAST = 0.1, 8


class Token(NamedTuple):
    word: str
    line: int


class Mark(NamedTuple):
    """A kept hash: where its run begins and ends."""

    hash: int
    first: int
    last: int


class Fragment(NamedTuple):
    """Lines that two notebooks share: (first, last) in each."""

    left: tuple[int, int]
    right: tuple[int, int]


class Pair(NamedTuple):
    left: str
    right: str
    share: float  # of the smaller one's own fingerprints
    common: int
    fragments: tuple[Fragment, ...]


def tokens(source: str) -> list[Token]:
    """Return the normalised tokens; a line that does not parse ends in what could be read.

    >>> [token.word for token in tokens("alpha = beta + 3  # why")]
    ['N', '=', 'N', '+', '0']
    """
    found: list[Token] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if word := _word(token):
                found.append(Token(word, token.start[0]))
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass
    return found


def _word(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.NAME:
        return token.string if token.string in KEPT else "N"
    if token.type == tokenize.NUMBER:
        return "0"
    if token.type == tokenize.STRING:
        return "" if token.line.strip() == token.string.strip() else "S"  # a docstring says nothing about who wrote the code
    return token.string if token.type == tokenize.OP else ""


def fingerprints(words: Sequence[Token], *, k: int = K, w: int = W) -> list[Mark]:
    """Return the winnowed hashes: of each window the smallest, of equals the rightmost, once."""
    if len(words) < k:
        return []
    hashes = _hashes(words, k)
    marks: list[Mark] = []
    at = -1
    for start in range(max(1, len(hashes) - w + 1)):
        last = min(start + w, len(hashes)) - 1
        if at < start:  # the smallest has left the window
            window = hashes[start : last + 1]
            at = last - window[::-1].index(min(window))
        elif hashes[last] <= hashes[at]:
            at = last
        else:
            continue
        marks.append(Mark(hashes[at], words[at].line, words[at + k - 1].line))
    return marks


def _hashes(words: Sequence[Token], k: int) -> list[int]:
    """Return a hash of each run of k words, each made from the one before (Karp and Rabin 1987), stirred so that the smallest is anywhere."""
    numbers = [_number(token.word) for token in words]
    top = pow(BASE, k - 1, PRIME)
    value = 0
    for number in numbers[:k]:
        value = (value * BASE + number) % PRIME
    found = [value * STIR % PRIME]
    for leaving, coming in zip(numbers, numbers[k:], strict=False):
        value = ((value - leaving * top) * BASE + coming) % PRIME
        found.append(value * STIR % PRIME)
    return found


@functools.cache
def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=7).digest(), "big")


def compare(sources: Mapping[str, str], *, release: Iterable[str] = (), least: float = 0.3, least_common: int = 4) -> list[Pair]:
    """Return the pairs that share much of what is their own, most similar first.

    `sources`: the answer cells of each hand-in, joined. `release`: skeletons and released cells, to be subtracted.
    """
    given = {mark.hash for text in release for mark in fingerprints(tokens(text), w=1)}
    marks = {id: [mark for mark in fingerprints(tokens(text)) if mark.hash not in given] for id, text in sources.items()}
    index: dict[int, list[str]] = {}
    for id, found in marks.items():
        for value in {mark.hash for mark in found}:
            index.setdefault(value, []).append(id)
    usual = max(COMMON_AT_LEAST, int(len(sources) * COMMON_SHARE))
    own = {id: {mark.hash for mark in found if len(index[mark.hash]) <= usual} for id, found in marks.items()}
    common: Counter[tuple[str, str]] = Counter()
    for ids in index.values():
        if 1 < len(ids) <= usual:
            ordered = sorted(ids)
            common.update((a, b) for n, a in enumerate(ordered) for b in ordered[n + 1 :])
    pairs = []
    for (left, right), count in common.items():
        share = count / min(len(own[left]), len(own[right]))
        if count >= least_common and share >= least:
            pairs.append(Pair(left, right, round(share, 4), count, _fragments(marks[left], marks[right], own[left] & own[right])))
    return sorted(pairs, key=lambda pair: (-pair.share, -pair.common, pair.left, pair.right))


def _fragments(left: Sequence[Mark], right: Sequence[Mark], shared: set[int]) -> tuple[Fragment, ...]:
    """Return the shared lines side by side, neighbours joined."""
    there: dict[int, Mark] = {}
    for mark in right:
        there.setdefault(mark.hash, mark)
    found: list[Fragment] = []
    for mark in left:
        if mark.hash not in shared:
            continue
        other = there[mark.hash]
        if found and mark.first <= found[-1].left[1] + 1 and found[-1].right[0] <= other.first <= found[-1].right[1] + 1:
            last = found[-1]
            joined = (last.left[0], max(last.left[1], mark.last)), (last.right[0], max(last.right[1], other.last))
            found[-1] = Fragment(*joined)
        else:
            found.append(Fragment((mark.first, mark.last), (other.first, other.last)))
    return tuple(found)
