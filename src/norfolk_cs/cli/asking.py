"""What the commands share that ask something of many documents: options, names, ways out."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from norfolk_cs.cli.console import make_console, print_lines, say_note
from norfolk_cs.cli.options import BrokenLines, load_facts
from norfolk_cs.wording import shown

if TYPE_CHECKING:
    from norfolk_cs.ask.cast import Actor, Among
    from norfolk_cs.write.records import Record

Row = Mapping[str, str | int | None]


class Shape(StrEnum):
    """What an answer is printed as."""

    VIEW = "view"
    JSON = "json"
    CSV = "csv"


AliasFile = Annotated[
    Path | None,
    typer.Option(
        "--aliases",
        metavar="FILE",
        help="Who is the same, and who is not, by hand (TOML; see norfolk-cs actors --help).",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", metavar="", help="JSON Lines, an object each, and nothing else.")
]
AsCsv = Annotated[
    bool, typer.Option("--csv", metavar="", help="CSV for a spreadsheet, and nothing else.")
]


def shape_of(as_json: bool, as_csv: bool) -> Shape:
    """What is asked for; both at once is a usage error."""
    if as_json and as_csv:
        raise typer.BadParameter("give one of --json and --csv", param_hint="--json / --csv")
    return Shape.JSON if as_json else Shape.CSV if as_csv else Shape.VIEW


def load_known(path: str | None, aliases: Path | None) -> tuple[list[Record], BrokenLines]:
    """The facts of a file with each actor under one name, and its broken lines, which are told."""
    from norfolk_cs.ask.aliases import read_aliases
    from norfolk_cs.ask.identity import identify

    known = read_aliases(aliases) if aliases is not None else None
    facts, broken = load_facts(path)
    return identify(facts, known), broken


@contextmanager
def namesakes_listed(shape: Shape) -> Iterator[None]:
    """Where a name is several actors', list them before the error goes on its way."""
    from norfolk_cs.ask.cast import AmbiguousName

    try:
        yield
    except AmbiguousName as error:
        from norfolk_cs.cli.show_view import namesakes

        # an answer of sorts, but standard output is for data where data was asked for
        stream = sys.stdout if shape is Shape.VIEW else sys.stderr
        make_console(stream).print(namesakes(error.actors))
        raise


def find(
    facts: Iterable[Record],
    name: str | None,
    shape: Shape,
    *,
    among: Among | None = None,
) -> Actor | None:
    """The actor a name means, found as ``show`` finds them; None where no name is given."""
    from norfolk_cs.ask.cast import Cast

    if name is None:
        return None
    cast = Cast(facts)
    with namesakes_listed(shape):
        actor = cast.find(name, among=among)
    others = [other.name for other in cast.namesakes(actor, name)]
    if others:
        say_note(f"also of that name: {', '.join(others)}")
    return actor


def print_json(entries: Iterable[Any]) -> None:
    """Dataclasses as JSON Lines; a field that Python's grammar had bent (``from_``) is itself."""
    print_lines(_line(asdict(entry)) for entry in entries)


def _line(record: Mapping[str, Any]) -> str:
    from norfolk_cs.write.records import printable

    named = {key.removesuffix("_"): value for key, value in record.items()}
    return printable(json.dumps(named, ensure_ascii=False, separators=(",", ":"))) + "\n"


def print_csv(columns: Iterable[str], rows: Iterable[Row]) -> None:
    """Rows under their columns, each on one line, whatever the documents hold.

    A file gets a byte order mark, which spreadsheets need and other programs do not expect.
    """
    from norfolk_cs.write.csv_cells import BOM, write_rows

    columns = list(columns)
    text = io.StringIO(newline="")
    write_rows([columns, *([_flat(row[column]) for column in columns] for row in rows)], text)
    print_lines([BOM + text.getvalue() if _is_file() else text.getvalue()])


def _flat(value: str | int | None) -> str | int | None:
    return shown(value).strip() if isinstance(value, str) else value


def _is_file() -> bool:
    """Whether standard output goes to a file, and not to a terminal or another program."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):  # a closed stream, or none at all
        return False


def close(broken: BrokenLines, *, facts: bool, found: bool, nothing: str) -> None:
    """Say that there is nothing if so; exit 1 where lines were no facts."""
    if not found and not broken:
        say_note(nothing if facts else "there are no facts in the file")
    if broken:
        raise typer.Exit(1)
