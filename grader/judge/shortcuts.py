"""Forbidden shortcuts of a hand-in, by exercise: what the text says, what was called, which operators ran.

A forbidden name in an exercise's own cell bars that exercise. In a cell the student added, or in another exercise's
cell, it bars the exercises that use a name defined there. What a cell calls although it was taken out of the child is flagged the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.judge.candidate import Candidate
from grader.judge.report import Finding
from grader.judge.suite import Task
from grader.notebooks.matching import Plan


@dataclass(frozen=True)
class CellText:
    """What the lint, inside the jail, said about one executed cell."""

    exercise: str | None
    violations: tuple[tuple[str, int], ...]  # (dotted name, line)
    defines: frozenset[str]
    makes: frozenset[str]  # those that it does not merely import
    uses: frozenset[str]


@dataclass(frozen=True)
class Shortcuts:
    cells: tuple[CellText, ...]

    @classmethod
    def of(cls, plan: Plan, reply: Any) -> Shortcuts:
        """Read the lint's reply; whatever it leaves out is empty."""
        by_cell: dict[int, list[tuple[str, int]]] = {}
        for violation in reply.get("violations", [])[:1000]:
            by_cell.setdefault(int(violation["cell"]), []).append((str(violation["name"])[:120], int(violation.get("line") or 0)))
        names = reply.get("names", [])
        cells = []
        for i, cell in enumerate(plan.cells):
            told = names[i] if i < len(names) else {}
            cells.append(
                CellText(
                    cell.exercise,
                    tuple(by_cell.get(i, ())),
                    frozenset(map(str, told.get("defines", ()))),
                    frozenset(map(str, told.get("makes", ()))),
                    frozenset(map(str, told.get("uses", ()))),
                )
            )
        return cls(tuple(cells))

    def flags(self, task: Task, candidate: Candidate) -> tuple[Finding, ...]:
        """Flags that bar this exercise; none means that nothing forbidden was found."""
        bans = task.bans
        found: dict[str, Finding] = {}
        for i in self._cells_of(task):
            for name, line in self.cells[i].violations:
                if bans.forbids(name):
                    found.setdefault(name, {"kind": "forbidden", "name": name, "line": line, "how": "text"})
            for name in candidate.blocked.get(i, ()):
                if bans.forbids(name):
                    found.setdefault(name, {"kind": "forbidden", "name": name, "how": "called"})
        for name in sorted(candidate.knocked.get(task.id, ())):
            if bans.forbids(name):
                found.setdefault(name, {"kind": "forbidden", "name": name, "how": "called"})
        for op in sorted(candidate.ops.get(task.id, ())):
            if bans.forbids_op(op):
                found.setdefault(op, {"kind": "forbidden", "name": f"aten::{op}", "how": "operator"})
        return tuple(found.values())

    def _cells_of(self, task: Task) -> list[int]:
        """The exercise's cells and, step by step, every cell that defines a name they use: also another exercise's, unless it is a need."""
        needs = set(task.data.get("needs", ()))

        def gives(cell: CellText) -> frozenset[str]:
            if cell.exercise in (None, task.id):
                return cell.defines
            return frozenset() if cell.exercise in needs else cell.makes

        chosen = {i for i, cell in enumerate(self.cells) if cell.exercise == task.id}
        while True:
            used = frozenset().union(*(self.cells[i].uses for i in chosen)) if chosen else frozenset()
            more = {i for i, cell in enumerate(self.cells) if i not in chosen and gives(cell) & used}
            if not more:
                return sorted(chosen)
            chosen |= more
