"""`nbgrader export --exporter=…`: marks in the shapes that Canvas and Moodle read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin

from grader.errors import CourseError
from grader.records import sheets


class CanvasExport(ExportPlugin):  # type: ignore[misc]
    """One line per student, one column per assignment, as Canvas imports them: `--to marks.csv`."""

    def export(self, gradebook: Any) -> None:
        names = _chosen(self.assignment, [a.name for a in gradebook.assignments])
        rows: list[list[object]] = [["    Points Possible", "", "", "", *(gradebook.find_assignment(n).max_score for n in names)]]
        for student in _students(gradebook, self.student):
            marks = [_score(gradebook, name, student.id) for name in names]
            rows.append([_name(student), "", student.id, "", *marks])
        text = sheets.write(["Student", "ID", "SIS User ID", "Section", *names], rows, keep=(0,) if _plain_names(rows) else ())
        Path(self.to or "canvas.csv").write_text(text, encoding="utf-8", newline="")


class MoodleExport(ExportPlugin):  # type: ignore[misc]
    """One assignment with grade and feedback, as Moodle's offline worksheet wants it: `--assignment optimizers --to marks.csv`."""

    def export(self, gradebook: Any) -> None:
        known = [a.name for a in gradebook.assignments]
        names = _chosen(self.assignment, known)
        if len(names) != 1:
            raise CourseError(f"Moodle takes one assignment at a time.\n  Add, for example: --assignment {known[0] if known else 'NAME'}")
        rows = []
        for student in _students(gradebook, self.student):
            score = _score(gradebook, names[0], student.id)
            if score != "":
                rows.append([student.email or "", student.id, score, _feedback(gradebook, names[0], student.id)])
        text = sheets.write(["Email address", "ID number", "Grade", "Feedback comments"], rows)
        Path(self.to or "moodle.csv").write_text(text, encoding="utf-8", newline="")


def _chosen(asked: list[str], known: list[str]) -> list[str]:
    if unknown := [name for name in asked if name not in known]:
        raise CourseError(f"no assignment “{unknown[0]}”. There are: {', '.join(known)}.")
    return list(asked) or known


def _students(gradebook: Any, asked: list[str]) -> list[Any]:
    return [student for student in gradebook.students if not asked or student.id in asked]


def _name(student: Any) -> str:
    return ", ".join(part for part in (student.last_name, student.first_name) if part) or str(student.id)


def _plain_names(rows: list[list[object]]) -> bool:
    return not any(str(row[0]).startswith(sheets.RISKY) for row in rows)


def _score(gradebook: Any, assignment: str, student: str) -> object:
    from nbgrader.api import MissingEntry

    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return ""
    if submission.needs_manual_grade and submission.score == 0 and any(g.score is None for n in submission.notebooks for g in n.grades):
        return ""  # not graded yet is no zero
    return f"{max(submission.score - submission.late_submission_penalty, 0.0):g}"


def _feedback(gradebook: Any, assignment: str, student: str) -> str:
    submission = gradebook.find_submission(assignment, student)
    said = [c.comment for n in submission.notebooks for c in n.comments if c.comment]
    return " · ".join(text.split("\n", 1)[0] for text in said)
