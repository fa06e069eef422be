"""What the staff's pages share: names of exercises, checks and misconceptions in words, and names of people as this reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import abort

from grader.errors import AllcloseError, Both
from grader.judge.report import Report, Text
from grader.records import Records, queue, reports
from grader.records.assignments import Assignment
from webapp.accounts import records, seen
from webapp.language import chosen
from webapp.recognised import manifest
from webapp.say import gettext as _
from webapp.say import refusal
from webapp.words import headline, local


@dataclass(frozen=True)
class Titles:
    """Titles of one assignment's exercises, checks and misconceptions, as its reports and its suite say them."""

    exercises: dict[str, Text]
    kinds: dict[str, str]

    def exercise(self, id: str) -> str:
        return local(self.exercises[id]) if id in self.exercises else id

    def check(self, exercise: str, check: str, report: int) -> str:
        found = _texts(records(), report).get(("check", exercise, check))
        return local(found) if found else check

    def mistake(self, exercise: str, id: str, report: int) -> str:
        found = _texts(records(), report).get(("says", exercise, id))
        return headline(local(found)) if found else id


def titles(assignment: str) -> Titles:
    about: dict[str, Any] = manifest(seen(), assignment) or {"exercises": []}
    listed = about["exercises"]
    return Titles({e["id"]: e["title"] for e in listed}, {e["id"]: e["kind"] for e in listed})


def _texts(store: Records, report: int) -> dict[tuple[str, str, str], Text]:
    return _of_report(store, report)


@lru_cache(maxsize=512)
def _of_report(store: Records, id: int) -> dict[tuple[str, str, str], Text]:
    """The words of one report, which never changes."""
    report: Report = reports.full(store, id)
    found: dict[tuple[str, str, str], Text] = {}
    for exercise in report.exercises:
        found |= {("check", exercise.id, check.id): check.title for check in exercise.checks}
        found |= {("says", exercise.id, said.id): said.message for said in exercise.diagnosis}
    return found


def names(assignment: Assignment) -> dict[int, str]:
    """The students this reader may see, by name or by marking key."""
    return {person.id: seen().name(person, assignment) for person in seen().people()}


def step(progress: str, words: Titles) -> str:
    """“Adam (5 of 6)” of what a worker says."""
    exercise, _space, where = progress.strip().rpartition(" ")
    if not exercise or "/" not in where:
        return ""
    k, of = where.split("/", 1)
    return _("%(exercise)s (%(k)s of %(of)s)", exercise=words.exercise(exercise), k=k, of=of)


def again(handins: list[str]) -> int:
    """Send these to be graded again, as far as the reader may see them."""
    return queue.again(records(), seen().me.id, [seen().handin(id).id for id in dict.fromkeys(handins)])


def whole_course() -> None:
    """Stop whoever sees only some sections: what follows reaches everybody."""
    if not seen().whole:
        abort(404)


def told(error: AllcloseError) -> str:
    """What went wrong, in the page's language where the error has it."""
    korean = chosen() == "ko"
    mistakes = getattr(error, "mistakes", error.args)
    return "\n".join(one.ko if korean and isinstance(one, Both) else refusal(one) for one in mistakes)
