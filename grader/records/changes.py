"""What would change for whom, if other rules or dates were in force: two gradebooks beside each other, and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from grader.records.gradebook import Book
from grader.records.people import Person

EQUAL = 1e-9


@dataclass(frozen=True, kw_only=True)
class Change:
    """One person's total before and after; None: nothing counts."""

    person: Person
    old: float | None
    new: float | None
    old_letter: str
    new_letter: str

    @property
    def by(self) -> float:
        return (self.new or 0.0) - (self.old or 0.0)


@dataclass(frozen=True, kw_only=True)
class Changes:
    people: int  # everybody
    marks: int  # single marks that differ
    totals: list[Change]  # people whose total or letter differs, the greatest difference first

    @property
    def up(self) -> int:
        return sum(1 for change in self.totals if change.by > EQUAL)

    @property
    def down(self) -> int:
        return sum(1 for change in self.totals if change.by < -EQUAL)

    @property
    def letters(self) -> int:
        return sum(1 for change in self.totals if change.old_letter != change.new_letter)


def between(before: Book, after: Book) -> Changes:
    """Return how the second differs from the first. Totals are compared before rounding, and a new rounding as it is shown."""
    old = {line.person.id: line for line in before.lines}
    marks, totals = 0, []
    for line in after.lines:
        was = old[line.person.id]
        marks += sum(1 for id, cell in line.cells.items() if _differ(cell.score, was.cells[id].score if id in was.cells else None))
        if _differ(was.total.percent, line.total.percent) or (was.total.rounded, was.total.letter) != (
            line.total.rounded,
            line.total.letter,
        ):
            totals.append(
                Change(
                    person=line.person,
                    old=was.total.rounded,
                    new=line.total.rounded,
                    old_letter=was.total.letter,
                    new_letter=line.total.letter,
                )
            )
    totals.sort(key=lambda change: (-abs(change.by), change.person.id))
    return Changes(people=len(after.lines), marks=marks, totals=totals)


def _differ(old: float | None, new: float | None) -> bool:
    return (old is None) != (new is None) or (old is not None and new is not None and abs(old - new) > EQUAL)
