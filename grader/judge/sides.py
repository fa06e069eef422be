"""Who answers a question: the student's child in the jail, a namespace in this process, or a recording."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import torch

from grader.inside import asking
from grader.judge.report import Finding


@dataclass(frozen=True, kw_only=True)
class Question:
    probe: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    main: str
    seed: int = 0
    device: str = "cpu"

    def to_wire(self) -> dict[str, Any]:
        return {
            "probe": self.probe,
            "args": self.args,
            "kwargs": self.kwargs,
            "seed": self.seed,
            "device": self.device,
            "main": self.main,
        }

    def key(self) -> str:
        """Equal questions have equal keys: the recording is looked up by it."""
        return self._key

    @cached_property
    def _key(self) -> str:
        digest = hashlib.blake2b(digest_size=16)
        plain = _plain([self.args, self.kwargs], digest)
        digest.update(json.dumps([self.probe, self.seed, self.device, self.main, plain], sort_keys=True).encode())
        return digest.hexdigest()


def _plain(value: Any, digest: Any) -> Any:
    """A JSON picture of a nested value; tensor bytes go into the digest."""
    if isinstance(value, torch.Tensor):
        tensor = value.detach().cpu()
        digest.update(
            (tensor.view(torch.int16) if tensor.dtype is torch.bfloat16 else tensor).resolve_conj().resolve_neg().numpy().tobytes()
        )
        return ["tensor", str(tensor.dtype), list(tensor.shape), list(value.stride()), value.requires_grad]
    if isinstance(value, dict):
        return {str(key): _plain(item, digest) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, digest) for item in value]
    return repr(value)


@dataclass(frozen=True)
class Answer:
    """A value, or why there is none: `error` raised by the code, or `lost` (timeout, died, lied, missing)."""

    value: Any = None
    error: Finding | None = None
    lost: Finding | None = None

    @property
    def ok(self) -> bool:
        return self.error is None and self.lost is None

    @property
    def finding(self) -> Finding | None:
        return self.lost or self.error


class Side(Protocol):
    def ask(self, question: Question) -> Answer: ...


@dataclass(frozen=True)
class LocalSide:
    """Trusted code in this process: the reference, a misconception, an accepted alternative."""

    names: Mapping[str, Any]
    probes: Mapping[str, Any]

    def ask(self, question: Question) -> Answer:
        if question.probe not in self.probes:
            raise LookupError(f"no probe “{question.probe}”. There are: {', '.join(sorted(k for k in self.probes if k.islower()))}.")
        grad = torch.is_grad_enabled()
        reply = asking.ask(self.names, self.probes, question.to_wire())
        torch.set_grad_enabled(grad)
        return Answer(value=reply.get("value"), error=reply.get("error"))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One answer on record, and what it was asked for."""

    question: Question
    answer: Answer
    check: str
    kind: str  # of the check: value, property, edge
    comparable: bool  # False for random questions: never used for the diagnosis
    tolerance: Any
    agreed: bool  # with the reference


@dataclass
class Recording:
    entries: list[Entry] = field(default_factory=list)
    _by_key: dict[str, Answer] = field(default_factory=dict)
    _keyed: int = 0

    def note(self, entry: Entry) -> None:
        self.entries.append(entry)

    def answer(self, question: Question) -> Answer | None:
        """The last answer to an equal question. Keys are made when they are first needed: right answers need none."""
        for entry in self.entries[self._keyed :]:
            self._by_key[entry.question.key()] = entry.answer
        self._keyed = len(self.entries)
        return self._by_key.get(question.key())


@dataclass(frozen=True)
class RecordedSide:
    """Give the answers that were given before; what was never asked is lost."""

    recording: Recording

    def ask(self, question: Question) -> Answer:
        return self.recording.answer(question) or Answer(lost={"kind": "missing"})
