"""How the class does: each chart answers a question, with a table beside it. TAs see their own sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from grader.records import people
from grader.records.assignments import Assignment
from webapp.accounts import STAFF, allow, seen
from webapp.glossary import concept_name
from webapp.insight import Insight
from webapp.mastery import of_class
from webapp.navigation import Link
from webapp.pages import _analytics as panels
from webapp.pages._analytics import Panel
from webapp.pages._quiz import quizzes
from webapp.quiz import store
from webapp.quiz.view import SeenQuizzes
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.tables import Row, Share, Table, download

blueprint = Blueprint("analytics", __name__, url_prefix="/analytics")
LINKS = (Link("analytics.show", _l("Analytics"), 40, STAFF),)
EACH = 40  # people on a page of the mastery map

Make = Callable[[Insight, Assignment], Panel]
CODE: dict[str, Make] = {
    "spread": panels.spread,
    "starts": panels.starts,
    "checks": panels.checks,
    "misconceptions": panels.misconceptions,
}


@blueprint.get("/")
@allow(*STAFF)
def show() -> str:
    found = _insight()
    made = [panels.attention(found, found.concerns()), panels.overview(found)]
    return render_template("analytics/show.html", panels=made, columns=found.book.columns, **_common(found))


@blueprint.get("/a/<id>")
@allow(*STAFF)
def assignment(id: str) -> str:
    found, column = _insight(), seen().assignment(id)
    made = [make(found, column) for make in _makers(found, column).values()]
    return render_template("analytics/assignment.html", panels=made, assignment=column, **_common(found))


@blueprint.get("/mastery")
@allow(*STAFF)
def mastery() -> str:
    """Concept × class on top, concept × person below, a page of people at a time."""
    found = _insight()
    concepts = of_class(found.mastery)
    everybody = [line.person for line in found.book.lines]
    page = max(1, request.args.get("page", default=1, type=int))
    pages = max(1, -(-len(everybody) // EACH))
    page = min(page, pages)
    return render_template(
        "analytics/mastery.html",
        panel_of_class=panels.mastery_map(found, concepts),
        concepts=concepts,
        people=everybody[(page - 1) * EACH : page * EACH],
        standing=found.mastery,
        page=page,
        pages=pages,
        people_csv=panels.mastery_people(found).csv,
        **_common(found),
    )


@blueprint.get("/people/<int:id>")
@allow(*STAFF)
def person(id: int) -> str:
    """One person: marks beside the class, concepts, why they need attention."""
    who = seen().person(id)
    found = _insight()
    if who.id not in found.people:
        abort(404)
    mine = {concern.person: concern for concern in found.concerns()}
    return render_template(
        "analytics/person.html",
        person=who,
        tables=[_marks(found, who.id), _concepts(found, who.id)],
        reasons=_reasons(found, mine[who.id].reasons) if who.id in mine else [],
        **_common(found),
    )


TABLES: dict[str, Callable[[Insight], Table]] = {
    "marks": lambda found: panels.overview(found).tables[0],
    "attention": lambda found: panels.attention(found, found.concerns()).tables[0],
    "mastery": lambda found: panels.mastery_map(found, of_class(found.mastery)).tables[0],
    "mastery-people": panels.mastery_people,
}


@blueprint.get("/<name>.csv")
@allow(*STAFF)
def table(name: str) -> Response:
    if name not in TABLES:
        abort(404)
    return download(TABLES[name](_insight()))


@blueprint.get("/a/<id>/<name>.csv")
@allow(*STAFF)
def assignment_table(id: str, name: str) -> Response:
    found, column = _insight(), seen().assignment(id)
    if name == "latecomers":
        return download(panels.latecomers(found, column))
    makers = _makers(found, column)
    if name not in makers:
        abort(404)
    return download(makers[name](found, column).tables[0])


def _insight() -> Insight:
    section = request.args.get("section") or None
    if section is not None and section not in _sections():
        abort(404)
    return Insight(seen(), quizzes(), section)


def _sections() -> list[str]:
    """The sections that whoever looks may choose from."""
    everything = people.sections(seen().records)
    own = people.sections_of(seen().records, seen().me.id)
    return own if seen().me.role == "ta" and own else everything


def _common(found: Insight) -> dict[str, Any]:
    return {"sections": _sections(), "section": found.section, "count": len(found.people)}


def _makers(found: Insight, column: Assignment) -> dict[str, Make]:
    """The panels of an assignment, by what it is."""
    if column.kind != "quiz":
        return CODE
    known = str(store.quizzes(seen().records).get(column.id, {}).get("bank"))
    if known not in found.quizzes:
        return {"spread": panels.spread}
    SeenQuizzes(seen(), found.quizzes).attempts(column.id)  # whoever closed the laptop is ended and marked
    return {"spread": panels.spread, "questions": lambda f, c: panels.questions(f, c, known)}


def _reasons(found: Insight, reasons: list[Any]) -> list[str]:
    titles = {column.id: panels.title_of(column) for column in found.book.columns}
    return [panels.REASONS[reason.kind](reason, titles) for reason in reasons]


def _marks(found: Insight, id: int) -> Table:
    rows = []
    for column in found.book.columns:
        if found.open_names(column):
            share = found.shares(column.id).get(id)
            middle = found.spread(column.id)
            cells = [panels.title_of(column), None if share is None else Share(share), Share(middle.median) if middle.count else None]
            rows.append(Row(cells=cells))
    return Table(name="marks", caption=_("Marks beside the class"), headings=[_("Assignment"), _("Mark"), _("Median")], rows=rows)


def _concepts(found: Insight, id: int) -> Table:
    rows = [
        Row(
            cells=[
                concept_name(concept),
                *(None if value is None else Share(value) for value in (one.quiz, one.code)),
                str(STATES[one.state]),
            ]
        )
        for concept, one in sorted(found.mastery.get(id, {}).items(), key=lambda pair: (pair[1].state != "knows", pair[0]))
    ]
    headings = [_("Concept"), _("Quizzes"), _("Code"), _("In words")]
    return Table(name="concepts", caption=_("Concepts"), headings=headings, rows=rows)


STATES = {
    "both": _l("knows and codes it"),
    "knows": _l("knows it, cannot code it yet"),
    "codes": _l("codes it, cannot explain it yet"),
    "neither": _l("neither yet"),
    "known": _l("knows it; no code yet"),
    "coded": _l("codes it; no quiz yet"),
    "weak": _l("not yet"),
    "nothing": _l("nothing yet"),
}
SIGNS = {"both": "✓", "knows": "◐", "codes": "◑", "neither": "✗", "known": "✓", "coded": "✓", "weak": "✗", "nothing": "–"}


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    return {"standings": STATES, "standing_signs": SIGNS, "title_of": panels.title_of}
