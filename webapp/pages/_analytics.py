"""The panels of the analytics pages: a question, its answer in a sentence, a chart, and the table beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from grader.records import analysis
from grader.records.assignments import Assignment
from grader.records.attention import Concern, Reason
from webapp import charts, measures
from webapp.charts import Bar, Box, Point
from webapp.glossary import concept_name
from webapp.insight import Insight
from webapp.language import chosen
from webapp.mastery import GAP, Concept
from webapp.quiz import desk
from webapp.quiz.statistics import Summary, analyse
from webapp.say import gettext as _
from webapp.say import ngettext
from webapp.tables import Row, Share, Table, shown
from webapp.words import headline, local

SHOWN = 10  # bars in a chart; the table has all
LATE_SPAN = 5  # from here on somebody began late: six hours before the deadline


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One question about the class."""

    id: str
    question: str
    answer: str
    tables: Sequence[Table]
    chart: Markup | str = ""


def percent(share: float) -> str:
    return shown(Share(share))


def plain(text: str) -> str:
    """Markdown as words for a chart: without the signs of code and formulas.

    >>> plain("The first step is `lr` times $g$.")
    'The first step is lr times g.'
    """
    return text.replace("`", "").replace("$", "").rstrip()


def title_of(column: Assignment) -> str:
    """The title; a quiz says that it is one, for a lab may be called the same."""
    return _("%(title)s (quiz)", title=local(column.title)) if column.kind == "quiz" else local(column.title)


def people_words(count: int) -> str:
    return ngettext("%(num)d person", "%(num)d people", count)


# -- the whole course -----------------------------------------------------------------------------------------------


def overview(found: Insight) -> Panel:
    """Which assignment went how: one box each."""
    spreads = [(column, found.spread(column.id)) for column in found.book.columns]
    rows = [
        Row(
            cells=[
                title_of(column), s.count, s.missing,
                *(Share(value) if s.count else None for value in (s.mean, s.quarter, s.median, s.three_quarters)),
            ],
            href=url_for("analytics.assignment", id=column.id, section=found.section),
        )
        for column, s in spreads
    ]  # fmt: skip
    told = [(column, s) for column, s in spreads if s.count]
    answer = _("Nobody has a mark yet.")
    if told:
        worst, lowest = min(told, key=lambda pair: pair[1].median)
        answer = _("The lowest median is that of %(title)s: %(median)s.", title=title_of(worst), median=percent(lowest.median))
    boxes = [
        Box(label=title_of(c), low=s.low, quarter=s.quarter, median=s.median, three_quarters=s.three_quarters, high=s.high,
            note=percent(s.median))
        for c, s in told
    ]  # fmt: skip
    caption = _("Marks by assignment")
    headings = [_("Assignment"), _("Marks"), _("Nothing handed in"), _("Mean"), _("Lower quarter"), _("Median"), _("Upper quarter")]
    table = Table(name="marks", caption=caption, headings=headings, rows=rows, csv=csv("marks", found))
    chart = charts.boxes(boxes, says=f"{caption}. {answer}") if boxes else ""
    return Panel(id="marks", question=_("Which assignment went how?"), answer=answer, chart=chart, tables=[table])


REASONS: dict[str, Callable[[Reason, dict[str, str]], str]] = {
    "missing": lambda r, titles: _(
        "nothing handed in for %(names)s", names=", ".join(f"“{titles.get(id, id)}”" for id in r.facts["assignments"])
    ),
    "falling": lambda r, titles: _(
        "the last %(last)d marks are %(points)d percentage points lower against the class than before",
        last=r.facts["last"], points=r.facts["points"],
    ),
    "stuck": lambda r, titles: _(
        "%(since)d attempts without gain on “%(name)s”, at %(percent)d %%",
        since=r.facts["since"], name=titles.get(r.facts["assignment"], r.facts["assignment"]), percent=r.facts["percent"],
    ),
    "away": lambda r, titles: _("nothing from them for %(days)d days", days=r.facts["days"])
    if r.facts["ever"]
    else _("never handed anything in, %(days)d days after joining", days=r.facts["days"]),
}  # fmt: skip


def attention(found: Insight, concerns: Sequence[Concern]) -> Panel:
    """Who needs attention, with the reasons in words."""
    titles = {column.id: title_of(column) for column in found.book.columns}
    rows = [
        Row(
            cells=[found.people[c.person].name, "; ".join(REASONS[reason.kind](reason, titles) for reason in c.reasons)],
            href=url_for("analytics.person", id=c.person),
        )
        for c in concerns
    ]
    count = len(found.people)
    answer = _("Nobody stands out just now.")
    if concerns:
        answer = _("%(some)s of %(all)d: the most urgent first.", some=people_words(len(concerns)), all=count)
    caption = _("People who need attention")
    table = Table(name="attention", caption=caption, headings=[_("Person"), _("Why")], rows=rows, csv=csv("attention", found))
    return Panel(id="attention", question=_("Who needs attention, and why?"), answer=answer, tables=[table])


