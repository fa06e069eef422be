"""One hand-in in the jail: its cells run in a child, and when a child dies, in the next one.

One crash, hang or kill costs the exercise it happened in: the cell during which a child dies is charged to its exercise,
and the next child runs all cells but that one. There is at most one more child per exercise, and one wall budget per hand-in.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from grader.errors import SandboxError
from grader.judge import lanes
from grader.judge.report import Finding
from grader.judge.sides import Answer, Question
from grader.judge.suite import Task
from grader.sandbox import Child, ChildDied, ChildLied, ChildTimeout, Jail

MAX_TEXT = 4 * 1024 * 1024  # JSON of one answer; tensors travel beside it
MAX_HELD = 128 * 1024 * 1024  # answers on record, per exercise
_REPORTABLE = ("error", "missing_name", "unsupported")
TOGETHER = lanes.WIDTH // 2  # questions in a frame; as many more are being answered meanwhile
STARVED = 0.5  # a child that got less than this share of the wall time as CPU may have been starved: it is retried once


@dataclass(frozen=True, kw_only=True)
class Budget:
    cell_s: float = 10.0
    exercise_s: float = 20.0
    handin_s: float = 60.0
    memory_mb: int = 1024


@dataclass(frozen=True)
class ExecutedCell:
    exercise: str | None
    source: str


def code_digest(cells: Sequence[ExecutedCell]) -> str:
    """Digest of exactly what is executed, in order."""
    return hashlib.sha256(json.dumps([cell.source for cell in cells]).encode()).hexdigest()


@dataclass(eq=False)
class _Asked:
    """A question on its way."""

    task: Task
    question: Question
    child: Child | None = None  # who was asked


@dataclass
class Candidate:
    jail: Jail
    cells: Sequence[ExecutedCell]
    tasks: Sequence[Task]
    bans: dict[str, Any]
    budget: Budget
    child: Child | None = None
    children: int = 0
    charged: dict[int, Finding] = field(default_factory=dict)  # cells that killed a child
    errors: dict[int, Finding] = field(default_factory=dict)  # cells that raised
    spent: dict[str, float] = field(default_factory=dict)  # seconds of waiting for answers, per exercise
    lost: dict[str, Finding] = field(default_factory=dict)  # exercises that killed a child while answering
    retried: set[str] = field(default_factory=set)
    ended_from_outside: set[str] = field(default_factory=set)  # exercises and cells whose child was killed by the machine, once
    ops: dict[str, set[str]] = field(default_factory=dict)  # forbidden aten ops seen, per exercise
    blocked: dict[int, list[str]] = field(default_factory=dict)  # forbidden names that a cell called
    knocked: dict[str, set[str]] = field(default_factory=dict)  # forbidden names called while answering, per exercise
    held_bytes: dict[str, int] = field(default_factory=dict)  # what the answers on record take, per exercise
    started: float = field(default_factory=time.monotonic)
    _unsent: list[_Asked] = field(default_factory=list)

    @property
    def left_s(self) -> float:
        return self.budget.handin_s - (time.monotonic() - self.started)

    def adopt(self, child: Child, fitted: dict[str, Any] | None = None) -> None:
        """Go on with the child that read the notebook: no student code has run in it. `fitted`: what it was equipped with ahead."""
        self.child = child
        self.children = 1
        self._prepare(child, fitted)

    def close(self) -> None:
        self._unsent = []
        if self.child is not None:
            self.child.close()
            self.child = None

    def _fresh(self) -> Child | None:
        """A child in which every cell has run, or None when there may be no more of them."""
        while self.child is None:
            if self.children > len(self.tasks) + 1 or self.left_s <= 0:
                return None
            self.children += 1
            child = self.jail.fork(memory_mb=self.budget.memory_mb)
            self.child = child
            self._prepare(child)
        return self.child

    def _prepare(self, child: Child, fitted: dict[str, Any] | None = None) -> None:
        if fitted is None:
            self._equip(child)
        for i, cell in enumerate(self.cells):
            if i in self.charged:
                continue
            try:
                reply = child.call("cell", {"source": cell.source, "index": i}, seconds=min(self.budget.cell_s, max(self.left_s, 0.1)))
            except (ChildTimeout, ChildDied, ChildLied) as death:
                self.close()
                if not self._spared(death, f"cell {i}"):
                    self.charged[i] = finding_of(death, self.budget.cell_s)
                return
            self._note_cell(i, reply)

    def _equip(self, child: Child) -> None:
        """Bans and probes go in before any student code runs: what fails here is ours."""
        try:
            child.call("equip", self.equipment, seconds=self.budget.cell_s)
        except (ChildTimeout, ChildDied, ChildLied) as death:
            raise SandboxError(f"a child could not be prepared: {death}") from death

    @cached_property
    def equipment(self) -> dict[str, Any]:
        """Bans and probes, each text once: the same for every hand-in of these exercises."""
        texts = list(dict.fromkeys(text for task in self.tasks for text in task.probe_texts))
        probes = [(task.id, [texts.index(text) for text in task.probe_texts]) for task in self.tasks]
        return {"bans": self.bans, "seed": 0, "texts": texts, "probes": probes}

    def _note_cell(self, i: int, reply: Any) -> None:
        if not isinstance(reply, dict):
            return
        self.errors.pop(i, None)
        if isinstance(reply.get("error"), dict):
            self.errors[i] = plain_finding(reply["error"])
        self.blocked[i] = _names(reply.get("blocked"))

    def ask(self, task: Task, question: Question) -> Answer:
        """Ask the child; what cannot be answered in time, or at all, is lost."""
        return self.begin(task, question)()

    def begin(self, task: Task, question: Question) -> Callable[[], Answer]:
        """Send the question; the child works on it until the answer is called for."""
        if question.probe not in task.probes:  # the suite's mistake: said here, so that no child's word decides whose it is
            raise LookupError(f"no probe “{question.probe}” for {task.id}")
        if task.id in self.lost:
            return partial(Answer, lost=self.lost[task.id])
        if self._fresh() is None:
            return partial(Answer, lost={"kind": "budget", "seconds": self.budget.handin_s})
        asked = _Asked(task, question)
        self._unsent.append(asked)
        if len(self._unsent) == TOGETHER or not lanes.are_open():
            self._send()
        return partial(self._finish, asked)

    def _send(self) -> None:
        """Send what was put and not yet sent, in one frame."""
        together, self._unsent = self._unsent, []
        child = self.child
        if child is None:
            return
        questions = [asked.question.to_wire() | {"task": asked.task.id} for asked in together]
        with contextlib.suppress(ChildTimeout, ChildDied, ChildLied):  # whoever takes the first answer that is missing is told
            child.post_each("ask", [{"question": question} for question in questions], seconds=self._seconds(together[0].task))
        for asked in together:
            asked.child = child

    def _finish(self, asked: _Asked) -> Answer:
        lanes.wait()
        if asked in self._unsent:
            self._send()
        child, task = asked.child, asked.task
        if child is None or child is not self.child:  # it died over an earlier question
            return self.ask(task, asked.question)
        begun = time.monotonic()
        try:
            reply = child.take(seconds=self._seconds(task), max_text=MAX_TEXT)
        except (ChildTimeout, ChildDied, ChildLied) as death:
            return self._died(task, asked.question, death, child)
        self.spent[task.id] = self.spent.get(task.id, 0.0) + time.monotonic() - begun
        return self._answer(task, reply, child.weight)

    def _seconds(self, task: Task) -> float:
        """How long the child may still work on this exercise."""
        return max(min(self.budget.exercise_s - self.spent.get(task.id, 0.0), max(self.left_s, 0.1)), 0.05)

    def _died(self, task: Task, question: Question, death: Exception, child: Child) -> Answer:
        """Charge the exercise; a child that the machine starved gets one second try, alone."""
        if self._spared(death, task.id):
            self.close()
            return self.ask(task, question)
        starved = isinstance(death, ChildTimeout) and child.cpu_s < STARVED * self.budget.exercise_s
        self.close()
        if starved and task.id not in self.retried and self.left_s > self.budget.exercise_s:
            self.retried.add(task.id)
            return self.ask(task, question)
        self.lost[task.id] = finding_of(death, self.budget.exercise_s)
        return Answer(lost=self.lost[task.id])

    def _spared(self, death: Exception, what: str) -> bool:
        """Was the child ended from outside? Then once more; what ends a second time in the same place is charged to it.

        Student code cannot send SIGKILL, and memory over the limit is a MemoryError: it was the machine, or somebody at it.
        """
        if not from_outside(death):
            return False
        if what in self.ended_from_outside:
            if isinstance(death, ChildDied) and death.cause == "jail":
                raise SandboxError("the jail ended twice during one hand-in")
            return False
        self.ended_from_outside.add(what)
        self.children -= 1
        return True

    def _answer(self, task: Task, reply: Any, weight: int) -> Answer:
        if not isinstance(reply, dict):
            return Answer(error={"kind": "unreadable"})
        for seen, told in ((self.ops, reply.get("ops")), (self.knocked, reply.get("blocked"))):
            if told:
                seen.setdefault(task.id, set()).update(_names(told))
        if isinstance(reply.get("error"), dict):
            return Answer(error=plain_finding(reply["error"]))
        if "value" not in reply:
            return Answer(error={"kind": "unreadable"})
        self.held_bytes[task.id] = self.held_bytes.get(task.id, 0) + weight
        if self.held_bytes[task.id] > MAX_HELD:
            return Answer(error={"kind": "unreadable"})  # answers are kept for the diagnosis: they may not fill our memory
        return Answer(value=reply["value"])


def from_outside(death: Exception) -> bool:
    """Did something other than the student's code end this child: a killed zygote, a SIGKILL from the machine?"""
    return isinstance(death, ChildDied) and death.cause in ("jail", "memory")


