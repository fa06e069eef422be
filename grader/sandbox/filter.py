"""The seccomp filter of a child: an allowlist, compiled here by libseccomp and carried into the jail as bytes.

Chosen by hand for torch, numpy, IPython and matplotlib. What is not listed answers ENOSYS, so that the C library
falls back where it can; what people may try on purpose answers EPERM, so that they read "not permitted". A call of a
foreign ABI (int 0x80, x32) kills the process.
"""

from __future__ import annotations

import errno
import functools
import os
import tempfile
import tomllib
from pathlib import Path

LISTS: dict[str, list[str]] = {
    name: text.split() for name, text in tomllib.loads(Path(__file__).with_name("syscalls.toml").read_text(encoding="utf-8")).items()
}
_CLONE_THREAD = 0x00010000
_PRCTL = (15, 16, 3)  # PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451, 0x5421)  # TCGETS, TIOCGWINSZ, FIONREAD, FIONCLEX, FIOCLEX, FIONBIO


@functools.cache
def program(with_gpu: bool = False) -> bytes:
    """The compiled filter for this machine. Raises ImportError or OSError where libseccomp is missing."""
    import pyseccomp as ps

    allow = ps.SyscallFilter(defaction=ps.ERRNO(errno.ENOSYS))
    _add(allow, ps, ps.ALLOW, LISTS["allowed"])
    _add(allow, ps, ps.ALLOW, LISTS["gpu"] if with_gpu else [])
    _add(allow, ps, ps.ERRNO(errno.EPERM), [name for name in LISTS["refused"] if not (with_gpu and name in LISTS["gpu"])])
    _add(allow, ps, ps.ERRNO(errno.EOPNOTSUPP), LISTS["attributes"])
    allow.add_rule(ps.ALLOW, "clone", ps.Arg(0, ps.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    allow.add_rule(ps.ERRNO(errno.EPERM), "clone", ps.Arg(0, ps.MASKED_EQ, _CLONE_THREAD, 0))
    for option in _PRCTL:
        allow.add_rule(ps.ALLOW, "prctl", ps.Arg(0, ps.EQ, option))
    for request in () if with_gpu else _IOCTL:
        allow.add_rule(ps.ALLOW, "ioctl", ps.Arg(1, ps.MASKED_EQ, 0xFFFFFFFF, request))
    allow.add_rule(ps.ALLOW, "prlimit64", ps.Arg(0, ps.EQ, 0), ps.Arg(2, ps.EQ, 0))  # to read one's own limits
    with tempfile.TemporaryFile() as compiled:
        allow.export_bpf(compiled)
        return os.pread(compiled.fileno(), 1 << 20, 0)


def _add(rules: object, ps: object, action: object, names: list[str]) -> None:
    for name in dict.fromkeys(names):
        try:
            rules.add_rule(action, name)  # type: ignore[attr-defined]
        except (ValueError, OSError, RuntimeError):
            continue  # a call that this architecture or this libseccomp does not know stays ENOSYS
