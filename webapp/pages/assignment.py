"""An assignment: what is asked, the notebook to download, and where to hand in."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from markupsafe import Markup

from grader.errors import SubmissionError
from grader.notebooks.containers import MAX_UPLOAD, one_notebook, open_upload
from grader.records import assignments, desk, handins
from grader.records.handins import HandIn
from webapp.accounts import EVERYBODY, allow, records, seen
from webapp.kept import kept, reads, turns_at
from webapp.language import LANGUAGES, chosen
from webapp.recognised import manifest
from webapp.say import gettext as _
from webapp.say import markup, refusal
from webapp.times import moment
from webapp.words import local

blueprint = Blueprint("assignment", __name__, url_prefix="/a")
SECTION = "home"


@blueprint.get("/<id>")
@allow(*EVERYBODY)
@kept
def show(id: str) -> Any:
    if seen().assignment(id).kind == "quiz":
        return redirect(url_for("quiz.show", id=id))
    return _page(id)


@blueprint.get("/<id>/notebook/<language>")
@allow(*EVERYBODY)
def notebook(id: str, language: str) -> Any:
    """The released notebook in a language."""
    if seen().assignment(id).kind != "code" or language not in LANGUAGES or not _open(id):
        abort(404)
    path = current_app.config["COURSE"] / "assignments" / id / ("" if language == "en" else language) / f"{id}.ipynb"
    if not path.is_file():
        abort(404)
    return send_file(path, mimetype="application/x-ipynb+json", as_attachment=True, download_name=f"{id}.ipynb", max_age=0)


@blueprint.post("/<id>/hand-in")
@allow(*EVERYBODY)
def hand_in(id: str) -> Any:
    """Store what was handed in, then show its receipt. The bytes count the moment they are stored, readable or not."""
    began = records().now()
    seen().assignment(id)
    upload = request.files.get("notebook")
    if upload is None or not upload.filename:
        return _page(id, _("No file was chosen.")), 400
    data = upload.stream.read(MAX_UPLOAD + 1)
    name = tidy_name(upload.filename)
    try:
        one_notebook(open_upload(name, data))
        found = handins.hand_in(records(), seen().me.id, id, data, filename=name, began=began)
    except handins.TooSoon as error:
        return _page(id, markup("This attempt was not taken. Your next one is possible from %(when)s.", when=moment(error.next_at))), 400
    except SubmissionError as error:
        return _page(id, refusal(error)), 400
    return redirect(url_for("handin.show", id=found.id))


@blueprint.post("/<id>/extension")
@allow(*EVERYBODY)
def extension(id: str) -> Any:
    seen().assignment(id)
    try:
        request_id = desk.ask(records(), seen().me.id, "extension", id, request.form.get("text", "")[:4000])
    except SubmissionError as error:
        return _page(id, refusal(error)), 400
    flash(_("Your request is with the staff. The answer comes here."), "success")
    return redirect(url_for("requests.one", id=request_id))


@blueprint.app_template_global("exercise_link")
def exercise_link(id: str) -> Markup:
    """An exercise by its title, with a way to its assignment; its id where no assignment of this person has it."""
    for assignment in seen().assignments():
        for exercise in (manifest(seen(), assignment.id) or {"exercises": ()})["exercises"]:
            if exercise["id"] == id:
                title = local(exercise["title"])
                return Markup('<a href="{}">{}</a>').format(url_for("assignment.show", id=assignment.id), title)
    return Markup("<code>{}</code>").format(id)


def tidy_name(name: str) -> str:
    """The last part of a file name as text: never a path of ours, NFC for Korean names from a Mac."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return unicodedata.normalize("NFC", "".join(c for c in last if c.isprintable()))[:200] or "notebook.ipynb"


def _open(id: str) -> bool:
    opens = seen().assignment(id).opens_at
    return seen().staff or opens is None or opens <= records().now_text()


def _page(id: str, problem: str = "") -> str:
    assignment, due, terms = seen().assignment(id), seen().due(id), seen().terms(id)
    turns_at(assignment.opens_at, due, *terms.turns)
    about = manifest(seen(), id) if _open(id) else None
    mine: list[HandIn] = seen().handins(id)
    scores = {h.id: seen().feedback(h.id, whole=False).stored for h in mine}
    language = chosen()
    statements = _statements(about, language) if about else []
    return render_template(
        "assignment/show.html",
        assignment=assignment,
        cell=seen().mark(id),
        due=due,
        withheld=seen().withheld(id),
        now=records().now_text(),
        open=_open(id),
        handins=mine,
        scores=scores,
        statements=statements,
        terms=terms,
        problem=problem,
        has_notebook=about is not None and reads(current_app.config["COURSE"] / "assignments" / id / f"{id}.ipynb").is_file(),
        extensions=[e for e in assignments.extensions(records(), id) if e.person == seen().me.id],
        asked=[r for r in seen().requests() if r.assignment == id and r.kind == "extension" and r.person == seen().me.id],
    )


def _statements(about: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """The statements as the released notebook of this language has them."""
    english = {cell["id"]: cell["source"] for cell in about["cells"] if cell["role"] == "statement"}
    sources = english | _released(about["assignment"], language) if language != "en" else english
    found = []
    for exercise in about["exercises"]:
        source = sources.get(f"{exercise['id']}-statement", "")
        body = source.split("\n", 1)[1] if source.startswith("#") and "\n" in source else source
        body = body.replace("<sub>", "").replace("</sub>", "")  # small print, which only a notebook shows small
        found.append(
            {"id": exercise["id"], "title": exercise["title"], "points": exercise["points"], "kind": exercise["kind"], "body": body}
        )
    return found


def _released(id: str, language: str) -> dict[str, str]:
    """Statement cells of a notebook that we released ourselves."""
    path = reads(current_app.config["COURSE"] / "assignments" / id / language / f"{id}.ipynb")
    return _statement_cells(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=64)
def _statement_cells(path: Path, changed_ns: int) -> dict[str, str]:
    cells = json.loads(path.read_bytes())["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells if cell.get("id", "").endswith("-statement")}
