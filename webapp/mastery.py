"""What each person knows and what they can code, concept by concept, from quiz answers and exercise checks together.

A concept is a tag. An exercise's points count for each of its tags; a quiz question's share counts for its own tags and for the
first tag of each exercise it is linked to. Where there is no evidence there is no number: an exercise left alone says nothing.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GOOD = 0.7  # from here on a concept is known, or coded
GAP = 0.2  # knowing more than coding by this much is worth a lesson


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One piece: `kind` is quiz or code, `share` goes from 0 to 1."""

    person: int
    concept: str
    kind: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A person, or a class, at one concept; None: no evidence."""

    quiz: float | None = None
    code: float | None = None

    @property
    def state(self) -> str:
        """both, knows (and cannot code), codes (and cannot explain), neither; or known, coded, weak with one side only; or nothing."""
        if self.quiz is None and self.code is None:
            return "nothing"
        if self.quiz is None:
            return "coded" if (self.code or 0) >= GOOD else "weak"
        if self.code is None:
            return "known" if self.quiz >= GOOD else "weak"
        return {(True, True): "both", (True, False): "knows", (False, True): "codes", (False, False): "neither"}[
            self.quiz >= GOOD, self.code >= GOOD
        ]


@dataclass(frozen=True, kw_only=True)
class Concept:
    """A concept over the class."""

    id: str
    standing: Standing  # means over people
    answered: int  # people with quiz answers
    coded: int  # people with checked code
    torn: int  # people who know it and cannot code it

    @property
    def gap(self) -> float:
        """How much better the class knows than codes; 0 without both."""
        one = self.standing
        return one.quiz - one.code if one.quiz is not None and one.code is not None else 0.0


def of_code(person: int, summary: Mapping[str, Any], tags: Mapping[str, Iterable[str]]) -> list[Evidence]:
    """Return what the report of one hand-in shows. `tags`: the tags of each exercise."""
    return [
        Evidence(person=person, concept=tag, kind="code", share=min(1.0, short["score"] / short["max"]))
        for exercise, short in summary.items()
        if short["status"] not in ("not_attempted", "grader_fault") and short["max"]
        for tag in tags.get(exercise, ())
    ]


def concepts_of(tags: Iterable[str], exercises: Iterable[str], first_tags: Mapping[str, str]) -> list[str]:
    """Return the concepts of a quiz question: its tags, and the first tag of each exercise it is linked to."""
    return list(dict.fromkeys([*tags, *(first_tags[id] for id in exercises if id in first_tags)]))


def table(evidence: Iterable[Evidence]) -> dict[int, dict[str, Standing]]:
    """Return each person's standing at each concept."""
    found: dict[int, dict[str, dict[str, list[float]]]] = {}
    for one in evidence:
        found.setdefault(one.person, {}).setdefault(one.concept, {}).setdefault(one.kind, []).append(one.share)
    return {
        person: {
            concept: Standing(**{kind: statistics.fmean(shares) for kind, shares in kinds.items()}) for concept, kinds in concepts.items()
        }
        for person, concepts in found.items()
    }


def of_class(people: Mapping[int, Mapping[str, Standing]]) -> list[Concept]:
    """Return the class at each concept, what it knows but cannot code first."""
    found = []
    for id in sorted({concept for concepts in people.values() for concept in concepts}):
        mine = [concepts[id] for concepts in people.values() if id in concepts]
        quiz, code = [s.quiz for s in mine if s.quiz is not None], [s.code for s in mine if s.code is not None]
        standing = Standing(quiz=statistics.fmean(quiz) if quiz else None, code=statistics.fmean(code) if code else None)
        torn = sum(s.state == "knows" for s in mine)
        found.append(Concept(id=id, standing=standing, answered=len(quiz), coded=len(code), torn=torn))
    return sorted(found, key=lambda c: (-c.gap, c.id))
