"""``norfolk-cs text``: what a document reads as, the text that every offset counts in."""

from __future__ import annotations

import sys

import typer

from norfolk_cs.cli.console import print_lines, say_error
from norfolk_cs.cli.reading import (
    DEFAULT_MAX_SIZE,
    FieldMap,
    Format,
    MaxSize,
    Paths,
    reading_options,
)
from norfolk_cs.errors import NorfolkError

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

    failures = 0

    def failed(error: NorfolkError) -> None:
        nonlocal failures
        failures += 1
        say_error(error)

    options = reading_options(None, None, format, field, max_size)
    for document in read_documents(paths, on_failure=failed, options=options):
        print_lines([document.text], sys.stdout)
    if failures:
        raise typer.Exit(1)
