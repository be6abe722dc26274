"""``norfolk-cs history``: what judgements a body was given, when, and which way they go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from norfolk_cs.cli.options import Facts

if TYPE_CHECKING:
    from norfolk_cs.ask.history import Judgement
    from norfolk_cs.write.records import Record

EPILOG = """[bold]Examples[/bold]

[dim]How a council's children's services were judged over the years[/dim]
  norfolk-cs history --body Norfolk

[dim]One area, for a spreadsheet[/dim]
  norfolk-cs history --body Norfolk --area adoption --csv > adoption.csv

[dim]Reports and the stories about them together[/dim]
  norfolk-cs extract seeds/ reports/ | norfolk-cs history -
"""
COLUMNS = (
    "body", "scale", "area", "grade", "rank", "date", "date_is", "judged_on", "rater", "status",
    "instead", "change", "before", "before_date", "doc_id", "published", "medium", "page",
    "words", "sources", "looking_back", "other_doc_ids",
)  # fmt: skip


def history(
    facts: Facts = None,
    body: Annotated[
        str | None,
        typer.Option("--body", "-b", metavar="NAME", help="Only judgements of this body."),
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", metavar="AREA", help="Only this area: overall, adoption …"),
    ] = None,
    aliases: AliasFile = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show how a body was judged over the years, better or worse.

    All that documents say of one judgement stands together: the report's table, the stories of
    the week, and later documents that look back at it. A grade is better, worse or the same as
    the judgement before it of the same body and area. One known only from documents that look
    back is marked, and so is one that a report contradicts.

    Grades that a text denies, only thinks possible or hangs on an "if" are no history: they
    stand apart at the end.

    A report is a document with a judgement table; others with pages are documents, those
    without are news.
    """
    shape = shape_of(as_json, as_csv)
    records, broken = load_known(facts, aliases)
    from norfolk_cs.ask.cast import Among
    from norfolk_cs.ask.history import history as history_of

    rated = Among.those(records, "rating", "body", "rated")
    who = find(records, body, shape, among=rated)
    wanted = _area(records, area) if area is not None else None
    found = history_of(records, body_id=who.actor_id if who else None, area=wanted)
    entries = (*found.judgements, *found.doubtful)
    if shape is Shape.JSON:
        print_json(entries)
    elif shape is Shape.CSV:
        print_csv(COLUMNS, _rows(entries))
    else:
        from norfolk_cs.cli.history_view import show_history

        show_history(make_console(), found)
    close(broken, facts=bool(records), found=bool(entries), nothing="no judgements match")


def _area(records: Sequence[Record], asked: str) -> str:
    """The area a user means; raises UnknownName with those there are."""
    from norfolk_cs.ask.cast import UnknownName
    from norfolk_cs.ask.history import area_named, known_areas

    name, known = area_named(asked), known_areas(records)
    if name not in known:
        hint = f"There are: {', '.join(known)}" if known else "No judgement names one"
        raise UnknownName(f"no judgement is of an area {asked!r}", hint=hint)
    return name


def _rows(entries: Sequence[Judgement]) -> Iterator[Row]:
    """A row for each judgement, with the source that stands nearest to it."""
    for entry in entries:
        sources = (*entry.sources, *entry.looking_back)
        nearest = sources[0]
        others = dict.fromkeys(source.doc_id for source in sources)
        others.pop(nearest.doc_id)
        yield {
            "body": entry.body,
            "scale": entry.scale,
            "area": entry.area,
            "grade": entry.value,
            "rank": entry.rank,
            "date": entry.date,
            "date_is": entry.date_is,
            "judged_on": entry.judged_on,
            "rater": entry.rater,
            "status": entry.status,
            "instead": entry.instead,
            "change": entry.change,
            "before": entry.before,
            "before_date": entry.before_date,
            "doc_id": nearest.doc_id,
            "published": nearest.published,
            "medium": nearest.medium,
            "page": nearest.page,
            "words": nearest.words,
            "sources": len(entry.sources),
            "looking_back": len(entry.looking_back),
            "other_doc_ids": "; ".join(others) or None,
        }
