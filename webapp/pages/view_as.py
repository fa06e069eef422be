"""Look at the course through a student's eyes: nothing can be changed meanwhile, and the trail says who looked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, session, url_for

from grader.records import view
from webapp.accounts import EVERYBODY, allow, records, seen

blueprint = Blueprint("view_as", __name__, url_prefix="/view-as")


@blueprint.post("/<int:id>")
@allow("instructor")
def begin(id: int) -> Any:
    """See what this student sees, from the start page on."""
    session["viewing_as"] = view.look(records(), seen().me.id, viewing_as=id).me.id
    return redirect(url_for("home.show"))


@blueprint.post("/end")
@allow(*EVERYBODY)
def end() -> Any:
    """Go back to what is one's own: the page of the student who was looked at."""
    whom = session.pop("viewing_as", None)
    return redirect(url_for("home.show") if whom is None else url_for("gradebook.total", person=whom))
