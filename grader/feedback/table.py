"""Reports as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.feedback.sentences import sentence
from grader.judge.report import ExerciseResult, Report

SIGNS = {
    "passed": "✓",
    "partial": "◐",
    "failed": "✗",
    "error": "✗",
    "timeout": "✗",
    "not_attempted": "–",
    "grader_fault": "⚙",
}
STATUS = {
    "en": {
        "passed": "right",
        "partial": "partly right",
        "failed": "not yet",
        "error": "error",
        "timeout": "out of time",
        "not_attempted": "not attempted",
        "grader_fault": "our fault",
    },
    "ko": {
        "passed": "맞음",
        "partial": "일부 맞음",
        "failed": "아직이에요",
        "error": "오류",
        "timeout": "시간 초과",
        "not_attempted": "풀지 않음",
        "grader_fault": "저희 문제",
    },
}


def first_thing(result: ExerciseResult, lang: str) -> str:
    """The one sentence that helps most: the diagnosis, else what stopped the exercise, else the first check that failed."""
    if result.flags:
        return sentence(result.flags[0], lang)
    if result.diagnosis:
        return " ".join(d.message[lang].split("\n", 1)[0] for d in result.diagnosis)
    if result.status == "not_attempted":
        return ""
    if result.finding:
        return sentence(result.finding, lang)
    failed = next((c for c in result.checks if c.status not in ("passed",)), None)
    if failed is not None:
        return f"{failed.title[lang]} {sentence(failed.finding, lang)}"
    return result.convention[lang].split("\n", 1)[0] if result.convention else ""


def print_report(report: Report, lang: str = "en", console: Console | None = None) -> None:
    """One hand-in: a row per exercise."""
    console = console or Console()
    table = Table(title=f"{report.submission} · {report.assignment}", title_justify="left")
    table.add_column("")
    table.add_column("exercise" if lang == "en" else "문제", no_wrap=True)
    table.add_column("points" if lang == "en" else "점수", justify="right", no_wrap=True)
    table.add_column("what" if lang == "en" else "내용")
    for result in report.exercises:
        points = f"{result.score:g} / {result.max_score:g}"
        table.add_row(SIGNS[result.status], result.id, points, Text(first_thing(result, lang) or STATUS[lang][result.status]))
    console.print(table)
    console.print(f"{report.score:g} / {report.max_score:g}   tier {report.tier} · {report.seconds:.2f} s", highlight=False)
    for warning in report.warnings:
        console.print(Text("· " + sentence(warning, lang)))


def print_summary(reports: Sequence[Report], lang: str = "en", console: Console | None = None) -> None:
    """Many hand-ins: a row each."""
    console = console or Console()
    table = Table()
    for name, justify in (("submission", "left"), ("assignment", "left"), ("score", "right"), ("seconds", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for report in reports:
        table.add_row(report.submission, report.assignment, f"{report.score:g} / {report.max_score:g}", f"{report.seconds:.2f}")
    console.print(table)
