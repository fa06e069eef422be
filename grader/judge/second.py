"""The second pass: the same checks with the student's tensors on a GPU. It fills a column of the report; the mark is the CPU's.

Theory of operation. The cells run again in a child of another jail (`grader.sandbox.gpu`), which makes its CUDA context before any student code has run:
if that fails it is our fault. The reference answers on the CPU, as it always does. What a right answer looks like on a GPU is learned once for each
exercise from the reference itself, on the GPU, in this process: checks that it does not pass there (numbers from another random generator) say nothing
about a student and are left out; and where its answer lies on the GPU, a student's must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from grader.errors import SandboxError
from grader.judge.candidate import Candidate
from grader.judge.compare import Path
from grader.judge.report import Finding
from grader.judge.session import Session
from grader.judge.sides import Answer, LocalSide, Question
from grader.judge.sitting import CheckRun, Sitting
from grader.judge.suite import Task
from grader.sandbox import ChildDied, ChildLied, ChildTimeout, Jail

CONTEXT_S = 30.0
ROOM_BYTES = 2 << 30  # with less than this free once our own child is gone, somebody else fills the card
NOT_RUN = "not run"
Place = tuple[str, ...]  # where in an answer: the probe, then the names on the way


@dataclass(frozen=True)
class Column:
    """One exercise's outcome on the GPU."""

    status: str
    finding: Finding | None = None


@dataclass
class Gpu:
    """The GPU of a judge, its jail started when it is first asked for. `name` is torch's for the device."""

    start: Callable[[], Jail]
    why_not: Callable[[], str]
    free_bytes: Callable[[], int]
    name: str = "cuda"
    _jail: Jail | None = None
    _known: dict[str, Known] = field(default_factory=dict)

    @classmethod
    def of_this_machine(cls, tier: str | None, *, allow_unsafe: bool = False) -> Gpu:
        def why_not() -> str:
            return "" if torch.cuda.is_available() else "torch sees no CUDA device here"

        return cls(
            start=lambda: Jail(tier, allow_unsafe=allow_unsafe, with_gpu=True),
            why_not=why_not,
            free_bytes=lambda: int(torch.cuda.mem_get_info()[0]),
        )

    @property
    def jail(self) -> Jail:
        if self._jail is None:
            self._jail = self.start()
        return self._jail

    def close(self) -> None:
        if self._jail is not None:
            self._jail.close()
            self._jail = None

    def known(self, session: Session, task: Task) -> Known:
        """What the reference does there, found out once."""
        key = f"{task.suite.digest}/{task.id}"
        if key not in self._known:
            self._known[key] = Known.learn(session, task, self.name)
        return self._known[key]


@dataclass(frozen=True)
class Known:
    """Checks that the reference passes on the device, and where its answers lie."""

    checks: frozenset[str]
    places: dict[Place, frozenset[str]]

    @classmethod
    def learn(cls, session: Session, task: Task, device: str) -> Known:
        side = ReferenceThere(task)
        sitting = Sitting(task, side, device=device, replaying=True)
        runs = session.sit(sitting, session.checks(task))
        passed = frozenset(run.id for run in runs if run.raised is None and not run.findings)
        return cls(passed, {place: frozenset(kinds) for place, kinds in side.places.items()})

    def misplaced(self, question: Question, value: Any) -> Finding | None:
        """The first tensor that lies elsewhere than the reference's."""
        for path, tensor in tensors(value, ()):
            allowed = self.places.get(place_of(question.probe, path))
            got = kind_of(tensor)
            if allowed and got not in allowed:
                return {"kind": "device", "path": list(path), "got": got, "want": min(allowed)}
        return None


@dataclass(frozen=True)
class ReferenceThere:
    """The reference in the student's place, on the device; its answers come back on the CPU, as a child's do."""

    task: Task
    places: dict[Place, set[str]] = field(default_factory=dict)

    def ask(self, question: Question) -> Answer:
        answer = LocalSide(self.task.reference_names, self.task.probes).ask(question)
        for path, tensor in tensors(answer.value, ()):
            self.places.setdefault(place_of(question.probe, path), set()).add(kind_of(tensor))
        return replace(answer, value=on_cpu(answer.value))


