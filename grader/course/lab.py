"""An assignment as the cells of its notebook, in order: the one place that says which cells there are and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from grader.course.cells import skeleton
from grader.course.model import Assignment, Exercise, Limits
from grader.course.opening import opening_cell

LabRole = Literal["intro", "setup", "statement", "given", "answer", "example", "plot"]
_EXECUTED = ("setup", "given", "answer")

_BANS = {
    "F-OPT": ("the ready-made optimizers of `torch.optim`", "`torch.optim`의 완성된 옵티마이저"),
    "F-SCH": ("`torch.optim.lr_scheduler`", "`torch.optim.lr_scheduler`"),
    "F-LOSS": ("ready-made losses, softmax and sigmoid", "완성된 손실 함수, 소프트맥스, 시그모이드"),
    "F-DROP": ("ready-made dropout", "완성된 드롭아웃"),
    "F-NORM": ("ready-made normalisation layers", "완성된 정규화 계층"),
    "F-RNN": ("ready-made recurrent layers and gradient clipping", "완성된 순환 계층과 기울기 클리핑"),
    "F-BWD": ("autograd", "자동 미분"),
    "F-ATT": ("ready-made attention", "완성된 어텐션"),
}


@dataclass(frozen=True, kw_only=True)
class LabCell:
    id: str
    role: LabRole
    exercise: str | None
    source: str  # with the solution
    points: float = 0.0  # of the example cell: nbgrader's gradebook has one graded cell per exercise

    @property
    def type(self) -> str:
        return "markdown" if self.role in ("intro", "statement") else "code"

    @property
    def locked(self) -> bool:
        return self.role in ("intro", "setup", "statement", "example")

    @property
    def executed(self) -> bool:
        return self.role in _EXECUTED

    @property
    def released(self) -> str:
        return skeleton(self.source) if self.role == "answer" else self.source

    def to_manifest(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "role": self.role,
            "type": self.type,
            "exercise": self.exercise,
            "source": self.released,
            "locked": self.locked,
            "executed": self.executed,
        }


def lab_cells(assignment: Assignment, language: str) -> list[LabCell]:
    """The cells of the notebook in one language: the same ids in each."""
    intro = f"# {assignment.title[language]}\n\n{assignment.intro[language]}"
    cells = [
        LabCell(id="intro", role="intro", exercise=None, source=intro),
        LabCell(id="setup", role="setup", exercise=None, source=opening_cell(language)),
    ]
    for number, exercise in enumerate(assignment.exercises, start=1):
        cells.extend(_exercise_cells(exercise, number, exercise.limits or assignment.limits, language))
    return cells


def _exercise_cells(exercise: Exercise, number: int, limits: Limits, language: str) -> list[LabCell]:
    id = exercise.id
    cells = [LabCell(id=f"{id}-statement", role="statement", exercise=id, source=statement(exercise, number, limits, language))]
    given = [cell.source for cell in exercise.cells if cell.role == "given"]
    plots = [cell.source for cell in exercise.cells if cell.role == "plot"]
    example = exercise.cell("example")
    assert example is not None
    cells += [LabCell(id=_numbered(f"{id}-given", i), role="given", exercise=id, source=s) for i, s in enumerate(given)]
    cells.append(LabCell(id=id, role="answer", exercise=id, source=exercise.answer.source))
    cells.append(LabCell(id=f"{id}-example", role="example", exercise=id, source=example.source, points=exercise.points))
    cells += [LabCell(id=_numbered(f"{id}-plot", i), role="plot", exercise=id, source=s) for i, s in enumerate(plots)]
    return cells


def _numbered(id: str, i: int) -> str:
    return id if i == 0 else f"{id}-{i + 1}"


def statement(exercise: Exercise, number: int, limits: Limits, language: str) -> str:
    """Heading, text, and one small line with budgets and what is not allowed."""
    points = f"{exercise.points:g}"
    extension = exercise.kind == "extension"
    if language == "ko":
        worth = f"{points}점, 선택" if extension else f"{points}점"
    else:
        worth = f"{points} point{'' if exercise.points == 1 else 's'}" + (", optional" if extension else "")
    return (
        f"## {number}. {exercise.title[language]} ({worth})\n\n{exercise.statement[language]}\n\n{small_print(exercise, limits, language)}"
    )


def small_print(exercise: Exercise, limits: Limits, language: str) -> str:
    korean = language == "ko"
    banned = [_BANS[e][korean] if e in _BANS else f"`{e.removeprefix('aten:')}`" for e in exercise.ban if e != "F-ALL"]
    budget = (
        f"시간 {limits.exercise_s:g}초 · 메모리 {limits.memory_mb} MB"
        if korean
        else f"Time {limits.exercise_s:g} s · memory {limits.memory_mb} MB"
    )
    label = "쓸 수 없는 것" if korean else "not allowed"
    forbidden = f" · {label}: {', '.join(banned)}" if banned else ""
    return f"<sub>{budget}{forbidden}</sub>"
