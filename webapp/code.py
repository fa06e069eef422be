"""A student's code as inert HTML: coloured tokens, numbered lines, marked where an error was raised."""

from __future__ import annotations

from functools import lru_cache

import pygments
from markupsafe import Markup
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from grader.judge.report import ExerciseResult

LONGEST = 60_000


def lines_of(result: ExerciseResult) -> tuple[int, ...]:
    """The lines of the cell that findings name."""
    findings = [result.finding, *(check.finding for check in result.checks)]
    return tuple(sorted({f["line"] for f in findings if f and isinstance(f.get("line"), int)}))


@lru_cache(maxsize=2048)
def highlighted(source: str, marked: tuple[int, ...] = ()) -> Markup:
    """The code with classes for the style sheet; everything in it is text. Invisible and bidirectional characters are spelt out."""
    if not source.strip():
        return Markup("")
    visible = "".join(c if c.isprintable() or c in "\n\t" else f"\\u{ord(c):04x}" for c in source[:LONGEST])
    form: HtmlFormatter[str] = HtmlFormatter(nowrap=False, linenos="inline", hl_lines=list(marked), cssclass="code", wrapcode=True)
    return Markup(pygments.highlight(visible, PythonLexer(), form))
