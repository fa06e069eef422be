"""One machine of a cluster: judges that stay warm, suites by their digest, and a dask worker that brings them batches.

It holds no course, no records and no key: hand-ins and the secret for hidden inputs come with each batch and are not written down.
What a batch needs and this machine lacks comes along as bytes; bytes that do not have the digest they are named by are refused.
"""

from __future__ import annotations

import asyncio
import functools
import importlib.metadata
import json
import os
import queue
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from grader import __version__
from grader.course.bundle import digest
from grader.errors import SandboxError, SubmissionError
from grader.fleet.client import JudgeClient
from grader.fleet.network import Address, library, security

PLUGIN = "allclose"
RETRY_S = 5.0


def versions() -> dict[str, str]:
    """What has to be equal on all machines for their reports to be."""
    return {"allclose": __version__, **{name: importlib.metadata.version(name).split("+")[0] for name in ("torch", "numpy")}}


class Suites:
    """Bundles in a folder, each under the digest of its bytes, which is checked before the first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checked: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def known(self) -> list[str]:
        """The digests of what lies here, unchecked."""
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith("."))

    def find(self, name: str) -> Path | None:
        """Return the bundle, or None if it is not here as it should be; a damaged one is removed."""
        place = self.folder / name
        if name in self._checked and place.is_dir():
            return place
        if not place.is_dir():
            return None
        if digest(packed(place)) != name:
            shutil.rmtree(place, ignore_errors=True)
            return None
        self._checked.add(name)
        return place

    def keep(self, name: str, files: Mapping[str, bytes]) -> None:
        """Write a bundle, whole or not at all."""
        if digest(dict(files)) != name or any(PurePosixPath(f).is_absolute() or ".." in PurePosixPath(f).parts for f in files):
            raise SandboxError(f"a suite came that is not {name}: its bytes have another digest")
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".making-") as scratch:
            made = Path(scratch) / "bundle"
            for file, data in files.items():
                (made / file).parent.mkdir(parents=True, exist_ok=True)
                (made / file).write_bytes(data)
            try:
                os.rename(made, self.folder / name)
            except OSError:
                if self.find(name) is None:  # another worker on this machine may have been first, with the same bytes
                    raise


def packed(bundle: Path) -> dict[str, bytes]:
    """The files of a bundle by name; what judging leaves beside them is no part of it."""
    files = sorted(path for path in bundle.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(bundle).as_posix(): path.read_bytes() for path in files}


class Node:
    """The judges of this machine."""

    def __init__(
        self, *, judges: int, cache: Path, gpu: bool = False, tier: str | None = None, command: Sequence[str] | None = None
    ) -> None:
        self.judges = judges
        self.gpu = gpu
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.suites = Suites(cache)
        self._clients = [JudgeClient(secret=b"", tier=tier, command=command) for _ in range(judges)]
        self._free: queue.SimpleQueue[JudgeClient] = queue.SimpleQueue()
        for client in self._clients:
            self._free.put(client)
        self._started = False

    def start(self) -> None:
        """Start the judges, once."""
        if not self._started:
            for client in self._clients:
                client.start()
            self._started = True

    def close(self) -> None:
        for client in self._clients:
            client.close()

    @property
    def tier(self) -> str:
        return self._clients[0].tier

    def hello(self) -> dict[str, Any]:
        """What the head wants to know of this machine."""
        suites = self.suites.known()
        return {"name": self.name, "judges": self.judges, "gpu": self.gpu, "tier": self.tier, "versions": versions(), "suites": suites}

    def grade(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Grade the hand-ins of a batch in turn: a result for each as JSON, and the seconds it took."""
        for name, files in batch["bundles"].items():
            if self.suites.find(name) is None:
                self.suites.keep(name, files)
        needed = {item["suite"] for item in batch["items"]}
        if missing := sorted(name for name in needed if self.suites.find(name) is None):
            return {"missing": missing}
        results, seconds = [], []
        judge = self._free.get()
        try:
            judge.secret = batch["secret"]
            for item in batch["items"]:
                began = time.monotonic()
                results.append(json.dumps(self._one(judge, item, batch["device"])).encode())
                seconds.append(time.monotonic() - began)
        finally:
            judge.secret = b""
            self._free.put(judge)
        return {"results": results, "seconds": seconds}

    def _one(self, judge: JudgeClient, item: Mapping[str, Any], device: str) -> dict[str, Any]:
        bundle = self.suites.folder / item["suite"]
        try:
            assignment = json.loads((bundle / "manifest.json").read_bytes())["assignment"]
            return {"report": judge.grade({assignment: bundle}, item["name"], item["data"], device=device).to_json()}
        except SubmissionError as error:
            return {"refused": str(error)}
        except Exception as error:  # ours, whatever it is: told, tried again elsewhere, never a mark
            return {
                "fault": f"{self.name}: {error}" if isinstance(error, SandboxError) else f"{self.name}: {type(error).__name__}: {error}"
            }


# -- what dask runs here: named by module and function, so that no code travels -----------------------------------------


def _node() -> Node:
    return library().get_worker().plugins[PLUGIN].node  # type: ignore[no-any-return]


def hello() -> dict[str, Any]:
    return _node().hello()


def grade(batch: Mapping[str, Any]) -> dict[str, Any]:
    return _node().grade(batch)


@functools.cache
def plugin_class() -> Any:
    """dask's plugin that holds the node; a function, because dask is imported only where there is a cluster."""

    class Judges(library().WorkerPlugin):  # type: ignore[misc]
        name = PLUGIN

        def __init__(self, node: Node) -> None:
            self.node = node

        async def setup(self, worker: Any) -> None:
            """Start the judges before the first batch; not on dask's own thread, which has to answer meanwhile."""
            await asyncio.to_thread(self.node.start)

    return Judges


def work(address: Address, node: Node, say: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True)) -> None:
    """Serve the head until SIGTERM or Ctrl-C. When the head goes away, wait for it: the judges stay warm."""
    node.start()
    try:
        asyncio.run(_attend(address, node, say))
    finally:
        node.close()


async def _attend(address: Address, node: Node, say: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    say(f"{node.name}: {node.judges} judge{'s' * (node.judges > 1)}, tier {node.tier}{', GPU' * node.gpu}; waiting for {address.url}")
    stopping = asyncio.create_task(stop.wait())
    with tempfile.TemporaryDirectory(prefix="allclose-worker-") as scratch:
        while not stop.is_set():
            serving = asyncio.create_task(_serve(address, node, scratch, say))
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not serving.done():
                serving.cancel()
            done = (await asyncio.gather(serving, return_exceptions=True))[0]
            if isinstance(done, OSError | TimeoutError):
                say(f"{node.name}: {address.url} does not answer ({done}); trying again")
            elif isinstance(done, Exception):
                raise done
            if not stop.is_set():
                await asyncio.wait({stopping}, timeout=RETRY_S)
    stopping.cancel()


async def _serve(address: Address, node: Node, scratch: str, say: Callable[[str], None]) -> None:
    """Be a worker of the scheduler until it goes away."""
    worker = await library().Worker(
        address.url,
        nthreads=node.judges,
        resources={"GPU": node.judges} if node.gpu else {},
        plugins=[plugin_class()(node)],
        local_directory=scratch,
        memory_limit=0,
        security=security(address),
        death_timeout=60,
    )
    try:
        say(f"{node.name}: joined {address.url}")
        await worker.finished()
        say(f"{node.name}: {address.url} has gone")
    finally:
        await worker.close(timeout=2, executor_wait=False)