@dataclass(frozen=True)
class SideThere:
    """The student's side on the device: an answer that lies in the wrong place, or mixes places, is told as that."""

    candidate: Candidate
    task: Task
    known: Known

    def ask(self, question: Question) -> Answer:
        return self.begin(question)()

    def begin(self, question: Question) -> Callable[[], Answer]:
        finish = self.candidate.begin(self.task, question)
        return lambda: self.looked_at(question, finish())

    def looked_at(self, question: Question, answer: Answer) -> Answer:
        if answer.error is not None and "same device" in str(answer.error.get("text", "")):
            return replace(answer, error={**answer.error, "kind": "mixed_devices"})
        if answer.ok and (finding := self.known.misplaced(question, answer.value)) is not None:
            return Answer(error=finding)
        return answer


def second_pass(
    session: Session, gpu: Gpu, candidate: Candidate, written: Callable[[str], bool], *, secret: bytes, code: str
) -> dict[str, Column]:
    """Run the cells and the checks once more, there. Whatever goes wrong with the card is our fault, and costs nobody anything."""
    if gpu.why_not():
        return {task.id: Column(NOT_RUN) for task in candidate.tasks}
    try:
        return _run_there(session, gpu, candidate, written, secret, code)
    except (SandboxError, ChildDied, ChildTimeout, ChildLied) as fault:
        return {task.id: Column("grader_fault", {"kind": "gpu_fault", "how": str(fault)[:200]}) for task in candidate.tasks}


def _run_there(
    session: Session, gpu: Gpu, candidate: Candidate, written: Callable[[str], bool], secret: bytes, code: str
) -> dict[str, Column]:
    there = Candidate(gpu.jail, candidate.cells, candidate.tasks, candidate.bans, candidate.budget)
    child = there.jail.fork(memory_mb=there.budget.memory_mb)
    try:
        child.call("context", {"device": gpu.name}, seconds=CONTEXT_S)
        there.adopt(child)
        return {task.id: _column(session, gpu, there, task, written(task.id), secret, code) for task in there.tasks}
    finally:
        child.close()
        there.close()


def _column(session: Session, gpu: Gpu, there: Candidate, task: Task, written: bool, secret: bytes, code: str) -> Column:
    if not written:
        return Column("not_attempted")
    known = gpu.known(session, task)
    checks = [check for check in session.checks(task) if check.id in known.checks]
    if not checks:
        return Column(NOT_RUN)
    sitting = Sitting(task, SideThere(there, task, known), secret=secret, code=code, device=gpu.name)
    runs = session.sit(sitting, checks)
    findings = [finding for run in runs if (finding := _finding(run)) is not None]
    if not findings or any(_all_pass(session.sit(sitting.replay(task.side(v.names)), checks)) for v in task.variants.also):
        return Column("passed")
    if any(_out_of_memory(finding) for finding in findings) and gpu.free_bytes() < ROOM_BYTES:
        return Column("grader_fault", {"kind": "gpu_fault", "how": "the memory of the card is full"})
    return Column("partial" if len(findings) < len(runs) else "failed", findings[0])


def _all_pass(runs: Sequence[CheckRun]) -> bool:
    return all(_finding(run) is None for run in runs)


def _finding(run: CheckRun) -> Finding | None:
    """What a check found; the reference passes it there, so whatever was raised is the answer's doing."""
    if run.findings:
        return run.findings[0]
    return None if run.raised is None else {"kind": "unreadable"}


def _out_of_memory(finding: Finding) -> bool:
    return finding.get("type") == "OutOfMemoryError" or "out of memory" in str(finding.get("text", ""))


def place_of(probe: str, path: Path) -> Place:
    """Where a tensor stands, whatever the number of its step or parameter."""
    return (probe, *(part for part in path if isinstance(part, str)))


def kind_of(tensor: torch.Tensor) -> str:
    """The kind of device a tensor lies on, or lay on before it crossed the wire."""
    return str(getattr(tensor, "allclose_device", tensor.device)).partition(":")[0]


def tensors(value: Any, path: Path) -> Iterator[tuple[Path, torch.Tensor]]:
    if isinstance(value, torch.Tensor):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from tensors(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from tensors(item, (*path, i))


def on_cpu(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.detach().cpu().requires_grad_(value.requires_grad)
    if isinstance(value, dict):
        return {key: on_cpu(item) for key, item in value.items()}
    return type(value)(map(on_cpu, value)) if isinstance(value, (list, tuple)) else value
