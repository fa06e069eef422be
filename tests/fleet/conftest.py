"""A stage for a head and its workers, and a course whose suite is named by the digest of its bytes."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.bundle import digest
from grader.records import Records, assignments, people, suites

CAST = Path(__file__).with_name("cast.py")
ROOT = Path(__file__).parents[2]
FILES = {"manifest.json": b'{"assignment": "first-steps"}', "test_hidden.py": b"# nothing", "centre/wrong.py": b"# nothing"}


class Stage:
    """Starts processes with a working directory of their own, reads what they say, and ends them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[str]] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self, name: str, *command: str | Path) -> subprocess.Popen[str]:
        place = self.folder / name
        place.mkdir(exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            cwd=place,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self._environment(),
        )
        self.started.append(process)
        return process

    def play(self, part: str, name: str, *, tls: Path | None = None) -> subprocess.Popen[str]:
        url = f"{'tls' if tls else 'tcp'}://127.0.0.1:{self.port}"
        return self.start(name, CAST, part, url, self.folder / name, *([tls] if tls else []))

    @staticmethod
    def _environment() -> dict[str, str]:
        import os

        return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}

    @staticmethod
    def until(process: subprocess.Popen[str], words: str) -> list[str]:
        """Read what the process says until a line has these words."""
        said = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if words in line:
                return said
        raise AssertionError(f"“{words}” was never said: {said}")

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()
            assert process.stdin is not None and process.stdout is not None
            process.stdin.close()
            process.stdout.close()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    found = Stage(tmp_path)
    try:
        yield found
    finally:
        found.end()


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    place = tmp_path / "made" / digest(FILES)
    for name, data in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


@pytest.fixture
def course(tmp_path: Path, bundle: Path) -> Iterator[Records]:
    """The records of a course with thirty people, in the head's folder."""
    with Records(tmp_path / "head" / "var") as records:
        for n in range(30):
            people.add(records, "test", name=f"Person {n}")
        assignments.put(records, "test", "first-steps", max_score=10.0, published=True)
        suites.use(records, "test", "first-steps", suites.keep(records, "test", bundle, assignment="first-steps", max_score=10.0))
        yield records
