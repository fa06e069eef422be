"""The command `allclose`. Each module of this folder that has a click command called `command` is one of its commands.

The group knows its commands by file name and imports a module only when that command is used, so that help is quick.
"""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path

import click

from grader import __version__
from grader.errors import AllcloseError, SandboxError

_FOLDER = Path(__file__).parent


def _summary(path: Path) -> str | None:
    """The first line of help of a module's command, read without importing it; None where it has no command."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "command":
            return (ast.get_docstring(node) or "").split("\n", 1)[0]
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.ImportFrom) and "command" in ast.unparse(node).split(" = ")[0].split():
            return (ast.get_docstring(tree) or "").split("\n", 1)[0].partition(": ")[2].capitalize()
    return None


class Commands(click.Group):
    """A group whose commands are the modules beside this one; a_name.py is the command a-name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        paths = sorted(p for p in _FOLDER.glob("*.py") if not p.stem.startswith("_"))
        return [path.stem.replace("_", "-") for path in paths if _summary(path) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(f"grader.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        rows = [(name, _summary(_FOLDER / f"{name.replace('-', '_')}.py") or "") for name in names]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            raise click.UsageError(f"no command “{args[0]}”. There are: {', '.join(self.list_commands(ctx))}.")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="allclose")
def group() -> None:
    """Grade numerical code, and say which mistake it is."""


def main() -> None:
    """Run `allclose`: exit code 0 done, 1 the work or the input was at fault, 2 our machinery was."""
    try:
        group.main(prog_name="allclose", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except AllcloseError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2 if isinstance(error, SandboxError) else 1)
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"Error: {error.filename}: {error.strerror}.\n  Name a place that exists and that you may write to.", err=True)
        sys.exit(1)
