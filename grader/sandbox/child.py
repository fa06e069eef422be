"""One child, as the judge holds it: calls under a deadline, output under a cap, death by pidfd.

The wire brings torch with it and is imported by the first call: a judge starts its zygote before that, so both import at once.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from grader.errors import AllcloseError

MAX_REPLY = 16 * 1024 * 1024
READ_BYTES = 64 * 1024
MAX_EARLY = 4 * MAX_REPLY  # of answers that arrive while more is sent
OBJECTS_PER_TEXT = 32  # bytes that the objects of an answer may take for each byte of its JSON: "[]," is a list
Reap = Callable[[int, bool], dict[str, Any]]  # pid, wait for its end?


class ChildFailure(AllcloseError):
    """A child gave no answer that can be used."""


class ChildTimeout(ChildFailure):
    """It did not answer in time and was killed."""


class ChildDied(ChildFailure):
    """It ended before it answered."""

    def __init__(self, how: str, *, code: int | None = None, cause: str = "exit") -> None:
        super().__init__(how)
        self.code = code
        self.cause = cause  # exit, signal, memory, cpu, filter, output, jail


class ChildLied(ChildFailure):
    """What it sent is no answer: malformed, early, repeated, oversized, or under another nonce."""


class Child:
    """A forked child. `call` from one thread at a time; `close` always."""

    def __init__(
        self, *, pid: int, pidfd: int, link: socket.socket, streams: tuple[int, int], output_bytes: int, cpu_s: int, reap: Reap
    ) -> None:
        self.pid = pid
        self._pidfd = pidfd
        self._link = link
        self._streams = list(streams)  # stdout, stderr; -1 once closed
        self._printed = (bytearray(), bytearray())
        self._cap = output_bytes
        self._cpu_limit = cpu_s
        self._reap = reap
        self._ended: dict[str, Any] | None = None
        self._doom: ChildFailure | None = None
        self._flood = False
        self._cpu = 0.0
        self._arrived = bytearray()  # read from the link and not yet taken
        self.weight = 0  # roughly how many bytes the last answer takes
        self._posted: deque[tuple[str, bool]] = deque()  # nonce, complex allowed: of requests that are not answered yet
        self._deadline = 0.0  # of the last request
        link.setblocking(False)
        self._poll = select.poll()  # the link and what the child prints
        self._poll.register(link, select.POLLIN)
        for fd in streams:
            os.set_blocking(fd, False)
            self._poll.register(fd, select.POLLIN)

    # ── asking ──

    def call(
        self,
        op: str,
        value: Any,
        *,
        seconds: float,
        max_bytes: int = MAX_REPLY,
        max_text: int = MAX_REPLY,
        allow_complex: bool = False,
    ) -> Any:
        """Send one request and return the decoded answer, or raise a ChildFailure; after one, the child is dead."""
        self.post(op, value, seconds=seconds, allow_complex=allow_complex)
        return self.take(max_bytes=max_bytes, max_text=max_text)

    def post(self, op: str, value: Any, *, seconds: float, allow_complex: bool = False) -> None:
        """Send one request. The child works on it, and on those sent before, in their order; `take` fetches the answers in the same."""
        from grader.inside.tensors import WireError

        try:
            self._post({"op": op}, value, 1, seconds, allow_complex)
        except WireError as error:
            raise self._fail(ChildLied(str(error))) from None

    def post_each(self, op: str, values: list[Any], *, seconds: float) -> None:
        """Send several requests of one kind, in one frame if one can hold them. Each has an answer of its own."""
        from grader.inside.tensors import WireError

        try:
            self._post({"op": op, "each": True}, values, len(values), seconds, False)
        except WireError:
            for value in values:
                self.post(op, value, seconds=seconds)

    def _post(self, header: dict[str, Any], value: Any, count: int, seconds: float, allow_complex: bool) -> None:
        from grader.inside import wire

        if self._doom is not None:
            raise self._doom
        try:
            if not self._posted:
                self._refuse_early()
            nonce = secrets.token_hex(8)
            frame = wire.encode({"nonce": nonce, **header, **({"complex": True} if allow_complex else {})}, value, allow_complex=True)
            self._deadline = time.monotonic() + seconds
            self._send(frame, self._deadline)
            self._posted += [(nonce, allow_complex)] * count
        except ChildFailure as failure:
            raise self._fail(failure) from None

    def take(self, *, seconds: float | None = None, max_bytes: int = MAX_REPLY, max_text: int = MAX_REPLY) -> Any:
        """Return the decoded answer to the oldest request that was posted, within the seconds it was given or those told here."""
        from grader.inside.tensors import WireError

        if self._doom is not None:
            raise self._doom
        nonce, allow_complex = self._posted.popleft()
        deadline = self._deadline if seconds is None else time.monotonic() + seconds
        try:
            body = self._reply(deadline, (max_bytes, max_text), allow_complex)
            if body.get("nonce") != nonce:
                raise ChildLied("an answer to another question")
            if "broken" in body:
                raise ChildLied(f"no answer: {str(body['broken'])[:300]}")
            if self._arrived and not self._posted:
                raise ChildLied("an answer that nobody asked for")
            return body["value"]
        except WireError as error:
            raise self._fail(ChildLied(str(error))) from None
        except ChildFailure as failure:
            raise self._fail(failure) from None

    def is_alive(self) -> bool:
        """Has it not ended yet, as far as the kernel tells? Without pidfds the next call finds out."""
        if self._doom is not None or self._ended is not None:
            return False
        poll = select.poll()
        if self._pidfd >= 0:
            poll.register(self._pidfd, select.POLLIN)
        return not poll.poll(0)

    def wait_until_confined(self, seconds: float) -> str | None:
        """None once the child is confined; otherwise why it is not."""
        deadline = time.monotonic() + seconds
        try:
            first = self._receive(1, deadline)
            if first == b"!":
                return None
            time_left = max(0.0, deadline - time.monotonic())
            return (first + self._rest(time_left)).decode("utf-8", "replace")
        except ChildFailure as failure:
            return f"{failure} {bytes(self._printed[1])[-500:].decode('utf-8', 'replace')}"

    def _rest(self, seconds: float) -> bytes:
        parts = b""
        end = time.monotonic() + min(seconds, 1.0)
        with contextlib.suppress(ChildFailure):
            while len(parts) < 4096:
                parts += self._receive(1, end)
        return parts

    def _fail(self, failure: ChildFailure) -> ChildFailure:
        self._doom = failure
        self.close(wait=True)
        return failure

    def _refuse_early(self) -> None:
        if self._arrived:
            raise ChildLied("an answer that nobody asked for")
        with contextlib.suppress(BlockingIOError):
            if self._link.recv(1, socket.MSG_PEEK):
                raise ChildLied("an answer that nobody asked for")
            raise self._death()

    def _send(self, frame: bytes, deadline: float) -> None:
        """Send, unless the child ends or hangs over an earlier request: whoever takes the answers in their order finds out."""
        view = memoryview(frame)
        while view:
            try:
                view = view[self._link.send(view) :]
            except BlockingIOError:
                if self._posted and time.monotonic() >= deadline:
                    return
                self._make_room(deadline)
            except (BrokenPipeError, ConnectionError):
                if self._posted:
                    return
                raise self._death() from None

    def _make_room(self, deadline: float) -> None:
        """Wait until more can be sent. A child that is stuck in an answer of its own reads nothing: that answer is taken in first."""
        if not self._posted:
            self._wait(select.POLLOUT, deadline)
            return
        with contextlib.suppress(ChildTimeout):
            self._wait(select.POLLIN | select.POLLOUT, deadline)
        with contextlib.suppress(BlockingIOError, ConnectionError):
            self._arrived += self._link.recv(READ_BYTES)
        if len(self._arrived) > MAX_EARLY:
            raise ChildLied("more than was asked for")

    def _reply(self, deadline: float, caps: tuple[int, int], allow_complex: bool) -> dict[str, Any]:
        from grader.inside import wire

        text, raw = wire.sizes(self._receive(wire.PREFIX.size, deadline), *caps)
        self.weight = raw + OBJECTS_PER_TEXT * text
        body = self._receive(text, deadline)
        return wire.decode(body, self._receive(raw, deadline), allow_complex=allow_complex)

    def _receive(self, count: int, deadline: float) -> bytes:
        """The next bytes of the link. What comes with them is kept: a frame is mostly read in one go."""
        while len(self._arrived) < count:
            try:
                part = self._link.recv(max(count - len(self._arrived), READ_BYTES))
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except ConnectionError:
                raise self._death() from None
            if not part:
                raise self._death()
            self._arrived += part
        taken = bytes(self._arrived[:count])
        del self._arrived[:count]
        return taken

    def _wait(self, event: int, deadline: float) -> None:
        """Wait for the link; meanwhile take in what the child prints."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise ChildTimeout("no answer in time")
        self._poll.modify(self._link, event)
        for fd, _ in self._poll.poll(max(1, int(left * 1000))):
            if fd in self._streams:
                self._take_in(self._streams.index(fd))
        if self._flood:
            raise ChildDied("more output than is allowed", cause="output")

    def _take_in(self, i: int) -> None:
        """Read what stdout (0) or stderr (1) holds, up to the cap."""
        if self._streams[i] < 0:
            return
        try:
            part = os.read(self._streams[i], 1 << 16)
        except BlockingIOError:
            return
        if not part:
            self._close_stream(i)
            return
        kept = self._printed[i]
        self._flood = self._flood or len(kept) + len(part) > self._cap
        kept += part[: self._cap - len(kept)]

    def _close_stream(self, i: int) -> None:
        if self._streams[i] >= 0:
            self._poll.unregister(self._streams[i])
            os.close(self._streams[i])
            self._streams[i] = -1

    # ── ending ──

    def _death(self) -> ChildDied:
        """What the zygote says of how the child ended."""
        self.close(wait=True)
        code = (self._ended or {}).get("code")
        if code is None:
            return ChildDied("the jail ended", cause="jail")
        if code >= 0:
            return ChildDied(f"the program ended itself (exit {code})" if code else "the program ended itself", code=code)
        name = signal.Signals(-code).name if -code in signal.valid_signals() else str(-code)
        if name == "SIGKILL" and self.cpu_s >= self._cpu_limit:  # pid 1 does not hear SIGXCPU
            return ChildDied(f"the program used more than {self._cpu_limit} s of CPU", code=code, cause="cpu")
        cause = {"SIGKILL": "memory", "SIGXCPU": "cpu", "SIGSYS": "filter", "SIGSEGV": "signal"}.get(name, "signal")
        return ChildDied(f"the program was ended by {name}", code=code, cause=cause)

    def output(self) -> tuple[bytes, bytes]:
        """stdout and stderr so far, capped."""
        for i in (0, 1):
            self._take_in(i)
        return bytes(self._printed[0]), bytes(self._printed[1])

    def kill(self) -> None:
        """End the child and, in its pid namespace, everything it started."""
        if self._pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def close(self, *, wait: bool = False) -> None:
        """Kill and close every descriptor. Safe to repeat. The kernel needs 10 ms to take a child down: only who asks waits."""
        if self._ended is not None:
            return
        wait = wait or self._pidfd < 0  # without pidfds the zygote kills
        self._cpu = 0.0 if wait else self._cpu_from_proc()
        if wait and self._link_is_at_end():
            self._settle()
        self.kill()
        self._ended = self._reap(self.pid, wait)
        self._link.close()
        for i in (0, 1):
            self._take_in(i)
            self._close_stream(i)
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1

    def _link_is_at_end(self) -> bool:
        try:
            return self._link.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _settle(self) -> None:
        """A child that is about to end of itself is let, so that its own exit code is seen and not our kill."""
        if self._pidfd >= 0:
            poll = select.poll()
            poll.register(self._pidfd, select.POLLIN)
            poll.poll(200)

    @property
    def cpu_s(self) -> float:
        """CPU seconds used: exact after a death, from /proc otherwise."""
        if self._ended is not None:
            return float(self._ended.get("cpu", self._cpu))
        return self._cpu_from_proc()

    def _cpu_from_proc(self) -> float:
        try:
            with open(f"/proc/self/fdinfo/{self._pidfd}") as info:
                pid = next(int(line.split()[1]) for line in info if line.startswith("Pid:"))
            with open(f"/proc/{pid}/stat") as stat:
                fields = stat.read().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, StopIteration, ValueError, IndexError):
            return 0.0

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
