"""One person in the course: what is known, links to set a password, sessions, everything held handed out, and erasing."""

from __future__ import annotations

from typing import Any, Literal
from zoneinfo import available_timezones

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from grader.errors import CourseError, SubmissionError
from grader.records import handins, people, privacy, roster
from grader.records.people import Person
from webapp.accounts import allow, records, seen
from webapp.language import LANGUAGES
from webapp.pages.roster import ROLES, sections_in
from webapp.say import gettext as _
from webapp.say import refusal

blueprint = Blueprint("roster_person", __name__, url_prefix="/course/roster")
SECTION = "roster"
ONLY = ("instructor",)


@blueprint.get("/<int:id>")
@allow(*ONLY)
def show(id: int) -> str:
    return _page(_person(id))


@blueprint.post("/<int:id>")
@allow(*ONLY)
def change(id: int) -> Any:
    """Keep what the form says about the person."""
    person = _person(id)
    try:
        fields = _fields()
        people.edit(records(), seen().me.id, id, sections=sections_in(request.form.get("section", "")), **fields)
    except (SubmissionError, ValueError) as error:
        return _page(person, refusal(error)), 400
    flash(_("Saved."), "success")
    return redirect(url_for("roster_person.show", id=id))


def _fields() -> dict[str, Any]:
    """The form as fields of a person; ValueError says in words what is wrong."""
    form = request.form
    fields: dict[str, Any] = {name: form.get(name, "").strip()[:200] or None for name in ("email", "login", "number")}
    fields["name"] = " ".join(form.get("name", "").split())[:200]
    if not fields["name"] or not any(fields[name] for name in ("email", "login", "number")):
        raise ValueError(_("A person needs a name, and one of e-mail, login and number by which to know them again."))
    if fields["email"] and "@" not in fields["email"]:
        raise ValueError(_("“%(text)s” is not an e-mail address.", text=fields["email"]))
    chosen = {"role": tuple(ROLES), "state": ("active", "dropped"), "language": tuple(LANGUAGES)}
    for name, options in chosen.items():
        if form.get(name) not in options:
            raise ValueError(_("A choice is missing. Reload the page and choose again."))
        fields[name] = form[name]
    fields["zone"] = form.get("zone", "")
    if fields["zone"] and fields["zone"] not in available_timezones():
        raise ValueError(_("There is no time zone “%(zone)s”.", zone=fields["zone"][:60]))
    for name, least, words in (
        ("extra_hours", 0.0, _("Hours added to each deadline")),
        ("extra_time", 1.0, _("Factor on the time of a quiz")),
    ):
        try:
            fields[name] = float(form.get(name, "").replace(",", ".") or least)
        except ValueError:
            fields[name] = -1.0
        if not least <= fields[name] <= roster.MOST_EXTRA:
            raise ValueError(_("%(field)s: write a number of at least %(least)g.", field=words, least=least))
    return fields


@blueprint.post("/<int:id>/link/<any(invite, reset):purpose>")
@allow(*ONLY)
def link(id: int, purpose: Any) -> Any:
    """Make a link with which the person sets a password: shown once, good once."""
    person = _person(id)
    if person.state != "active":
        return _page(person, _("Who has left the course gets no link. Bring them back first.")), 400
    made: Literal["invite", "reset"] = purpose
    secret = people.issue_token(records(), seen().me.id, id, made)
    return _page(person, link=url_for("login.link", purpose=purpose, secret=secret, _external=True))


@blueprint.post("/<int:id>/sessions")
@allow(*ONLY)
def end_sessions(id: int) -> Any:
    people.end_sessions(records(), seen().me.id, _person(id).id)
    flash(_("Every session of this person has ended."), "success")
    return redirect(url_for("roster_person.show", id=id))


@blueprint.post("/<int:id>/export")
@allow(*ONLY)
def export(id: int) -> Response:
    """Everything the course holds about the person, as a zip."""
    data = privacy.export(records(), seen().me.id, _person(id).id)
    headers = {"Content-Disposition": f'attachment; filename="person-{id}.zip"', "Cache-Control": "no-store"}
    return Response(data, mimetype="application/zip", headers=headers)


@blueprint.get("/<int:id>/erase")
@allow(*ONLY)
def confirm(id: int) -> str:
    return _confirm(_person(id))


@blueprint.post("/<int:id>/erase")
@allow(*ONLY)
def erase(id: int) -> Any:
    """Erase the person once their name has been typed."""
    person = _person(id)
    if " ".join(request.form.get("name", "").split()) != person.name:
        return _confirm(person, _("That is not the name. Nothing was erased.")), 400
    if id == seen().me.id:
        return _confirm(person, _("You cannot erase yourself. Ask another instructor.")), 400
    try:
        privacy.erase(records(), seen().me.id, id)
    except CourseError as error:
        return _confirm(person, refusal(error)), 400
    flash(_("Person %(number)d is erased. Scores stay, under nobody's name.", number=id), "success")
    return redirect(url_for("roster.show"))


def _person(id: int) -> Person:
    found = people.get(records(), id)
    if found.state == "erased":
        abort(404)
    return found


def _page(person: Person, problem: str = "", *, link: str = "") -> str:
    return render_template(
        "roster/person.html",
        person=person,
        sections=", ".join(people.sections_of(records(), person.id)),
        zones=sorted(available_timezones()),
        problem=problem,
        link=link,
        form=request.form if problem else None,
    )


def _confirm(person: Person, problem: str = "") -> str:
    return render_template("roster/erase.html", person=person, problem=problem, handins=len(handins.of_person(records(), person.id)))
