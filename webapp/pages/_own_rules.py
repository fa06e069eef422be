"""The rules of one assignment as blanks: an empty blank leaves the rule to the course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.errors import CourseError
from grader.policies import course
from webapp.pages._forms import number
from webapp.pages._policy_form import COUNTS, LEVELS, PER, WHEN, Settings, text
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class Blank:
    """One blank: which setting of which rule it is, and what may stand in it."""

    rule: str
    key: str
    label: Any = ""  # a lazy text; blanks with choices are named by what is chosen
    choices: tuple[str, ...] = ()
    scale: float = 1.0  # percent on the page, a share in the settings
    whole: bool = False
    least: float = 0.0
    most: float = float("inf")
    code_only: bool = False  # a quiz has settings of its own for this


BLANKS = {
    "cost": Blank(rule="late_penalty", key="cost", label=_l("Cost of lateness"), scale=100, most=100),
    "per": Blank(rule="late_penalty", key="per", choices=PER),
    "floor": Blank(rule="late_penalty", key="floor", label=_l("Least that is left"), scale=100, most=100),
    "grace": Blank(rule="grace", key="minutes", label=_l("Grace")),
    "days_each": Blank(rule="late_days", key="per_assignment", label=_l("Free days on one assignment"), whole=True),
    "counts": Blank(rule="attempts", key="counts", choices=COUNTS),
    "limit": Blank(rule="rate", key="limit", label=_l("Hand-ins"), whole=True, code_only=True),
    "hours": Blank(rule="rate", key="hours", label=_l("Hours of the limit"), least=0.01, code_only=True),
    "when": Blank(rule="feedback", key="when", choices=WHEN, code_only=True),
    "level": Blank(rule="feedback", key="level", choices=LEVELS, code_only=True),
    "full": Blank(rule="feedback", key="full_per_day", label=_l("Full reports a day"), whole=True, code_only=True),
}


def of(kind: str) -> dict[str, Blank]:
    """The blanks of assignments of this kind."""
    return {name: blank for name, blank in BLANKS.items() if kind == "code" or not blank.code_only}


def blanks(policy: Settings, kind: str) -> dict[str, str]:
    """Return what stands in each blank; nothing where the course decides."""
    return {name: _written(blank, policy.get(blank.rule, {}).get(blank.key)) for name, blank in of(kind).items()}


def read(form: Mapping[str, str], before: Settings, kind: str) -> Settings:
    """Return the assignment's rules as the blanks say; what has no blank stays as it was. CourseError names every mistake."""
    mistakes: list[str] = []
    made = before
    for name, blank in of(kind).items():
        try:
            made = changed(made, blank.rule, blank.key, _read(blank, form.get(name, "").strip()))
        except CourseError as error:
            mistakes += error.mistakes
    if mistakes:
        raise CourseError(*mistakes)
    course.read(made)
    return made


def changed(policy: Settings, rule: str, key: str, value: Any) -> Settings:
    """The policy with one setting changed; None: left to the course."""
    values = {name: said for name, said in policy.get(rule, {}).items() if name != key}
    if value is not None:
        values[key] = value
    rest = {name: said for name, said in policy.items() if name != rule}
    return {**rest, rule: values} if values else rest


def _read(blank: Blank, said: str) -> Any:
    if not said:
        return None
    if blank.choices:
        if said not in blank.choices:
            raise CourseError(_("“%(said)s” is none of the choices.", said=said[:40]))
        return said
    found = number(said, str(blank.label), least=blank.least, most=blank.most, whole=blank.whole)
    return int(found) if blank.whole else found / blank.scale


def _written(blank: Blank, value: Any) -> str:
    if value is None:
        return ""
    return str(value) if blank.choices else text(value * blank.scale)
