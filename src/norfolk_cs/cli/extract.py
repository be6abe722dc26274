"""``norfolk-cs extract``: documents in, JSON Lines out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Annotated

import typer

from norfolk_cs.cli.console import print_lines
from norfolk_cs.cli.extract_view import Report
from norfolk_cs.cli.options import KindName
from norfolk_cs.cli.own import Model, Rules, go_by
from norfolk_cs.cli.reading import (
    DEFAULT_MAX_SIZE,
    FieldMap,
    Format,
    Manifest,
    MaxSize,
    Paths,
    Published,
    reading_options,
)
from norfolk_cs.errors import NorfolkError
from norfolk_cs.write.whole import whole_file

KINDS = tuple(kind.value for kind in KindName)

EPILOG = """[bold]Examples[/bold]

[dim]A folder of stories, dated by the manifest in it[/dim]
  norfolk-cs extract seeds/ > facts.jsonl

[dim]One story, whose relative dates count from the day it was published[/dim]
  norfolk-cs extract story.txt --published 2016-08-15

[dim]Gradings and deadlines only, into a file that appears when it is whole[/dim]
  norfolk-cs extract stories/ -k rating -k deadline -o out/facts.jsonl

[dim]Reports, a dump and a saved page together[/dim]
  norfolk-cs extract reports/*.pdf articles.jsonl.gz page.html > facts.jsonl

[dim]From a pipe[/dim]
  pandoc -t plain story.docx | norfolk-cs extract - -p 2018-01-19
"""


def extract(
    paths: Paths,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write here, all or nothing, instead of stdout."),
    ] = None,
    published: Published = None,
    manifest: Manifest = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help=f"Only this kind ({', '.join(KINDS)}); repeatable."),
    ] = None,
    format: Format = None,
    field: FieldMap = None,
    max_size: MaxSize = DEFAULT_MAX_SIZE,
    rules: Rules = None,
    model: Model = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            "-w",
            metavar="N",
            min=0,
            help="Processes that read and extract; 0 is none but this one.",
            show_default="one a core, for large inputs",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, notes or summary.")
    ] = False,
) -> None:
    """Extract the facts of documents as JSON Lines, one fact a line."""
    from norfolk_cs.batch import Orders, extract_all

    wanted = _kinds(kind)
    go_by(rules, model)
    if output is not None and str(output) == "-":
        output = None  # as for reading: the standard stream
    if output is not None:
        _refuse_to_overwrite(output, paths)
    report = Report(quiet)
    options = reading_options(published, manifest, format, field, max_size)
    options = replace(options, leave_out=_own_output())
    outcomes = extract_all(paths, Orders(options, wanted), workers)
    with closing(outcomes), _destination(output) as stream, report.progress(paths):
        for outcome in outcomes:
            if outcome.lines:
                print_lines([outcome.lines], stream)
            report.tell(outcome)
    report.summary()
    if report.failures.count:
        raise typer.Exit(1)


def _kinds(given: list[str] | None) -> frozenset[str]:
    for name in given or ():
        if name not in KINDS:
            raise typer.BadParameter(
                f"{name!r} is none of {', '.join(KINDS)}.", param_hint="--kind"
            )
    return frozenset(given or KINDS)


def _refuse_to_overwrite(output: Path, paths: list[str]) -> None:
    """Raise NorfolkError if the facts would replace one of the documents they come from."""
    from norfolk_cs.read.sources import find_sources

    if output.is_file():
        target = output.resolve()
        for source in find_sources(paths, lambda _: None):
            if source.path is not None and source.path.resolve() == target:
                raise NorfolkError(
                    "is one of the documents to read",
                    where=str(output),
                    hint="Choose another file for the facts",
                )


def _own_output() -> frozenset[str]:
    """The file that standard output goes to: ``extract . > facts.jsonl`` does not read it."""
    try:
        return frozenset((os.path.realpath(f"/dev/fd/{sys.stdout.fileno()}"),))
    except (OSError, ValueError, AttributeError):  # a closed stream, or none at all
        return frozenset()


@contextmanager
def _destination(output: Path | None) -> Iterator[IO[str]]:
    """Standard output, or a file that appears only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    with whole_file(output) as path, path.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream
