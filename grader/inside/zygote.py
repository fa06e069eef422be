"""The zygote: a warm process in the jail that forks one child per hand-in and knows nothing worth stealing.

Theory of operation. It speaks JSON over one SEQPACKET socket with the judge. `fork` brings three descriptors (the
child's own socket, its stdout and stderr) and is answered with a pidfd, so that the judge can kill the child whatever
it does. In tier A the zygote first makes a user namespace of its own and becomes pid 1 in it; a pid namespace can then be made per
child and left again by `setns`, which spares the second fork. When the judge's end of the socket closes, the zygote
ends, and every namespace below it with it. Inside a child the loop returns the request; nothing of the loop stays open.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from typing import Any, NoReturn

from grader.inside import pages
from grader.inside import syscalls as sys_
from grader.inside.confine import Confinement, confine, map_user
from grader.inside.warmup import warm_up

MAX_MESSAGE = 64 * 1024
MAX_TEXTS = 4 * 1024 * 1024


def main(control_fd: int) -> None:
    """Serve fork requests until the judge hangs up; in a child, serve the hand-in."""
    control = socket.socket(fileno=control_fd)
    hello = _receive(control)
    if hello is None:
        os._exit(0)
    request, fds = hello
    program = os.pread(fds[0], 1 << 20, 0) if fds else b""
    for fd in fds:
        os.close(fd)
    born: tuple[dict[str, Any], list[int]] | None = None
    try:
        if request.get("namespaces"):
            _become_init()
        warm_up(with_gpu=bool(request.get("with_gpu")))
        _send(control, {"ready": True, "pid": os.getpid(), "landlock": sys_.landlock_abi() if sys.platform == "linux" else 0})
    except BaseException as error:
        _send(control, {"failed": f"{type(error).__name__}: {error}"[:2000]})
        os._exit(1)
    try:
        born = _loop(control, bool(request.get("namespaces")))
    finally:
        if born is None:
            os._exit(0)
    _live(born[0], born[1], program)


def _become_init() -> None:
    """Become pid 1 of a pid namespace that belongs to a user namespace of our own; the outer process only waits."""
    uid, gid = os.getuid(), os.getgid()
    sys_.unshare(sys_.NEWUSER | sys_.NEWNS | sys_.NEWPID)
    map_user(uid, gid)
    pid = os.fork()
    if pid:
        sys_.close_from(3)
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    sys_.prctl(sys_.PR_SET_PDEATHSIG, signal.SIGKILL)
    sys_.mount("proc", "/proc", "proc", sys_.MS_NOSUID | sys_.MS_NODEV | sys_.MS_NOEXEC)


def _loop(control: socket.socket, namespaces: bool) -> tuple[dict[str, Any], list[int]]:
    """Answer the judge. Returns only in a child, with what it was asked to be."""
    home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if namespaces else -1
    living: dict[int, str | None] = {}  # children not yet reaped, with the folder of those that have no /tmp of their own
    dying: set[int] = set()  # killed by the judge, which does not wait for their end
    slices = pages.slices() if sys.platform == "linux" else iter(())
    while True:
        message = _receive(control)
        if message is None:
            _end(living)
        request, fds = message
        dying |= {int(pid) for pid in request.get("dying", ())}
        dying -= {pid for pid in dying if _bury(pid, living, os.WNOHANG)}
        if request["op"] == "fork":
            pid = _fork(request, fds, control, home, namespaces)
            if pid == 0:
                return request, fds
            if pid > 0:
                living[pid] = None if namespaces else request.get("home")
        elif request["op"] == "reap":
            _send(control, _reap(int(request["pid"]), living))
        elif request["op"] == "compile":
            _send(control, {"compiled": _compile(fds[0])})
        elif request["op"] == "settle":
            dying -= {pid for pid in dying if _bury(pid, living, 0)}
            _send(control, {"ok": True})
        else:
            _send(control, {"failed": "unknown request"})
        for fd in fds:
            os.close(fd)
        if request["op"] == "fork":
            next(slices, None)


def _compile(fd: int) -> int:
    """Compile drivers whose text is about to enter children anyway; nothing is executed. What does not compile is told by the child."""
    from grader.inside import cells

    compiled = 0
    for text in json.loads(os.pread(fd, MAX_TEXTS, 0)):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            cells.compiled_probe(text)
            compiled += 1
    return compiled


def _end(living: dict[int, str | None]) -> NoReturn:
    """The judge is gone: so is everybody."""
    for pid in list(living):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        _bury(pid, living, 0)
    os._exit(0)


def _fork(request: dict[str, Any], fds: list[int], control: socket.socket, home: int, namespaces: bool) -> int:
    try:
        if namespaces:
            sys_.unshare(sys_.NEWPID)
        pid = os.fork()
        if pid == 0:
            control.close()
            return 0
        if namespaces:
            sys_.setns(home, sys_.NEWPID)
    except OSError as error:
        _send(control, {"failed": f"fork: {error}"[:500]})
        return -1
    pidfd = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
    _send(control, {"pid": pid}, [pidfd] if pidfd >= 0 else [])
    if pidfd >= 0:
        os.close(pidfd)
    return pid


def _reap(pid: int, living: dict[int, str | None]) -> dict[str, Any]:
    """Kill, wait, tidy, and say how it ended."""
    try:
        os.kill(pid, signal.SIGKILL)
        _, status, usage = os.wait4(pid, 0)
    except (ChildProcessError, ProcessLookupError) as error:
        return {"failed": str(error)}
    _tidy(living.pop(pid, None))
    return {"code": os.waitstatus_to_exitcode(status), "cpu": usage.ru_utime + usage.ru_stime, "maxrss": usage.ru_maxrss}


def _bury(pid: int, living: dict[int, str | None], flags: int) -> bool:
    """Reap a child that was killed; False while it is still ending."""
    try:
        gone = os.waitpid(pid, flags)[0] == pid
    except ChildProcessError:
        gone = True
    if gone:
        _tidy(living.pop(pid, None))
    return gone


def _tidy(folder: str | None) -> None:
    if folder:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def _live(request: dict[str, Any], fds: list[int], program: bytes) -> None:
    """The child's life: own descriptors, confinement, service. It never returns to the zygote."""
    try:
        null = os.open(os.devnull, os.O_RDONLY)
        moved = [os.dup2(fd, 10 + i) for i, fd in enumerate((null, *fds))]
        for place, fd in zip((0, 3, 1, 2), moved, strict=True):
            os.dup2(fd, place)
        sys_.close_from(4) if sys.platform == "linux" else os.closerange(4, 256)
        if not request.get("namespaces"):
            os.setsid()
        link = socket.socket(fileno=3)
        try:
            confine(Confinement.of(request, program))
        except OSError as error:
            link.sendall(json.dumps({"failed": str(error)[:500]}).encode())
            os._exit(70)
        from grader.inside import child

        link.sendall(b"!")  # confined: only now may anything of a student arrive
        child.serve(link)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(71)
    finally:
        os._exit(0)


def _receive(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    try:
        data, fds, _, _ = socket.recv_fds(control, MAX_MESSAGE, 8)
    except (ConnectionError, OSError):
        return None
    return (json.loads(data), fds) if data else None


def _send(control: socket.socket, message: dict[str, Any], fds: list[int] | None = None) -> None:
    try:
        socket.send_fds(control, [json.dumps(message).encode()], fds or [])
    except OSError:
        os._exit(0)
