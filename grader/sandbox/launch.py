"""How the zygote's process is started: what it sees, and as whom.

Theory of operation. bwrap cannot drop a real root by `--uid`, and a dropped uid cannot reach an interpreter in a directory that
only root may read. So root first makes a private mount namespace, binds what is needed to a neutral place, drops to an
unprivileged uid for good (setpriv), and only then starts bwrap, which puts
everything back at its own path. An ordinary user starts bwrap directly.
`--die-with-parent` follows the *thread* that started bwrap, so it is used from the main thread only; elsewhere the zygote
ends when its socket closes, which it does in any case.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import site
import sys
import sysconfig
import threading
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import gpu

INSIDE = Path(__file__).resolve().parents[1] / "inside"
THERE = "/allclose/inside"  # its place behind bwrap
BOX = "/box"  # home of a child behind bwrap
# The collector is off until `warm_up` has frozen the heap: looking for garbage among what stays is a fifth of the start.
_BOOT = """
import gc, sys, types, importlib.util as u
gc.disable()
g = types.ModuleType("grader"); g.__path__ = []; sys.modules["grader"] = g
s = u.spec_from_file_location("grader.inside", sys.argv[2] + "/__init__.py", submodule_search_locations=[sys.argv[2]])
m = u.module_from_spec(s); sys.modules["grader.inside"] = m; s.loader.exec_module(m); g.inside = m
from grader.inside import zygote
zygote.main(int(sys.argv[1]))
"""
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MPLBACKEND": "Agg",
    "PYTHONDONTWRITEBYTECODE": "1",
    "TQDM_DISABLE": "1",
}
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/lib32")


@dataclass(frozen=True)
class View:
    """Paths that the zygote may read, and what of them is covered."""

    prefixes: tuple[str, ...]
    covered: tuple[str, ...]

    @property
    def readable(self) -> tuple[str, ...]:
        """What Landlock allows to children."""
        return (*_SYSTEM, *self.prefixes, "/etc/ld.so.cache")

    @property
    def own_tmp(self) -> bool:
        """May a child cover /tmp? Not where the interpreter lies under it."""
        return not any(path.startswith("/tmp/") for path in self.prefixes)


def view() -> View:
    """What of this machine the far side needs: the interpreter, its packages, and `inside`."""
    wanted = {os.path.realpath(sys.base_prefix), sys.prefix, os.path.realpath(sys.prefix)}
    wanted |= {p for key in ("purelib", "platlib", "stdlib") if (p := sysconfig.get_path(key))}
    if site.ENABLE_USER_SITE and os.path.isdir(site.getusersitepackages()):
        wanted.add(site.getusersitepackages())
    wanted = {p for p in wanted if not any(p == s or p.startswith(s + "/") for s in _SYSTEM)}
    prefixes = tuple(sorted(p for p in wanted if not any(p != q and p.startswith(q + "/") for q in wanted)))
    course = str(INSIDE.parents[1])
    inside_a_prefix = any(course == p or course.startswith(p + "/") for p in (*prefixes, "/usr"))
    covered = [str(INSIDE.parent), str(INSIDE.parents[1] / "webapp")] if inside_a_prefix else []
    return View(prefixes, tuple(path for path in covered if os.path.isdir(path)))


def environment(with_gpu: bool = False) -> dict[str, str]:
    """Variables of the zygote; without a GPU it is told that there is none."""
    return {**ENVIRONMENT, **gpu.environment()} if with_gpu else {**ENVIRONMENT, "CUDA_VISIBLE_DEVICES": ""}


def python(control_fd: int, inside: str = str(INSIDE)) -> list[str]:
    return [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, str(control_fd), inside]


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def jail_ids() -> tuple[int, int]:
    """A uid of its own where one was made (`allclose-jail`), else nobody."""
    try:
        entry = pwd.getpwnam("allclose-jail")
        return entry.pw_uid, entry.pw_gid
    except KeyError:
        return 65534, 65534


def bwrap(control_fd: int, binds: dict[str, str], seen: View, *, with_gpu: bool = False) -> list[str]:
    """The outer sandbox. `binds` maps a path inside to where it can be reached outside."""
    line = ["bwrap", "--unshare-all", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    if threading.current_thread() is threading.main_thread():
        line.append("--die-with-parent")
    for name, value in {**environment(with_gpu), "HOME": BOX}.items():
        line += ["--setenv", name, value]
    line += ["--ro-bind", "/usr", "/usr"]
    for path in ("/lib", "/lib64", "/bin", "/lib32"):
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            line += ["--ro-bind", path, path]
    line += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--proc", "/proc", "--dev", "/dev"]
    line += gpu.binds() if with_gpu else []
    line += ["--size", str(64 << 20), "--tmpfs", "/tmp"]
    for path, source in binds.items():
        if path != str(INSIDE):
            line += ["--ro-bind", source, path]
    for path in seen.covered:
        line += ["--tmpfs", path]
    line += ["--ro-bind", binds.get(str(INSIDE), str(INSIDE)), THERE, "--perms", "0700", "--size", str(64 << 20), "--tmpfs", BOX]
    return [*line, "--remount-ro", "/", "--chdir", BOX, *python(control_fd, THERE)]


def command(control_fd: int, *, outer: bool, with_gpu: bool = False) -> list[str]:
    """The command line for the zygote: with bwrap around it (`outer`) or bare."""
    seen = view()
    paths = [*seen.prefixes, str(INSIDE)]
    if not is_root():
        return bwrap(control_fd, {path: path for path in paths}, seen, with_gpu=with_gpu) if outer else python(control_fd)
    return _from_root(control_fd, paths, seen, outer, with_gpu)


def _from_root(control_fd: int, paths: list[str], seen: View, outer: bool, with_gpu: bool) -> list[str]:
    """Private mounts, neutral binds, privileges dropped for good, then the rest."""
    uid, gid = jail_ids()
    drop = f"setpriv --reuid {uid} --regid {gid} --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs"
    if not outer and all(_reachable(path) for path in paths):
        return [*shlex.split(drop), *python(control_fd)]
    neutral = "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"  # covered inside this namespace only
    places = {path: f"{neutral}/{i}" for i, path in enumerate(paths)}
    lines = [f"mount -t tmpfs -o mode=755,size=64k tmpfs {neutral}"]
    for path, place in places.items():
        lines.append(f"mkdir {place}; mount --bind {shlex.quote(path)} {place}")
    if outer:
        inner = bwrap(control_fd, places, seen, with_gpu=with_gpu)
    else:
        for top in sorted({_closed_top(path) for path in paths} - {""}):
            lines.append(f"mount -t tmpfs -o mode=755,size=64k tmpfs {shlex.quote(top)}")
            for path in (p for p in paths if p.startswith(top + "/")):
                lines.append(f"mkdir -p {shlex.quote(path)}; mount --bind {places[path]} {shlex.quote(path)}")
        inner = python(control_fd)
    lines.append(f"exec {drop} {shlex.join(inner)}")
    return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", "\n".join(lines)]


def _closed_top(path: str) -> str:
    """The topmost directory on the way that others may not pass; empty if there is none."""
    for parent in reversed(Path(path).parents):
        if not os.stat(parent).st_mode & 0o001:
            return str(parent)
    return ""


def _reachable(path: str) -> bool:
    return _closed_top(path) == "" and bool(os.stat(path).st_mode & 0o005 == 0o005)


def missing_tools(outer: bool) -> list[str]:
    """Programs that this way of starting needs and that are not installed."""
    wanted = [*(["bwrap"] if outer else []), *(["unshare", "setpriv", "mount"] if is_root() else [])]
    return [name for name in wanted if shutil.which(name) is None]