# -- one assignment -------------------------------------------------------------------------------------------------


def spread(found: Insight, column: Assignment) -> Panel:
    s = found.spread(column.id)
    labels = [f"{10 * k}–{10 * k + 10}" for k in range(measures.BINS)]
    rows = [
        Row(cells=[f"{label} %", count, Share(count / s.count) if s.count else None]) for label, count in zip(labels, s.bins, strict=True)
    ]
    rows.append(Row(cells=[_("nothing handed in"), s.missing, None]))
    answer = _("Nobody has a mark yet.")
    if s.count:
        answer = _(
            "Half of the %(count)d marks are %(median)s or better; the middle half lies between %(low)s and %(high)s.",
            count=s.count, median=percent(s.median), low=percent(s.quarter), high=percent(s.three_quarters),
        )  # fmt: skip
    if s.missing:
        answer += " " + ngettext("%(num)d person handed nothing in.", "%(num)d people handed nothing in.", s.missing)
    bars = [Bar(label=str(10 * k), value=count) for k, count in enumerate(s.bins)]
    caption = _("Marks in tenths")
    mark = (min(s.median * measures.BINS, measures.BINS), _("median"))
    chart = charts.columns(bars, says=f"{caption}. {answer}", axis=_("mark in percent, number of people"), mark=mark) if s.count else ""
    table = Table(
        name=f"{column.id}-spread", caption=caption, headings=[_("Mark"), _("People"), _("Share")], rows=rows,
        csv=csv("spread", found, column.id),
    )  # fmt: skip
    return Panel(id="spread", question=_("How are the marks spread?"), answer=answer, chart=chart, tables=[table])


def span_labels() -> list[tuple[str, str]]:
    """Short and whole words for each bar of `measures.starts`."""
    return [
        (_("7 d+"), _("more than 7 days before")), (_("3–7 d"), _("3 to 7 days before")), (_("1–3 d"), _("1 to 3 days before")),
        (_("12–24 h"), _("12 to 24 hours before")), (_("6–12 h"), _("6 to 12 hours before")), (_("1–6 h"), _("1 to 6 hours before")),
        (_("1 h"), _("in the last hour")), (_("late"), _("after the deadline")),
    ]  # fmt: skip


def starts(found: Insight, column: Assignment) -> Panel:
    """When people began, and who began late."""
    bars, labels = found.starts(column.id), span_labels()
    began = sum(len(bar.people) for bar in bars)
    rows = [
        Row(cells=[whole, len(bar.people), bar.handins, None if bar.mean is None else Share(bar.mean)])
        for bar, (_short, whole) in zip(bars, labels, strict=True)
    ]
    late = sum(len(bar.people) for bar in bars[LATE_SPAN:])
    answer = _("Nobody has handed in yet, or there is no deadline.")
    if began:
        answer = _("%(late)s of %(all)d handed in for the first time in the last six hours or later.", late=people_words(late), all=began)
        means = [(bar.mean, len(bar.people)) for bar in bars[LATE_SPAN:] if bar.mean is not None]
        early = [(bar.mean, len(bar.people)) for bar in bars[:LATE_SPAN] if bar.mean is not None]
        if means and early:
            answer += " " + _(
                "Their mean mark is %(late)s, that of the others %(early)s.", late=percent(_mean(means)), early=percent(_mean(early))
            )
    caption = _("First and all hand-ins before the deadline")
    drawn = [Bar(label=short, value=bar.handins, first=len(bar.people)) for bar, (short, _whole) in zip(bars, labels, strict=True)]
    axis = _("time before the deadline; lower part: first hand-ins, whole bar: all")
    chart = charts.columns(drawn, says=f"{caption}. {answer}", axis=axis) if began else ""
    table = Table(
        name=f"{column.id}-starts", caption=caption, headings=[_("First hand-in"), _("People"), _("All hand-ins"), _("Their mean mark")],
        rows=rows, csv=csv("starts", found, column.id),
    )  # fmt: skip
    return Panel(id="starts", question=_("Who started late?"), answer=answer, chart=chart, tables=[table, latecomers(found, column)])


def latecomers(found: Insight, column: Assignment) -> Table:
    """Everybody who began in the last six hours, late, or not at all."""
    labels = span_labels()
    cells, shares = found.cells(column.id), found.shares(column.id)
    rows = []
    for bar in found.starts(column.id)[LATE_SPAN:]:
        rows += [(person, labels[bar.span][1]) for person in bar.people]
    rows += [(person, _("not at all")) for person, cell in cells.items() if cell.state == "missing"]
    lines = [
        Row(cells=[found.seen.name(found.people[person], column), when, Share(shares[person]) if person in shares else None])
        for person, when in rows
    ]
    return Table(
        name=f"{column.id}-latecomers", caption=_("Who began in the last six hours, late, or not at all"),
        headings=[_("Person"), _("First hand-in"), _("Mark")], rows=lines, csv=csv("latecomers", found, column.id),
    )  # fmt: skip


