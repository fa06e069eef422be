"""Similar answers of an assignment: pairs by the share they have in common, side by side. Advisory: it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from grader.records import alike
from grader.records.similar import Pair
from webapp import cells
from webapp.accounts import STAFF, allow, records, seen
from webapp.pages import _desk
from webapp.say import gettext as _

blueprint = Blueprint("similar", __name__, url_prefix="/similar")
SECTION = "desk"
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Row:
    pair: Pair
    left: str
    right: str


@blueprint.get("/<lab>")
@allow(*STAFF)
def show(lab: str) -> str:
    assignment = seen().assignment(lab)
    who, found = _desk.names(assignment), alike.newest(records(), lab)
    rows = []
    for pair in found.pairs if found else ():
        left, right = (who.get(alike.person(records(), one)) for one in (pair.left, pair.right))
        if left is not None and right is not None:
            rows.append(Row(pair=pair, left=left, right=right))
    return render_template(
        "similar/show.html", assignment=assignment, found=found, rows=rows[:MOST], count=len(rows), wanted=alike.wanted(records(), lab)
    )


@blueprint.post("/<lab>")
@allow(*STAFF)
def want(lab: str) -> Any:
    """Ask for the newest hand-ins to be compared; it is done when nobody waits for a mark."""
    seen().assignment(lab)
    alike.want(records(), seen().me.id, lab)
    flash(_("Asked for: the hand-ins are compared as soon as nobody waits for a mark."), "success")
    return redirect(url_for("similar.show", lab=lab))


@blueprint.get("/<lab>/<left>/<right>")
@allow(*STAFF)
def pair(lab: str, left: str, right: str) -> str:
    """Two hand-ins side by side, with what they have in common marked."""
    assignment, found = seen().assignment(lab), alike.newest(records(), lab)
    one = next((p for p in (found.pairs if found else ()) if {p.left, p.right} == {left, right}), None)
    if found is None or one is None:
        abort(404)
    who = [seen().name(seen().person(seen().handin(handin).person), assignment) for handin in (one.left, one.right)]
    sides = [
        (who[0], one.left, _lines(found.sources[one.left], [fragment.left for fragment in one.fragments])),
        (who[1], one.right, _lines(found.sources[one.right], [fragment.right for fragment in one.fragments])),
    ]
    return render_template("similar/pair.html", assignment=assignment, pair=one, sides=sides)


def _lines(source: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, str, int]]:
    """Number, text, and the fragment (from 1; 0: none) of each line."""
    found = []
    for number, text in enumerate(cells.clean(source).split("\n"), start=1):
        found.append((number, text, next((n for n, (first, last) in enumerate(spans, start=1) if first <= number <= last), 0)))
    return found
