"""What a judge does with the frames it is sent; see `__main__` for what they are."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from grader.errors import SubmissionError
from grader.judge.ahead import Ahead
from grader.judge.frames import read_frame, write_frame
from grader.judge.handin import HandIn, grade, versions
from grader.judge.second import Gpu
from grader.judge.session import Session, in_session
from grader.judge.show import show
from grader.judge.suite import Suite
from grader.sandbox import Jail


def run(jail: Jail, source: BinaryIO, sink: BinaryIO, *, allow_unsafe: bool) -> None:
    """Answer requests with this jail, and with this machine's GPU where there is one."""
    gpu = Gpu.of_this_machine(jail.tier, allow_unsafe=allow_unsafe)
    try:
        in_session(lambda session: serve(session, jail, source, sink, gpu))
    finally:
        gpu.close()


def serve(session: Session, jail: Jail, source: BinaryIO, sink: BinaryIO, gpu: Gpu | None = None) -> None:
    """Answer requests until the other side closes."""
    suites: dict[str, Suite] = {}
    ahead = Ahead(jail)
    _settle()
    write_frame(sink, {"event": "ready", "tier": jail.tier, "versions": versions()})
    while (frame := read_frame(source)) is not None:
        request, data = frame
        number = request.get("id")
        try:
            if request["op"] == "warm":
                suite = suites.setdefault(request["bundle"], Suite(Path(request["bundle"])))
                for task in suite.tasks.values():
                    session.checks(task)
                    _ = task.reference, task.variants
                _settle()
                write_frame(sink, {"event": "warm", "id": number})
                continue
            if request["op"] == "show":
                shown = show(session, jail, _handin(suites, request, data))
                write_frame(sink, {"event": "shown", "id": number, "shown": shown})
                continue
            report = grade(session, jail, _handin(suites, request, data), partial(_tell, sink, number), ahead, gpu)
            write_frame(sink, {"event": "report", "id": number, "report": report.to_json()})
        except SubmissionError as error:
            write_frame(sink, {"event": "refused", "id": number, "message": str(error)})
        except Exception as error:  # a defect of ours: told, tried again, never a mark; the judge itself stays
            write_frame(sink, {"event": "fault", "id": number, "message": f"{type(error).__name__}: {error}"[:2000]})


def _settle() -> None:
    """What is loaded by now stays: the collector need not go through it, nor come for every few objects of a hand-in."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _tell(sink: BinaryIO, number: int | None, event: dict[str, Any]) -> None:
    write_frame(sink, {"event": "progress", "id": number, **event})


def _handin(suites: dict[str, Suite], request: dict[str, Any], data: bytes) -> HandIn:
    offered = {name: suites.setdefault(path, Suite(Path(path))) for name, path in request["bundles"].items()}
    return HandIn(
        suites=offered,
        submission=str(request["submission"]),
        data=data,
        secret=bytes.fromhex(request["secret"]),
        budget=request.get("budget", {}),
        device=str(request.get("device", "cpu")),
        exercises=tuple(request.get("exercises", ())),
    )
