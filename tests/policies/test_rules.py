"""Every rule has the shape, says what it does in both languages, changes nothing by default, and is on the page with its example."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import importlib.util
import re
import string
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.policies import course, marks, total
from grader.policies.course import CoursePlan, Plan
from grader.policies.marks import Attempt
from grader.policies.rules import names
from grader.policies.steps import Step, words
from grader.policies.total import Item

PAGE = Path(__file__).parents[2] / "docs" / "policies.md"
STAGES = {"intake", "time", "attempt", "choice", "mark", "course", "view"}


def module(name):
    return importlib.import_module(f"grader.policies.rules.{name}")


@pytest.mark.parametrize("name", names())
def test_every_rule_has_the_shape(name):
    rule = module(name)
    assert rule.STAGE in STAGES
    assert dataclasses.is_dataclass(rule.Policy)
    rule.Policy()
    assert ">>>" in rule.Policy.apply.__doc__
    for sentences in rule.WORDS.values():
        fields = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (sentences["en"], sentences["ko"])]
        assert {f.removesuffix("_ko") for f in fields[0]} == {f.removesuffix("_ko") for f in fields[1]}
        assert re.search("[가-힣]", sentences["ko"])


@pytest.mark.parametrize("name", names())
def test_the_page_shows_the_rule_its_settings_and_its_worked_example(name):
    rule, page = module(name), PAGE.read_text(encoding="utf-8")
    assert f"## `{name}`" in page
    section = page.split(f"## `{name}`")[1].split("\n## ")[0]
    for field in dataclasses.fields(rule.Policy):
        assert f"`{field.name}`" in section
    for example in doctest.DocTestParser().get_examples(rule.Policy.apply.__doc__):
        assert f">>> {example.source.strip()}\n{example.want.strip()}" in section


MISTAKES = [
    ("attempts", {"counts": "newest"}, "best, last, first, chosen"),
    ("rate", {"limit": -1}, "must not be negative"),
    ("rate", {"limit": 1.5}, "must be a whole number"),
    ("deadline", {"zone": "Asia/Soul"}, "no time zone “Asia/Soul”"),
    ("grace", {"minutes": -5}, "must not be negative"),
    ("late_days", {"days": -1}, "must not be negative"),
    ("late_penalty", {"cost": 10}, "shares from 0 to 1"),
    ("late_penalty", {"per": "week"}, "“day” or “hour”"),
    ("late_penalty", {"cut_off_hours": -1}, "must not be negative"),
    ("rate", {"limit": 1, "hours": 1e8}, "100000 at most"),
    ("grace", {"minutes": float("nan")}, "at most 6000000"),
    ("late_penalty", {"cut_off_hours": 1e300}, "at most 100000"),
    ("late_penalty", {"costs": 0.1}, "has no “costs”. It has: cost, per"),
    ("late_penalty", {"cost": "ten"}, "must be a number, got 'ten'"),
    ("minimum", {"required": {"opt-adam": 2}}, "shares from 0 to 1"),
    ("minimum", {"required": {"opt-adam": True}}, "a table of numbers"),
    ("drop_lowest", {"count": -1}, "must not be negative"),
    ("drop_lowest", {"labs": "two"}, "must be a whole number"),
    ("weights", {"by_category": {"labs": -1}}, "must not be negative"),
    ("extra_credit", {"cap": -1}, "must not be negative"),
    ("rounding", {"mode": "nearest"}, "must be one of"),
    ("rounding", {"mode": 3}, "must be a word"),
    ("letters", {"scale": {"A": 90, "B": 90}}, "same percentage"),
    ("release", {"hold": 1}, "true or false"),
    ("feedback", {"when": "soon"}, "now, after_close or on_release"),
    ("feedback", {"level": "nothing"}, "score, checks or diagnosis"),
    ("feedback", {"full_per_day": -1}, "must not be negative"),
    ("late_day", {}, "no policy “late_day”"),
    ("grace", 5, "must be a table"),
]


@pytest.mark.parametrize(("name", "settings", "said"), MISTAKES, ids=[f"{m[0]}-{n}" for n, m in enumerate(MISTAKES)])
def test_a_wrong_setting_is_refused_in_words(name, settings, said):
    with pytest.raises(CourseError, match=re.escape(said)):
        course.read({name: settings})


def test_all_mistakes_are_named_at_once():
    with pytest.raises(CourseError) as caught:
        course.read({"grace": {"minutes": -1}, "rate": {"limit": -1}}, where="policy of a1")
    assert len(caught.value.mistakes) == 2


def test_an_assignments_own_setting_stands_over_the_courses():
    made = course.plan({"late_penalty": {"cost": 0.1, "floor": 0.5}}, {"late_penalty": {"cost": 0.2}})
    assert (made.late_penalty.cost, made.late_penalty.floor) == (0.2, 0.5)


# -- what each rule says ----------------------------------------------------------------------------------------


def said(name, *args, settings=None, **facts):
    steps: list[Step] = []
    result = module(name).Policy(**settings or {}).apply(*args, **facts, steps=steps)
    return result, [words(step) for step in steps], [words(step, "ko") for step in steps]


NOON, TEN = "2026-03-02T12:00:00.000000Z", "2026-03-02T10:00:00.000000Z"
CASES = [
    ("attempts", ([0.5, 0.7],), {}, {}, 1, "Attempt 2 of 2 counts: the best."),
    ("attempts", ([0.5, 0.7],), {"counts": "first"}, {}, 0, "Attempt 1 of 2 counts: the first."),
    ("attempts", ([0.5, 0.7],), {"counts": "chosen"}, {}, 1, "Attempt 2 of 2 counts: the last."),
    ("attempts", ([0.5, 0.7],), {"counts": "chosen"}, {"chosen": 0}, 0, "Attempt 1 of 2 counts: the one you chose."),
    (
        "rate",
        (NOON,),
        {"limit": 1, "hours": 3},
        {"before": [TEN]},
        3600.0,
        "The limit of hand-ins in 3 h is 1; the next is possible in 60 min.",
    ),
    ("rate", (NOON,), {}, {"before": [TEN]}, 0.0, None),
    ("rate", (NOON,), {"limit": 2}, {"before": [TEN]}, 0.0, None),
    ("deadline", (None,), {}, {}, None, "No deadline."),
    ("deadline", (NOON,), {"zone": "Asia/Seoul"}, {}, NOON, "Due 2026-03-02 21:00 (Asia/Seoul)."),
    ("deadline", (TEN,), {}, {"extra_hours": 2.0}, NOON, "Your deadline was extended to 2026-03-02 12:00 (UTC)."),
    ("grace", (0.1,), {"minutes": 10}, {}, 0.0, "6 min after the deadline is within the grace of 10 min."),
    ("grace", (0.0,), {}, {}, 0.0, None),
    ("grace", (3.0,), {}, {}, 3.0, None),
    ("late_days", (30.0,), {"days": 3}, {"days": 1, "used": 2}, 6.0, "1 free late day(s) used; 1 left of 3."),
    ("late_penalty", (0.8,), {"cost": 0.25}, {"hours_late": 25.0}, 0.4, "2 day(s) late at 25 % each: × 0.5."),
    ("late_penalty", (0.8,), {"cut_off_hours": 24}, {"hours_late": 25.0}, 0.0, "25 h late: after the cut-off of 24 h it does not count."),
    ("late_penalty", (0.8,), {}, {"hours_late": 25.0}, 0.8, None),
    ("late_penalty", (0.8,), {"cost": 0.1, "per": "hour"}, {"hours_late": 30.0, "counted": 0.0}, 0.8, None),
    (
        "minimum",
        (0.8,),
        {"required": {"a": 0.5}},
        {"exercises": {"a": 0.25}},
        0.0,
        "a: 25 % of its points, at least 50 % are required; the assignment is capped at 0 %.",
    ),
    ("minimum", (0.8,), {"required": {"a": 0.5}}, {"exercises": {"a": 0.5}}, 0.8, None),
    ("excused", (0.5,), {}, {"excused": True}, None, "Excused: it does not count."),
    ("excused", (0.5,), {}, {"excused": False}, 0.5, None),
    ("overridden", (0.5,), {}, {"score": 8.0, "max_score": 10.0, "reason": "oral"}, 0.8, "Set by hand to 8 of 10: oral"),
    ("overridden", (0.5,), {}, {"score": None, "max_score": 10.0}, 0.5, None),
    ("drop_lowest", ([0.1, 0.5],), {"count": 1}, {"category": "labs"}, [1], "labs: lowest 1 of 2 left out."),
    ("drop_lowest", ([0.1, 0.5],), {}, {}, [0, 1], None),
    ("weights", ({"labs": 0.5},), {}, {}, 50.0, "labs: 50 % at weight 100 %."),
    ("weights", ({"labs": 0.5},), {"by_category": {"quizzes": 1}}, {}, None, None),
    ("extra_credit", (90.0,), {"cap": 2}, {"earned": [3.0]}, 92.0, "Extra credit: + 2 points of 2 at most."),
    ("extra_credit", (90.0,), {}, {"earned": []}, 90.0, None),
    ("rounding", (1.005,), {}, {}, 1.01, "1.005 is rounded to 1.01."),
    ("rounding", (88.5837,), {}, {}, 88.58, "88.5837 is rounded to 88.58."),
    ("rounding", (100.2499,), {"digits": 1}, {}, 100.2, "100.2499 is rounded to 100.2."),
    ("rounding", (88.5800001,), {}, {}, 88.58, None),
    ("rounding", (1.0,), {}, {}, 1.0, None),
    ("letters", (91.0,), {"scale": {"A": 90, "F": 0}}, {}, "A", "91 % is A, which begins at 90 %."),
    ("letters", (40.0,), {"scale": {"A": 90, "D": 50}}, {}, "", None),
    ("release", (0.5,), {"hold": True}, {"released": False}, None, "The mark is not released yet."),
    ("release", (0.5,), {}, {"released": False}, 0.5, None),
    (
        "feedback",
        (),
        {"when": "after_close"},
        {"closed": False, "released": False},
        "nothing",
        "Feedback on the hidden checks comes after the deadline.",
    ),
    ("feedback", (), {"when": "on_release"}, {"closed": True, "released": False}, "nothing", "Feedback comes when it is released."),
    ("feedback", (), {"when": "on_release", "level": "checks"}, {"closed": True, "released": True}, "checks", None),
    (
        "feedback",
        (),
        {"full_per_day": 1},
        {"closed": False, "released": False, "number_today": 2},
        "score",
        "Full reports a day: 1; today's are used up, so this one shows the score only.",
    ),
    ("feedback", (), {"full_per_day": 1}, {"closed": True, "released": False, "number_today": 2}, "diagnosis", None),
]


@pytest.mark.parametrize(
    ("name", "args", "settings", "facts", "result", "sentence"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_does_and_says(name, args, settings, facts, result, sentence):
    found, english, korean = said(name, *args, settings=settings, **facts)
    assert found == (pytest.approx(result) if isinstance(result, float) else result)
    assert english == ([sentence] if sentence else [])
    assert len(korean) == len(english)


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Asia/Seoul", "2026-03-02 23:59", "2026-03-02T14:59:00.000000Z"),
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30:00.000000Z"),
        ("UTC", "2026-03-02T10:00:00+09:00", "2026-03-02T01:00:00.000000Z"),
    ],
    ids=["plain", "an hour that is skipped", "with its own zone"],
)
def test_local_dates_become_utc(zone, local, utc):
    assert module("deadline").Policy(zone=zone).utc(local) == utc


def test_a_date_that_is_none_is_refused():
    with pytest.raises(CourseError, match="“tomorrow” is not a date"):
        module("deadline").Policy().utc("tomorrow")


# -- rules together -----------------------------------------------------------------------------------------------


def test_a_minimum_caps_and_the_chosen_attempt_counts():
    made = course.plan({"minimum": {"required": {"a": 0.5}, "cap": 0.4}, "attempts": {"counts": "chosen"}})
    attempts = [Attempt("x", TEN, 0.9, lambda: {"a": 0.2}), Attempt("y", NOON, 0.6, lambda: {"a": 1.0})]
    assert marks.outcomes(attempts, made, None)[0].share == 0.6
    assert marks.outcomes(attempts, made, None, chosen="x")[0].share == 0.4
    assert marks.outcomes([Attempt("z", TEN, 0.9)], made, None)[0].share == 0.4
    assert marks.outcomes([], made, None) == []


def test_a_choice_among_hand_ins_in_time():
    attempts = [Attempt("x", TEN, 0.9), Attempt("y", NOON, 0.6)]
    made = course.plan({"attempts": {"counts": "chosen"}})
    assert marks.outcomes(attempts, made, NOON, chosen="x")[0].share == 0.9
    assert marks.outcomes(attempts, made, NOON, chosen="gone")[0].share == 0.6


def test_why_this_mark_names_every_step():
    made = course.plan({"late_penalty": {"cost": 0.25}, "late_days": {"days": 2}, "attempts": {"counts": "chosen"}})
    steps: list[Step] = []
    found = marks.explain([Attempt("x", NOON, 0.8)], made, "2026-02-28T12:00:00.000000Z", days=1, used=1, chosen="x", steps=steps)
    assert found.share == pytest.approx(0.6)
    assert [step.rule for step in steps] == ["attempts", "late_days", "late_penalty"]


def test_the_total_says_how_it_came_about():
    rules = {"drop_lowest": {"count": 1}, "letters": {"scale": {"A": 50, "F": 0}}, "extra_credit": {"cap": 1}, "rounding": {"digits": 0}}
    steps: list[Step] = []
    found = total.total([Item("labs", [0.1]), Item("labs", [0.555]), Item("labs", [1.0], 3.0)], course.course_plan(rules), steps=steps)
    assert (found.rounded, found.letter) == (57.0, "A")
    assert [step.rule for step in steps] == ["drop_lowest", "weights", "extra_credit", "rounding", "letters"]


def test_nothing_yet_is_no_zero():
    assert total.total([], CoursePlan()).percent is None


def test_with_no_weight_at_all_late_days_change_nothing():
    rules = course.course_plan({"late_days": {"days": 1}, "weights": {"by_category": {"labs": 1}}})
    assert total.total([Item("other", [0.1, 0.5]), Item("other", [0.1, 0.5])], rules).percent is None


def test_plans_know_every_rule_they_can_hold():
    fields = {f.name for f in dataclasses.fields(Plan)} | {f.name for f in dataclasses.fields(CoursePlan)}
    assert set(names()) - fields == {"excused", "overridden"}  # decisions about one person: they have no settings


def test_the_page_is_what_the_rules_say_today():
    spec = importlib.util.spec_from_file_location("make_page", Path(__file__).with_name("make_page.py"))
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert PAGE.read_text(encoding="utf-8") == maker.page()


def test_without_a_deadline_nobody_is_late():
    assert module("deadline").Policy().apply(None) is None
