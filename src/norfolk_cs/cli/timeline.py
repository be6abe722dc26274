"""``norfolk-cs timeline``: what happened when, over all documents."""

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
from norfolk_cs.cli.options import Facts, calendar_date

if TYPE_CHECKING:
    from norfolk_cs.ask.timeline import Event

EPILOG = """[bold]Examples[/bold]

[dim]What befell a council, year by year[/dim]
  norfolk-cs timeline --body Norfolk

[dim]What somebody did and was told, from 2015 on[/dim]
  norfolk-cs timeline --actor "Dave Hill" --since 2015

[dim]Everything of one year, for a spreadsheet[/dim]
  norfolk-cs timeline --since 2013 --until 2013 --csv > 2013.csv
"""
COLUMNS = (
    "date", "first", "last", "kind", "who", "whom", "grade", "area", "item", "note", "doc_id",
    "published", "medium", "page", "words", "sources",
)  # fmt: skip


def timeline(
    facts: Facts = None,
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor",
            "-a",
            metavar="NAME",
            help="Only what this person or body said, set, advised or was told, and dates in "
            "sentences that name them.",
        ),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(
            "--body",
            "-b",
            metavar="NAME",
            help="Only what befell this body, and what was said and dated in sentences that "
            "name it.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            callback=calendar_date,
            help="Nothing that was over before: YYYY, YYYY-MM or YYYY-MM-DD.",
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", callback=calendar_date, help="Nothing that began after."),
    ] = None,
    aliases: AliasFile = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show what happened when, over all documents, in calendar order.

    Judgements stand by the day of inspection, deadlines by the day they fall due, dates in texts
    by themselves, and what people said and advised by its publication. What several documents
    tell is told once, with all of them under it.

    A date known by its year or month stands where it begins, before any day in it: 2013, then
    2013-01, then 2013-01-01.
    """
    from norfolk_cs.ask.timeline import timeline as timeline_of

    shape = shape_of(as_json, as_csv)
    records, broken = load_known(facts, aliases)
    who, what = find(records, actor, shape), find(records, body, shape)
    found = timeline_of(
        records,
        actor_id=who.actor_id if who else None,
        body_id=what.actor_id if what else None,
        since=since,
        until=until,
    )
    if shape is Shape.JSON:
        print_json(found)
    elif shape is Shape.CSV:
        print_csv(COLUMNS, _rows(found))
    else:
        from norfolk_cs.cli.timeline_view import show_timeline

        show_timeline(make_console(), found)
    close(broken, facts=bool(records), found=bool(found), nothing="nothing with a date matches")


def _rows(found: Iterable[Event]) -> Iterator[Row]:
    """A row for each item of an event with the source that tells it; one if it has none."""
    for event in found:
        for item, index in zip(event.items or (None,), event.item_sources or (0,), strict=True):
            source = event.sources[index]
            yield {
                "date": event.date,
                "first": event.first,
                "last": event.last,
                "kind": event.kind,
                "who": event.who,
                "whom": event.whom,
                "grade": event.grade,
                "area": event.area,
                "item": item,
                "note": event.note,
                "doc_id": source.doc_id,
                "published": source.published,
                "medium": source.medium,
                "page": source.page,
                "words": source.words,
                "sources": len(event.sources),
            }
