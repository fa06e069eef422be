"""A judge as a process of its own: frames in on stdin, frames out on stdout.

A frame is four bytes of length (big-endian), a JSON object, and as many raw bytes as its "bytes" says.

    → {"op": "grade", "id": 7, "bundles": {ASSIGNMENT: PATH}, "submission": ID, "secret": HEX, "budget": {…}, "bytes": N} + notebook
    ← {"event": "ready", "tier": "A", …}                    once
    ← {"event": "progress", "id": 7, "exercise": …, "k": 2, "of": 6}
    → {"op": "show", …}                                     the same fields; answers to public questions, for plots
    ← {"event": "shown", "id": 7, "shown": {EXERCISE: […]}}
    ← {"event": "report" | "refused" | "fault", "id": 7, …}
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from grader.errors import SandboxError, SubmissionError
from grader.judge.ahead import Ahead
from grader.judge.frames import read_frame, write_frame
from grader.judge.handin import HandIn, grade, versions
from grader.judge.second import Gpu
from grader.judge.session import Session, in_session
from grader.judge.show import show
from grader.judge.suite import Suite
from grader.sandbox import Jail


def serve(session: Session, jail: Jail, source: BinaryIO, sink: BinaryIO, gpu: Gpu | None = None) -> None:
    """Answer requests until the other side closes."""
    suites: dict[str, Suite] = {}
    ahead = Ahead(jail)
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m grader.judge", description="Grade hand-ins, spoken to in frames.")
    parser.add_argument("--tier", help="use this sandbox tier instead of the strongest")
    parser.add_argument("--allow-unsafe", action="store_true", help="accept tier D: trusted submissions only")
    options = parser.parse_args()
    # Frames have descriptors of their own: whatever prints goes to stderr and cannot garble them.
    sink = os.fdopen(os.dup(1), "wb")
    source = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        with Jail(tier=options.tier, allow_unsafe=options.allow_unsafe) as jail:
            gpu = Gpu.of_this_machine(jail.tier, allow_unsafe=options.allow_unsafe)
            try:
                in_session(lambda session: serve(session, jail, source, sink, gpu))
            finally:
                gpu.close()
    except SandboxError as error:
        write_frame(sink, {"event": "fault", "id": None, "message": str(error)})
        sys.exit(2)


if __name__ == "__main__":
    main()
