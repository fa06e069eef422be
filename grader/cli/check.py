"""`allclose check`: does every exercise keep its promises?"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli import _quizzes
from grader.cli._options import course_option

if TYPE_CHECKING:
    from grader.judge.proof import ExerciseProof
    from webapp.quiz.proof import Proof

POLL_S = 0.3


@click.command("check")
@click.argument("names", nargs=-1, metavar="[ASSIGNMENT|EXERCISE|quizzes]...")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes; only what has changed.")
@click.option(
    "--seeds", default=1, show_default=True, type=click.IntRange(1), help="Draws of hidden inputs for references and alternatives."
)
@click.option(
    "--draws", default=1000, show_default=True, type=click.IntRange(40), help="Variants drawn of each quiz question that has any."
)
@click.option("--json", "as_json", is_flag=True, help="The table as JSON.")
@course_option
def command(names: tuple[str, ...], watch: bool, seeds: int, draws: int, as_json: bool, course: Path) -> None:
    """Prove exercises and quizzes: the reference earns everything, the skeleton nothing, mistakes are named.

    Every known misconception must lose marks and draw its own diagnosis, every correct alternative must earn full marks,
    and the points of the hidden suite must add up. Every quiz question must stand in both languages, render, name its wrong
    answers, and have one right answer, computed a second way, in each of its variants. Without names: the whole course.
    """
    if watch:
        if _quizzes.WORD in names:
            raise click.UsageError("--watch looks after exercises; a check of the quizzes takes seconds: run it again after a change.")
        _watch(course, names, seeds)
    exercises = tuple(name for name in names if name != _quizzes.WORD)
    quizzes = _check_quizzes(course, draws, quiet=as_json) if _quizzes.WORD in names or (not names and _quizzes.banks(course)) else None
    proofs, mistakes = _prove(course, exercises, seeds, quiet=as_json) if exercises or not names else ([], ())
    if as_json:
        rows = [{**dataclasses.asdict(p), "caught": p.caught, "named": p.named} for p in proofs]
        found = {"exercises": rows, "mistakes": list(mistakes), "quizzes": _quizzes.as_json(quizzes) if quizzes else None}
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        if exercises or not names:
            _print(proofs, mistakes)
        if quizzes:
            _quizzes.show(quizzes)
    sys.exit(0 if all(map(holds, proofs)) and not mistakes and not (quizzes and quizzes.problems) else 1)


def _check_quizzes(course: Path, draws: int, *, quiet: bool) -> Proof:
    progress = _Progress(len(_quizzes.banks(course)), quiet=quiet)
    try:
        return _quizzes.prove(course, draws, progress)
    finally:
        progress.close()


def holds(proof: ExerciseProof) -> bool:
    """Nothing is amiss."""
    full = all(score == proof.points for _, score in proof.right)
    return (
        not proof.problems
        and proof.reference_ok
        and proof.skeleton_ok
        and full
        and proof.caught == len(proof.wrong)
        and proof.named == len(proof.wrong)
    )


def _prove(course: Path, names: tuple[str, ...], seeds: int, *, quiet: bool) -> tuple[list[ExerciseProof], tuple[str, ...]]:
    """Proofs of what was named, and the mistakes in its files. Mistakes elsewhere do not stop an author."""
    from grader.course.bundle import build_bundle
    from grader.course.load import load_draft
    from grader.errors import CourseError
    from grader.judge.proof import prove

    loaded, mistakes = load_draft(course)
    chosen: dict[str, list[str]] = {}
    for name in names:
        if any(a.id == name for a in loaded.assignments):
            chosen.setdefault(name, []).extend(e.id for e in loaded.assignment(name).exercises)
            continue
        mine = tuple(m for m in mistakes if f"/{name}/" in m)
        if not mine and not any(e.id == name for a in loaded.assignments for e in a.exercises):
            homes = [path.parents[1].name for path in loaded.root.glob(f"solutions/*/{name}/exercise.toml")]
            mine = tuple(m for m in mistakes if any(f"/{home}/assignment.toml" in m for home in homes))
        if mine:
            raise CourseError(*mine)
        chosen.setdefault(loaded.owner_of(name).id, []).append(name)
    if not names:
        chosen = {a.id: [e.id for e in a.exercises] for a in loaded.assignments}
    proofs: list[ExerciseProof] = []
    progress = _Progress(sum(map(len, chosen.values())), quiet=quiet)
    for assignment, exercises in chosen.items():
        if exercises:
            bundle = build_bundle(loaded, assignment, loaded.root / "var" / "suites")
            proofs += prove(bundle, list(dict.fromkeys(exercises)), seeds=seeds, progress=progress)
    progress.close()
    return proofs, tuple(m for m in mistakes if not names or any(f"/{name}/" in m for name in names))


class _Progress:
    """A bar on a terminal, one plain line per exercise elsewhere."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._quiet = quiet
        self._count, self._total = 0, total
        self._bar: Progress | None = None
        if sys.stderr.isatty() and not quiet:
            columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("starting", total=total)

    def __call__(self, exercise: str) -> None:
        self._count += 1
        if self._bar is not None:
            self._bar.update(self._task, description=exercise, completed=self._count - 1)
        elif not self._quiet:
            click.echo(f"[{self._count}/{self._total}] {exercise}", err=True)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()


def _print(proofs: list[ExerciseProof], mistakes: tuple[str, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("exercise", "points", "reference", "skeleton", "mistakes named/caught/all", "right ways", "seconds")
    for column in table.columns[1:]:
        column.justify = "right"
    for p in proofs:
        accepted = sum(score == p.points for _, score in p.right)
        table.add_row(
            ("✓ " if holds(p) else "✗ ") + p.id,
            f"{p.points:g}",
            "full" if p.reference_ok else "NOT FULL",
            "0" if p.skeleton_ok else "NOT 0",
            f"{p.named}/{p.caught}/{len(p.wrong)}",
            f"{accepted}/{len(p.right)}",
            f"{p.seconds:.2f}",
        )
    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(table)
    for line in (*mistakes, *(problem for p in proofs for problem in p.problems)):
        click.echo(line)
    missed = sum(not holds(p) for p in proofs)
    click.echo(f"{len(proofs) - missed} of {len(proofs)} exercises keep their promises.", err=True)


def _watch(course: Path, names: tuple[str, ...], seeds: int) -> None:
    """Prove now, and again whenever a file of the course changes, until Ctrl-C. Everything stays imported, so an answer takes a second."""
    from grader.errors import AllcloseError

    seen: dict[Path, Any] = {}
    changed: tuple[str, ...] = names
    while True:
        try:
            proofs, mistakes = _prove(course, changed, seeds, quiet=True)
            _print(proofs, mistakes)
        except AllcloseError as error:
            click.echo(f"Error: {error}", err=True)
        click.echo(f"{time.strftime('%H:%M:%S')}  Waiting for a change; Ctrl-C ends.", err=True)
        seen = seen or _stamps(course)
        while (now := _stamps(course)) == seen:
            time.sleep(POLL_S)
        changed = tuple(sorted(_touched(course, seen, now))) or names
        seen = now


def _stamps(course: Path) -> dict[Path, tuple[int, int]]:
    paths = (p for p in (course / "solutions").rglob("*") if p.suffix in (".py", ".md", ".toml"))
    return {path: (stat.st_mtime_ns, stat.st_size) for path in paths if (stat := path.stat())}


def _touched(course: Path, before: dict[Path, Any], after: dict[Path, Any]) -> set[str]:
    """The exercises whose files differ."""
    files = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return {path.parent.name for path in files if (path.parent / "exercise.toml").exists()}
