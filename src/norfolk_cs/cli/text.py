"""``norfolk-cs text``: what a document reads as, the text that every offset counts in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from norfolk_cs.cli.console import print_lines
from norfolk_cs.cli.failures import Failures
from norfolk_cs.cli.reading import (
    DEFAULT_MAX_SIZE,
    FieldMap,
    Format,
    MaxSize,
    Paths,
    reading_options,
)
from norfolk_cs.wording import shown

if TYPE_CHECKING:
    from norfolk_cs.models import Document

EPILOG = """[bold]Examples[/bold]

[dim]Read a report as norfolk-cs reads it[/dim]
  norfolk-cs text report.pdf | less

[dim]Keep the article of a saved page[/dim]
  norfolk-cs text page.html > story.txt
"""


def text(
    paths: Paths,
    format: Format = None,
    field: FieldMap = None,
    max_size: MaxSize = DEFAULT_MAX_SIZE,
) -> None:
    """Print a document as it is read: spans and offsets refer to exactly this text."""
    from norfolk_cs.read import read_documents

    failures = Failures()
    options = reading_options(None, None, format, field, max_size)
    first: Document | None = None
    several = False
    count = 0
    for document in read_documents(paths, on_failure=failures, options=options):
        count += document.source not in failures
        if first is None:
            first = document
            continue
        if not several:
            _print_named(first)
            several = True
        _print_named(document)
    if first is not None and not several:
        print_lines([_for(first.text)])
    failures.say_summary(count)
    if failures.count:
        raise typer.Exit(1)


def _print_named(document: Document) -> None:
    """One of several documents, under its name as ``head`` and ``tail`` print it."""
    print_lines([f"==> {document.doc_id} <==\n", _for(document.text).rstrip("\n") + "\n\n"])


def _for(text: str) -> str:
    """The text itself, or on a terminal one that cannot drive it."""
    if sys.stdout is None or not sys.stdout.isatty():
        return text
    return "\n".join(shown(line) for line in text.split("\n")) + "\n"
