"""Measure a batch through the bridge against plain nbgrader: the same notebooks, the same machine, one after the other.

    python tests/bench/bridge.py [ASSIGNMENT] [COUNT] [PLAIN]

Plain nbgrader starts a kernel per hand-in, so PLAIN of the COUNT hand-ins are timed with it and the time
is scaled to COUNT; the default times all of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bridge")]
from cases import everything  # noqa: E402
from conftest import copy_course, environment, submit  # noqa: E402

PLAIN_CONFIG = """
from pathlib import Path
from grader.bridge.config import configure
c = get_config()
configure(c, Path(__file__).resolve().parent)
for name in ("exporter_class", "pre_convert_hook", "sanitize_preprocessors", "autograde_preprocessors"):
    del c.Autograde[name]
c.Execute.timeout = 60
"""


def timed(course: Path, *words: str) -> float:
    started = time.monotonic()
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=course, env=environment(course.parent), capture_output=True, text=True)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
    return time.monotonic() - started


def batch(folder: Path, assignment: str, handins: dict[str, bytes], *, plain: bool) -> float:
    course = copy_course(folder / "course", [assignment])
    if plain:
        (course.root / "nbgrader_config.py").write_text(PLAIN_CONFIG, encoding="utf-8")
    timed(course.root, "generate_assignment", assignment, "--create")
    submit(course.root, assignment, handins)
    return timed(course.root, "autograde", assignment)


def main() -> None:
    assignment = sys.argv[1] if len(sys.argv) > 1 else "dropout"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    few = int(sys.argv[3]) if len(sys.argv) > 3 else count
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = everything(copy_course(folder / "cases", [assignment]).assignment(assignment))
        chosen = [data for name, data in cases.items() if name == "right" or name == "blank" or name.startswith("wrong-")]
        handins = {f"s{i:02}": chosen[i % len(chosen)] for i in range(count)}
        ours = batch(folder / "ours", assignment, handins, plain=False)
        theirs = batch(folder / "theirs", assignment, dict(list(handins.items())[:few]), plain=True)
        whole = theirs * count / few
        print(f"{assignment}, {count} hand-ins: bridge {ours:.1f} s ({ours / count:.2f} s each), ", end="")
        print(f"plain nbgrader {theirs:.1f} s for {few} ({theirs / few:.2f} s each): {whole / ours:.1f} times")


if __name__ == "__main__":
    main()
