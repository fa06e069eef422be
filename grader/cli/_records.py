"""The records of a course, for commands that need them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.fleet.network import Address
    from grader.fleet.recorded import FleetJudge
    from grader.records import Records

ACTOR = "command line"


@contextmanager
def opened(course: Path) -> Iterator[Records]:
    """Open `var/course.db` of the course."""
    from grader.records import Records

    with Records(course / "var") as records:
        yield records


@contextmanager
def judge(course: Path) -> Iterator[FleetJudge]:
    """Start a judge for this course."""
    from grader.fleet.batch import course_secret
    from grader.fleet.client import JudgeClient
    from grader.fleet.recorded import FleetJudge

    with JudgeClient(secret=course_secret(course)) as client:
        yield FleetJudge(client)


def grade_all(course: Path, records: Records, *, device: str = "cpu", reuse: bool = True, cluster: Address | None = None) -> int:
    """Work the queue until it is empty, here or on a cluster; return how many hand-ins were finished."""
    from grader.records.worker import Worker, nothing_left

    if cluster is not None:
        from grader.fleet.batch import course_secret
        from grader.fleet.cluster import Head
        from grader.fleet.network import connected

        with connected(cluster) as client:
            head = Head(
                records, client, secret=course_secret(course), device=device, reuse=reuse, say=lambda line: click.echo(line, err=True)
            )
            return head.run(until_empty=True)
    if nothing_left(records):
        return 0  # a judge takes seconds to start
    with judge(course) as one:
        return Worker(records, one, device=device, reuse=reuse).run(until_empty=True)
