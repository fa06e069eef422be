"""One exercise of one hand-in being checked: who answers, which check is running, what was found.

Theory of operation: a check asks questions. `agree` compares the student's answer with the oracle's (the reference, or
an accepted convention) and notes a difference without stopping, so that every answer gets on record; the check fails
at its end. Whatever else a check raises is first taken for the answer's doing only if the same check runs through with
the reference in the student's place; otherwise the suite is at fault and nobody loses points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from grader.checks import Tools
from grader.judge.compare import Comparison, UngradableReference, form_of
from grader.judge.draw import Draw, seed_for
from grader.judge.report import Finding, Text
from grader.judge.sides import Answer, Entry, Question, RecordedSide, Recording, Side
from grader.judge.suite import Task
from grader.judge.tolerance import Tolerance, within

MAX_FORMS = 256  # of answers to random questions, remembered per exercise


class CheckFailed(Exception):
    """The check is over; its findings are in the run."""


class SuiteFault(Exception):
    """The suite itself is at fault: its reference failed, or a check asks for something that is not there."""


@dataclass
class CheckRun:
    """One check while it runs."""

    id: str
    kind: str
    worth: float
    title: Text
    public: bool = False
    tags: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    raised: BaseException | None = None
    oracle: list[tuple[Question, Answer]] = field(default_factory=list)  # what the oracle said during this check

    def fail(self, finding: Finding) -> None:
        self.findings.append(finding)


@dataclass
class Sitting:
    task: Task
    student: Side
    secret: bytes = b"practice"
    code: str = ""  # digest of the executed code
    device: str = "cpu"
    oracle: Side | None = None  # the reference unless told
    recording: Recording = field(default_factory=Recording)
    oracle_answers: dict[str, Answer] | None = None  # kept over many sittings of the same code; else for one check
    run: CheckRun = field(default_factory=lambda: CheckRun("", "value", 0.0, {}))
    replaying: bool = False

    def replay(self, oracle: Side) -> Sitting:
        """The same checks on the answers given, against another oracle. No child is needed."""
        return replace(self, student=RecordedSide(self.recording), oracle=oracle, oracle_answers=None, replaying=True)

    def with_innocent(self) -> Sitting:
        """The same checks with the reference in the student's place."""
        return replace(self, student=self.task.reference, recording=Recording(), replaying=True)

    def draw(self) -> Draw:
        return Draw(seed_for(self.secret, self.task.id, self.code, self.run.id))

    def tools(self) -> Tools:
        return Tools(Agree(self), Ask(self), self.reference, self.expect, self.draw(), self.device)

    def question(self, probe: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Question:
        seed = seed_for(self.secret, self.task.id, self.code, self.run.id, probe)
        return Question(probe=probe, args=args, kwargs=kwargs, main=self.task.main, seed=seed, device=self.device)

    def oracle_says(self, question: Question) -> Answer:
        """The oracle's answer, asked on the CPU (the reference decides there) and remembered."""
        if self.oracle_answers is None:
            for asked, answer in self.run.oracle:
                if asked.probe == question.probe and asked.key() == question.key():
                    return answer
            self.run.oracle.append((question, self._ask_oracle(question)))
            return self.run.oracle[-1][1]
        key = question.key()
        if key not in self.oracle_answers:
            self.oracle_answers[key] = self._ask_oracle(question)
        return self.oracle_answers[key]

    def _ask_oracle(self, question: Question) -> Answer:
        return (self.oracle or self.task.reference).ask(question if question.device == "cpu" else replace(question, device="cpu"))

    def wanted(self, question: Question) -> Any:
        answer = self.oracle_says(question)
        if not answer.ok:
            if self.oracle is not None:  # an alternative that cannot answer is no alternative here
                raise CheckFailed
            raise SuiteFault(f"the reference cannot answer “{question.probe}”: {answer.finding}")
        return answer.value

    def reference(self, probe: str, *args: Any, **kwargs: Any) -> Any:
        return self.wanted(self.question(probe, args, kwargs))

    def expect(self, condition: object, sentence: str) -> None:
        """Fail the check with this sentence unless the condition holds."""
        if not condition:
            self.run.fail({"kind": "sentence", "text": self.task.text("sentences", sentence, sentence)})

    def answered(self, question: Question, comparison: Comparison, *, comparable: bool) -> Answer:
        """Ask the student, compare, put it on record. Stops the check if there is no value."""
        answer, want = self._both(question, self._standard(question, comparison, comparable))
        finding = answer.finding or self._difference(question, comparison, answer.value, want)
        if not self.replaying:
            self.recording.note(
                Entry(
                    question=question,
                    answer=answer,
                    check=self.run.id,
                    kind=self.run.kind,
                    comparable=comparable,
                    tolerance=comparison.tolerance,
                    agreed=finding is None,
                )
            )
        if finding is not None:
            self.run.fail(finding)
        if not answer.ok or (finding is not None and comparison.structure_only):
            raise CheckFailed
        return answer

    def _standard(self, question: Question, comparison: Comparison, comparable: bool) -> Callable[[], Any]:
        """How to get what the answer is compared with: nothing, the form alone, or the oracle's answer."""
        if isinstance(comparison, _AnyForm):
            return _nothing
        only_form = comparison.structure_only and not comparable and self.oracle is None
        return partial(self._form if only_form else self.wanted, question)

    def _form(self, question: Question) -> Any:
        """The form of the reference's answer to a random question: the same in every draw, so it is asked for once."""
        key = replace(question, seed=0, device="cpu").key()
        if key not in self.task.forms:
            if len(self.task.forms) >= MAX_FORMS:
                self.task.forms.clear()
            self.task.forms[key] = form_of(self.wanted(question))
        return self.task.forms[key]

    def _both(self, question: Question, standard: Callable[[], Any]) -> tuple[Answer, Any]:
        """The student's answer and the oracle's value. The child works on its answer while the oracle is asked here."""
        if getattr(self.student, "is_silent", False):
            return self.student.ask(question), None
        begin: Callable[[Question], Callable[[], Answer]] = getattr(self.student, "begin", None) or partial(partial, self.student.ask)
        answer = begin(question)
        try:
            want = standard()
        except BaseException:
            answer()  # the next question may only be put when this one is answered
            raise
        return answer(), want

    def _difference(self, question: Question, comparison: Comparison, got: Any, want: Any) -> Finding | None:
        if comparison.at_a_glance(got, want):
            return None
        try:
            return comparison.difference(got, want, exact_values=self._in_float64(question, want))
        except UngradableReference as error:
            if self.oracle is not None:
                return {"kind": "not_finite", "path": []}
            raise SuiteFault(str(error)) from error

    def _in_float64(self, question: Question, want: Any) -> Any:
        """For half precision the truth is the reference in float64 on the rounded inputs."""
        if not _has_half(want) or not _has_half([question.args, question.kwargs]):
            return None
        precise = replace(question, args=_widened(question.args), kwargs=_widened(question.kwargs))
        return self.oracle_says(precise).value


def _has_half(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_half, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_has_half, value))
    return hasattr(value, "dtype") and value.dtype.is_floating_point and value.element_size() == 2


