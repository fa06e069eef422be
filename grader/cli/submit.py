"""`allclose submit`: hand in from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, opened


@click.command("submit")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--assignment", required=True, help="Which assignment it is for.")
@click.option(
    "--token", envvar="ALLCLOSE_TOKEN", required=True, help="Your token (or ALLCLOSE_TOKEN): from your account page of the course."
)
@click.option("--url", help="The course's address, for a course on another machine.")
@click.option(
    "--receipt", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the receipt; without it, to the standard output."
)
@course_option
def command(file: Path, assignment: str, token: str, url: str | None, receipt: Path | None, course: Path) -> None:
    """Hand in FILE and keep the receipt."""
    data = file.read_bytes()
    given = _over_http(url, assignment, token, file.name, data) if url else _here(course, assignment, token, file.name, data)
    text = json.dumps(given, ensure_ascii=False, indent=1)
    if receipt:
        _keep(receipt, text)
        click.echo(f"Handed in at {given['received_at'][:19].replace('T', ' ')} UTC. The receipt is in {receipt}.", err=True)
    else:
        click.echo(text)


def _keep(receipt: Path, text: str) -> None:
    """Write the receipt; where that fails, it is shown instead, for the hand-in is stored."""
    from grader.errors import SubmissionError

    try:
        receipt.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        click.echo(text)
        raise SubmissionError(f"It is handed in, but {receipt} cannot be written ({error.strerror}).\n  Keep the receipt above.") from None


def _here(course: Path, assignment: str, token: str, name: str, data: bytes) -> dict[str, Any]:
    from grader.errors import SubmissionError
    from grader.fleet.recorded import sync
    from grader.notebooks.containers import one_notebook, open_upload
    from grader.records import assignments, handins, people

    one_notebook(open_upload(name, data))
    with opened(course) as records:
        if (course / "course.toml").is_file():
            sync(records, ACTOR, course)
        person = people.token_holder(records, token, "api")
        if person is None:
            raise SubmissionError("The token is not (or no longer) good.\n  Make a new one on your account page of the course.")
        assignments.get(records, assignment)
        return handins.hand_in(records, person.id, assignment, data, filename=name, source="command").receipt


def _over_http(url: str, assignment: str, token: str, name: str, data: bytes) -> dict[str, Any]:
    """POST to the web app's `/api/handins/ASSIGNMENT`."""
    import urllib.error
    import urllib.parse
    import urllib.request

    from grader.errors import SubmissionError

    if not url.startswith(("https://", "http://")):
        raise SubmissionError(f"“{url}” is not an address.\n  Write, for example: --url https://course.example.org")
    where = f"{url.rstrip('/')}/api/handins/{urllib.parse.quote(assignment)}?filename={urllib.parse.quote(name)}"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream", "Accept": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(where, data=data, headers=headers), timeout=120) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        raise SubmissionError(f"The course refused it: {_reason(error.read(4000))}") from None
    except (OSError, ValueError) as error:
        raise SubmissionError(
            f"{url} did not answer ({error}): nothing was handed in.\n  Try again; the same file twice is one hand-in."
        ) from None


def _reason(answer: bytes) -> str:
    """What the course said, in words; something else in front of it (a proxy) may have answered in its own way."""
    try:
        return str(json.loads(answer)["text"])
    except (ValueError, LookupError, TypeError):
        return answer.decode(errors="replace")[:500]
