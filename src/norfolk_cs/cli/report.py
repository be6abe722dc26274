"""``norfolk-cs report``: facts as one page of HTML."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from norfolk_cs.cli.asking import AliasFile, load_known
from norfolk_cs.cli.console import print_lines, say_note
from norfolk_cs.cli.failures import Failures
from norfolk_cs.cli.options import AsOf, Facts, day_of, facts_source
from norfolk_cs.cli.reading import (
    DEFAULT_MAX_SIZE,
    FieldMap,
    Format,
    MaxSize,
    reading_options,
)
from norfolk_cs.errors import NorfolkError

if TYPE_CHECKING:
    from norfolk_cs.models import Document
    from norfolk_cs.read import Options
    from norfolk_cs.report import Page

OUTPUT = Path("report.html")
_MARK = b'<meta name="generator" content="norfolk-cs">'
_HEAD = 4096  # bytes in which a page's mark stands

EPILOG = """[bold]Examples[/bold]

[dim]One page to open, send or put on a server: facts beside the documents they are from[/dim]
  norfolk-cs extract stories/ -o facts.jsonl
  norfolk-cs report facts.jsonl --sources stories/ -o out/report.html

[dim]The facts' own sentences only, deadlines counted to a day[/dim]
  norfolk-cs report facts.jsonl --as-of 2018-06-01

[dim]What is open on it is in its address, so that one fact can be linked to[/dim]
  out/report.html#fact-2ceaec5195e95066
"""


def report(
    facts: Facts = None,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--sources",
            "-s",
            metavar="PATH",
            help="The documents the facts are from, as extract was given them; may be given again.",
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Write here, all or nothing; - is stdout.")
    ] = OUTPUT,
    as_of: AsOf = None,
    title: Annotated[
        str | None, typer.Option("--title", "-t", metavar="WORDS", help="The page's heading.")
    ] = None,
    format: Format = None,
    field: FieldMap = None,
    max_size: MaxSize = DEFAULT_MAX_SIZE,
    aliases: AliasFile = None,
) -> None:
    """Write facts as one page of HTML: documents with the facts marked, judgements, deadlines.

    The page needs no network and no server. Without --sources it shows, of each document, the
    sentences that hold a fact. A document that is not the text the facts were extracted from is
    left out and named, and the exit code is 1.
    """
    from norfolk_cs.report import TITLE, report_page

    records, broken = load_known(facts, aliases)
    if not records:
        if broken:
            raise typer.Exit(1)
        say_note("there are no facts in the file")
    file = facts_source(facts)
    own = [file] if isinstance(file, Path) else []
    _refuse_to_overwrite(output, [*own, *map(Path, sources or ())])
    failures = Failures()
    documents: Iterable[Document] = ()
    if sources:
        options = reading_options(None, None, format, field, max_size)
        documents = _documents(sources, options, [*own, output], failures)
    page = report_page(records, documents, as_of=day_of(as_of), title=title or TITLE)
    _write(output, page)
    if sources:
        _tell(page)
    if broken or failures.count or page.stale:
        raise typer.Exit(1)


def _documents(
    sources: list[str], options: Options, own: list[Path], failures: Failures
) -> Iterator[Document]:
    """The documents at hand; the facts and the page may lie among them and are none."""
    from norfolk_cs.read import read_documents

    options = replace(options, leave_out=frozenset(os.path.realpath(path) for path in own))
    return read_documents(sources, on_failure=failures, options=options)


def _refuse_to_overwrite(output: Path, inputs: list[Path]) -> None:
    """Raise NorfolkError if the page would replace what it is made of, or what is no page."""
    from norfolk_cs.write.whole import foreign

    if output.is_file() and any(path.is_file() and output.samefile(path) for path in inputs):
        raise NorfolkError(
            "is one of the files to read",
            where=str(output),
            hint="Choose another file for the page",
        )
    if output.is_file() and output.stat().st_size and not _is_page(output):
        raise foreign(output, "page of facts")


def _is_page(path: Path) -> bool:
    with path.open("rb") as stream:
        return _MARK in stream.read(_HEAD)


def _write(output: Path, page: Page) -> None:
    from norfolk_cs.write.whole import whole_file

    if str(output) == "-":
        print_lines([page.html])
        return
    with whole_file(output) as path:
        path.write_text(page.html, encoding="utf-8", newline="\n")


def _tell(page: Page) -> None:
    """What the documents given lack."""
    for doc in page.stale:
        say_note(f"{doc}: is not the text that its facts were extracted from; extract it again")
    missing = [doc for doc in page.untold if doc not in page.stale]
    if missing:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        say_note(f"not among --sources, so shown by sentences only: {missing[0]}{more}")
