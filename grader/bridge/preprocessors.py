"""The engine as a step of `nbgrader autograde`: no kernel is started, scores come back as outputs of the graded cells."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, ClassVar

from nbformat import NotebookNode, v4
from nbgrader import utils
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from grader.bridge.engine import AHEAD, Lab, Outcome, engine_of, lab_of, points_agree
from grader.bridge.words import comment, face
from grader.judge.report import ExerciseResult


class Score(float):
    """A number that shows itself as a float does, and as words where HTML can be shown."""

    def __new__(cls, value: float, most: float, html: str = "") -> Score:
        if not value == value:
            raise ValueError("a score that is not a number")
        score = super().__new__(cls, round(min(max(value, 0.0), most), 4))
        score.html = html
        return score

    html: str
    __repr__ = float.__repr__

    def _repr_html_(self) -> str:
        return self.html

    def output(self) -> NotebookNode:
        """The cell output that nbgrader takes the score from."""
        data = {"text/plain": repr(self), "text/html": self.html}
        return v4.new_output("execute_result", data=data, execution_count=1)  # type: ignore[no-untyped-call, no-any-return]


def write_scores(lab: Lab, notebook: NotebookNode, outcome: Outcome) -> None:
    """Give every graded cell its score as its only output, every other code cell none."""
    language = notebook.metadata.get("allclose", {}).get("language", "en")
    results = {e.id: e for e in outcome.report.exercises} if outcome.report else {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        if not utils.is_grade(cell):
            continue
        id = cell.metadata.nbgrader.grade_id
        most = points_agree(lab, id, float(cell.metadata.nbgrader.points))
        result: ExerciseResult | None = results.get(lab.examples[id])
        score = Score(result.score if result else 0.0, most, face(result, outcome.refused, language))
        cell.outputs, cell.execution_count = [score.output()], 1


class EngineExecute(NbGraderPreprocessor):  # type: ignore[misc]
    """In the place of nbgrader's Execute: student code runs in the jail only."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        about = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        root = Path(coursedir.root)
        folder = coursedir.format_path(coursedir.submitted_directory, about["student"], about["assignment"])
        data = (Path(folder) / f"{about['notebook']}.ipynb").read_bytes()
        if coursedir.student_id == "*":
            engine_of(root).ahead(about["assignment"], _next(coursedir, about))
        outcome = engine_of(root).grade(about["assignment"], f"{about['student']}/{about['notebook']}", data)
        write_scores(lab_of(root, about["assignment"]), notebook, outcome)
        resources["allclose"] = outcome
        return notebook, resources


def _next(coursedir: Any, about: Any) -> list[Path]:
    """The notebooks that nbgrader will come to after this one, as far as it has not graded them."""
    found = []
    name = f"{about['notebook']}.ipynb"
    everybody = Path(coursedir.format_path(coursedir.submitted_directory, "*", about["assignment"])) / name
    for path in sorted(Path(coursedir.root).glob(os.path.relpath(everybody, coursedir.root))):
        student = path.parent.parent.name
        graded = Path(coursedir.format_path(coursedir.autograded_directory, student, about["assignment"]))
        if student > about["student"] and not graded.exists():
            found.append(path)
        if len(found) == AHEAD:
            break
    return found


class SaveMarks(SaveAutoGrades):  # type: ignore[misc]
    """nbgrader's SaveAutoGrades in one transaction instead of one per cell, with the named misconception as the comment."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        from nbgrader.api import BaseCell, Gradebook

        about, outcome = resources["nbgrader"], resources["allclose"]
        language = notebook.metadata.get("allclose", {}).get("language", "en")
        with Gradebook(about["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            cells = gradebook.db.query(BaseCell).filter_by(notebook_id=submission.notebook_id).all()  # in one query, not one each
            save(submission, notebook, outcome, language, self.log)
            del cells
            gradebook.db.commit()
        return notebook, resources


class Validator(MetadataValidator):  # type: ignore[misc]
    """nbgrader's, which looks at equal metadata once: those of a released cell are the same in every hand-in."""

    _valid: ClassVar[set[str]] = set()

    def validate_cell(self, cell: NotebookNode) -> None:
        told = json.dumps([cell.cell_type, cell.metadata.get("nbgrader")], sort_keys=True)
        if told not in self._valid:
            super().validate_cell(cell)
            self._valid.add(told)


class CheckMetadata(NbGraderPreprocessor):  # type: ignore[misc]
    """nbgrader's CheckCellMetadata, by the validator above."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        Validator().validate_nb(notebook)
        return notebook, resources


def save(submission: Any, notebook: NotebookNode, outcome: Outcome, language: str, log: Any = None) -> None:
    """Write the notebook's scores and comments into nbgrader's rows; marks and comments by hand stay as they are."""
    graded = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if utils.is_grade(cell)}
    for grade in submission.grades:
        cell = graded.get(grade.name)
        grade.auto_score = utils.determine_grade(cell, log)[0] if cell is not None else 0.0
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
    results = {e.id: e for e in outcome.report.exercises} if outcome.report else {}
    for said in submission.comments:
        words = comment(results.get(said.name), language) if said.name in results else outcome.refused or None
        said.auto_comment = words
