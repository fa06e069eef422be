"""Marks as files: plain CSV, into an export of Canvas, for Moodle; and marks from a file, which are only set when they were looked at."""

from __future__ import annotations

import base64
import binascii
import unicodedata
import zlib
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.records import exchange
from grader.records.gradebook import Book
from webapp.accounts import STAFF, allow, records, seen
from webapp.pages._book import Asked, chosen
from webapp.pages._forms import reason
from webapp.say import gettext as _
from webapp.say import ngettext

blueprint = Blueprint("exchange", __name__, url_prefix="/gradebook/exchange")
SECTION = "gradebook"
ONLY = ("instructor",)
MOST = 2_000_000  # bytes of a file of marks
SHOWN = 200  # marks in the list of what an import would do


@blueprint.get("/")
@allow(*ONLY)
def show() -> str:
    return _page()


@blueprint.get("/marks.csv")
@allow(*STAFF)
def plain() -> Response:
    """What the gradebook shows under the same address, all its pages."""
    asked = Asked.of(request.args)
    book = seen().gradebook(section=asked.section or None)
    lines = chosen(book, asked)
    return _file(exchange.plain(Book(book.columns, lines), excel=request.args.get("bom", "1") == "1"), "marks.csv")


@blueprint.get("/moodle/<id>.csv")
@allow(*ONLY)
def moodle(id: str) -> Response:
    column = seen().assignment(id)
    return _file(exchange.moodle(records(), seen().gradebook(), column.id), f"moodle-{column.id}.csv")


@blueprint.post("/canvas")
@allow(*ONLY)
def canvas() -> Any:
    """Fill in a file that Canvas exported: first say what is recognised, then give the file."""
    try:
        name, data = _upload()
        filled = exchange.canvas(seen().gradebook(), data, name)
    except CourseError as error:
        return _page(problem=error, at="canvas"), 400
    if request.form.get("step") == "download":
        return _file(filled.text, name)
    titles = {a.id: a.title for a in seen().assignments()}
    return _page(filled=filled, titles=titles, kept=_pack(data), name=name)


@blueprint.post("/import")
@allow(*ONLY)
def bring() -> Any:
    """Read marks for one assignment from a file: first who would change, then, if it is wanted, set them."""
    form = request.form
    try:
        column = seen().assignment(form.get("assignment", ""))
        name, data = _upload()
        found = exchange.plan(records(), data, name, assignment=column.id, column=form.get("column", "").strip() or None)
        if form.get("step") == "apply":
            exchange.apply(records(), seen().me.id, found, reason=reason(form))
            count = len(found.marks)
            flash(ngettext("%(num)d mark is set by hand.", "%(num)d marks are set by hand.", count), "success")
            return redirect(url_for("gradebook.show", sort=column.id))
    except CourseError as error:
        return _page(problem=error, at="import"), 400
    return _page(found=found, column=column, kept=_pack(data), name=name)


def _page(**more: Any) -> str:
    nothing: dict[str, Any] = {
        "problem": None,
        "at": "",
        "filled": None,
        "found": None,
        "column": None,
        "titles": {},
        "kept": "",
        "name": "",
        "shown": SHOWN,
    }
    columns = [a for a in seen().assignments() if a.published]
    return render_template("exchange/show.html", columns=columns, values=request.form, **{**nothing, **more})


def _upload() -> tuple[str, bytes]:
    """The file as it was chosen, or as the page kept it from the step before."""
    kept = request.form.get("kept", "")
    if kept:
        return _tidy(request.form.get("name", "")), _unpack(kept)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise CourseError(_("No file was chosen."))
    data = upload.stream.read(MOST + 1)
    if len(data) > MOST:
        raise CourseError(
            _("The file has more than %(most)s MB; a table of marks is smaller. Choose the CSV file.", most=f"{MOST / 1_000_000:g}")
        )
    return _tidy(upload.filename), data


def _tidy(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return unicodedata.normalize("NFC", "".join(c for c in last if c.isprintable() and c not in '"<>'))[:100] or "marks.csv"


def _pack(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode()


def _unpack(kept: str) -> bytes:
    try:
        reader = zlib.decompressobj()
        data = reader.decompress(base64.b64decode(kept, validate=True), MOST + 1)
    except (binascii.Error, ValueError, zlib.error):
        abort(400)
    if len(data) > MOST or not reader.eof:
        abort(400)
    return data


def _file(text: str, name: str) -> Response:
    """A download, never a page: names outside ASCII in the way that all browsers read."""
    response = Response(text.encode(), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
