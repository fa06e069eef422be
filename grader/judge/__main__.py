"""A judge as a process of its own: frames in on stdin, frames out on stdout.

A frame is four bytes of length (big-endian), a JSON object, and as many raw bytes as its "bytes" says.

    → {"op": "grade", "id": 7, "bundles": {ASSIGNMENT: PATH}, "submission": ID, "secret": HEX, "budget": {…}, "bytes": N} + notebook
    ← {"event": "ready", "tier": "A", …}                    once
    ← {"event": "progress", "id": 7, "exercise": …, "k": 2, "of": 6}
    → {"op": "show", …}                                     the same fields; answers to public questions, for plots
    ← {"event": "shown", "id": 7, "shown": {EXERCISE: […]}}
    ← {"event": "report" | "refused" | "fault", "id": 7, …}

Nothing here imports torch at its top: the judge imports it in a thread while the zygote, in its own process, does the same.
The jail is started by the main thread, because bwrap dies with the thread that started it.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from importlib import import_module

from grader.errors import SandboxError
from grader.judge.frames import write_frame
from grader.sandbox import Jail


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
    importing = threading.Thread(target=_import)
    importing.start()
    try:
        with Jail(tier=options.tier, allow_unsafe=options.allow_unsafe) as jail:
            importing.join()
            from grader.judge import service

            service.run(jail, source, sink, allow_unsafe=options.allow_unsafe)
    except SandboxError as error:
        write_frame(sink, {"event": "fault", "id": None, "message": str(error)})
        sys.exit(2)


def _import() -> None:
    import_module("grader.judge.service")
    import_module("torch._dynamo")  # counting operators needs it: in the middle of the first diagnosis it would use up the time for a name


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # the jail is closed; to take torch down object by object would keep whoever closed us waiting
