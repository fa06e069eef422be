"""The audit trail in words: what happened, who did it, when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from grader.records import NotFound, Records, people
from webapp.say import gettext as _

WORDS = {
    "handin.store": _l("handed in"),
    "handin.withdraw": _l("withdrawn"),
    "handin.choose": _l("chosen as the one that counts"),
    "report.append": _l("graded"),
    "job.fault": _l("our machinery failed"),
    "comment.add": _l("commented"),
    "mark.by_hand": _l("points by hand"),
    "exercise.put": _l("exercise set by hand"),
    "override.put": _l("mark set by hand"),
    "excuse.put": _l("excused"),
    "extension.give": _l("extension given"),
    "request.open": _l("asked the staff"),
    "request.answer": _l("request answered"),
    "view.as": _l("looked at as the student"),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    at: str
    who: str
    what: str
    more: str


def trail(records: Records, rows: list[dict[str, Any]], *, about: int) -> list[Said]:
    """Return the rows as sentences; the person they are about is “the student”, so that no name is told here."""
    known: dict[str, str] = {}
    found = []
    for row in rows:
        if row["actor"] not in known:
            known[row["actor"]] = _who(records, row["actor"], about)
        data = json.loads(row["data"])
        found.append(Said(at=row["at"], who=known[row["actor"]], what=str(WORDS.get(row["action"], row["action"])), more=_more(data)))
    return found


def _who(records: Records, actor: str, about: int) -> str:
    if actor == str(about):
        return _("the student")
    if actor.startswith("worker "):
        return _("the machine")
    try:
        return people.get(records, int(actor)).name
    except (ValueError, NotFound):
        return actor


def _more(data: dict[str, Any]) -> str:
    """The values that say most."""
    named = [str(data[key]) for key in ("exercise", "cell", "number", "fault", "reason") if data.get(key) not in (None, "")]
    return " · ".join(
        [*named, *([_("%(points)s points", points=f"{data['score']:g}")] if isinstance(data.get("score"), int | float) else [])]
    )
