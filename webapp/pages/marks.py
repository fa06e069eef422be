"""A student's own marks: each with its reasons, and the total with the steps that lead to it."""

from __future__ import annotations

from flask import Blueprint, render_template

from webapp.accounts import allow, seen
from webapp.navigation import Link
from webapp.pages._book import in_categories
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("marks", __name__, url_prefix="/marks")
LINKS = (Link("marks.show", _l("Marks"), 5, ("student",)),)


@blueprint.get("/")
@allow("student")
def show() -> str:
    line, steps = seen().why_total()
    columns = in_categories(a for a in seen().assignments() if a.id in line.cells)
    hidden = {a.id: seen().withheld(a.id) for a in columns if line.cells[a.id].state == "hidden"}
    return render_template("marks/show.html", line=line, steps=steps, columns=columns, now=seen().records.now_text(), withheld=hidden)


@blueprint.get("/<id>")
@allow("student")
def mark(id: str) -> str:
    """Why one mark is what it is."""
    column = seen().assignment(id)
    return render_template("marks/mark.html", column=column, story=seen().story(column.id), withheld=seen().withheld(column.id))
