"""How long the course keeps people: with a number of days set, the running course erases whoever has been away for longer; without it nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.records import assignments, people, privacy, times
from grader.records.people import Person
from grader.records.store import Records

SETTING = "retention"
LEAST_DAYS = 30
NOTICE_DAYS = 7  # between the setting and the first erasure: long enough to take it back
ACTOR = "retention"
AT_ONCE = 20  # people in one round


@dataclass(frozen=True, kw_only=True)
class Retention:
    days: int
    begins: str  # nobody is erased before

    @classmethod
    def of(cls, setting: dict[str, Any]) -> Retention | None:
        return cls(days=int(setting["days"]), begins=str(setting["begins"])) if setting.get("days") else None


def of_course(records: Records) -> Retention | None:
    return Retention.of(assignments.setting(records, SETTING, {}))


def set_days(records: Records, actor: int | str, days: int | None) -> None:
    """Keep people for so many days after their last hand-in; None: for good. A change begins to count a week from now."""
    if days is not None and days < LEAST_DAYS:
        raise ValueError(f"at least {LEAST_DAYS} days")
    now = of_course(records)
    if (None if now is None else now.days) == days:
        return
    begins = times.later(records.now_text(), minutes=NOTICE_DAYS * 1440)
    assignments.set_setting(records, actor, SETTING, {} if days is None else {"days": days, "begins": begins})


def due(records: Records, *, days: int, at: str | None = None) -> list[Person]:
    """Return whom so many days would erase now, or at a moment to come if nobody hands anything in until then."""
    ahead = 0.0 if at is None else (times.moment(at) - times.moment(records.now_text())).total_seconds() / 86400
    return [people.get(records, id) for id in privacy.due_for_erasure(records, days=max(0.0, days - max(0.0, ahead)))]


def carry_out(records: Records, *, limit: int = AT_ONCE) -> int:
    """Erase whoever is due, some at a time, each with a row in the trail; returns how many. Nothing without the setting or before it begins."""
    found = of_course(records)
    if found is None or records.now_text() < found.begins:
        return 0
    chosen = due(records, days=found.days)[:limit]
    for person in chosen:
        privacy.erase(records, ACTOR, person.id)
    return len(chosen)
