"""The command line: finds a command's module when it is asked for, and turns errors into words and exit codes."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.errors import Exit, GeneratorError

#: Commands that are the same under another name.
_ALIASES = {"push": "upload"}


class _Commands(click.Group):
    """Every module of `generator.commands` is a command. It is imported when it is used, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        import generator.commands as package

        return sorted(module.name for module in pkgutil.iter_modules(package.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = _ALIASES.get(cmd_name, cmd_name)
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"generator.commands.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # The summaries are the first lines of the modules, read without importing them.
        rows = [(name, _summary(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _summary(name: str) -> str:
    path = Path(__file__).parent / "commands" / f"{name}.py"
    with path.open(encoding="utf-8") as source:
        return source.readline().strip().strip('"')


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="generator")
def cli() -> None:
    """Dashboards as code for a Grafana LGTM stack."""


def fail(error: GeneratorError) -> None:
    """Say on stderr what is wrong and how to mend it."""
    click.echo(f"error: {error.summary}", err=True)
    if error.fix:
        click.echo(f"  fix: {error.fix}", err=True)


def main(arguments: list[str] | None = None) -> Any:
    """Run a command and leave with its exit code."""
    try:
        code = cli.main(args=arguments, prog_name="generator", standalone_mode=False)
    except GeneratorError as error:
        fail(error)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("cancelled", err=True)
        code = Exit.CANCELLED
    except BrokenPipeError:
        # The reader of a pipe has seen enough: that is not a failure of ours.
        sys.stderr.close()
        code = Exit.OK
    sys.exit(int(code or 0))
