"""What formgrader and nbgrader's feedback show of a result: sentences, never a hidden test."""

from __future__ import annotations

from html import escape

from grader.feedback.sentences import sentence
from grader.judge.report import CheckResult, ExerciseResult

_WORDS = {
    "en": {"none": "No response.", "points": "{score:g} of {most:g} points", "refused": "This hand-in could not be graded."},
    "ko": {"none": "답을 쓰지 않았어요.", "points": "{most:g}점 중 {score:g}점", "refused": "이 제출물은 채점할 수 없었어요."},
}


def face(result: ExerciseResult | None, refused: str, language: str) -> str:
    """The result of one exercise as HTML."""
    words = _WORDS[language]
    if result is None:
        return f"<p><b>{escape(words['refused'])}</b> {escape(refused)}</p>"
    head = words["points"].format(score=result.score, most=result.max_score)
    notes = [*(d.message[language] for d in result.diagnosis), sentence(result.finding, language)]
    notes += [sentence(flag, language) for flag in result.flags]
    if result.convention:
        notes.append(result.convention[language])
    said = "".join(f"<p>{escape(note)}</p>" for note in notes if note)
    rows = "".join(_row(check, language) for check in result.checks)
    return f"<p><b>{escape(head)}</b></p>{said}<ul>{rows}</ul>"


def _row(check: CheckResult, language: str) -> str:
    sign = "✓" if check.status == "passed" else "✗"
    said = sentence(check.finding, language)
    points = f"{check.points:g}/{check.max_points:g}"
    return f"<li>{sign} {escape(check.title[language])} ({points}){'<br>' + escape(said) if said else ''}</li>"


def comment(result: ExerciseResult | None, language: str) -> str | None:
    """One comment for the answer cell: that nothing was written, or the mistake by its name."""
    if result is None:
        return None
    if result.status == "not_attempted":
        return _WORDS[language]["none"]
    named = [d.message[language] for d in result.diagnosis] or [sentence(flag, language) for flag in result.flags]
    return "\n\n".join(named) or None
