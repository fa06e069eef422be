"""`allclose demo`: a course that is alive, on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli._options import course_option

OLD_DAYS = 7.0


@click.command("demo")
@course_option
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="Where the demo course lies; default: var/demo of the course.")
@click.option("--reset", is_flag=True, help="Throw the demo away and make it again, with dates counted from today.")
@click.option("--seed", default=7, show_default=True, help="Another number, another class.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--judges", type=click.IntRange(1, 64), help="Hand-ins graded at the same time; default: one for each core, four at most.")
@click.option("--only-build", is_flag=True, help="Make it, and do not serve it.")
def command(course: Path, to: Path | None, reset: bool, seed: int, port: int, judges: int | None, only_build: bool) -> None:
    """Build a course with 60 people, weeks of hand-ins and quizzes; serve it, and grade everything behind.

    The people log in with one click, so it listens on this machine only. Without a course in the current directory, a small one is made.
    """
    from grader.errors import CourseError
    from grader.records import times
    from webapp.demo import build, progress

    if course != Path(".") and not (course / "course.toml").is_file():
        raise CourseError(f"{course}: there is no course.toml here.\n  Name the folder of a course, or leave out --course for a small one.")
    target = (to or course / "var" / "demo").resolve()
    if reset:
        build.remove(target)
    known = build.stamp(target)
    if known is None:
        build.remove(target)
        build.build(course.resolve(), target, seed=seed, now=times.utc_now(), say=lambda text: click.echo(text, err=True))
    elif (times.utc_now() - times.moment(known["made_at"])).days >= OLD_DAYS:
        click.echo(
            f"This demo was made on {known['made_at'][:10]} and counts its dates from there. A fresh one: allclose demo --reset", err=True
        )
    if only_build:
        return
    from webapp.serve import serve

    def ready() -> None:
        click.echo(_addresses(f"http://127.0.0.1:{port}"))
        progress.start(target)

    serve(target, port=port, judges=judges or min(4, os.cpu_count() or 1), demo=True, ready=ready)


def _addresses(url: str) -> str:
    """Where to go, and as whom: each of these addresses is one click."""
    return "\n".join(
        [
            f"The demo course is at {url}   (Ctrl-C ends it)",
            f"  a student, in English   {url}/login/demo/jiwoo",
            f"  a student, in Korean    {url}/login/demo/seoyeon",
            f"  a TA of section A       {url}/login/demo/mina",
            f"  the instructor          {url}/login/demo/rossi",
        ]
    )
