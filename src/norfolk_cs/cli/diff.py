"""``norfolk-cs diff``: what changed between two runs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from norfolk_cs.cli.console import make_console, print_lines
from norfolk_cs.cli.options import facts_source
from norfolk_cs.write.records import record_line

if TYPE_CHECKING:
    from norfolk_cs.diff import Change

EPILOG = """[bold]Examples[/bold]

[dim]What a new rule brought, and what it cost[/dim]
  norfolk-cs diff before.jsonl after.jsonl

[dim]Fail a build where extraction changed[/dim]
  norfolk-cs extract seeds/ | norfolk-cs diff tests/golden/seeds.jsonl - --exit-code

[dim]A comment for a pull request[/dim]
  norfolk-cs diff main.jsonl branch.jsonl --format markdown > comment.md
"""


class Format(StrEnum):
    """How the changes are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="Facts of the run before; - is standard input.")
    ],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="Facts of the run after; - is standard input.")
    ],
    exit_code: Annotated[
        bool, typer.Option("--exit-code", "-e", metavar="", help="Exit 1 where the runs differ.")
    ] = False,
    format: Annotated[
        Format,
        typer.Option(
            "--format",
            "-f",
            help="For a reader, for a pull request's comment, or JSON Lines with a change each.",
        ),
    ] = Format.TEXT,
) -> None:
    """Show what changed between two runs: facts lost, gained and changed.

    Facts are matched by place and meaning, not by line, and compared slot by slot. Equal runs
    give no output at all.
    """
    from norfolk_cs.diff import compare
    from norfolk_cs.errors import NorfolkError
    from norfolk_cs.write.records import read_records

    if old == new == "-":
        raise NorfolkError("OLD and NEW can't both be standard input")
    # a broken line would look like a fact lost or gained, so here it is an error
    changes = compare(read_records(facts_source(old)), read_records(facts_source(new)))
    if format is Format.JSON:
        print_lines(map(_json_line, changes))
    elif changes and format is Format.MARKDOWN:
        from norfolk_cs.cli.diff_markdown import markdown

        print_lines([markdown(changes)])
    elif changes:
        from norfolk_cs.cli.diff_view import show_changes

        show_changes(make_console(), changes)
    if changes and exit_code:
        raise typer.Exit(1)


def _json_line(change: Change) -> str:
    record = {
        "change": change.what,
        "doc_id": change.fact["doc_id"],
        "kind": change.fact["kind"],
        "slots": change.slots,
        "old": change.old,
        "new": change.new,
    }
    return record_line(record)
