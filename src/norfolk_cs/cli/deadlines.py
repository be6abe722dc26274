"""``norfolk-cs deadlines``: what is due when, how that was reckoned, and how late it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from norfolk_cs.cli.asking import (
    AliasFile,
    AsCsv,
    AsJson,
    Row,
    Shape,
    close,
    find,
    load_known,
    print_csv,
    print_json,
    shape_of,
)
from norfolk_cs.cli.console import make_console
from norfolk_cs.cli.options import AsOf, Facts, day_of

if TYPE_CHECKING:
    from norfolk_cs.ask.deadlines import Deadline

EPILOG = """[bold]Examples[/bold]

[dim]What is due, and what is overdue today[/dim]
  norfolk-cs deadlines

[dim]What a council was late with on a day in the past[/dim]
  norfolk-cs deadlines --body Norfolk --as-of 2014-03-01

[dim]For a spreadsheet[/dim]
  norfolk-cs deadlines --csv > deadlines.csv
"""
COLUMNS = (
    "status", "due", "last_day", "days_left", "days_overdue", "reckoning", "window", "from",
    "arithmetic", "obliged", "set_by", "obligation", "consequence", "certainty", "doc_id",
    "published", "medium", "page", "sentence", "words",
)  # fmt: skip


def deadlines(
    facts: Facts = None,
    as_of: AsOf = None,
    body: Annotated[
        str | None,
        typer.Option("--body", "-b", metavar="NAME", help="Only what this body must do."),
    ] = None,
    aliases: AliasFile = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show what is due when, and how late it is as of a day.

    The arithmetic stands with each: 2013-08-16 + 6 months = 2014-02-16. A month or a year counts
    to its last day. Deadlines that nothing dates, last chances, and those that a text says are
    not set stand apart.
    """
    from norfolk_cs.ask.cast import Among
    from norfolk_cs.ask.deadlines import deadlines as deadlines_of

    shape = shape_of(as_json, as_csv)
    records, broken = load_known(facts, aliases)
    obliged = Among.those(records, "deadline", "obliged", "set a deadline")
    who = find(records, body, shape, among=obliged)
    day = day_of(as_of)
    found = deadlines_of(records, day, body_id=who.actor_id if who else None)
    if shape is Shape.JSON:
        print_json(found)
    elif shape is Shape.CSV:
        print_csv(COLUMNS, _rows(found))
    elif found:
        from norfolk_cs.cli.deadlines_view import show_deadlines

        show_deadlines(make_console(), found, day)
    close(broken, facts=bool(records), found=bool(found), nothing="no deadlines match")


def _rows(found: Iterable[Deadline]) -> Iterator[Row]:
    for entry in found:
        days = entry.days_left  # two columns: "-13" would be escaped, and no number any more
        yield {
            "status": entry.status,
            "due": entry.due,
            "last_day": entry.last_day,
            "days_left": days if days is not None and days >= 0 else None,
            "days_overdue": -days if days is not None and days < 0 else None,
            "reckoning": entry.reckoning,
            "window": entry.window,
            "from": entry.from_,
            "arithmetic": entry.arithmetic,
            "obliged": entry.obliged,
            "set_by": entry.set_by,
            "obligation": entry.obligation,
            "consequence": entry.consequence,
            "certainty": entry.certainty,
            "doc_id": entry.source.doc_id,
            "published": entry.source.published,
            "medium": entry.source.medium,
            "page": entry.source.page,
            "sentence": entry.source.sentence,
            "words": entry.source.words,
        }
