"""`allclose doctor`: what this machine has and has not."""

from __future__ import annotations

import ctypes.util
import json
import os
import platform
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import click

from grader.cli._options import course_option

PASS, CAUTION, FAIL = "PASS", "CAUTION", "FAIL"
TESTED_TORCH = "2.13.0"


@dataclass(frozen=True)
class Finding:
    name: str
    verdict: str
    what: str
    mend: str = ""


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@course_option
def command(as_json: bool, course: Path) -> None:
    """Say what this machine has and lacks, with the command that mends it.

    PASS: as it should be. CAUTION: it works, with less. FAIL: hand-ins cannot be graded here. Exits 1 on a FAIL.
    """
    findings = []
    for look in LOOKS:
        try:
            finding = look(course)
        except Exception as error:  # a doctor that dies of one illness finds no other
            verdict = FAIL if look is sandbox else CAUTION
            finding = Finding(look.__name__, verdict, f"could not be looked at: {type(error).__name__}: {error}")
        findings.append(finding)
        if not as_json:
            click.echo(line(finding))
    if as_json:
        click.echo(json.dumps([asdict(f) for f in findings], ensure_ascii=False))
    sys.exit(1 if any(f.verdict == FAIL for f in findings) else 0)


def line(finding: Finding) -> str:
    text = f"{finding.verdict:<8} {finding.name:<16} {finding.what}"
    return text + (f"\n{'':<25} mend: {finding.mend}" if finding.mend else "")


def python(course: Path) -> Finding:
    version = platform.python_version()
    if sys.version_info[:2] != (3, 11):
        return Finding("python", CAUTION, f"{version}; tested with 3.11", "make clean setup PYTHON=/path/to/python3.11")
    return Finding("python", PASS, version)


def torch(course: Path) -> Finding:
    try:
        version = metadata.version("torch")
    except metadata.PackageNotFoundError:
        return Finding("torch", FAIL, "not installed", "make setup")
    build = "CPU build" if version.endswith("+cpu") else "GPU, if there is one"
    if version.split("+")[0] != TESTED_TORCH:
        return Finding("torch", CAUTION, f"{version}; tested with {TESTED_TORCH}", f"pip install torch=={TESTED_TORCH}")
    return Finding("torch", PASS, f"{version} ({build})")


def nbgrader(course: Path) -> Finding:
    version = metadata.version("nbgrader")
    if version != "0.9.6":
        return Finding("nbgrader", CAUTION, f"{version}; tested with 0.9.6", "pip install nbgrader==0.9.6")
    return Finding("nbgrader", PASS, version)


def bubblewrap(course: Path) -> Finding:
    if sys.platform != "linux":
        return Finding("bubblewrap", CAUTION, "only Linux has it; the sandbox is weaker here", "grade on a Linux machine")
    if not shutil.which("bwrap"):
        return Finding("bubblewrap", CAUTION, "not installed; the sandbox is weaker", "sudo apt-get install bubblewrap")
    version = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, timeout=10).stdout.strip()
    return Finding("bubblewrap", PASS, version)


def seccomp(course: Path) -> Finding:
    if not ctypes.util.find_library("seccomp"):
        return Finding("libseccomp", CAUTION, "not installed; system calls cannot be filtered", "sudo apt-get install libseccomp2")
    return Finding("libseccomp", PASS, "there")


def namespaces(course: Path) -> Finding:
    """Try it: settings of the kernel and of a surrounding container both count."""
    name = "user namespaces"
    if not shutil.which("unshare"):
        return Finding(name, CAUTION, "cannot be tried: no unshare command", "sudo apt-get install util-linux")
    tried = subprocess.run(["unshare", "--user", "--map-root-user", "true"], capture_output=True, text=True, timeout=10)
    if tried.returncode == 0:
        return Finding(name, PASS, "may be made")
    if Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").exists():
        return Finding(name, CAUTION, "refused by AppArmor", "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0")
    return Finding(name, CAUTION, f"refused: {tried.stderr.strip()}", "sudo sysctl user.max_user_namespaces=10000")


