"""What a person asked the staff, and what was answered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.errors import SubmissionError
from grader.records import desk, people
from webapp.accounts import EVERYBODY, allow, records, seen
from webapp.navigation import Link
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("requests", __name__, url_prefix="/requests")
LINKS = (Link("requests.show", _l("Requests"), 10),)
KINDS = {"regrade": _l("Regrade"), "extension": _l("More time")}
STATES = {"open": _l("open"), "granted": _l("granted"), "declined": _l("declined"), "closed": _l("closed")}


@blueprint.get("/")
@allow(*EVERYBODY)
def show() -> str:
    return render_template("requests/show.html", requests=seen().requests(), kinds=KINDS, request_states=STATES)


@blueprint.get("/<int:id>")
@allow(*EVERYBODY)
def one(id: int) -> str:
    found = seen().request(id)
    names = {message.by: people.get(records(), message.by).name for message in found.messages}
    if not seen().staff:
        names = {by: (_("you") if by == seen().me.id else _("the staff")) for by in names}
    return render_template("requests/one.html", asked=found, names=names, kinds=KINDS, request_states=STATES)


@blueprint.post("/<int:id>")
@allow(*EVERYBODY)
def answer(id: int) -> Any:
    """Add a message; staff may settle the request with it, a student may only go on asking."""
    found = seen().request(id)
    text = request.form.get("text", "").strip()[:4000]
    wanted = request.form.get("state")
    state: Any = wanted if seen().staff and wanted in STATES else None
    if not text:
        raise SubmissionError(_("The message is empty."))
    desk.answer(records(), seen().me.id, found.id, text, state=state)
    flash(_("Sent."), "success")
    return redirect(url_for("requests.one", id=id))