def checks(found: Insight, column: Assignment) -> Panel:
    """Which check separates the strong from the weak."""
    stored = found.reports(column.id)
    titles = analysis.check_titles(found.seen.records, list(stored.values()))
    names = exercise_titles(found, column)

    def title(check: measures.Check) -> str:
        return plain(local(titles.get((check.exercise, check.check)))) or check.check

    everything = measures.checks({person: one.summary for person, one in stored.items()})
    everything.sort(key=lambda c: (math.isnan(c.discrimination), -(0 if math.isnan(c.discrimination) else c.discrimination), -c.share))
    rows = [
        Row(cells=[names.get(c.exercise, c.exercise), title(c), c.tried, c.failed, Share(c.share) if c.tried else None, c.discrimination])
        for c in everything
    ]
    telling = [c for c in everything if c.discrimination > 0][:SHOWN]
    answer = _("Too few marks to tell: at least three people who differ are needed.")
    if telling:
        first = telling[0]
        answer = _(
            "Who passes “%(check)s” (%(exercise)s) does best on everything else; %(failed)d of %(tried)d have not passed it yet.",
            check=title(first), exercise=names.get(first.exercise, first.exercise), failed=first.failed, tried=first.tried,
        )  # fmt: skip
    if backwards := [c for c in everything if c.discrimination < -0.1 and c.tried >= 10]:
        answer += " " + _("“%(check)s” works the other way round: look at the check itself.", check=title(backwards[0]))
    caption = _("Checks: how many have not passed them yet, and how well each tells the strong from the weak (−1 to 1)")
    bars = [
        Bar(label=f"{names.get(c.exercise, c.exercise)}: {title(c)}", value=c.discrimination, note=f"{c.discrimination:.2f}")
        for c in telling
    ]
    table = Table(
        name=f"{column.id}-checks", caption=caption, rows=rows, csv=csv("checks", found, column.id),
        headings=[_("Exercise"), _("Check"), _("Tried"), _("Not yet"), _("Not yet, share"), _("Discrimination")],
    )  # fmt: skip
    question = _("Which check separates the strong from the weak?")
    chart = charts.rows(bars, says=f"{question} {answer}", most=1.0) if bars else ""
    return Panel(id="checks", question=question, answer=answer, chart=chart, tables=[table])


def misconceptions(found: Insight, column: Assignment) -> Panel:
    """Which misconceptions there are, and which were overcome."""
    stored, named = found.reports(column.id), found.said(column.id)
    texts = analysis.messages(found.seen.records, named)
    names = exercise_titles(found, column)
    everything = measures.misconceptions(named, {person: one.summary for person, one in stored.items()})

    def title(one: measures.Misconception) -> str:
        return plain(headline(local(texts.get((one.exercise, one.name))))) or one.name

    rows = [Row(cells=[names.get(m.exercise, m.exercise), title(m), m.ever, m.still, m.over]) for m in everything]
    answer = _("No misconception has been named yet.")
    if everything:
        first = everything[0]
        answer = _(
            "The most frequent: “%(name)s”, %(ever)s; %(over)d got over it.",
            name=title(first), ever=people_words(first.ever), over=first.over,
        )  # fmt: skip
    caption = _("Misconceptions: people who ever had them, who still have them, who got over them")
    bars = [
        Bar(label=title(m), value=m.ever, first=m.still, note=_("%(ever)d, still %(still)d", ever=m.ever, still=m.still))
        for m in everything[:SHOWN]
    ]
    table = Table(
        name=f"{column.id}-misconceptions", caption=caption, rows=rows, csv=csv("misconceptions", found, column.id),
        headings=[_("Exercise"), _("Misconception"), _("Ever"), _("Still"), _("Got over it")],
    )  # fmt: skip
    question = _("Which misunderstanding is behind it?")
    chart = charts.rows(bars, says=f"{question} {answer}") if bars else ""
    return Panel(id="misconceptions", question=question, answer=answer, chart=chart, tables=[table])


