"""The audit trail in words: one sentence for each thing that can happen to a mark or a hand-in."""

from __future__ import annotations

import json
from typing import Any

from webapp.say import lazy_gettext as _l

HAPPENED = {
    "handin.store": _l("handed in attempt %(number)s"),
    "handin.withdraw": _l("withdrew a hand-in"),
    "handin.choose": _l("chose the attempt that counts"),
    "report.append": _l("graded: %(score)s points before the rules"),
    "job.fault": _l("our machinery failed: %(fault)s"),
    "comment.add": _l("commented"),
    "exercise.put": _l("set %(exercise)s by hand: %(score)s"),
    "exercise.end": _l("let the checks of %(exercise)s decide again"),
    "override.put": _l("set the mark by hand: %(score)s"),
    "override.end": _l("took the mark by hand back"),
    "excuse.put": _l("excused"),
    "excuse.end": _l("took the excuse back"),
    "extension.give": _l("gave an extension"),
    "extension.revoke": _l("took an extension back"),
    "assignment.put": _l("changed the assignment: %(fields)s"),
    "assignment.release": _l("released the marks"),
    "assignment.hide": _l("hid the marks"),
    "review.begin": _l("put the check %(check)s of %(exercise)s under review"),
    "review.end": _l("let a check count again"),
    "regrade.begin": _l("began a regrade"),
    "rubric.put": _l("changed the rubric of %(exercise)s"),
    "rubric.drop": _l("dropped the rubric of %(exercise)s"),
    "mark.by_hand": _l("gave %(score)s points by hand for %(exercise)s"),
    "marks.import": _l("imported %(count)s marks from a file"),
    "quiz.result": _l("finished attempt %(number)s: %(score)s points"),
    "suite.use": _l("put a suite in force"),
    "similar.keep": _l("compared the answers"),
    "similar.want": _l("asked for the answers to be compared"),
    "view.as": _l("looked at it as the student"),
}
WANTED = ("number", "score", "check", "exercise", "count", "fault")
TAKEN_BACK = {"override.put": "score", "exercise.put": "score", "excuse.put": "excused"}


def happened(action: str, data: dict[str, Any]) -> str:
    """An audit row in words; an action without words of its own is named as it is."""
    value = data.get(TAKEN_BACK[action], "") if action in TAKEN_BACK else ""
    if value is None or value is False:
        action = action.replace(".put", ".end")
    numbers = {key: f"{value:g}" if isinstance(value, float) else str(value) for key, value in data.items()}
    if action not in HAPPENED:
        return action + (f" {json.dumps(data, ensure_ascii=False)}" if data else "")
    return str(HAPPENED[action]) % {**dict.fromkeys(WANTED, "–"), "fields": ", ".join(data) or "–", **numbers}
