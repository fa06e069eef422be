"""`allclose regrade`: a new suite over all stored hand-ins, looked at before it counts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, grade_all, opened

if TYPE_CHECKING:
    from grader.records import Records
    from grader.records.regrade import Preview


@click.command("regrade")
@click.argument("assignment")
@click.option("--reason", default="", help="What was wrong: everybody whose mark moves reads it.")
@click.option("--apply", "mode", type=click.Choice(["raise", "all"]), help="Let it count: only where it raises, or all.")
@click.option("--discard", is_flag=True, help="Forget the preview.")
@click.option("--undo", is_flag=True, help="Take the applied one back.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--json", "as_json", is_flag=True, help="The preview as JSON.")
@course_option
def command(assignment: str, reason: str, mode: str | None, discard: bool, undo: bool, yes: bool, as_json: bool, course: Path) -> None:
    """Grade every hand-in of ASSIGNMENT with the suite as it is now and show who would change; then --apply, --discard or --undo."""
    from grader.records import assignments, regrade

    with opened(course) as records:
        assignments.get(records, assignment)
        runs = regrade.runs(records, assignment)
        running = next((run["id"] for run in runs if run["state"] == "preview"), None)
        applied = next((run["id"] for run in runs if run["state"] == "applied"), None)
        if undo:
            _sure(yes, f"Undo regrade {_need(applied, assignment, 'applied')} of {assignment}?")
            click.echo(
                f"Undone; {regrade.undo(records, ACTOR, _need(applied, assignment, 'applied'))} later hand-ins are graded with the old suite."
            )
            return
        if discard:
            regrade.discard(records, ACTOR, _need(running, assignment, "open"))
            click.echo("Discarded: nobody's mark has moved.")
            return
        id = running if running is not None else _begin(records, course, assignment, reason)
        if id is None:
            return
        grade_all(course, records)
        shown = regrade.preview(records, id, mode="raise" if mode == "raise" else "all")
        click.echo(json.dumps(asdict(shown), ensure_ascii=False) if as_json else _table(records, shown))
        if mode is not None:
            _sure(yes, f"Change {sum(not change.overridden for change in shown.changes)} marks?")
            regrade.apply(records, ACTOR, id, mode="raise" if mode == "raise" else "all")
            click.echo(f"Applied. To take it back: allclose regrade {assignment} --undo", err=True)
        else:
            click.echo(f"Nothing has moved yet. Next: allclose regrade {assignment} --apply raise (or all), or --discard", err=True)


def _begin(records: Records, course: Path, assignment: str, reason: str) -> int | None:
    from grader.fleet.recorded import present_suite
    from grader.records import assignments, regrade

    suite = present_suite(records, ACTOR, course, assignment)
    if suite == assignments.get(records, assignment).suite:
        click.echo(f"{assignment}: the suite has not changed, there is nothing to regrade.")
        return None
    return regrade.begin(records, ACTOR, assignment, suite, reason=reason)


def _table(records: Records, shown: Preview) -> str:
    from grader.records import people

    lines = [f"{shown.done} of {shown.of} hand-ins regraded."]
    up = [change for change in shown.changes if (change.new or 0) > (change.old or 0)]
    down = [change for change in shown.changes if (change.new or 0) < (change.old or 0)]
    lines.append(f"{len(up)} go up, {len(down)} go down, {sum(change.overridden for change in shown.changes)} keep a mark set by hand.")
    for change in shown.changes:
        why = ", ".join(f"{exercise}/{check} {before:g} → {after:g}" for exercise, check, before, after in change.checks)
        old, new = ("–" if mark is None else f"{mark:g}" for mark in (change.old, change.new))
        lines.append(
            f"  {people.get(records, change.person).name}: {old} → {new}  {'(set by hand, stays) ' if change.overridden else ''}{why}"
        )
    return "\n".join(lines)


def _need(id: int | None, assignment: str, what: str) -> int:
    if id is None:
        from grader.errors import CourseError

        raise CourseError(f"There is no {what} regrade of {assignment}.")
    return id


def _sure(yes: bool, question: str) -> None:
    if not yes:
        click.confirm(question, abort=True, err=True)
