"""The address of a cluster's head: who may use it unencrypted, its certificates, and its scheduler.

dask carries pickles between its machines: whoever can speak to the scheduler can run programs on all of them. So beyond
this machine an address has to be `tls://` with certificates, unless somebody says that the network is theirs alone.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from grader.errors import CourseError, SandboxError

PORT = 8786
KNOCK_S = 3.0
SILENT_S = 60  # a worker that says nothing for so long is lost


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the head is, and with which certificates one speaks to it."""

    url: str
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    trusted: bool = False

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or PORT

    @property
    def encrypted(self) -> bool:
        return self.url.startswith("tls://")


def checked(address: Address) -> Address:
    """Return the address; CourseError says what is wrong with it and what to write instead."""
    parts = urlsplit(address.url)
    try:
        parts.port  # noqa: B018 (reading it is the check)
    except ValueError:
        parts = parts._replace(netloc="")
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise CourseError(f"“{address.url}” is not the address of a cluster.\n  Write, for example: tls://head.example.org:{PORT}")
    files = {"--tls-ca": address.ca, "--tls-cert": address.cert, "--tls-key": address.key}
    missing = [option for option, path in files.items() if path is None]
    if parts.scheme == "tls" and missing:
        raise CourseError(f"{address.url} needs {', '.join(missing)}.\n  How to make certificates: docs/scale.md")
    if parts.scheme == "tcp" and len(missing) < 3:
        raise CourseError(f"{address.url} would not be encrypted, whatever the certificates say.\n  Write: tls://{parts.netloc}")
    if parts.scheme == "tcp" and not address.trusted and not _only_here(parts.hostname):
        raise CourseError(
            f"{address.url} leaves this machine unencrypted: whoever reaches that port can run programs on every machine of the cluster.\n"
            f"  Write: tls://{parts.netloc} with --tls-ca, --tls-cert and --tls-key; or, where nobody else can reach it, add --trusted-network"
        )
    return address


def _only_here(host: str) -> bool:
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return all(ipaddress.ip_address(str(one).split("%")[0]).is_loopback for one in found)


def library() -> Any:
    """Return dask.distributed, or say how to install it."""
    try:
        import distributed
    except ImportError:
        raise CourseError("A cluster needs dask.distributed, which is not installed.\n  Write: pip install 'allclose[cluster]'") from None
    import dask

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # who comes and goes is told in our words
    dask.config.set({f"distributed.{who}.http.routes": [] for who in ("scheduler", "worker")})  # no pages without a password
    return distributed


def security(address: Address) -> Any:
    """Return dask's form of the certificates; one pair serves every role."""
    if not address.encrypted:
        return None
    pairs = {
        f"tls_{role}_{part}": str(path)
        for role in ("client", "worker", "scheduler")
        for part, path in (("cert", address.cert), ("key", address.key))
    }
    return library().Security(tls_ca_file=str(address.ca), require_encryption=True, **pairs)


@contextmanager
def connected(address: Address) -> Iterator[Any]:
    """Yield a client of the scheduler at the address. Where nobody listens and the address is this machine's, start one."""
    distributed = library()
    with ExitStack() as stack:
        url = address.url
        if not _answers(address):
            _can_be_ours(address)
            url = stack.enter_context(_scheduler(distributed, address)).scheduler_address
        try:
            client = distributed.Client(url, security=security(address), set_as_default=False, timeout=KNOCK_S * 3, name="allclose-head")
        except (OSError, TimeoutError) as error:
            raise SandboxError(
                f"{address.url} does not speak to us: {error}.\n  Are the certificates signed by the same authority?"
            ) from error
        yield stack.enter_context(client)


@contextmanager
def _scheduler(distributed: Any, address: Address) -> Iterator[Any]:
    import dask

    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.scheduler.worker-ttl": f"{SILENT_S}s"}
    with (
        dask.config.set(settings),  # type: ignore[no-untyped-call]
        distributed.LocalCluster(
            n_workers=0,
            host=address.host,
            scheduler_port=address.port,
            protocol=f"{urlsplit(address.url).scheme}://",
            security=security(address),
            dashboard_address=None,
            blocked_handlers=["run_function", "feed"],
        ) as cluster,
    ):
        yield cluster


def _answers(address: Address) -> bool:
    try:
        with socket.create_connection((address.host, address.port), timeout=KNOCK_S):
            return True
    except OSError:
        return False


def _can_be_ours(address: Address) -> None:
    try:
        family, kind, *_, where = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise CourseError(
            f"Nobody answers at {address.url}, and it is no address of this machine ({error.strerror}).\n"
            f"  Write the address of this machine, for example: {urlsplit(address.url).scheme}://{socket.gethostname()}:{PORT}"
        ) from None
