"""`allclose receipt`: is this receipt genuine?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, opened
from grader.errors import CourseError


@click.group("receipt")
def command() -> None:
    """Verify receipts, show the public keys, change the key."""


@command.command("verify")
@click.argument("receipt", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    "published",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The course's public keys (from `receipt keys`): no records needed.",
)
@course_option
def verify(receipt: Path, file: Path | None, published: Path | None, course: Path) -> None:
    """Check RECEIPT's signature, and that it is for FILE if one is given."""
    from grader.records import keys, receipts

    found = receipts.read(receipt.read_text(encoding="utf-8"))
    if published is not None:
        public = _published(published)
    else:
        with opened(course) as records:
            public = keys.public(records)
    receipts.verify(found, public, data=file.read_bytes() if file else None)
    click.echo(
        f"Genuine: {found['assignment']}, attempt {found['number']}, received {found['received_at'][:19].replace('T', ' ')} UTC, sha256 {found['sha256']}."
    )


def _published(path: Path) -> dict[int, str]:
    """The public keys in a file that `receipt keys` wrote."""
    try:
        return {int(version): str(key) for version, key in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError):
        raise CourseError(f"{path} holds no public keys.\n  Use what the course publishes: allclose receipt keys > keys.json") from None


@command.command("keys")
@course_option
def show(course: Path) -> None:
    """Write the public keys as JSON: what the course publishes."""
    from grader.records import keys

    with opened(course) as records:
        click.echo(json.dumps(keys.public(records)))


@command.command("rotate")
@course_option
def rotate(course: Path) -> None:
    """Sign with a new key from now on; old receipts stay good."""
    from grader.records import keys

    with opened(course) as records:
        click.echo(f"Key {keys.rotate(records, ACTOR)} signs from now on.")
