"""The Linux calls that Python 3.11 does not offer: namespaces, mounts, capabilities, Landlock, seccomp.

Nothing here decides anything; `confine` says what is done in which order.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 22, 24, 38, 47
_MADV_COLLAPSE = 25
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # equal on every architecture
_CAPSET = {"x86_64": 126, "aarch64": 91}.get(platform.machine(), -1)

_libc = ctypes.CDLL(None, use_errno=True)


class SyscallError(OSError):
    """A kernel call that was refused; the text names it."""


def _check(name: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise SyscallError(number, f"{name}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    _check(f"unshare({flags:#x})", _libc.unshare(ctypes.c_int(flags)))


def setns(fd: int, kind: int) -> None:
    _check("setns", _libc.setns(ctypes.c_int(fd), ctypes.c_int(kind)))


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    arguments = [text.encode() if text else None for text in (source, target, kind)]
    _check(f"mount({target})", _libc.mount(*arguments, ctypes.c_ulong(flags), data.encode() or None))


def prctl(option: int, *arguments: int) -> None:
    padded = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    _check(f"prctl({option})", _libc.prctl(ctypes.c_int(option), *padded))


def collapse(start: int, length: int) -> None:
    """Put small pages together to large ones, now."""
    _check("madvise", _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), ctypes.c_int(_MADV_COLLAPSE)))


def sethostname(name: str) -> None:
    _check("sethostname", _libc.sethostname(name.encode(), ctypes.c_size_t(len(name))))


def close_from(first: int) -> None:
    """Close every descriptor from `first` on."""
    try:
        if _libc.close_range(ctypes.c_uint(first), ctypes.c_uint(0xFFFFFFFF), ctypes.c_int(0)) == 0:
            return
    except AttributeError:
        pass
    os.closerange(first, 65536)


def drop_capabilities() -> None:
    """Give up every capability, and the way back to one."""
    for capability in range(64):
        if _libc.prctl(ctypes.c_int(PR_CAPBSET_DROP), *(ctypes.c_ulong(v) for v in (capability, 0, 0, 0))) < 0:
            break
    _libc.prctl(ctypes.c_int(PR_CAP_AMBIENT), *(ctypes.c_ulong(v) for v in (4, 0, 0, 0)))  # clear all; old kernels have none
    header = struct.pack("=Ii", 0x20080522, 0)
    _check("capset", _libc.syscall(ctypes.c_long(_CAPSET), header, bytes(24)))


# ── Landlock ─────────────────────────────────────────────────────────────────────────────────────

READ_FILE, READ_DIR, WRITE_FILE, TRUNCATE = 1 << 2, 1 << 3, 1 << 1, 1 << 14
READ = READ_FILE | READ_DIR
IOCTL_DEV = 1 << 15
_FILE_ONLY = 1 | WRITE_FILE | READ_FILE | TRUNCATE | 1 << 15
# write, read, list, remove, make dir / file, refer, truncate: no devices, links, sockets or fifos
WRITE = READ | WRITE_FILE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13 | TRUNCATE
_FS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}


def landlock_abi() -> int:
    """The kernel's Landlock version; 0 where there is none."""
    return max(0, int(_libc.syscall(ctypes.c_long(_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(1))))


def landlock(readable: Iterable[str], writable: Iterable[str], files: Iterable[str], drivers: Iterable[str] = ()) -> None:
    """Allow these paths and nothing else: no other file, no TCP, no signal or abstract socket to the outside."""
    abi = landlock_abi()
    if abi < 1:
        raise SyscallError(38, "Landlock is not available in this kernel")
    handled = _FS_BY_ABI.get(abi, (1 << 16) - 1)
    net, scope = (3 if abi >= 4 else 0), (3 if abi >= 6 else 0)
    packed = struct.pack("=QQQ", handled, net, scope)[: 8 if abi < 4 else 16 if abi < 6 else 24]
    ruleset = _check(
        "landlock_create_ruleset", _libc.syscall(ctypes.c_long(_CREATE_RULESET), packed, ctypes.c_size_t(len(packed)), ctypes.c_uint32(0))
    )
    try:
        wishes = ((readable, READ), (writable, WRITE), (files, READ_FILE | WRITE_FILE), (drivers, READ_FILE | WRITE_FILE | IOCTL_DEV))
        for paths, rights in wishes:
            for path in paths:
                _allow(ruleset, path, rights & handled)
        _check("landlock_restrict_self", _libc.syscall(ctypes.c_long(_RESTRICT_SELF), ctypes.c_int(ruleset), ctypes.c_uint32(0)))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no permission
    try:
        if not Path(path).is_dir():
            rights &= _FILE_ONLY
        rule = struct.pack("=Qi", rights, fd)
        _check(
            f"landlock({path})", _libc.syscall(ctypes.c_long(_ADD_RULE), ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0))
        )
    finally:
        os.close(fd)


# ── seccomp ──────────────────────────────────────────────────────────────────────────────────────


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def seccomp(program: bytes) -> None:
    """Load a filter that was compiled on the trusted side."""
    held = _Program(len(program) // 8, program)
    _check(
        "seccomp", _libc.prctl(ctypes.c_int(PR_SET_SECCOMP), ctypes.c_ulong(2), ctypes.byref(held), ctypes.c_ulong(0), ctypes.c_ulong(0))
    )
