"""Quizzes as one person sees them: whatever a page wants to know about attempts, it asks here, and what is not theirs does not exist.

A student has their own attempts. A TA has those of the students in their sections (of all, if they have none), in every list, number and
statistic. An instructor has all of them. `store` and `desk` know attempts, but not who asks: pages never read others' attempts from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NoReturn

from grader.records.people import Person
from grader.records.store import NotFound
from grader.records.view import Seen
from webapp.quiz import attempts, desk, store
from webapp.quiz.bank import Quiz
from webapp.quiz.desk import Change, Counted
from webapp.quiz.statistics import Response
from webapp.quiz.store import Attempt, Rule


class SeenQuizzes:
    """The attempts of a course as one person sees them, each settled: ended if its time is over, marked if it has ended."""

    def __init__(self, seen: Seen, quizzes: Mapping[str, Quiz]) -> None:
        self.seen = seen
        self.quizzes = quizzes
        self._records = seen.records

    # -- one's own ----------------------------------------------------------------------------------------------

    def own(self, id: str, *, kind: str | None = None) -> Attempt:
        """An attempt of the person who asks; anybody else's does not exist."""
        found = store.attempt(self._records, id)
        if found.person != self.seen.me.id or (kind is not None and found.kind != kind):
            self._no(id)
        self.seen.assignment(found.assignment)
        return attempts.settle(self._records, found, self.quizzes)

    def mine(self, assignment: str) -> list[Attempt]:
        """The graded attempts of the person who asks."""
        found = store.attempts(self._records, self.seen.assignment(assignment).id, person=self.seen.me.id)
        return [attempts.settle(self._records, one, self.quizzes) for one in found]

    # -- those of the students one may see ----------------------------------------------------------------------

    @cached_property
    def people(self) -> dict[int, Person]:
        """The students this person may see, by id."""
        return {person.id: person for person in self.seen.people()}

    def names(self, assignment: str) -> dict[int, str]:
        """Names, or marking keys where this person must not know the names."""
        found = self.seen.assignment(assignment)
        return {id: self.seen.name(person, found) for id, person in self.people.items()}

    def attempts(self, assignment: str) -> list[Attempt]:
        """The graded attempts of the students this person may see."""
        found = store.attempts(self._records, self.seen.assignment(assignment).id)
        return [attempts.settle(self._records, one, self.quizzes) for one in found if one.person in self.people]

    def attempt(self, id: str, assignment: str) -> Attempt:
        """A graded attempt at this quiz of a student this person may see."""
        found = store.attempt(self._records, id)
        if found.assignment != self.seen.assignment(assignment).id or found.kind != "graded" or found.person not in self.people:
            self._no(id)
        return attempts.settle(self._records, found, self.quizzes)

    def answers(self, assignment: str, question: str | None = None) -> list[Counted]:
        """The answers that count in attempts that have ended, of the students this person may see."""
        found = desk.counted(self._records, self.seen.assignment(assignment).id)
        return [one for one in found if one.person in self.people and question in (None, one.question)]

    def responses(self, assignment: str) -> list[Response]:
        """The answers for the statistics: of those students, and of nobody else."""
        return desk.responses(self.answers(assignment))

    # -- the whole course ---------------------------------------------------------------------------------------

    def changes(self, assignment: str, question: str, rules: Sequence[Rule]) -> list[Change]:
        """Whose mark these decisions about a question would change; they concern everybody, so only who sees everybody may ask."""
        if self.seen.me.role != "instructor":
            self._no(assignment)
        return desk.changes(self._records, self.seen.assignment(assignment).id, question, rules, self.quizzes)

    def _no(self, id: str) -> NoReturn:
        raise NotFound(f"There is no attempt {id}.")