def _widened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _widened(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_widened, value))
    return value.detach().double().requires_grad_(value.requires_grad) if _has_half(value) else value


@dataclass(frozen=True)
class Agree:
    """Ask both sides the same question and compare. Returns the student's answer."""

    sitting: Sitting
    tolerance: Tolerance | None = None

    def within(self, profile: str | None = None, *, rtol: float | None = None, atol: float | None = None) -> Agree:
        return replace(self, tolerance=within(profile, rtol=rtol, atol=atol))

    def __call__(self, probe: str, *args: Any, **kwargs: Any) -> Any:
        sitting = self.sitting
        comparison = Comparison(tolerance=self.tolerance or sitting.task.tolerance, reveal=sitting.run.public)
        return sitting.answered(sitting.question(probe, args, kwargs), comparison, comparable=True).value


@dataclass(frozen=True)
class Ask:
    """Ask the student only. The form of the answer must be the reference's, so that checks can rely on it."""

    sitting: Sitting
    any_form: bool = False
    is_random: bool = False

    @property
    def loose(self) -> Ask:
        return replace(self, any_form=True)

    @property
    def random(self) -> Ask:
        """For answers that depend on the student's own random draws: never used for the diagnosis."""
        return replace(self, is_random=True)

    def __call__(self, probe: str, *args: Any, **kwargs: Any) -> Any:
        sitting = self.sitting
        question = sitting.question(probe, args, kwargs)
        comparison: Comparison = Comparison(tolerance=sitting.task.tolerance, structure_only=True)
        if self.any_form:
            comparison = _AnyForm(tolerance=sitting.task.tolerance, structure_only=True)
        return sitting.answered(question, comparison, comparable=not self.is_random).value


class _AnyForm(Comparison):
    """What any answer meets. The oracle need not be asked."""

    def at_a_glance(self, got: Any, want: Any) -> bool | None:
        return True


def _nothing() -> None:
    return None


Progress = Callable[[str], None]
