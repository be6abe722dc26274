"""``norfolk-cs extract``: documents in, JSON Lines out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

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
    Where,
    reading_options,
)
from norfolk_cs.errors import NorfolkError
from norfolk_cs.write.whole import whole_file

if TYPE_CHECKING:
    from norfolk_cs.batch import Engine, Outcome
    from norfolk_cs.batch.sharded import Filling

KINDS = tuple(kind.value for kind in KindName)
SHARD_FORMATS = ("jsonl", "parquet")
ENGINES = ("local", "ray")
MB = 1024 * 1024
SHARD_SIZE = 64.0  # MB: some thousands of stories, and a size that other programs like to read

EPILOG = """[bold]Examples[/bold]

[dim]A folder of stories, dated by the manifest in it[/dim]
  norfolk-cs extract seeds/ > facts.jsonl

[dim]One story, whose relative dates count from the day it was published[/dim]
  norfolk-cs extract story.txt --published 2016-08-15

[dim]Gradings and deadlines only, into a file that appears when it is whole[/dim]
  norfolk-cs extract stories/ -k rating -k deadline -o out/facts.jsonl

[dim]Reports, a dump and a saved page together[/dim]
  norfolk-cs extract reports/*.pdf articles.jsonl.gz page.html > facts.jsonl

[dim]Very many, in files of 64 MB; if it is interrupted, --resume goes on with it[/dim]
  norfolk-cs extract archive/ -o facts/ --resume

[dim]By a Ray cluster; without --ray-address this machine is one (docs/scale.md)[/dim]
  norfolk-cs extract archive/ -o facts/ --engine ray --ray-address head:6379

[dim]A news crawl, and of that only the pages on topic (docs/crawls.md)[/dim]
  norfolk-cs extract crawl.warc.gz --where "ofsted|children's services" -o facts.jsonl

[dim]From a pipe[/dim]
  pandoc -t plain story.docx | norfolk-cs extract - -p 2018-01-19
"""


def extract(
    paths: Paths,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR/",
            help="Write to a file, all or nothing, or to a folder in shards, instead of stdout.",
        ),
    ] = None,
    published: Published = None,
    manifest: Manifest = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help=f"Only this kind ({', '.join(KINDS)}); repeatable."),
    ] = None,
    format: Format = None,
    field: FieldMap = None,
    where: Where = None,
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
    shard_size: Annotated[
        float,
        typer.Option("--shard-size", metavar="MB", min=0.001, help="The most a shard may have."),
    ] = SHARD_SIZE,
    shard_format: Annotated[
        str,
        typer.Option(
            "--shard-format",
            metavar="NAME",
            help=f"What shards are: {' or '.join(SHARD_FORMATS)}, whose lines the size counts too.",
        ),
    ] = SHARD_FORMATS[0],
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", metavar="", help="Go on with a folder of shards that was interrupted."
        ),
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            metavar="NAME",
            help="Who does the work: local, this machine's processes; or ray, a Ray cluster.",
        ),
    ] = ENGINES[0],
    ray_address: Annotated[
        str | None,
        typer.Option(
            "--ray-address",
            metavar="HOST:PORT",
            help="A Ray cluster that is running, each of its machines with this norfolk-cs.",
            show_default="RAY_ADDRESS, else this machine alone",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, notes or summary.")
    ] = False,
) -> None:
    """Extract the facts of documents as JSON Lines, one fact a line."""
    from norfolk_cs.batch import Orders

    extract_all = _engine(engine, ray_address, workers)
    wanted = _kinds(kind)
    folder = _folder(output)
    if resume and folder is None:
        raise typer.BadParameter("needs a folder, as in -o facts/", param_hint="--resume")
    _one_of(SHARD_FORMATS, shard_format, "--shard-format")
    if shard_format != SHARD_FORMATS[0] and folder is None:
        raise typer.BadParameter("needs a folder, as in -o facts/", param_hint="--shard-format")
    go_by(rules, model)
    file = None if folder or output in (None, "-") else Path(output or "")
    if file is not None:
        _refuse_to_overwrite(file, paths)
    report = Report(quiet)
    options = reading_options(published, manifest, format, field, max_size, where)
    orders = Orders(replace(options, leave_out=_own_output()), wanted)
    with report.progress(paths):
        if folder is not None:
            from norfolk_cs.batch.sharded import filling

            with filling(
                folder,
                paths,
                orders,
                workers,
                size=round(shard_size * MB),
                form=shard_format,
                resume=resume,
                engine=extract_all,
            ) as run:
                _fill(run, report)
        else:
            with closing(extract_all(paths, orders, workers)) as outcomes:
                _write(outcomes, file, report)
    report.summary()
    if report.failures.count:
        raise typer.Exit(1)


def _write(outcomes: Iterator[Outcome], file: Path | None, report: Report) -> None:
    with _destination(file) as stream:
        for outcome in outcomes:
            if outcome.lines:
                print_lines([outcome.lines], stream)
            report.tell(outcome)


def _fill(run: Filling, report: Report) -> None:
    from norfolk_cs.batch.sharded import failure_of

    report.go_on(run.shards, map(failure_of, run.shards.failures))
    for outcome in run.outcomes:
        report.tell(outcome)


def _one_of(names: tuple[str, ...], name: str, option: str) -> None:
    if name not in names:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(names)}.", param_hint=option)


def _engine(name: str, address: str | None, workers: int | None) -> Engine:
    _one_of(ENGINES, name, "--engine")
    if name == "local":
        if address is not None:
            raise typer.BadParameter("goes with --engine ray.", param_hint="--ray-address")
        from norfolk_cs.batch import extract_all

        return extract_all
    if workers == 0:
        raise typer.BadParameter("a cluster has one at least.", param_hint="--workers")
    from norfolk_cs.batch.ray import extract_all as by_cluster

    return partial(by_cluster, address=address)


def _folder(output: str | None) -> Path | None:
    """The folder that is to be filled with shards, if that is what the user wants."""
    if output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir()):
        return Path(output)
    return None


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
