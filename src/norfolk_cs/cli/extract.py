"""``norfolk-cs extract``: documents in, JSON Lines out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Annotated

import typer

from norfolk_cs.cli.console import print_lines, say_note
from norfolk_cs.cli.failures import Failures
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
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, notes or summary.")
    ] = False,
) -> None:
    """Extract the facts of documents as JSON Lines, one fact a line."""
    from norfolk_cs.read import read_documents
    from norfolk_cs.run import facts_of
    from norfolk_cs.write.jsonl import to_line

    wanted = _kinds(kind)
    go_by(rules, model)
    if output is not None and str(output) == "-":
        output = None  # as for reading: the standard stream
    if output is not None:
        _refuse_to_overwrite(output, paths)
    report = _Report(quiet)
    options = reading_options(published, manifest, format, field, max_size)
    options = replace(options, leave_out=_own_output())
    documents = read_documents(paths, on_failure=report.failure, options=options)
    with _destination(output) as stream, report.progress(paths):
        for document in documents:
            try:
                lines = [to_line(fact) for fact in facts_of(document) if fact.kind in wanted]
            except Exception as error:  # one document's fault must not cost the others
                report.failure(
                    NorfolkError(
                        f"could not be analysed ({type(error).__name__}: {error})",
                        where=document.source,
                        hint="This is a fault in norfolk-cs; please report it",
                    )
                )
                continue
            report.done(document.source, document.notes, print_lines(lines, stream))
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


class _Report:
    """What is said on stderr: failures always, the rest only to somebody who is watching."""

    def __init__(self, quiet: bool) -> None:
        from rich.console import Console

        self.console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self.quiet = quiet
        self.watching = self.console.is_terminal and not quiet
        self.failures = Failures()
        self.documents = 0
        self.facts = 0
        self.advance: Callable[[], None] = lambda: None

    @contextmanager
    def progress(self, paths: list[str]) -> Iterator[None]:
        if not self.watching:
            yield
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        from norfolk_cs.read.sources import find_sources

        columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=self.console, transient=True) as bar:
            total = sum(1 for _ in find_sources(paths, lambda _: None))
            task = bar.add_task("documents", total=total)
            self.advance = lambda: bar.advance(task)
            yield

    def failure(self, error: NorfolkError) -> None:
        self.failures(error)
        self.advance()

    def done(self, source: str, notes: tuple[str, ...], facts: int) -> None:
        if not self.quiet:
            for note in notes:
                say_note(f"{source}: {note}")
        self.documents += source not in self.failures
        self.facts += facts
        self.advance()

    def summary(self) -> None:
        if self.watching:
            self.console.print(
                f"{self.facts:,} facts from {self.documents:,} documents", style="bold"
            )
        if not self.quiet:
            self.failures.say_summary(self.documents)
