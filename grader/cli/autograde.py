"""`allclose autograde`: grade what is waiting."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from grader.cli._options import address, cluster_options, course_option
from grader.cli._records import ACTOR, grade_all, opened


@click.command("autograde")
@click.argument("assignment", required=False)
@click.option("--again", is_flag=True, help="Grade everybody's newest hand-in of ASSIGNMENT once more with the suite in force.")
@click.option("--device", type=click.Choice(["cpu", "cuda", "both"]), default="cpu", show_default=True, help="Where the checks run.")
@cluster_options
@course_option
def command(assignment: str | None, again: bool, device: str, cluster: str | None, course: Path, **tls: Any) -> None:
    """Grade the queue until it is empty. Hand-ins that our machinery could not grade are parked, never marked."""
    from grader.fleet.recorded import sync
    from grader.records import assignments, handins, queue

    elsewhere = address(cluster, **tls) if cluster else None
    with opened(course) as records:
        for id, what in sync(records, ACTOR, course).items():
            if what == "changed":
                click.echo(
                    f"{id}: its suite has changed and has reports. To see who would change: allclose regrade {id} --reason …", err=True
                )
        if again and assignment is None:
            raise click.UsageError("--again wants an assignment")
        if assignment is not None:
            assignments.get(records, assignment)
            if again:
                queue.again(records, ACTOR, [handin.id for handin in handins.newest(records, assignment)])
        done = grade_all(course, records, device=device, reuse=not again, cluster=elsewhere)
        parked = queue.overview(records)["parked"]
        click.echo(f"{done} graded, {len(parked)} parked.")
        for job in parked:
            click.echo(f"parked {job['handin']}: {job['fault'].splitlines()[0] if job['fault'] else ''}", err=True)
    sys.exit(2 if parked else 0)
