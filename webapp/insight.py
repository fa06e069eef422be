"""What the analytics pages ask the records, for the people that whoever looks may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.records import analysis, attention, material
from grader.records.analysis import Said
from grader.records.assignments import Assignment
from grader.records.gradebook import Book, Cell
from grader.records.people import Person
from grader.records.reports import Stored
from grader.records.view import Seen
from webapp import mastery, measures
from webapp.glossary import concept_of
from webapp.mastery import Evidence, Standing
from webapp.quiz import store
from webapp.quiz.bank import Quiz
from webapp.quiz.statistics import Response
from webapp.quiz.view import SeenQuizzes
from webapp.recognised import manifest


@dataclass
class Insight:
    """The class as one person sees it, in one section or all."""

    seen: Seen
    quizzes: Mapping[str, Quiz]
    section: str | None = None

    @cached_property
    def book(self) -> Book:
        return self.seen.gradebook(section=self.section)

    @cached_property
    def people(self) -> dict[int, Person]:
        return {line.person.id: line.person for line in self.book.lines}

    def cells(self, assignment: str) -> dict[int, Cell]:
        return {line.person.id: line.cells[assignment] for line in self.book.lines if assignment in line.cells}

    def shares(self, assignment: str) -> dict[int, float]:
        """The mark of everybody who has one, as a share."""
        return {
            person: cell.score / cell.max_score
            for person, cell in self.cells(assignment).items()
            if cell.score is not None and cell.state in ("graded", "by_hand")
        }

    def spread(self, assignment: str) -> measures.Spread:
        missing = sum(cell.state == "missing" for cell in self.cells(assignment).values())
        return measures.spread(list(self.shares(assignment).values()), missing=missing)

    def sent(self, assignment: str) -> list[analysis.Sent]:
        return analysis.sent(self.seen.records, assignment, self.people)

    def starts(self, assignment: str) -> list[measures.Start]:
        due = {person: cell.due for person, cell in self.cells(assignment).items() if cell.due is not None}
        return measures.starts(self.sent(assignment), due, self.shares(assignment))

    def reports(self, assignment: str) -> dict[int, Stored]:
        """The report that counts, by person."""
        handins = {person: cell.handin for person, cell in self.cells(assignment).items() if cell.handin}
        return analysis.counting(self.seen.records, assignment, handins)

    def said(self, assignment: str) -> list[Said]:
        return analysis.said(self.seen.records, assignment, self.people)

    def responses(self, assignment: str) -> list[Response]:
        """Answers to a quiz for the statistics, of attempts that are marked."""
        sight = SeenQuizzes(self.seen, self.quizzes)
        mine = {str(id) for id in self.people}
        return [response for response in sight.responses(assignment) if response.person in mine]

    def concerns(self) -> list[attention.Concern]:
        columns = [column for column in self.book.columns if self.open_names(column)]
        open_ones = {column.id for column in columns}
        lines = [line._replace(cells={id: cell for id, cell in line.cells.items() if id in open_ones}) for line in self.book.lines]
        book = Book(columns, lines)
        facts = material.read(self.seen.records)
        last = analysis.last_seen(self.seen.records)
        began = {id: person.created_at for id, person in self.people.items()}
        return attention.concerns(book, facts.attempts, last, self.seen.records.now_text(), began=began)

    def open_names(self, assignment: Assignment) -> bool:
        """May this person know whose marks these are?"""
        return not self.seen.hides_names(assignment)

    @cached_property
    def mastery(self) -> dict[int, dict[str, Standing]]:
        """Everybody's standing at every concept; assignments marked anonymously stay out for TAs."""
        evidence: list[Evidence] = []
        first_tags: dict[str, str] = {}
        columns = [column for column in self.book.columns if self.open_names(column)]
        for column in columns:
            about = manifest(self.seen, column.id)
            if about is not None:
                tags = {e["id"]: [concept_of(tag) for tag in e["tags"]] for e in about["exercises"]}
                first_tags |= {id: found[0] for id, found in tags.items() if found}
                for person, stored in self.reports(column.id).items():
                    evidence += mastery.of_code(person, stored.summary, tags)
        known = store.quizzes(self.seen.records)
        for column in columns:
            if column.kind == "quiz" and column.id in known:
                evidence += answered(self.responses(column.id), self.quizzes, first_tags)
        return mastery.table(evidence)


def answered(responses: Sequence[Response], quizzes: Mapping[str, Quiz], first_tags: Mapping[str, str]) -> list[Evidence]:
    """What quiz answers show."""
    concepts = {
        spec.name: mastery.concepts_of(map(concept_of, spec.tags), spec.exercises, first_tags)
        for quiz in quizzes.values()
        for spec in quiz.questions.values()
    }
    return [
        Evidence(person=int(one.person), concept=concept, kind="quiz", share=one.score)
        for one in responses
        for concept in concepts.get(one.question, ())
    ]
