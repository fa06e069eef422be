"""Who is in the course: the list, people in and out as CSV (dry run first), invitations."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from grader.errors import CourseError, SubmissionError
from grader.records import people, roster, sheets
from grader.records.people import Person
from webapp.accounts import allow, records, seen
from webapp.navigation import Link
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.say import refusal

blueprint = Blueprint("roster", __name__, url_prefix="/course/roster")
ONLY = ("instructor",)
LINKS = (Link("roster.show", _l("People"), 64, ONLY),)
ROLES = {"student": _l("student"), "ta": _l("TA"), "instructor": _l("instructor")}
STATES = {"active": _l("in the course"), "dropped": _l("has left"), "erased": _l("erased")}
EACH = 100  # people on a page
LARGEST_FILE = 300_000  # bytes: it comes back with the second click, inside the form


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    return {"roles": ROLES, "person_states": STATES}


@blueprint.get("/")
@allow(*ONLY)
def show() -> str:
    return _page()


@blueprint.get("/people.csv")
@allow(*ONLY)
def export() -> Response:
    """Everybody as CSV that the import reads."""
    return _csv("\ufeff" + roster.export(records()), "people.csv")


@blueprint.post("/add")
@allow(*ONLY)
def add() -> Any:
    """Add one person."""
    form = request.form
    fields = {name: form.get(name, "").strip() or None for name in ("email", "login", "number")}
    name, role = " ".join(form.get("name", "").split()), form.get("role", "")
    if not name or not any(fields.values()) or role not in ROLES:
        return _page(_("A person needs a name, and one of e-mail, login and number by which to know them again.")), 400
    try:
        person = people.add(records(), seen().me.id, name=name, role=role, sections=sections_in(form.get("section", "")), **fields)  # type: ignore[arg-type]
    except SubmissionError as error:
        return _page(refusal(error)), 400
    return redirect(url_for("roster_person.show", id=person))


@blueprint.post("/import")
@allow(*ONLY)
def import_() -> Any:
    """Say what the file would do, and do it when that is confirmed. Nobody is removed; a wrong line changes nothing at all."""
    data, name = _file()
    if data is None:
        return _page(_("No file was chosen.")), 400
    if len(data) > LARGEST_FILE:
        return _page(
            _("The file is larger than %(kb)d KB. Cut it in two, or use the command: allclose roster import", kb=LARGEST_FILE // 1000)
        ), 400
    try:
        found = roster.plan(records(), data, name)
    except CourseError as error:
        return render_template("roster/mistakes.html", name=name, mistakes=[refusal(line) for line in error.mistakes]), 400
    if request.form.get("apply") == _seal(found):
        try:
            roster.apply(records(), seen().me.id, found)
        except (CourseError, SubmissionError) as error:
            return _page(refusal(error)), 400
        flash(_("Added: %(added)d. Changed: %(changed)d.", added=len(found.added), changed=len(found.changed)), "success")
        return redirect(url_for("roster.show"))
    return render_template(
        "roster/import.html",
        plan=found,
        name=name,
        data=base64.b64encode(data).decode(),
        seal=_seal(found),
        moved="apply" in request.form,  # the course has changed since it was looked at
        names={person.id: person.name for person in people.everyone(records(), state=None)},
    )


@blueprint.post("/invitations.csv")
@allow(*ONLY)
def invitations() -> Any:
    """Make an invitation link for everybody who has no password yet, as CSV for a mail merge; each link is good once."""
    waiting = [person for person in people.everyone(records()) if not person.has_password]
    if not waiting:
        flash(_("Everybody has a password already."), "success")
        return redirect(url_for("roster.show"))
    rows = []
    for person in waiting:
        secret = people.issue_token(records(), seen().me.id, person.id, "invite")
        rows.append([person.name, person.email, person.login, url_for("login.link", purpose="invite", secret=secret, _external=True)])
    return _csv(sheets.write(["name", "email", "login", "link"], rows, excel=True), "invitations.csv")


def sections_in(text: str) -> list[str]:
    return sorted({name.strip()[:60] for name in text.replace(";", ",").split(",") if name.strip()})


def _file() -> tuple[bytes | None, str]:
    """What was uploaded, or what came back with the second click."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return upload.stream.read(LARGEST_FILE + 1), upload.filename[:100]
    try:
        data = base64.b64decode(request.form.get("data", ""), validate=True)
    except ValueError:
        data = b""
    return data or None, request.form.get("name", "people.csv")[:100]


def _seal(found: roster.Plan) -> str:
    """Names a plan: what is done is what was looked at."""
    return hashlib.sha256(json.dumps([found.added, found.changed], sort_keys=True).encode()).hexdigest()


def _csv(text: str, name: str) -> Response:
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(text.encode(), headers=headers)


def _page(problem: str = "") -> str:
    asked = {name: request.args.get(name, "") for name in ("q", "section", "role", "state")}
    sections = people.every_section(records())
    state = asked["state"] if asked["state"] in STATES else "active"
    found = [p for p in people.everyone(records(), state=state) if _wanted(p, asked, sections.get(p.id, []))]
    pages = max(1, -(-len(found) // EACH))
    page = min(max(1, request.args.get("page", default=1, type=int)), pages)
    return render_template(
        "roster/show.html",
        problem=problem,
        people=found[(page - 1) * EACH : page * EACH],
        count=len(found),
        sections=sections,
        every_section=people.sections(records()),
        asked={**asked, "state": state},
        page=page,
        pages=pages,
        uninvited=sum(not p.has_password for p in found),
    )


def _wanted(person: Person, asked: dict[str, str], sections: list[str]) -> bool:
    text = " ".join(filter(None, (person.name, person.email, person.login, person.number))).lower()
    return (
        asked["q"].strip().lower() in text and asked["role"] in ("", person.role) and (not asked["section"] or asked["section"] in sections)
    )
