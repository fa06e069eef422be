"""Compare everybody's newest answers of an assignment and keep the pairs; nothing of the code is run, it is read as text."""

from __future__ import annotations

from grader.errors import SubmissionError
from grader.records import NotFound, Records, alike, assignments, handins, similar, suites
from grader.records.similar import Pair
from grader.records.store import Actor
from webapp.recognised import answers, manifest_of, plan_of


def compare(records: Records, actor: Actor, assignment: str) -> list[Pair]:
    """Return the similar pairs, most similar first, and keep them for the desk."""
    suite = assignments.get(records, assignment).suite
    if suite is None:
        alike.keep(records, actor, assignment, [], {})
        return []
    about = manifest_of(suites.folder(records, suite))
    sources: dict[str, str] = {}
    for handin in handins.newest(records, assignment):
        try:
            plan, _said = plan_of(about["cells"], handin.filename, handins.data(records, handin))
        except (SubmissionError, NotFound):
            continue  # what cannot be read is not compared
        sources[handin.id] = "\n\n".join(text for exercise, text in answers(plan).items() if plan.written(exercise))
    released = [
        text for cell in about["cells"] if cell.get("type", "code") == "code" for text in (cell["source"], *cell.get("translations", ()))
    ]
    pairs = similar.compare(sources, release=released)
    alike.keep(records, actor, assignment, pairs, sources)
    return pairs
