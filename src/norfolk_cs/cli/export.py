"""``norfolk-cs export``: facts into a database, a spreadsheet or a data frame."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from norfolk_cs.cli.console import say_note
from norfolk_cs.cli.options import Facts, load_facts

if TYPE_CHECKING:
    from norfolk_cs.write.records import Record

EPILOG = """[bold]Examples[/bold]

[dim]A database to search, and to look at in a browser with Datasette[/dim]
  norfolk-cs export facts.jsonl --to facts.db
  datasette facts.db -m facts.metadata.json

[dim]For a spreadsheet: all in one file, or a file for each kind in a folder[/dim]
  norfolk-cs export --to facts.csv --to tables/

[dim]For pandas, Polars, R or DuckDB[/dim]
  norfolk-cs export --to facts.parquet --to facts.duckdb

[dim]Today's stories into the database of all[/dim]
  norfolk-cs extract today/ | norfolk-cs export - --to archive.db
"""


class Format(StrEnum):
    """What is written."""

    SQLITE = "sqlite"
    CSV = "csv"
    PARQUET = "parquet"
    DUCKDB = "duckdb"


SUFFIXES = {
    ".db": Format.SQLITE,
    ".sqlite": Format.SQLITE,
    ".sqlite3": Format.SQLITE,
    ".csv": Format.CSV,
    ".parquet": Format.PARQUET,
    ".duckdb": Format.DUCKDB,
}


def export(
    facts: Facts = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            "-t",
            metavar="PATH",
            help="What to write: .db, .csv, .parquet, .duckdb, or FOLDER/ for a CSV of each kind; "
            "may be given again.",
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Write this, whatever the name ends in."),
    ] = None,
) -> None:
    r"""Put facts into a database (SQLite, DuckDB) or a table (CSV, Parquet). No fact loses
    anything: each can be read back as the line it was.

    A SQLite database is brought up to date in place, all or nothing: the documents in FACTS end up
    with the facts in FACTS, other documents stay as they are. Other files are written anew, and
    appear when they are whole. A file that norfolk-cs did not write is never replaced.

    Parquet and DuckDB need an extra: pip install 'norfolk-cs\[parquet,duckdb]'.
    """
    from norfolk_cs.wording import plural
    from norfolk_cs.write.exact import parse_fact

    if not to:
        raise typer.BadParameter("say where to: facts.db, facts.csv …", param_hint="--to")
    targets = [(name, _format(name, format)) for name in to]
    with _no_collection():
        everything, broken = load_facts(facts, parse_fact)
        for name, chosen in targets if everything or not broken else ():
            said = _write(everything, Path(name), chosen, folder=_is_folder(name), whole=not broken)
            say_note(f"{plural(len(everything), 'fact')} in {name}{said}")
    if not everything and not broken:
        say_note("there are no facts in the file")
    if broken:
        raise typer.Exit(1)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Don't look for garbage: among 100,000 facts there is none, and the search takes a sixth of
    the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _without(*modules: str) -> Iterator[None]:
    """Let modules that are not loaded seem not to be installed."""
    absent = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None is "not there"
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _format(name: str, asked: Format | None) -> Format:
    if not name:
        raise typer.BadParameter("names no file", param_hint="--to")
    found = asked or (Format.CSV if _is_folder(name) else SUFFIXES.get(Path(name).suffix.lower()))
    if found is None:
        raise typer.BadParameter(
            f"{name!r} ends in none of {', '.join(SUFFIXES)} or /; --format says what to write.",
            param_hint="--to",
        )
    return found


def _is_folder(name: str) -> bool:
    return name.endswith("/") or Path(name).is_dir()


def _write(
    facts: Sequence[Record], path: Path, format: Format, *, folder: bool, whole: bool
) -> str:
    """Write facts; gives what else there is to say."""
    if format is Format.SQLITE:
        from norfolk_cs.write.datasette import check_metadata, write_metadata
        from norfolk_cs.write.sqlite import write_sqlite

        with _without("numpy", "pandas"):  # it would load both, longer than all that we do with it
            import sqlite_utils  # noqa: F401
        check_metadata(path)
        # a broken line may be a fact that is still there
        write_sqlite(facts, path, complete=whole)
        return f"; datasette {path} -m {write_metadata(path)} shows them"
    _writer(format, folder)(facts, path)
    return ""


def _writer(format: Format, folder: bool) -> Callable[[Sequence[Record], Path], None]:
    if format is Format.PARQUET:
        from norfolk_cs.write.parquet import write_parquet

        return write_parquet
    if format is Format.DUCKDB:
        from norfolk_cs.write.duckdb import write_duckdb

        return write_duckdb
    from norfolk_cs.write.csv import write_csv, write_csv_folder

    return write_csv_folder if folder else write_csv
