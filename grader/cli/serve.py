"""`allclose serve`: the web app and the judges of a course on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.cli._options import address, cluster_options, course_option
from grader.cli._records import ACTOR


@click.command("serve")
@course_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen at; beyond this machine, put a reverse proxy in front."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option(
    "--judges", default=1, show_default=True, type=click.IntRange(0, 64), help="Hand-ins graded at the same time; 0: grade elsewhere."
)
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 16), help="Web processes of 96 threads each.")
@click.option("--device", type=click.Choice(["cpu", "cuda", "both"]), default="cpu", show_default=True, help="Where the checks run.")
@click.option(
    "--proxies", default=0, show_default=True, type=click.IntRange(0, 3), help="Reverse proxies in front whose headers are trusted."
)
@cluster_options
def command(
    course: Path, host: str, port: int, judges: int, processes: int, device: str, proxies: int, cluster: str | None, **tls: Any
) -> None:
    """Serve the course: pages, grading, everything, until Ctrl-C."""
    from grader.fleet.recorded import sync
    from grader.records import Records
    from webapp.serve import serve

    course = course.resolve()
    elsewhere = address(cluster, **tls) if cluster else None
    with Records(course / "var") as records:
        for assignment, what in sync(records, ACTOR, course).items():
            if what == "changed":
                click.echo(f"{assignment}: its suite changed. To grade with the new one: allclose regrade {assignment}", err=True)

    def ready() -> None:
        click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}")

    serve(course, host=host, port=port, judges=judges, processes=processes, device=device, proxies=proxies, cluster=elsewhere, ready=ready)
