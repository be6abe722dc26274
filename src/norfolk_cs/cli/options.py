"""Options that several commands share, and facts files as the command line names them."""

from __future__ import annotations

import re
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from norfolk_cs.cli.console import say_error, say_note
from norfolk_cs.errors import BadFacts, NorfolkError

if TYPE_CHECKING:
    from collections.abc import Callable

    from norfolk_cs.write.records import Record, Source

DEFAULT_FACTS = ("facts.jsonl", "out/facts.jsonl")

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


class KindName(StrEnum):
    """The six kinds again, as choices: importing the models would cost every start-up."""

    RATING = "rating"
    DATE = "date"
    ACTOR = "actor"
    RECOMMENDATION = "recommendation"
    DEADLINE = "deadline"
    STATEMENT = "statement"


KIND_HELP = f"{', '.join(KindName)}; may be given again"


Facts = Annotated[
    str | None,
    typer.Argument(
        metavar="FACTS",
        help="A facts file, as extract writes it; - is standard input.",
        show_default="facts.jsonl, then out/facts.jsonl",
    ),
]


def calendar_date(value: str | None) -> str | None:
    """An option's date that the calendar has: YYYY, YYYY-MM or YYYY-MM-DD."""
    if value is None:
        return None
    if not _DATE.fullmatch(value):
        raise typer.BadParameter(f"{value!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    from norfolk_cs.timex import covers

    if covers(value) is None:
        raise typer.BadParameter(f"{value!r} is not on the calendar")
    return value


def whole_day(value: str | None) -> str | None:
    """An option's day: YYYY-MM-DD."""
    if value is None:
        return None
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise typer.BadParameter(f"{value!r} is not a day, YYYY-MM-DD")


AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        callback=whole_day,
        help="The day that deadlines are counted to, YYYY-MM-DD.",
        show_default="today",
    ),
]


def day_of(as_of: str | None) -> date:
    """The day that is meant by ``--as-of``, today where it is not given."""
    return date.fromisoformat(as_of) if as_of else date.today()


class BrokenLines:
    """The lines of a facts file that are no facts, to be told together."""

    def __init__(self) -> None:
        self._by_problem: dict[str, list[BadFacts]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_problem)

    def __call__(self, bad: BadFacts) -> None:
        """Keep one line's error."""
        self._by_problem.setdefault(bad.message, []).append(bad)

    def tell(self) -> None:
        """One line on standard error for each thing that is wrong, with where it is first."""
        for first, *others in self._by_problem.values():
            more = f" (and {len(others):,} more such)" if others else ""
            say_error(BadFacts(first.message + more, where=first.where, hint=first.hint))


def load_facts(
    path: str | None, parse: Callable[[bytes], Record] | None = None
) -> tuple[list[Record], BrokenLines]:
    """The facts of the file a user names, and its broken lines, which are told.

    ``path`` None is ``./facts.jsonl``, then ``./out/facts.jsonl``; "-" is standard input.
    ``parse`` reads a line in another way than :func:`records.parse_record`.
    """
    from norfolk_cs.write.records import parse_record, read_records

    broken = BrokenLines()
    facts = read_records(facts_source(path), on_error=broken, parse=parse or parse_record)
    broken.tell()
    if broken and not facts:
        say_note("no line of it is a fact; norfolk-cs extract writes facts of documents")
    return facts, broken


def facts_source(path: str | None) -> Source:
    """A facts file as the command line names it."""
    return sys.stdin.buffer if path == "-" else Path(path or _default_facts())


def _default_facts() -> str:
    for path in DEFAULT_FACTS:
        if Path(path).is_file():
            return path
    raise NorfolkError(
        f"no facts given, and there is no {' or '.join(DEFAULT_FACTS)} here",
        hint="norfolk-cs extract PATH -o facts.jsonl writes one",
    )
