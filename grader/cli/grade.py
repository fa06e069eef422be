"""`allclose grade`: grade notebooks from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.fleet.batch import Outcome
    from grader.judge.report import Report


@click.command("grade")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--assignment", help="Grade as this assignment instead of the one the notebook names.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Judges that work at the same time.")
@click.option("--device", type=click.Choice(["cpu", "cuda", "both"]), default="cpu", show_default=True, help="Where the checks run.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON per submission.")
@click.option("--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="Language of the messages.")
@click.option("--tier", help="Use this sandbox tier instead of the strongest that works.")
@click.option("--course", default=".", show_default=True, type=click.Path(path_type=Path), help="The course directory.")
def command(
    paths: tuple[Path, ...], assignment: str | None, workers: int, device: str, as_json: bool, lang: str, tier: str | None, course: Path
) -> None:
    """Grade PATHS: notebooks, zip files, or folders with notebooks."""
    from grader.errors import AllcloseError
    from grader.feedback.table import print_report, print_summary
    from grader.fleet.batch import Job, Pool, bundles, course_secret
    from grader.notebooks.containers import open_path

    failures = {"refused": 0, "fault": 0}
    reports: list[Report] = []
    jobs: list[Job] = []
    for path in paths:
        try:
            jobs += [Job(upload.name, upload.data, assignment) for upload in open_path(path)]
        except AllcloseError as error:
            failures["refused"] += 1
            click.echo(f"{path}: {error}", err=True)
    options = {"device": device}
    with Pool(
        bundles(course, assignment), secret=course_secret(course), workers=min(workers, len(jobs) or 1), tier=tier, options=options
    ) as pool:
        for outcome in _with_progress(pool.grade(jobs), len(jobs), quiet=as_json or len(jobs) == 1):
            if outcome.report is None:
                failures[outcome.kind] += 1
                click.echo(f"{outcome.name}: {outcome.message}", err=True)
                continue
            reports.append(outcome.report)
            if as_json:
                click.echo(json.dumps(public_form(outcome.report, lang), ensure_ascii=False))
    if not as_json and len(jobs) == 1 and reports:
        print_report(reports[0], lang)
    elif not as_json and reports:
        print_summary(reports, lang)
    sys.exit(2 if failures["fault"] else 1 if failures["refused"] else 0)


def _with_progress(outcomes: Iterator[Outcome], count: int, *, quiet: bool) -> Iterator[Outcome]:
    """A bar on a terminal, plain lines elsewhere."""
    if quiet:
        yield from outcomes
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import track

        yield from track(outcomes, description="Grading", total=count, console=Console(stderr=True))
    else:
        for k, outcome in enumerate(outcomes, start=1):
            click.echo(f"{k} of {count}: {outcome.name}", err=True)
            yield outcome


def public_form(report: Report, lang: str) -> dict[str, Any]:
    """A report with its findings in words: the documented JSON of `allclose grade --json`."""
    from grader.feedback.sentences import sentence

    def check(c: Any) -> dict[str, Any]:
        words = sentence(c.finding, lang)
        return {
            "id": c.id,
            "title": c.title[lang],
            "kind": c.kind,
            "status": c.status,
            "points": c.points,
            "max_points": c.max_points,
            "message": words,
        }

    def exercise(e: Any) -> dict[str, Any]:
        return {
            "id": e.id,
            "score": e.score,
            "max_score": e.max_score,
            "status": e.status,
            "message": sentence(e.finding, lang),
            "checks": [check(c) for c in e.checks],
            "diagnosis": [{"id": d.id, "message": d.message[lang]} for d in e.diagnosis],
            "convention": e.convention[lang] if e.convention else None,
            "flags": [{"kind": f["kind"], "name": f.get("name"), "message": sentence(f, lang)} for f in e.flags],
            "devices": e.devices,
            "seed": e.seed,
        }

    return {
        "submission": report.submission,
        "assignment": report.assignment,
        "score": report.score,
        "max_score": report.max_score,
        "tier": report.tier,
        "seconds": report.seconds,
        "suite": report.suite,
        "code": report.code,
        "versions": report.versions,
        "exercises": [exercise(e) for e in report.exercises],
        "warnings": [sentence(w, lang) for w in report.warnings],
    }
