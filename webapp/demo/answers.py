"""What the students of the demo write: reference, alternatives and misconceptions of the course, now and then a typing mistake."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from grader.course import samples
from grader.course.model import Assignment, Course, Exercise


def chance(ability: float, hardness: float) -> float:
    """The share of right answers of somebody with this ability.

    >>> round(chance(0.0, 0.0), 2), round(chance(2.0, 0.0), 2)
    (0.5, 0.88)
    """
    return 1 / (1 + math.exp(hardness - ability))


@dataclass(frozen=True)
class Drafts:
    """Everything that can stand in an answer cell of this course."""

    course: Course
    slips: dict[str, dict[str, str]] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)  # alternatives that are right

    @classmethod
    def of(cls, course: Course) -> Drafts:
        exercises = [e for a in course.assignments for e in a.exercises]
        return cls(course, samples.slips(course), {e.id: list(samples.spelt_out(e, "right").values()) for e in exercises})

    def first(self, assignment: Assignment, ability: float, rng: random.Random) -> dict[str, str]:
        """A first attempt at all exercises of an assignment; what is left out stays the skeleton."""
        found = {}
        for place, exercise in enumerate(assignment.exercises):
            text = self._answer(exercise, ability, place / len(assignment.exercises), rng)
            if text is not None:
                found[exercise.id] = text
        return found

    def _answer(self, exercise: Exercise, ability: float, place: float, rng: random.Random) -> str | None:
        if exercise.kind == "extension" and rng.random() > chance(ability, 1.4):
            return None
        if rng.random() < chance(ability + 1.6, 1.2 * place):
            return self.right(exercise, rng)
        fate = rng.random()
        wrong = list(self.slips[exercise.id].values())
        if wrong and fate < 0.75:
            return rng.choice(wrong)
        if fate < 0.85:
            return typo(samples.solution(exercise), rng)
        return None

    def right(self, exercise: Exercise, rng: random.Random) -> str:
        others = self.others[exercise.id]
        return rng.choice(others) if others and rng.random() < 0.5 else samples.solution(exercise)

    def better(self, assignment: Assignment, answers: dict[str, str], ability: float, rng: random.Random) -> dict[str, str]:
        """A later attempt: some of what was not right is right now."""
        right = {e.id: {samples.solution(e), *self.others[e.id]} for e in assignment.exercises}
        open_ones = [e for e in assignment.exercises if answers.get(e.id) not in right[e.id] and (e.kind == "core" or e.id in answers)]
        mended = {e.id: self.right(e, rng) for e in open_ones if rng.random() < chance(ability + 1.0, 0.0)}
        return {**answers, **mended}


def typo(text: str, rng: random.Random) -> str:
    """A mistake of the fingers: a name that does not exist, or a bracket that is not closed."""
    if "torch." in text and rng.random() < 0.5:
        head, _, tail = text.rpartition("torch.")
        return f"{head}troch.{tail}"
    head, _, tail = text.rpartition(")")
    return head + tail


def endless(exercise: Exercise) -> str:
    """The solution with a loop that never ends in front of its last line."""
    lines = samples.solution(exercise).rstrip().split("\n")
    last = lines[-1]
    indent = last[: len(last) - len(last.lstrip())]
    return "\n".join([*lines[:-1], f"{indent}while True:", f"{indent}    pass", last])