def sandbox(course: Path) -> Finding:
    """The strongest tier that stands its own test on this machine."""
    try:
        from grader.sandbox.tiers import best
    except ImportError as error:
        return Finding("sandbox", FAIL, f"cannot be loaded: {error}", "make setup")
    from grader.errors import SandboxError

    try:
        tier = best()
    except SandboxError as error:
        first, *rest = str(error).splitlines()
        return Finding("sandbox", FAIL, " ".join([first, *(line.strip() for line in rest)]), "sudo apt-get install bubblewrap libseccomp2")
    verdict = PASS if tier.name == "A" else CAUTION
    return Finding("sandbox", verdict, f"tier {tier.name}: {tier.title}", "" if verdict == PASS else "see SECURITY.md, “Tiers”")


def readable(course: Path) -> Finding:
    """The sandbox runs as nobody, or as this user: it must be able to read Python and what is installed for it."""
    import grader

    closed = sorted({found for path in (Path(sys.prefix), Path(sys.base_prefix), Path(grader.__file__).parent) for found in _closed(path)})
    if not closed:
        return Finding("files", PASS, "Python and allclose can be read by every user")
    what = f"only their owner can enter {', '.join(map(str, closed[:3]))}"
    if os.geteuid() == 0:
        return Finding("files", PASS, f"{what}; as root the sandbox binds them to a neutral place")
    return Finding("files", CAUTION, f"{what} (a umask of 077 does this)", f"chmod go+rX {closed[0]}")


def _closed(path: Path) -> Iterator[Path]:
    """Folders on the way to `path` (it too) and just below it that others may not enter."""
    for folder in (*path.resolve().parents, path.resolve(), *(p for p in path.iterdir() if p.is_dir() and p.name in ("lib", "bin"))):
        if not folder.stat().st_mode & stat.S_IXOTH:
            yield folder


def browser(course: Path) -> Finding:
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if found is None:
        return Finding("browser", CAUTION, "no chromium; browser tests are skipped", "sudo apt-get install chromium")
    return Finding("browser", PASS, found)


def korean_font(course: Path) -> Finding:
    mend = "sudo apt-get install fontconfig fonts-noto-cjk"
    if not shutil.which("fc-list"):
        return Finding("Korean font", CAUTION, "cannot be looked for: no fc-list command", mend)
    fonts = subprocess.run(["fc-list", ":lang=ko", "family"], capture_output=True, text=True, timeout=30).stdout.splitlines()
    if not fonts:
        return Finding("Korean font", CAUTION, "none; Korean in pictures becomes boxes", mend)
    return Finding("Korean font", PASS, fonts[0])


def sqlite(course: Path) -> Finding:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < (3, 37):
        return Finding("SQLite", FAIL, f"{version}; 3.37 or newer is needed", "use a newer Python build")
    return Finding("SQLite", PASS, version)


def disk(course: Path) -> Finding:
    free = shutil.disk_usage(course if course.exists() else Path.cwd()).free / 2**30
    if free < 1:
        return Finding("disk", FAIL, f"{free:.1f} GB free; hand-ins could be lost", "free some space where the course lies")
    return Finding("disk", PASS if free >= 5 else CAUTION, f"{free:.0f} GB free", "" if free >= 5 else "free some space")


def processors(course: Path) -> Finding:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("processors", PASS if count > 1 else CAUTION, f"{count}", "" if count > 1 else "grading and pages share one processor")


def course_files(course: Path) -> Finding:
    from grader.course.load import load_draft

    if not (course / "course.toml").exists():
        return Finding("course", CAUTION, f"no course.toml in {course.resolve()}", "allclose init DIR, or allclose doctor --course DIR")
    loaded, mistakes = load_draft(course)
    count = sum(len(a.exercises) for a in loaded.assignments)
    if mistakes:
        return Finding("course", CAUTION, f"{len(mistakes)} mistakes; the first: {mistakes[0].splitlines()[0]}", "allclose check")
    return Finding("course", PASS, f"{len(loaded.assignments)} assignments, {count} exercises")


LOOKS: tuple[Callable[[Path], Finding], ...] = (
    python,
    torch,
    nbgrader,
    bubblewrap,
    seccomp,
    namespaces,
    readable,
    sandbox,
    browser,
    korean_font,
    sqlite,
    processors,
    disk,
    course_files,
)
