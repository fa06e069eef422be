"""What happened since the last visit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from grader.records import notices
from grader.records.mail import sentence
from grader.records.notices import Notice
from webapp.accounts import EVERYBODY, allow, records, seen
from webapp.language import chosen
from webapp.navigation import Link
from webapp.say import lazy_gettext as _l
from webapp.words import local

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
LINKS = (Link("notices.show", _l("Messages"), 15),)


@blueprint.get("/")
@allow(*EVERYBODY)
def show() -> str:
    titles = {a.id: local(a.title) for a in seen().assignments()}
    found = [(notice, _words(notice, titles), _target(notice)) for notice in seen().notices()]
    return render_template("notices/show.html", found=found, newest=found[0][0].id if found else 0)


@blueprint.post("/read")
@allow(*EVERYBODY)
def read() -> Any:
    up_to = request.form.get("up_to", "")
    if up_to.isdigit() and len(up_to) < 18:
        notices.read(records(), seen().me.id, int(up_to))
    return redirect(url_for("notices.show"))


def _words(notice: Notice, titles: dict[str, str]) -> str:
    id = notice.data.get("assignment", "")
    return sentence(notice.kind, chosen(), {**notice.data, "assignment": titles.get(id, id)})


def _target(notice: Notice) -> str:
    if "request" in notice.data:
        return url_for("requests.one", id=notice.data["request"])
    if "handin" in notice.data:
        return url_for("handin.show", id=notice.data["handin"])
    return url_for("assignment.show", id=notice.data["assignment"]) if "assignment" in notice.data else ""
