"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from grader.fleet.network import Address

course_option = click.option(
    "--course",
    default=".",
    show_default="the current directory",
    envvar="ALLCLOSE_COURSE",
    type=click.Path(path_type=Path, file_okay=False),
    help="The course directory.",
)

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def tls_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The certificates of a cluster: `tls_ca`, `tls_cert`, `tls_key`, `trusted_network`."""
    for option in (
        click.option("--trusted-network", is_flag=True, help="Nobody else can reach the cluster's network: tcp:// may leave this machine."),
        click.option("--tls-key", type=_FILE, help="The key of that certificate (PEM)."),
        click.option("--tls-cert", type=_FILE, help="This machine's certificate (PEM)."),
        click.option("--tls-ca", type=_FILE, help="The authority that has signed the cluster's certificates (PEM)."),
    ):
        command = option(command)
    return command


def cluster_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--cluster` and its certificates."""
    told = "Grade on the workers of this address, such as tls://head:8786; without a scheduler there, one is started. See docs/scale.md."
    return click.option("--cluster", metavar="ADDRESS", help=told)(tls_options(command))


def address(url: str, tls_ca: Path | None, tls_cert: Path | None, tls_key: Path | None, trusted_network: bool) -> Address:
    """The address that these options give."""
    from grader.fleet.network import Address, checked

    return checked(Address(url=url, ca=tls_ca, cert=tls_cert, key=tls_key, trusted=trusted_network))
