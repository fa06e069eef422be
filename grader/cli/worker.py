"""`allclose worker`: lend this machine's judges to a course on another one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from grader.cli._options import address, tls_options

MB_EACH = 900  # a judge and its zygote, warm, with one child at work


@click.command("worker")
@click.argument("head", metavar="ADDRESS")
@click.option("--judges", type=click.IntRange(1, 256), help="Hand-ins graded at the same time; without it, what cores and memory allow.")
@click.option("--gpu", is_flag=True, help="This machine has a CUDA device: checks that need one may come here.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="Where suites are kept; without it, in the user's cache.")
@click.option("--tier", help="Use this sandbox tier instead of the strongest that works.")
@tls_options
def command(head: str, judges: int | None, gpu: bool, cache: Path | None, tier: str | None, **tls: Any) -> None:
    """Grade for the course whose head is at ADDRESS, such as tls://head:8786, until Ctrl-C. Needs no course and no database here."""
    from grader.errors import CourseError
    from grader.fleet.network import library
    from grader.fleet.node import Node, work

    where = address(head, **tls)
    library()
    if gpu and not _has_cuda():
        raise CourseError(
            "--gpu was given, but torch finds no CUDA device here.\n  Look at: python -c 'import torch; print(torch.cuda.is_available())'"
        )
    work(where, Node(judges=judges or possible_judges(), cache=cache or _cache(), gpu=gpu, tier=tier))


def possible_judges() -> int:
    """As many as there are cores, and no more than fit into the memory that is free."""
    cores = len(os.sched_getaffinity(0))
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with open("/proc/meminfo", encoding="ascii") as file:
        free = next((1024 * int(line.split()[1]) for line in file if line.startswith("MemAvailable:")), free)
    return max(1, min(cores, int(free / 1e6 / MB_EACH)))


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "allclose" / "suites"


def _has_cuda() -> bool:
    """Asked in another process: this one must not hold a context."""
    asked = [sys.executable, "-c", "import sys, torch; sys.exit(not torch.cuda.is_available())"]
    return subprocess.run(asked, capture_output=True).returncode == 0
