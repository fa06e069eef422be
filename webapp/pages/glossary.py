"""The words of the course in both languages."""

from __future__ import annotations

from flask import Blueprint, render_template

from webapp.accounts import public
from webapp.glossary import terms
from webapp.language import chosen

blueprint = Blueprint("glossary", __name__, url_prefix="/glossary")


@blueprint.get("/")
@public
def show() -> str:
    other = "en" if chosen() == "ko" else "ko"
    found = sorted(terms().items(), key=lambda entry: entry[1].title[chosen()].lower())
    return render_template("glossary/show.html", terms=found, other=other)
