"""The command line: one module a command, each imported only when it is asked for.

Errors become messages here and nowhere else. Exit codes: 0 done, 1 something was wrong (or a bar
not met), 2 the command was not understood, 130 interrupted, 143 terminated.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable
from contextvars import copy_context
from importlib import import_module
from inspect import cleandoc
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from norfolk_cs import __version__
from norfolk_cs.errors import NorfolkError

INTERRUPTED = 130  # 128 + SIGINT, as shells have it
TERMINATED = 143  # 128 + SIGTERM
# Objects made between two looks for circular garbage, which there is hardly any of: at Python's
# 700 a tenth of the start-up goes into looking.
GARBAGE = 50_000


class _Told(NamedTuple):
    """What is known of a command before its module is loaded."""

    function: str
    help: str


# In the order of work, which is the order of --help: a command's name, which is its module's too,
# the function there, or the Typer of a command that has commands of its own, and what its help
# says first.
COMMANDS = {
    "extract": _Told("extract", "Extract the facts of documents as JSON Lines, one fact a line."),
    "text": _Told(
        "text", "Print a document as it is read: spans and offsets refer to exactly this text."
    ),
    "show": _Told("show", "Look at facts: by document, or all about one person or body."),
    "history": _Told("history", "Show how a body was judged over the years, better or worse."),
    "deadlines": _Told("deadlines", "Show what is due when, and how late it is as of a day."),
    "timeline": _Told(
        "timeline", "Show what happened when, over all documents, in calendar order."
    ),
    "actors": _Told("actors", "Show who appears over all documents, and in what posts."),
    "report": _Told(
        "report",
        "Write facts as one page of HTML: documents with the facts marked, judgements, deadlines.",
    ),
    "export": _Told(
        "export",
        "Put facts into a database (SQLite, DuckDB) or a table (CSV, Parquet). No fact loses "
        "anything: each can be read back as the line it was.",
    ),
    "eval": _Told("evaluate", "Score facts against gold, by kind and by slot."),
    "diff": _Told("diff", "Show what changed between two runs: facts lost, gained and changed."),
    "explain": _Told("explain", "Say why a sentence gives the facts it gives, and no others."),
    "rules": _Told("app", "List, show and try the rules, the shipped ones and your own."),
    "schema": _Told("schema", "Print or write the JSON Schema (draft 2020-12) of facts."),
}
SETTINGS = {"help_option_names": ["-h", "--help"]}

_EPILOG = """[bold]Start here[/bold]

  norfolk-cs extract seeds/ -o facts.jsonl
  norfolk-cs show --actor "Dave Hill"

[dim]norfolk-cs COMMAND --help has examples for each command.[/dim]
"""


class _Later(TyperCommand):
    """A command whose module is imported when it is called, and not to be listed."""

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        assert self.name is not None
        return _load(self.name).make_context(info_name, args, parent, **extra)


def _load(name: str) -> Any:
    module = import_module(f"{__name__}.{name}")
    function = getattr(module, COMMANDS[name].function)
    if isinstance(function, typer.Typer):
        for command in function.registered_commands:
            command.help = _help(command.callback)
        return typer.main.get_group(function)
    alone = typer.Typer(add_completion=False, rich_markup_mode="rich", context_settings=SETTINGS)
    alone.command(name, help=_help(function), epilog=module.EPILOG)(function)
    return typer.main.get_command(alone)


class _Commands(TyperGroup):
    """The commands; what goes wrong in one becomes one line and an exit code."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, told in COMMANDS.items():
            self.add_command(_Later(name, help=told.help))

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - as Typer asks
        from norfolk_cs.cli.front import show_front

        show_front(ctx)

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                return copy_context().run(super().invoke, ctx)  # settings end with the command
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()  # here, where a reader that is gone can still be dealt with
        except NorfolkError as error:
            _say(error)
            raise typer.Exit(1) from error
        except BrokenPipeError as error:  # "| head" has seen enough
            from norfolk_cs.cli.console import hush

            hush()
            raise typer.Exit(0) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        except OSError as error:
            _say(f"{error.filename or 'output'}: {error.strerror or error}")
            raise typer.Exit(1) from error


def _say(error: NorfolkError | str) -> None:
    from norfolk_cs.cli.console import say_error

    say_error(error)


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
    gc.set_threshold(GARBAGE)
    signal.signal(signal.SIGTERM, _terminated)
    app(prog_name="norfolk-cs")
