"""What a person may see: every question of the web app goes through one of these, and what is not theirs does not exist.

A student sees their own things, of published assignments, as far as the policies show them. A TA sees the students of their sections
(of all, if they have none), with marking keys instead of names where marking is anonymous. An instructor sees all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from grader.judge.report import Report
from grader.policies.course import Plan
from grader.policies.steps import Step, Steps
from grader.records import (
    assignments,
    counting,
    desk,
    gradebook,
    handins,
    notices,
    people,
    pile,
    queue,
    reports,
    standing,
    suites,
    terms,
    times,
    waiting,
    why,
    withheld,
)
from grader.records.assignments import Assignment
from grader.records.gradebook import Book, Cell, Line
from grader.records.handins import HandIn
from grader.records.people import Person
from grader.records.reports import Stored
from grader.records.store import NotFound, Records
from grader.records.terms import Terms
from grader.records.why import Event, Story
from grader.records.withheld import Example, Withheld


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """How much of a report may be shown, and why not more."""

    level: str  # nothing, score, checks, diagnosis
    steps: Steps
    stored: Stored | None
    report: Report | None  # None below "checks" for a student
    examples: list[Example] = field(default_factory=list)  # the public checks, where the report is kept back


class Seen:
    """The course as one person sees it."""

    def __init__(self, records: Records, me: Person, *, real: Person | None = None) -> None:
        self.records = records
        self.me = me
        self.real = real or me  # who looks, in "view as"
        self.staff = me.role != "student"

    # -- people -------------------------------------------------------------------------------------------------

    def people(self, *, section: str | None = None) -> list[Person]:
        """List the students this person may see (a student: only themself)."""
        if not self.staff:
            return [self.me]
        found = people.everyone(self.records, role="student", section=section)
        mine = self._sections()
        if mine is None:
            return found
        allowed = {
            row["person"] for row in self.records.rows(f"select person from enrolment where section in ({_marks(mine)})", list(mine))
        }
        return [person for person in found if person.id in allowed]

    def person(self, id: int) -> Person:
        if not self._may(id):
            self._no("person", id)
        return people.get(self.records, id)

    def _whom(self, person: int | None) -> int:
        """Return the id of a person who may be seen; None: of who looks, which takes no question to the records."""
        return self.me.id if person is None or person == self.me.id else self.person(person).id

    def name(self, person: Person, assignment: Assignment) -> str:
        """Return the name, or the marking key where this person must not know it."""
        return person.marking_key if self.hides_names(assignment) and person.id != self.me.id else person.name

    def hides_names(self, assignment: Assignment) -> bool:
        """Must this person not know whose hand-ins they are?"""
        return assignment.anonymous and self.me.role == "ta"

    @property
    def whole(self) -> bool:
        """Does this person see everybody? Only then may they decide what reaches everybody."""
        return self.staff and self._sections() is None

    def ids(self, *, section: str | None = None) -> frozenset[int]:
        """Return the ids of the students this person may see."""
        return frozenset(person.id for person in self.people(section=section))

    def sections(self) -> list[str]:
        """List the sections this person may choose among."""
        if not self.staff:
            return []
        return people.sections(self.records) if self._sections() is None else people.sections_of(self.records, self.me.id)

    # -- assignments and hand-ins -------------------------------------------------------------------------------

    def assignments(self) -> list[Assignment]:
        return assignments.everything(self.records, published=None if self.staff else True)

    def assignment(self, id: str) -> Assignment:
        found = assignments.get(self.records, id)
        if not (self.staff or found.published):
            self._no("assignment", id)
        return found

    def plan(self, assignment: str) -> Plan:
        return gradebook.plan_of(self.records, self.assignment(assignment).id)

    def terms(self, assignment: str) -> Terms:
        """Return what the rules mean for the person themself now."""
        return terms.of(self.records, self.me.id, self.assignment(assignment).id, visible=not self.staff)

    def due(self, assignment: str, person: int | None = None) -> str | None:
        return gradebook.due_for(self.records, self._whom(person), self.assignment(assignment).id)

    def handins(self, assignment: str | None = None, *, person: int | None = None) -> list[HandIn]:
        """List a person's hand-ins, newest first."""
        return handins.of_person(self.records, self._whom(person), assignment)

    def handin(self, id: str) -> HandIn:
        found = handins.get(self.records, id)
        if not self._may(found.person):
            self._no("hand-in", id)
        self.assignment(found.assignment)
        return found

    def named_handin(self, id: str) -> HandIn:
        """Return the hand-in for what tells whose it is: its receipt, its file. Who marks without names gets neither."""
        found = self.handin(id)
        if self.nameless(found):
            self._no("hand-in", id)
        return found

    def nameless(self, handin: HandIn) -> bool:
        return handin.person != self.me.id and self.hides_names(assignments.get(self.records, handin.assignment))

    def data(self, id: str) -> bytes:
        """Return the bytes that were handed in."""
        return handins.data(self.records, self.handin(id))

    def place(self, id: str) -> queue.Place:
        return queue.place(self.records, self.handin(id).id)

    def queue(self) -> waiting.Queue:
        """Return the queue: the hand-ins of this person's students, and how many others there are."""
        if not self.staff:
            self._no("page", "desk")
        return waiting.look(self.records, among=None if self.whole else self.ids())

    def pile(self, assignment: str, *, section: str | None = None, every: bool = False, short: bool = True) -> list[pile.Entry]:
        """List the newest hand-ins (or all) of the students this person may see, in the order of their names (or marking keys)."""
        if not self.staff:
            self._no("page", "desk")
        found = self.assignment(assignment)
        students = self.people(section=section)
        if self.hides_names(found):
            students.sort(key=lambda person: person.marking_key)
        place = {person.id: n for n, person in enumerate(students)}
        entries = pile.of_assignment(self.records, found.id, among=place, every=every, short=short)
        return sorted(entries, key=lambda entry: (place[entry.person], -entry.number))

    # -- reports and marks --------------------------------------------------------------------------------------

    def feedback(self, handin: str, *, whole: bool = True) -> Feedback:
        """Return the report that counts for the hand-in, as far as it may be shown. `whole=False`: its summary alone."""
        found = self.handin(handin)
        stored = reports.in_force(self.records, found.id)
        level, steps = self.level(found)
        if stored is None or level == "nothing":
            return Feedback(level=level, steps=steps, stored=None, report=None, examples=self._examples(stored) if whole else [])
        score, most = counting.counted(self.records, stored)
        stored = replace(stored, score=score, max_score=most)
        if level == "score":
            stored = replace(stored, summary={})
        full = whole and level in ("checks", "diagnosis") and stored.status == "graded"
        report = reports.full(self.records, stored.id) if full else None
        if report is not None and level == "checks":
            plain = tuple(replace(exercise, diagnosis=()) for exercise in report.exercises)
            report = replace(report, exercises=plain)
            stored = replace(stored, summary={id: {**short, "says": []} for id, short in stored.summary.items()})
        shown = self._examples(stored) if whole and level == "score" else []
        return Feedback(level=level, steps=steps, stored=stored, report=report, examples=shown)

    def _examples(self, stored: Stored | None) -> list[Example]:
        graded = stored is not None and stored.status == "graded"
        return withheld.examples(reports.full(self.records, stored.id)) if stored is not None and graded else []

    def withheld(self, assignment: str, handin: str | None = None) -> Withheld | None:
        """Return how much of the mark this person does not see yet (`handin`: of the mark of this hand-in); None: nothing is kept back."""
        found = self.assignment(assignment)
        if self.staff:
            return None
        graded = found.kind == "code" and found.suite is not None
        level = "nothing" if not graded else self.level(self.handin(handin))[0] if handin else self._first_level(found)
        if level == "diagnosis":
            return None
        plan, due, released, cell = self.plan(found.id), self.due(found.id), found.released_at is not None, self.mark(found.id)
        held = plan.release.hold and not released
        if found.suite is None or not graded:
            whole = Withheld(shown=level, points=cell.max_score, of=cell.max_score, until=None if held else due)
            return whole if cell.state == "hidden" else None
        hidden = max(0.0, cell.max_score - withheld.public_points(suites.folder(self.records, found.suite)))
        rises = plan.feedback.apply(closed=True, released=released) != level and not held
        return Withheld(shown=level, points=hidden, of=cell.max_score, until=due if rises else None)

    def _first_level(self, assignment: Assignment) -> str:
        """Return how much the first report of a day shows."""
        plan, released = self.plan(assignment.id), assignment.released_at is not None
        if plan.release.hold and not released:
            return "nothing"
        due = self.due(assignment.id)
        return plan.feedback.apply(closed=due is not None and self.records.now_text() > due, released=released)

    def level(self, handin: HandIn) -> tuple[str, Steps]:
        """Return how much of the hand-in's report this person may see, and why."""
        if self.staff:
            return "diagnosis", []
        assignment = self.assignment(handin.assignment)
        plan, steps = self.plan(assignment.id), Steps()
        released = assignment.released_at is not None
        if plan.release.hold and not released:
            return "nothing", [Step("release", "hidden", {})]
        due = gradebook.due_for(self.records, handin.person, assignment.id)
        closed = due is not None and self.records.now_text() > due
        number = 1 + self.records.value(
            "select count(*) from handin where person = ? and assignment = ? and received_at >= ? and number < ?",
            [handin.person, assignment.id, times.later(handin.received_at, minutes=-1440), handin.number],
        )
        return plan.feedback.apply(closed=closed, released=released, number_today=number, steps=steps), steps

    def gradebook(
        self, *, section: str | None = None, settings: Mapping[str, Any] | None = None, replaced: Mapping[str, Assignment] | None = None
    ) -> Book:
        """Return the marks of everybody this person may see; `settings`, `replaced`: with another policy or other dates, to try them out.

        A TA who marks anonymously does not see those columns beside names.
        """
        if not self.staff:
            return gradebook.of_course(self.records, among=[self.me], visible=True)
        if settings is not None or replaced is not None:
            return gradebook.of_course(self.records, among=self.people(section=section), settings=settings, replaced=replaced)
        book = standing.book(self.records)
        if section is None and self._sections() is None:
            lines = book.lines
        else:
            mine = {person.id for person in self.people(section=section)}
            lines = [line for line in book.lines if line.person.id in mine]
        return Book([column for column in book.columns if not self.hides_names(column)], lines)

    def marks(self, person: int | None = None) -> Line:
        return gradebook.of_person(self.records, self._whom(person), visible=not self.staff)

    def mark(self, assignment: str, person: int | None = None) -> Cell:
        return gradebook.mark(self.records, self._whom(person), self.assignment(assignment).id, visible=not self.staff)

    def why(self, assignment: str, person: int | None = None) -> Steps:
        """Return the steps of “why this mark?”; nothing while the mark is hidden."""
        if self.mark(assignment, person).state == "hidden":
            return [Step("release", "hidden", {})]
        return gradebook.explain(self.records, person or self.me.id, assignment, visible=not self.staff)

    def story(self, assignment: str, person: int | None = None) -> Story:
        """Return how the mark came about, as far as this person may know."""
        who, column = self._whom(person), self.assignment(assignment)
        if who != self.me.id and self.hides_names(column):
            self._no("mark", assignment)
        return why.of_mark(self.records, who, column.id, visible=not self.staff)

    def why_total(self, person: int | None = None) -> tuple[Line, Steps]:
        """Return the line of a person and the steps to its total."""
        return why.of_total(self.records, self._whom(person), visible=not self.staff)

    def trail(self, assignment: str, person: int) -> list[Event]:
        """Return what was done to one mark: for staff."""
        if not self.staff:
            self._no("trail", assignment)
        return why.trail(self.records, self.person(person).id, self.assignment(assignment).id)

    # -- what was said ------------------------------------------------------------------------------------------

    def requests(self, *, state: str | None = None) -> list[desk.Request]:
        found = desk.requests(self.records, state=state, person=None if self.staff else self.me.id)
        return [request for request in found if self._may(request.person)]

    def request(self, id: int) -> desk.Request:
        found = desk.request(self.records, id)
        if not self._may(found.person):
            self._no("request", id)
        return found

    def comments(self, handin: str) -> list[dict[str, Any]]:
        return desk.comments(self.records, self.handin(handin).id)

    def notices(self, *, unread: bool = False) -> list[notices.Notice]:
        return notices.of(self.records, self.me.id, unread=unread)

    def audit(self, *, person: int | None = None, subject: str | None = None, limit: int = 200) -> list[dict[str, Any]]:
        """Return the trail of a person or a subject: staff only, and a TA only about a student of theirs."""
        if not self.staff or (self.me.role == "ta" and (person is None or not self._may(person))):
            self._no("trail", subject or person or "")
        sql = "select * from audit where (? is null or person = ?) and (? is null or subject = ?) order by id desc limit ?"
        return [dict(row) for row in self.records.rows(sql, [person, person, subject, subject, limit])]

    # -- rights -------------------------------------------------------------------------------------------------

    def _sections(self) -> list[int] | None:
        """Return the sections a TA is bound to; None: everybody."""
        if self.me.role == "instructor":
            return None
        rows = self.records.rows("select section from enrolment where person = ?", [self.me.id])
        return [row["section"] for row in rows] or None

    def _may(self, person: int) -> bool:
        if person == self.me.id:
            return True
        if not self.staff:
            return False
        mine = self._sections()
        if mine is None:
            return True
        sql = f"select 1 from enrolment where person = ? and section in ({_marks(mine)}) limit 1"
        return self.records.value(sql, [person, *mine]) is not None

    def _no(self, what: str, id: object) -> NoReturn:
        raise NotFound(f"There is no {what} {id}.")


def look(records: Records, person: int, *, viewing_as: int | None = None) -> Seen:
    """Return the view of a person; “view as” is for staff, about people they may see, and leaves a row in the trail."""
    me = people.get(records, person)
    if me.state != "active":
        raise NotFound(f"There is no person {person}.")
    seen = Seen(records, me)
    if viewing_as is None or viewing_as == person:
        return seen
    other = seen.person(viewing_as)
    if other.role != "student":
        raise NotFound(f"There is no student {viewing_as}.")
    with records.write(person, "view.as", subject=f"person {viewing_as}", person=viewing_as, viewing_as=viewing_as):
        pass
    return Seen(records, other, real=me)


def _marks(values: list[int]) -> str:
    return ", ".join("?" * len(values))
