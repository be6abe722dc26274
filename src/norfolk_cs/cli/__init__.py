"""The command line: one module a command, each imported only when it is asked for.

Errors become messages here and nowhere else. Exit codes: 0 done, 1 something was wrong (or a bar
not met), 2 the command was not understood, 130 interrupted, 143 terminated.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextvars import copy_context
from importlib import import_module
from inspect import cleandoc
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from norfolk_cs import __version__
from norfolk_cs.cli.console import hush, say_error
from norfolk_cs.errors import NorfolkError

INTERRUPTED = 130  # 128 + SIGINT, as shells have it
TERMINATED = 143  # 128 + SIGTERM

# In the order of work, which is the order of --help: a command's name, which is its module's too,
# and the function there, or the Typer of a command that has commands of its own.
COMMANDS = {
    "extract": "extract",
    "text": "text",
    "show": "show",
    "history": "history",
    "deadlines": "deadlines",
    "timeline": "timeline",
    "actors": "actors",
    "report": "report",
    "export": "export",
    "eval": "evaluate",
    "diff": "diff",
    "explain": "explain",
    "rules": "app",
    "schema": "schema",
}
SETTINGS = {"help_option_names": ["-h", "--help"]}

_EPILOG = """[bold]Start here[/bold]

  norfolk-cs extract seeds/ -o facts.jsonl
  norfolk-cs show --actor "Dave Hill"

[dim]norfolk-cs COMMAND --help has examples for each command.[/dim]
"""


class _Commands(TyperGroup):
    """The commands; what goes wrong in one becomes one line and an exit code."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as Typer asks
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as Typer asks
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"{__name__}.{cmd_name}")
        function = getattr(module, COMMANDS[cmd_name])
        if isinstance(function, typer.Typer):
            for command in function.registered_commands:
                command.help = _help(command.callback)
            return typer.main.get_group(function)
        alone = typer.Typer(
            add_completion=False, rich_markup_mode="rich", context_settings=SETTINGS
        )
        alone.command(cmd_name, help=_help(function), epilog=module.EPILOG)(function)
        return typer.main.get_command(alone)

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                return copy_context().run(super().invoke, ctx)  # settings end with the command
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()  # here, where a reader that is gone can still be dealt with
        except NorfolkError as error:
            say_error(error)
            raise typer.Exit(1) from error
        except BrokenPipeError as error:  # "| head" has seen enough
            hush()
            raise typer.Exit(0) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        except OSError as error:
            say_error(f"{error.filename or 'output'}: {error.strerror or error}")
            raise typer.Exit(1) from error


def _help(function: Callable[..., Any] | None) -> str:
    """A docstring as help: where its source lines end is no concern of the terminal's."""
    paragraphs = cleandoc(function.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


app = typer.Typer(
    name="norfolk-cs",
    cls=_Commands,
    help="Facts a reporter can stand behind, from news and inspection reports on English "
    "council children's services.",
    epilog=_EPILOG,
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"norfolk-cs {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            metavar="",
            callback=_version,
            is_eager=True,
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    pass


def _terminated(*_: object) -> None:
    """End as Ctrl-C does: with what is unfinished cleared away."""
    sys.exit(TERMINATED)


def main() -> None:
    """Run the command line; the console script's entry."""
    signal.signal(signal.SIGTERM, _terminated)
    app(prog_name="norfolk-cs")
