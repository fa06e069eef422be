"""The child: answers one judge about one hand-in, one operation at a time, then dies.

Before `cell` no student code has run; after it nothing this process says is believed, only compared.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from typing import Any

import torch

from grader.inside import absent, asking, cells, lint, operators, reading, wire
from grader.inside.tensors import Unsupported

Value = dict[str, Any]


class Life:
    """What a child remembers between operations."""

    def __init__(self) -> None:
        self.student = cells.Cells()
        self.probes: dict[str, dict[str, Any]] = {}
        self.library = absent.Library()
        self.watch = operators.Watch(cells.STUDENT_FILE, cells.PROBE_FILE)

    def read(self, value: Value) -> Any:
        return reading.read(value["data"], value.get("caps"))

    def lint(self, value: Value) -> Any:
        return lint.lint(value["cells"], value["bans"], value.get("imports_allowed"))

    def prepare(self, value: Value) -> Any:
        bans = value.get("bans") or {}
        self.library.remove(bans.get("absent", bans.get("names", ())), modules=bans.get("modules", ()))
        self.watch.look_for(bans.get("ops", ()))
        self.student.allow_imports(value.get("imports_allowed"))
        asking.reset(int(value.get("seed") or 0))
        absent.forget_ours()
        return {"ok": True, "absent": self.library.count}

    def context(self, value: Value) -> Any:
        """Make this child's own context on a device, and use it once. Nothing of a student has run."""
        return {"ok": float(torch.zeros(1, device=value["device"]).add_(1).item()) == 1.0}

    def cell(self, value: Value) -> Any:
        before = len(self.library.called)
        answer = self.student.run(value["source"], int(value["index"]))
        blocked = sorted(set(self.library.called[before:]))
        return {**answer, "blocked": blocked} if blocked else answer

    def equip(self, value: Value) -> Any:
        """All that is ours and goes in before student code: the bans, then the probes of every exercise. Each text comes once."""
        ready = self.prepare(value)
        for name, places in value["probes"]:
            for place in places:
                self.run_probes({"name": name, "source": value["texts"][place]})
        return ready

    def run_probes(self, value: Value) -> Any:
        name = value["name"]
        if name not in self.probes:
            self.probes[name] = {"__name__": "probes", **self.library.view()}
            self.library.probe_names.append(self.probes[name])
        names = self.probes[name]
        cells.run_probes(value["source"], names)
        return {"ok": True, "names": sorted(k for k in names if not k.startswith("_"))[:500]}

    def ask(self, value: Value) -> Any:
        question = value["question"]
        probes = self.probes.get(question.get("task", ""), {}) if "task" in question else _merged(self.probes)
        if question["probe"] not in probes:
            return {"broken": f"no probe “{question['probe']}”"}
        before = len(self.library.called)
        asking.leave_modes()
        self.watch.take()
        answer = asking.ask(self.student.names, probes, question)
        for key, noted in (("blocked", sorted(set(self.library.called[before:]))), ("ops", self.watch.take())):
            if noted:
                answer[key] = noted
        return answer


def _merged(probes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {name: value for table in probes.values() for name, value in table.items()}


OPERATIONS: dict[str, Callable[[Life, Value], Any]] = {
    "read": Life.read,
    "lint": Life.lint,
    "prepare": Life.prepare,
    "equip": Life.equip,
    "context": Life.context,
    "cell": Life.cell,
    "probes": Life.run_probes,
    "ask": Life.ask,
}

_recv, _sendall = socket.socket.recv, socket.socket.sendall
_encode, _decode, _exit = wire.encode, wire.decode, os._exit


def serve(link: socket.socket) -> None:
    """Answer requests until the judge hangs up."""
    life = Life()
    while True:
        prefix = _exactly(link, wire.PREFIX.size)
        text, raw = wire.sizes(prefix, 1 << 30)
        body = _decode(_exactly(link, text), _exactly(link, raw), allow_complex=True)
        for value in body["value"] if "each" in body else (body["value"],):
            _sendall(link, _answer(life, body, value))


def _answer(life: Life, body: dict[str, Any], value: Any) -> bytes:
    header = {"nonce": body["nonce"]}
    complex_ = bool(body.get("complex"))
    try:
        result = OPERATIONS[body["op"]](life, value)
        for stream in (sys.stdout, sys.stderr):
            _flush(stream)
    except BaseException as error:  # whatever student code left behind must not end the conversation without a word
        return _encode({**header, "broken": f"{type(error).__name__}: {error}"[:500]}, None)
    try:
        return _encode(header, result, allow_complex=complex_)
    except BaseException as error:
        text = str(error)[:300] if isinstance(error, Unsupported) else f"a value that could not be copied ({type(error).__name__})"
        return _encode(header, {"error": {"kind": "unsupported", "type": "Unsupported", "text": text}})


def _flush(stream: Any) -> None:
    try:
        stream.flush()
    except BaseException:  # a student's stream may do anything
        return


def _exactly(link: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = _recv(link, min(count - len(parts), 1 << 20))
        if not part:
            _exit(0)
        parts += part
    return bytes(parts)
