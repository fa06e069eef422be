"""What a measurement needs to be believed: the machine it was taken on, the load beside it, and CPU time beside wall time."""

from __future__ import annotations

import datetime
import json
import os
import platform
import resource
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_TICK = os.sysconf("SC_CLK_TCK")


def description() -> dict[str, Any]:
    """The machine and the versions that decide a figure."""
    import numpy
    import torch

    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cpu": next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.machine()),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "load_average": [round(x, 2) for x in os.getloadavg()],
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if os.path.exists(path) else []


def family(pid: int) -> list[int]:
    """A process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def cpu_s(pid: int) -> float:
    """CPU seconds of a process and of all below it, those that ended included."""
    return sum(sum(map(int, fields[11:15])) for p in family(pid) if (fields := _stat(p))) / _TICK


def children_cpu_s() -> float:
    """CPU seconds of all children of this process that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_mb(pid: int) -> float:
    """Proportional share of memory of a process and all below it: pages that forks share count once."""
    total = 0
    for p in family(pid):
        for name in ("smaps_rollup", "statm"):
            try:
                text = Path(f"/proc/{p}/{name}").read_text(encoding="utf-8")
            except OSError:
                continue
            if name == "statm":
                total += int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
            else:
                total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
            break
    return total / 1024


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def spread(values: Sequence[float], digits: int = 1) -> dict[str, Any]:
    """Median, least and greatest, and how many."""
    return {
        "median": round(statistics.median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
        "n": len(values),
    }


def told(figure: dict[str, Any], unit: str = "") -> str:
    return f"{figure['median']:g}{unit} ({figure['min']:g}–{figure['max']:g}, n={figure['n']})"


def write(path: Path, figures: Any, told: str) -> None:
    """The figures as JSON, and the table that people read beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(told, encoding="utf-8")
