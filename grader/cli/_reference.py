"""Write docs/commands.md from the commands themselves: `python -m grader.cli._reference`. A test compares the two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from grader.cli import group

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
_HEAD = """\
# Commands

Made by `make docs` from the commands themselves; do not edit it.

Results go to standard output, remarks to standard error. Exit code 0: done; 1: the work or the input was at fault;
2: our machinery was.
"""


def page() -> str:
    """The whole reference."""
    sections = [_HEAD]
    for name, command in _commands(group, ["allclose"]):
        context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100, color=False, **group.context_settings)
        help_text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        sections.append(f"## {name}\n\n```text\n{help_text}\n```\n")
    return "\n".join(sections)


def _commands(parent: click.Group, path: list[str]) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(parent, info_name=" ".join(path))
    for name in parent.list_commands(context):
        command = parent.get_command(context, name)
        assert command is not None
        yield " ".join([*path, name]), command
        if isinstance(command, click.Group):
            yield from _commands(command, [*path, name])


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