def plain_finding(data: dict[Any, Any]) -> Finding:
    """What a child says about an error, reduced to short plain values of the kinds that a child may report.

    Other kinds are ours to give: one that says “suite_fault” would take its check out of the total.
    """
    kept: Finding = {"kind": data.get("kind") if data.get("kind") in _REPORTABLE else "error"}
    kept |= {key: str(data[key])[:300] for key in ("type", "text", "function", "name") if type(data.get(key)) is str}
    if type(data.get("line")) is int and 0 <= data["line"] < 1_000_000:
        kept["line"] = data["line"]
    return {**kept, "name": ""} if kept["kind"] == "missing_name" and "name" not in kept else kept


def _names(told: Any) -> list[str]:
    """Names that a child reports, as short text."""
    return [name[:100] for name in list(told)[:200] if type(name) is str] if isinstance(told, (list, dict)) else []


def finding_of(death: Exception, seconds: float) -> Finding:
    if isinstance(death, ChildTimeout):
        return {"kind": "timeout", "seconds": seconds}
    if isinstance(death, ChildDied):
        return {"kind": "died", "how": str(death)[:100]}
    if isinstance(death, ChildLied):
        return {"kind": "lied", "how": str(death)[:100]}
    raise SandboxError(str(death))


@dataclass(frozen=True)
class JailSide:
    """The student's side of one exercise."""

    candidate: Candidate
    task: Task

    def ask(self, question: Question) -> Answer:
        return self.candidate.ask(self.task, question)

    def begin(self, question: Question) -> Callable[[], Answer]:
        return self.candidate.begin(self.task, question)


class NothingWritten:
    """The side of an exercise whose skeleton was handed in untouched. What is right does not matter to it."""

    is_silent = True

    def ask(self, question: Question) -> Answer:
        return Answer(error={"kind": "error", "type": "NotImplementedError", "text": ""})
