"""Turn a fresh fork of the zygote into a child that can do nothing but compute.

Theory of operation. Tier A: the fork is already pid 1 of a new pid namespace. It takes its own mount, ipc, uts and
net namespaces, private /tmp and /dev/shm, a fresh /proc, then a second user namespace, so that the capabilities with
which it did so are gone and RLIMIT_NPROC counts for it alone. Every tier then drops capabilities, sets no_new_privs,
rlimits, Landlock and the seccomp filter, in that order: each step needs what the next one takes away.
"""

from __future__ import annotations

import os
import resource
import signal
import tempfile
from dataclasses import dataclass, field
from typing import Any

from grader.inside import syscalls as sys_

MB = 1 << 20
SPARE_AS = 512 * MB  # shared maps, which RLIMIT_DATA does not count


@dataclass(frozen=True, kw_only=True)
class Confinement:
    """What the trusted side wants; built from a fork request."""

    namespaces: bool = True
    landlock: bool = True
    program: bytes = b""
    memory_mb: int = 1024
    cpu_s: int = 60
    processes: int = 64
    files: int = 64
    file_mb: int = 16
    tmp_mb: int = 64
    address_space: bool = True
    readable: tuple[str, ...] = ()
    devices: tuple[str, ...] = field(default=("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"))
    drivers: tuple[str, ...] = ()  # device nodes that take ioctl: a GPU's
    home: str = "/box"
    own_tmp: bool = True

    @classmethod
    def of(cls, request: dict[str, Any], program: bytes) -> Confinement:
        known = {name: request[name] for name in cls.__dataclass_fields__ if name in request}
        return cls(
            **{
                **known,
                "program": program,
                "readable": tuple(request.get("readable", ())),
                "devices": tuple(request.get("devices", cls().devices)),
                "drivers": tuple(request.get("drivers", ())),
            }
        )


def confine(wanted: Confinement) -> None:
    """Enter the confinement; raises SyscallError at the first step that the kernel refuses."""
    if wanted.namespaces:
        _own_namespaces(wanted)
    else:
        _own_folder(wanted.home)
    os.environ.update(HOME=wanted.home, TMPDIR=wanted.home, MPLCONFIGDIR=wanted.home, IPYTHONDIR=wanted.home, XDG_CACHE_HOME=wanted.home)
    tempfile.tempdir = wanted.home  # the zygote may have settled on another
    os.chdir(wanted.home)
    _limits(wanted)
    if not wanted.program and not wanted.landlock:
        return  # tier D
    if hasattr(os, "geteuid") and os.geteuid() == 0 and not wanted.namespaces:
        raise sys_.SyscallError(1, "refusing to run student code as root")
    if not wanted.namespaces:
        sys_.prctl(sys_.PR_SET_PDEATHSIG, signal.SIGKILL)  # with the zygote; elsewhere its pid namespace sees to that
    sys_.drop_capabilities()
    sys_.prctl(sys_.PR_SET_DUMPABLE, 0)
    sys_.prctl(sys_.PR_SET_NO_NEW_PRIVS, 1)
    if wanted.landlock:
        writable = (wanted.home, "/dev/shm", *(["/tmp"] if wanted.own_tmp else [])) if wanted.namespaces else (wanted.home,)
        readable = (*wanted.readable, *(["/sys"] if wanted.drivers else []), *(["/proc"] if wanted.namespaces else []))
        sys_.landlock(readable, writable, wanted.devices, wanted.drivers)
    if wanted.program:
        sys_.seccomp(wanted.program)


def _own_namespaces(wanted: Confinement) -> None:
    uid, gid = os.getuid(), os.getgid()
    sys_.unshare(sys_.NEWNS | sys_.NEWIPC | sys_.NEWUTS | sys_.NEWNET)
    quiet = sys_.MS_NOSUID | sys_.MS_NODEV
    sys_.mount("tmpfs", wanted.home, "tmpfs", quiet, f"size={wanted.tmp_mb}m,nr_inodes=4096,mode=700")
    if wanted.own_tmp:
        sys_.mount(wanted.home, "/tmp", "", sys_.MS_BIND)
    sys_.mount("tmpfs", "/dev/shm", "tmpfs", quiet | sys_.MS_NOEXEC, f"size={wanted.tmp_mb}m,nr_inodes=1024,mode=700")
    sys_.mount("proc", "/proc", "proc", quiet | sys_.MS_NOEXEC)
    sys_.sethostname("child")
    sys_.unshare(sys_.NEWUSER)
    map_user(uid, gid)


def map_user(uid: int, gid: int) -> None:
    """Keep one's own ids in a new user namespace."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as table:
            table.write(text)


def _own_folder(home: str) -> None:
    os.makedirs(home, mode=0o700, exist_ok=True)


def _limits(wanted: Confinement) -> None:
    data, total = _sizes()
    budget = wanted.memory_mb * MB
    wishes = [
        (resource.RLIMIT_DATA, data + budget),
        (resource.RLIMIT_CPU, wanted.cpu_s),
        (resource.RLIMIT_NOFILE, wanted.files),
        (resource.RLIMIT_FSIZE, wanted.file_mb * MB),
        (resource.RLIMIT_CORE, 0),
    ]
    if wanted.address_space:
        wishes.append((resource.RLIMIT_AS, total + budget + SPARE_AS))
    if wanted.namespaces:
        wishes.append((resource.RLIMIT_NPROC, wanted.processes))  # elsewhere it would count the uid's other processes too
    for kind, value in wishes:
        _, hard = resource.getrlimit(kind)
        low = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            # SIGXCPU first, so that the cause is legible; the hard limit one second later kills.
            resource.setrlimit(kind, (low, low + 1 if kind == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else low))
        except (ValueError, OSError):
            if wanted.program:
                raise


def _sizes() -> tuple[int, int]:
    """VmData and VmSize of this process in bytes; generous where /proc does not tell."""
    try:
        with open("/proc/self/statm") as statm:
            fields = statm.read().split()
        page = os.sysconf("SC_PAGE_SIZE")
        return int(fields[5]) * page, int(fields[0]) * page
    except OSError:
        return 1024 * MB, 4096 * MB
