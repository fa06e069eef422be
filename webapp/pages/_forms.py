"""Reading what people typed: a number, a moment, a reason. What cannot be read is named with its field and an example."""

from __future__ import annotations

import math
from collections.abc import Mapping

from grader.errors import CourseError
from grader.policies.rules.deadline import Policy as Deadline
from webapp.language import zone
from webapp.say import gettext as _


def number(said: str, field: str, *, least: float = 0.0, most: float = math.inf, empty: float | None = None, whole: bool = False) -> float:
    """Return the number; “3,5” is read as 3.5. `empty`: what an empty field means (else it is a mistake)."""
    text = said.strip().replace(",", ".").removesuffix("%").strip()
    if not text and empty is not None:
        return empty
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CourseError(_("%(field)s: “%(said)s” is not a number. Write it like 10 or 2.5.", field=field, said=said.strip()[:40]))
    if whole and value != int(value):
        raise CourseError(_("%(field)s: “%(said)s” must be a whole number, like 3.", field=field, said=said.strip()[:40]))
    if not least <= value <= most:
        if most == math.inf:
            raise CourseError(_("%(field)s: %(said)s must be at least %(least)s.", field=field, said=f"{value:g}", least=f"{least:g}"))
        raise CourseError(
            _(
                "%(field)s: %(said)s must be from %(least)s to %(most)s.",
                field=field,
                said=f"{value:g}",
                least=f"{least:g}",
                most=f"{most:g}",
            )
        )
    return value


def utc(said: str, field: str) -> str:
    """Return a date and time of the reader's zone as the records hold it."""
    found = utc_or_none(said, field)
    if found is None:
        raise CourseError(_("%(field)s: a date and a time are missing. Write them like 2026-03-02 23:59.", field=field))
    return found


def utc_or_none(said: str, field: str) -> str | None:
    """The same; an empty field is None."""
    if not said.strip():
        return None
    try:
        found = Deadline(zone=str(zone())).utc(said.strip())
        if not plausible(found):
            raise OverflowError
        return found
    except (CourseError, OverflowError):
        raise CourseError(
            _("%(field)s: “%(said)s” is not a date and time. Write it like 2026-03-02 23:59.", field=field, said=said.strip()[:40])
        ) from None


def plausible(stored: str) -> bool:
    """Say whether a course can mean this moment: at the ends of the calendar nothing can be reckoned before or after it."""
    return "2000" <= stored[:4] < "2200"


def reason(form: Mapping[str, str]) -> str:
    """Return why, which is asked for with every decision."""
    said = form.get("reason", "").strip()[:500]
    if not said:
        raise CourseError(_("The reason is missing: whoever asks later reads it."))
    return said
