"""The jail: one warm zygote behind a tier's walls, and a fork of it per hand-in."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import os
import select
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterable
from typing import Any

from grader.errors import SandboxError
from grader.sandbox import gpu, launch, selftest
from grader.sandbox.child import Child
from grader.sandbox.limits import Limits
from grader.sandbox.tiers import TIERS, Standing, Tier, no_tier, remember, standing_of

START_S = 120.0
FORK_S = 10.0
_fork_count = itertools.count()


class Jail:
    """Start it, fork children, close it. One lock guards the talk with the zygote; children are independent of each other."""

    def __init__(
        self,
        tier: str | None = None,
        memory_mb: int = 1024,
        allow_unsafe: bool = False,
        limits: Limits | None = None,
        with_gpu: bool = False,
    ) -> None:
        self.limits = limits or Limits(memory_mb=memory_mb)
        self._with_gpu = with_gpu
        self._lock = threading.RLock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._compiled: set[str] = set()  # drivers that this zygote has compiled
        self._dying: list[int] = []  # killed; the zygote hears of them with the next request
        if tier:
            self._tier: Tier = TIERS[tier]
            if self._tier.unsafe and not allow_unsafe:
                raise SandboxError(
                    f"Tier {tier} does not protect this machine from student code.\n  Use it only for code you trust: --allow-unsafe"
                )
            self._start()
        else:
            self._start_strongest(allow_unsafe)

    def _start_strongest(self, allow_unsafe: bool) -> None:
        """The first tier that starts and, on its first use in this process, withstands its own probes."""
        for tier in TIERS.values():
            known = standing_of(tier.name)
            if (tier.unsafe and not allow_unsafe) or (known is not None and not known.ok):
                continue
            self._tier = tier
            try:
                self._start()
                broken = [] if known else selftest.try_out(self, tier)
            except (SandboxError, ImportError, OSError) as error:
                broken = [str(error)[:600]]
            remember(Standing(tier=tier.name, ok=not broken, reason="; ".join(broken)))
            if not broken:
                return
            self._stop()
        raise no_tier()

    @property
    def tier(self) -> str:
        return self._tier.name

    @property
    def zygote(self) -> int | None:
        """The process at the head of the running zygote; None if it died. Children of another one end with it."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    # ── the zygote ──

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        log = tempfile.TemporaryFile()  # noqa: SIM115
        environment = {
            **launch.environment(self._with_gpu),
            "HOME": tempfile.gettempdir(),
            "PATH": os.environ.get("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
        }
        try:
            line = launch.command(theirs.fileno(), outer=self._tier.outer, with_gpu=self._with_gpu)
            self._process = subprocess.Popen(
                line,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                cwd="/",
                start_new_session=True,
            )
            theirs.close()
            self._control = ours
            program = tempfile.TemporaryFile()  # noqa: SIM115
            with program:
                program.write(self._tier.program(self._with_gpu))
                program.flush()
                reply = self._ask({"namespaces": self._tier.namespaces, "with_gpu": self._with_gpu}, [program.fileno()], START_S)[0]
            if not reply.get("ready"):
                raise SandboxError(f"The jail did not start: {reply.get('failed')}")
        except (OSError, SandboxError) as error:
            theirs.close()
            self._stop()
            log.seek(0)
            told = log.read()[-2000:].decode("utf-8", "replace").strip()
            raise SandboxError(f"The jail (tier {self._tier.name}) did not start: {error}\n{told}".strip()) from None
        finally:
            log.close()

    def _stop(self) -> None:
        self._dying = []
        self._compiled = set()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(2.0)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
            self._process = None

    def restart(self) -> None:
        """A new zygote; children of the old one end with it."""
        with self._lock:
            self._stop()
            self._start()

    def close(self) -> None:
        """End the zygote and every child."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Jail:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _ask(self, message: dict[str, Any], fds: list[int], seconds: float) -> tuple[dict[str, Any], list[int]]:
        control = self._control
        if control is None:
            raise SandboxError("the jail is closed")
        try:
            dying, self._dying = self._dying, []
            socket.send_fds(control, [json.dumps({**message, "dying": dying}).encode()], fds)
            if not select.select([control], [], [], seconds)[0]:
                raise SandboxError("the zygote does not answer")
            data, received, _, _ = socket.recv_fds(control, 65536, 4)
        except OSError as error:
            raise SandboxError(f"the zygote is gone ({error})") from None
        if not data:
            raise SandboxError("the zygote is gone")
        return json.loads(data), received

    def settle(self) -> None:
        """Wait until every closed child is gone for good."""
        with self._lock:
            self._ask({"op": "settle"}, [], START_S)

    def compile(self, drivers: Iterable[str]) -> None:
        """Have these texts compiled in the zygote, so that no child has to. Without success each child compiles for itself."""
        with self._lock:
            missing = sorted({*drivers} - self._compiled)
            if not missing:
                return
            with tempfile.TemporaryFile() as texts, contextlib.suppress(SandboxError):
                texts.write(json.dumps(missing).encode())
                texts.flush()
                self._ask({"op": "compile"}, [texts.fileno()], FORK_S)
                self._compiled.update(missing)

    # ── children ──

    def fork(self, memory_mb: int | None = None, cpu_s: float | None = None) -> Child:
        """A confined child; a zygote that died is started again once."""
        child = self.fork_unconfined(memory_mb, cpu_s)
        trouble = self.admit(child)
        if trouble is not None:
            raise SandboxError(f"The child could not be confined (tier {self.tier}): {trouble}")
        return child

    def admit(self, child: Child) -> str | None:
        """Wait until the child is confined. Otherwise it is closed, and the answer says why."""
        trouble = child.wait_until_confined(FORK_S)
        if trouble is not None:
            child.close()
        return trouble

    def fork_unconfined(self, memory_mb: int | None = None, cpu_s: float | None = None) -> Child:
        """A child that is still confining itself. Nothing of a student may be sent before `admit`; it would not read it before, either."""
        limits = dataclasses.replace(
            self.limits, memory_mb=memory_mb or self.limits.memory_mb, cpu_s=max(1, int(cpu_s)) if cpu_s else self.limits.cpu_s
        )
        with self._lock:
            if self._control is None or self._process is None or self._process.poll() is not None:
                self.restart()
            try:
                return self._fork(limits)
            except SandboxError:
                self.restart()
                return self._fork(limits)

    def _gpu_wishes(self, limits: Limits) -> dict[str, Any]:
        return {"address_space": False, "drivers": gpu.nodes(), "memory_mb": limits.memory_mb + gpu.SPARE_MB}

    def _fork(self, limits: Limits) -> Child:
        ours, theirs = socket.socketpair()
        pipes = [os.pipe(), os.pipe()]
        generation = self._process
        try:
            seen = launch.view()
            folder = f"{launch.BOX if self._tier.outer else tempfile.gettempdir()}/allclose-{os.getpid()}-{next(_fork_count)}"
            home = launch.BOX if self._tier.namespaces else folder
            message = {
                "op": "fork",
                "namespaces": self._tier.namespaces,
                "landlock": self._tier.landlock,
                "readable": [*seen.readable, launch.THERE if self._tier.outer else str(launch.INSIDE)],
                "home": home,
                "own_tmp": seen.own_tmp,
                **{k: v for k, v in dataclasses.asdict(limits).items() if k != "output_bytes"},
                **(self._gpu_wishes(limits) if self._with_gpu else {}),
            }
            reply, received = self._ask(message, [theirs.fileno(), pipes[0][1], pipes[1][1]], FORK_S)
            if "pid" not in reply:
                raise SandboxError(f"the zygote could not fork: {reply.get('failed')}")
        except BaseException:
            ours.close()
            for read, _ in pipes:
                os.close(read)
            raise
        finally:
            theirs.close()
            for _, write in pipes:
                os.close(write)

        def reap(pid: int, wait: bool) -> dict[str, Any]:
            with self._lock:
                if self._process is not generation or self._control is None:
                    return {}
                if not wait:
                    self._dying.append(pid)
                    return {}
                try:
                    return self._ask({"op": "reap", "pid": pid}, [], FORK_S)[0]
                except SandboxError:
                    return {}

        return Child(
            pid=reply["pid"],
            pidfd=received[0] if received else -1,
            link=ours,
            streams=(pipes[0][0], pipes[1][0]),
            output_bytes=limits.output_bytes,
            cpu_s=limits.cpu_s,
            reap=reap,
        )
