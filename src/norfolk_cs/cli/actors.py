"""``norfolk-cs actors``: who appears over all documents, and in what posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from norfolk_cs.cli.asking import (
    AliasFile,
    AsCsv,
    AsJson,
    Row,
    Shape,
    close,
    load_known,
    print_csv,
    print_json,
    shape_of,
)
from norfolk_cs.cli.console import make_console
from norfolk_cs.cli.options import Facts

if TYPE_CHECKING:
    from norfolk_cs.ask.people import Person

EPILOG = """[bold]Examples[/bold]

[dim]Everybody, the most told of first[/dim]
  norfolk-cs actors

[dim]With what you know about names yourself[/dim]
  norfolk-cs actors --aliases names.toml

[bold]An alias file[/bold]

  [\\[same]]
  name = "Dave Hill"
  also = ["David Hill", "D Hill"]

  [\\[apart]]
  name = "John Smith"
  as = "John Smith (Kent)"
  docs = ["kent-2013-08-23"]

[dim]same: these names are one, who goes by "name". To say that all who bear a name are one \
person, give it as "also" too.[/dim]

[dim]apart: in these documents (ids, or how they begin) "name" is somebody else, who goes by \
"as".[/dim]
"""
COLUMNS = (
    "name", "actor_id", "type", "authority_code", "aliases", "posts", "documents", "mentions",
    "first", "last", "said", "recommended", "told_to_act", "deadlines_set", "deadlines_given",
    "ratings_given", "rated", "namesakes", "doc_ids",
)  # fmt: skip


def actors(
    facts: Facts = None,
    aliases: AliasFile = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show who appears over all documents, and in what posts.

    People and organisations, with their posts through time, documents and counts.

    One full name is one person only on evidence: a body they share or, where it is not known, a
    post for the whole country (an MP, a minister, an inspector) or a council. Others of that name
    stay apart, each with what tells them apart in brackets. A surname alone never counts. A
    council that has changed its name is one body.

    What the documents cannot tell, an alias file can; history, deadlines and timeline take it too.
    """
    from norfolk_cs.ask.people import people

    shape = shape_of(as_json, as_csv)
    records, broken = load_known(facts, aliases)
    found = people(records)
    if shape is Shape.JSON:
        print_json(found)
    elif shape is Shape.CSV:
        print_csv(COLUMNS, _rows(found))
    else:
        from norfolk_cs.cli.actors_view import show_people

        show_people(make_console(), found)
    close(broken, facts=bool(records), found=bool(found), nothing="no fact describes anybody")


def _rows(found: Iterable[Person]) -> Iterator[Row]:
    for person in found:
        dates = [named.published for named in person.documents if named.published]
        yield {
            "name": person.name,
            "actor_id": person.actor_id,
            "type": person.type,
            "authority_code": person.authority_code,
            "aliases": "; ".join(person.aliases) or None,
            "posts": "; ".join(post.words for post in person.posts) or None,
            "documents": len(person.documents),
            "mentions": person.mentions,
            "first": min(dates, default=None),
            "last": max(dates, default=None),
            **person.counts,
            "namesakes": "; ".join(person.namesakes) or None,
            "doc_ids": "; ".join(named.doc_id for named in person.documents) or None,
        }
