"""The rules of one assignment as blanks: an empty blank leaves the rule to the course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from grader.errors import CourseError
from grader.policies import course
from grader.policies.rules import LONGEST_HOURS
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
    kinds: tuple[str, ...] = ("code", "quiz")  # what is marked by hand alone has no attempts, and is never late


BLANKS = {
    "cost": Blank(rule="late_penalty", key="cost", label=_l("Cost of lateness"), scale=100, most=100),
    "per": Blank(rule="late_penalty", key="per", choices=PER),
    "floor": Blank(rule="late_penalty", key="floor", label=_l("Least that is left"), scale=100, most=100),
    "grace": Blank(rule="grace", key="minutes", label=_l("Grace"), most=60 * LONGEST_HOURS),
    "days_each": Blank(rule="late_days", key="per_assignment", label=_l("Free days on one assignment"), whole=True),
    "counts": Blank(rule="attempts", key="counts", choices=COUNTS),
    "limit": Blank(rule="rate", key="limit", label=_l("Hand-ins"), whole=True, kinds=("code", "manual")),
    "hours": Blank(rule="rate", key="hours", label=_l("Hours of the limit"), least=0.01, most=LONGEST_HOURS, kinds=("code", "manual")),
    "when": Blank(rule="feedback", key="when", choices=WHEN, kinds=("code",)),
    "level": Blank(rule="feedback", key="level", choices=LEVELS, kinds=("code",)),
    "capped": Blank(rule="minimum", key="cap", label=_l("Cap of the assignment"), scale=100, most=100, kinds=("code",)),
    "full": Blank(rule="feedback", key="full_per_day", label=_l("Full reports a day"), whole=True, kinds=("code",)),
}


LEAST = Blank(rule="minimum", key="required", scale=100, most=100)  # one for each exercise


def of(kind: str) -> dict[str, Blank]:
    """The blanks of assignments of this kind."""
    return {name: blank for name, blank in BLANKS.items() if kind in blank.kinds}


def blanks(policy: Settings, kind: str, exercises: Iterable[str] = ()) -> dict[str, str]:
    """Return what stands in each blank; nothing where the course decides."""
    required = policy.get("minimum", {}).get("required", {})
    found = {name: _written(blank, policy.get(blank.rule, {}).get(blank.key)) for name, blank in of(kind).items()}
    return found | {f"least-{id}": _written(LEAST, required.get(id)) for id in exercises}


def read(form: Mapping[str, str], before: Settings, kind: str, exercises: Mapping[str, str] | None = None) -> Settings:
    """Return the assignment's rules as the blanks say; what has no blank stays as it was. CourseError names every mistake.

    `exercises`: those that may be asked for, with their titles.
    """
    mistakes: list[str] = []
    made = _minimum(form, before, exercises or {}, mistakes)
    for name, blank in of(kind).items():
        try:
            made = changed(made, blank.rule, blank.key, _read(blank, form.get(name, "").strip()))
        except CourseError as error:
            mistakes += error.mistakes
    if mistakes:
        raise CourseError(*mistakes)
    course.read(made)
    return made


def _minimum(form: Mapping[str, str], before: Settings, exercises: Mapping[str, str], mistakes: list[str]) -> Settings:
    required = {id: share for id, share in before.get("minimum", {}).get("required", {}).items() if id not in exercises}
    for id, title in exercises.items():
        try:
            share = _read(replace(LEAST, label=title), form.get(f"least-{id}", "").strip())
        except CourseError as error:
            mistakes += error.mistakes
        else:
            required |= {} if share is None else {id: share}
    return changed(before, "minimum", "required", required or None)


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
