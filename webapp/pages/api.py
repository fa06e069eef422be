"""Handing in with a token instead of a session: what `allclose submit --url` speaks to. JSON in both directions, no cookies, no forms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request

from grader.notebooks.containers import MAX_UPLOAD, one_notebook, open_upload
from grader.records import handins, people
from grader.records.people import Person
from grader.records.view import Seen
from webapp.accounts import public, records
from webapp.pages.assignment import tidy_name
from webapp.say import gettext as _

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.record
def without_forms(state: Any) -> None:
    """A token in a header is nothing that a browser sends by itself, so there is no form to forge."""
    state.app.extensions["csrf"].exempt(blueprint)


@blueprint.post("/handins/<assignment>")
@public
def hand_in(assignment: str) -> Any:
    """Store the bytes of the request as a hand-in of the token's holder; the answer is the receipt."""
    began = records().now()
    person = _holder()
    if person is None:
        return {"error": _("Please log in"), "text": _("The token is not (or no longer) good. Make a new one on your account page.")}, 401
    known = {a.id: a for a in Seen(records(), person).assignments() if a.kind == "code"}
    if assignment not in known:
        names = ", ".join(known) or "–"
        return {
            "error": _("There is nothing here"),
            "text": _("No assignment “%(id)s”. There are: %(names)s.", id=assignment[:60], names=names),
        }, 404
    found = known[assignment]
    data = request.stream.read(MAX_UPLOAD + 1)
    name = tidy_name(request.args.get("filename", ""))
    one_notebook(open_upload(name, data))
    return handins.hand_in(records(), person.id, found.id, data, filename=name, began=began, source="api").receipt, 201


def _holder() -> Person | None:
    """Whose token came with the request; guessing is slow, and each address has its own count."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    person = people.token_holder(records(), secret.strip(), "api") if kind == "Bearer" and secret else None
    if person is None and people.too_often(records(), f"token from {request.remote_addr}", limit=60, seconds=600):
        abort(429)
    return person
