"""The quizzes' part of `allclose check`. The web app's bank is imported only when it is asked for: grading needs none of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from webapp.quiz.proof import Proof

WORD = "quizzes"  # what one writes after `allclose check`, and the folder under solutions/


def banks(course: Path) -> list[str]:
    """The quizzes of the course."""
    return sorted(path.parent.name for path in (course / "solutions" / WORD).glob("*/quiz.yaml"))


def prove(course: Path, draws: int, progress: Callable[[str], None]) -> Proof:
    from webapp.quiz import proof

    return proof.prove(course / "solutions" / WORD, trials=draws, progress=progress)


def as_json(proof: Proof) -> dict[str, Any]:
    import dataclasses

    return dataclasses.asdict(proof)


def show(proof: Proof) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("quiz", "questions", "types", "variants", "recomputed", "formulas")
    for column in table.columns[1:]:
        column.justify = "right"
    for row in proof.rows:
        counts = (row.questions, len(row.types), row.variants, row.recomputed, row.formulas)
        bad = any(problem.startswith((f"{row.quiz}/", f"{row.quiz}:")) for problem in proof.problems)
        table.add_row(("✗ " if bad else "✓ ") + row.quiz, *map(str, counts))
    Console(width=None if sys.stdout.isatty() else 110).print(table)
    for line in proof.problems:
        click.echo(line)
    for line in proof.remarks:
        click.echo(f"Remark: {line}", err=True)
    questions = sum(row.questions for row in proof.rows)
    click.echo(f"{questions} questions in {len(proof.rows)} quizzes, {len(proof.problems)} problems.", err=True)
