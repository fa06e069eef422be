"""Policy settings as blanks in sentences: settings → what stands in the blanks → settings, with every mistake named by its sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from grader.errors import CourseError
from grader.policies import course, marks
from grader.policies.marks import Attempt
from grader.policies.rules import LONGEST_HOURS
from webapp.pages._forms import number
from webapp.say import gettext as _

LETTERS, MINIMUMS, SPARE = 14, 3, 2  # lines for letters, lines for exercises one must have, and how many of each are always empty
Settings = dict[str, dict[str, Any]]
COUNTS = ("best", "last", "first", "chosen")
PER = ("day", "hour")
WHEN = ("now", "after_close", "on_release")
LEVELS = ("diagnosis", "checks", "score")
MODES = ("half_up", "half_even", "up", "down")


def blanks(settings: Settings, categories: Sequence[str]) -> dict[str, str]:
    """Return what stands in each blank."""
    plan, whole = course.plan(settings), course.course_plan(settings)
    late, days, feedback = plan.late_penalty, plan.late_days, plan.feedback
    found = {
        "cost": text(late.cost * 100),
        "per": late.per,
        "floor": text(late.floor * 100),
        "cut_off": "" if late.cut_off_hours is None else text(late.cut_off_hours),
        "grace": text(plan.grace.minutes),
        "days": text(days.days),
        "days_each": "" if days.per_assignment is None else text(days.per_assignment),
        "counts": plan.attempts.counts,
        "limit": text(plan.rate.limit),
        "hours": text(plan.rate.hours),
        "when": feedback.when,
        "level": feedback.level,
        "full": text(feedback.full_per_day),
        "hold": "1" if plan.release.hold else "0",
        "cap": text(whole.extra_credit.cap),
        "capped": text(plan.minimum.cap * 100),
        "digits": text(whole.rounding.digits),
        "mode": whole.rounding.mode,
    }
    for place, category in enumerate(categories):
        drop = whole.drop_lowest.get(category) or whole.drop_lowest.get("")
        found[f"weight-{place}"] = text(whole.weights.by_category.get(category, 0.0)) if whole.weights.by_category else ""
        found[f"drop-{place}"] = text(drop.count if drop else 0)
    scale = sorted(whole.letters.scale.items(), key=lambda entry: -entry[1])
    for place in range(max(LETTERS, len(scale) + SPARE)):
        letter, begins = scale[place] if place < len(scale) else ("", None)
        found[f"letter-{place}"], found[f"from-{place}"] = letter, "" if begins is None else text(begins)
    required = list(plan.minimum.required.items())
    for place in range(max(MINIMUMS, len(required) + SPARE)):
        exercise, share = required[place] if place < len(required) else ("", None)
        found[f"must-{place}"], found[f"least-{place}"] = exercise, "" if share is None else text(share * 100)
    return found


def read(form: Mapping[str, str], before: Settings, categories: Sequence[str], exercises: Collection[str] = ()) -> Settings:
    """Return the settings that the blanks say; what has no blank stays as it was. CourseError names every mistake."""
    mistakes: list[str] = []
    get = _Reader(form, mistakes)
    late = {
        "cost": get.number("cost", _("Cost of lateness"), most=100) / 100,
        "per": get.choice("per", PER),
        "floor": get.number("floor", _("Least that is left"), most=100, empty=0) / 100,
        "cut_off_hours": get.optional("cut_off", _("Cut-off"), most=LONGEST_HOURS),
    }
    each = get.optional("days_each", _("Free days on one assignment"), whole=True)
    made: Settings = {
        **before,
        "late_penalty": late,
        "grace": {"minutes": get.number("grace", _("Grace"), most=60 * LONGEST_HOURS, empty=0)},
        "late_days": {
            "days": int(get.number("days", _("Free late days"), empty=0, whole=True)),
            "per_assignment": None if each is None else int(each),
        },
        "attempts": {"counts": get.choice("counts", COUNTS)},
        "rate": {
            "limit": int(get.number("limit", _("Hand-ins"), empty=0, whole=True)),
            "hours": get.number("hours", _("Hours of the limit"), least=0.01, most=LONGEST_HOURS, empty=24),
        },
        "feedback": {
            "when": get.choice("when", WHEN),
            "level": get.choice("level", LEVELS),
            "full_per_day": int(get.number("full", _("Full reports a day"), empty=0, whole=True)),
        },
        "release": {"hold": get.choice("hold", ("0", "1")) == "1"},
        "extra_credit": {**before.get("extra_credit", {}), "cap": get.number("cap", _("Cap of extra credit"), most=100, empty=10)},
        "rounding": {
            "digits": int(get.number("digits", _("Digits"), least=-2, most=6, empty=2, whole=True)),
            "mode": get.choice("mode", MODES),
        },
    }
    _categories(get, made, categories)
    _letters(get, made, form)
    _minimum(get, made, {*exercises, *before.get("minimum", {}).get("required", {})})
    if mistakes:
        raise CourseError(*mistakes)
    course.read(made)
    return made


def _categories(get: _Reader, made: Settings, categories: Sequence[str]) -> None:
    weights = {name: get.optional(f"weight-{n}", _("Weight of %(name)s", name=name or "–")) for n, name in enumerate(categories)}
    drops = {
        name: get.number(f"drop-{n}", _("Drops of %(name)s", name=name or "–"), empty=0, whole=True) for n, name in enumerate(categories)
    }
    named = {name: weight or 0.0 for name, weight in weights.items()}
    made.pop("weights", None)
    if any(weight is not None for weight in weights.values()):
        if not any(named.values()):
            get.mistakes.append(_("Weights: at least one must be above 0. Leave all of them empty for equal weights."))
        made["weights"] = {"by_category": named}
    made.pop("drop_lowest", None)
    if any(drops.values()):
        made["drop_lowest"] = {name: int(count) for name, count in drops.items() if count}


def _letters(get: _Reader, made: Settings, form: Mapping[str, str]) -> None:
    scale: dict[str, float] = {}
    for place in range(200):
        if f"letter-{place}" not in form:
            break
        letter = form[f"letter-{place}"].strip()[:10]
        begins = get.optional(f"from-{place}", _("Where %(letter)s begins", letter=letter or "?"), most=200)
        if bool(letter) != (begins is not None):
            get.mistakes.append(_("Letters, line %(line)d: a letter and where it begins belong together.", line=place + 1))
        elif letter and begins is not None:
            if letter in scale or begins in scale.values():
                get.mistakes.append(
                    _(
                        "Letters, line %(line)d: %(letter)s or %(begins)s is there twice.",
                        line=place + 1,
                        letter=letter,
                        begins=text(begins),
                    )
                )
            scale[letter] = begins
    made.pop("letters", None)
    if scale:
        made["letters"] = {"scale": scale}


def _minimum(get: _Reader, made: Settings, exercises: Collection[str]) -> None:
    required: dict[str, float] = {}
    for place in range(200):
        if f"must-{place}" not in get.form:
            break
        exercise = get.choice(f"must-{place}", ("", *exercises))
        share = get.optional(f"least-{place}", _("Share of the points, line %(line)d", line=place + 1), most=100)
        if bool(exercise) != (share is not None):
            get.mistakes.append(_("Minimums, line %(line)d: an exercise and a share of its points belong together.", line=place + 1))
        elif exercise in required:
            get.mistakes.append(_("Minimums, line %(line)d: the exercise is there twice.", line=place + 1))
        elif share is not None:
            required[exercise] = share / 100
    cap = get.number("capped", _("Cap of the assignment"), most=100, empty=0) / 100
    made.pop("minimum", None)
    if required:
        made["minimum"] = {"required": required, **({"cap": cap} if cap else {})}


class _Reader:
    """Reads blanks and collects what is wrong with them."""

    def __init__(self, form: Mapping[str, str], mistakes: list[str]) -> None:
        self.form = form
        self.mistakes = mistakes

    def number(self, name: str, field: str, **limits: Any) -> float:
        return self._try(lambda: number(self.form.get(name, ""), field, **limits)) or 0.0

    def optional(self, name: str, field: str, **limits: Any) -> float | None:
        if not self.form.get(name, "").strip():
            return None
        return self._try(lambda: number(self.form[name], field, **limits))

    def choice(self, name: str, known: Sequence[str]) -> str:
        said = self.form.get(name, known[0])
        if said not in known:
            self.mistakes.append(_("“%(said)s” is none of the choices.", said=said[:40]))
        return said

    def _try(self, ask: Callable[[], float]) -> float | None:
        try:
            return ask()
        except CourseError as error:
            self.mistakes += error.mistakes
            return None


def example(settings: Settings, own: Settings | None = None) -> tuple[str, str]:
    """What an answer worth 90 % counts that comes 26 hours late: without a free late day, and with one."""
    plan = course.plan(settings, own)
    attempt = Attempt("", "", 0.9, lambda: dict.fromkeys(plan.minimum.required, 1.0))
    late = plan.grace.apply(26.0)
    with_day = min(1, plan.late_days.most)
    return text(100 * marks.penalised(attempt, plan, late, 0)), text(
        100 * marks.penalised(attempt, plan, late, with_day)
    ) if with_day else ""


def text(value: float) -> str:
    """A number as it stands in a blank."""
    return f"{round(value, 6):g}"