def questions(found: Insight, column: Assignment, bank: str) -> Panel:
    """The questions of a quiz, as `webapp.quiz.statistics` judges them."""
    quiz = found.quizzes[bank]
    summary: Summary = analyse(found.responses(column.id), desk.options(quiz))
    language = chosen()
    rows = [
        Row(
            cells=[
                item.question.rpartition("/")[2], item.count, Share(item.difficulty), item.discrimination,
                item.seconds[1] if item.seconds else None, " ".join(warning.in_(language) for warning in item.warnings),
            ],
            href=url_for("quiz_desk.preview", id=column.id, name=item.question.rpartition("/")[2]),
        )
        for item in summary.items
    ]  # fmt: skip
    telling = sorted((i for i in summary.items if i.discrimination > 0), key=lambda i: -i.discrimination)[:SHOWN]
    answer = _("Too few answers to tell: at least three people who differ are needed.")
    if telling:
        answer = _(
            "Who gets %(name)s right does best on the other questions; on average %(mean)s of the points were earned.",
            name=telling[0].question.rpartition("/")[2], mean=percent(summary.mean),
        )  # fmt: skip
    answer = " ".join([answer, *(warning.in_(language) for warning in summary.warnings)])
    bars = [
        Bar(label=f"{i.question.rpartition('/')[2]} · {percent(i.difficulty)}", value=i.discrimination, note=f"{i.discrimination:.2f}")
        for i in telling
    ]
    caption = _("Questions: first attempts only, for later ones have seen the solutions")
    table = Table(
        name=f"{column.id}-questions", caption=caption, rows=rows, csv=csv("questions", found, column.id),
        headings=[_("Question"), _("Answers"), _("Points earned"), _("Discrimination"), _("Median seconds"), _("What to do")],
    )  # fmt: skip
    question = _("Which question separates the strong from the weak?")
    chart = charts.rows(bars, says=f"{question} {answer}", most=1.0) if bars else ""
    return Panel(id="questions", question=question, answer=answer, chart=chart, tables=[table])


# -- mastery --------------------------------------------------------------------------------------------------------


def mastery_map(found: Insight, concepts: Sequence[Concept]) -> Panel:
    """What they know but cannot code."""
    both = [c for c in concepts if c.standing.quiz is not None and c.standing.code is not None]
    torn = [c for c in both if c.gap >= GAP]
    rows = [
        Row(cells=[
            concept_name(c.id), *(None if value is None else Share(value) for value in (c.standing.quiz, c.standing.code)),
            Share(c.gap) if c in both else None, c.answered, c.coded, c.torn,
        ])
        for c in concepts
    ]  # fmt: skip
    answer = _("No concept has quiz answers and checked code yet.")
    if both:
        answer = _("Nothing stands out: what they know they can also code.")
    if torn:
        answer = _(
            "%(name)s: %(quiz)s in the quizzes, %(code)s in the code. %(count)s know it and cannot code it yet.",
            name=concept_name(torn[0].id), quiz=percent(torn[0].standing.quiz or 0), code=percent(torn[0].standing.code or 0),
            count=people_words(torn[0].torn),
        )  # fmt: skip
    points = [Point(x=c.standing.quiz or 0, y=c.standing.code or 0, label=concept_name(c.id) if c in torn[:6] else "") for c in both]
    caption = _("Concepts, from quizzes and exercise checks together")
    table = Table(
        name="mastery", caption=caption, rows=rows, csv=csv("mastery", found),
        headings=[_("Concept"), _("Quizzes"), _("Code"), _("Knows more than codes"), _("With answers"), _("With code"), _("Know it, cannot code it")],
    )  # fmt: skip
    question = _("What do they know but cannot code?")
    chart = charts.plane(points, says=f"{question} {answer}", across=_("in the quizzes"), up=_("in the code")) if points else ""
    return Panel(id="mastery", question=question, answer=answer, chart=chart, tables=[table])


def mastery_people(found: Insight) -> Table:
    """Every person's standing at every concept, both numbers, for a spreadsheet."""
    rows = []
    for person, concepts in sorted(found.mastery.items(), key=lambda pair: found.people[pair[0]].name):
        for id, one in sorted(concepts.items()):
            numbers = [None if value is None else Share(value) for value in (one.quiz, one.code)]
            rows.append(Row(cells=[found.people[person].name, concept_name(id), *numbers]))
    return Table(
        name="mastery-people", caption="", headings=[_("Person"), _("Concept"), _("Quizzes"), _("Code")], rows=rows,
        csv=csv("mastery-people", found),
    )  # fmt: skip


def exercise_titles(found: Insight, column: Assignment) -> dict[str, str]:
    from webapp.recognised import manifest

    about = manifest(found.seen, column.id)
    return {} if about is None else {e["id"]: local(e["title"]) for e in about["exercises"]}


def csv(name: str, found: Insight, assignment: str | None = None) -> str:
    """The address of a table as a file."""
    if assignment is None:
        return url_for("analytics.table", name=name, section=found.section)
    return url_for("analytics.assignment_table", id=assignment, name=name, section=found.section)


def _mean(pairs: Sequence[tuple[float, int]]) -> float:
    return sum(mean * count for mean, count in pairs) / sum(count for _mean_of, count in pairs)
