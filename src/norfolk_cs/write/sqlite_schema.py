"""The tables of a database of facts, and who is in them.

Every fact is a row of ``facts`` and a row of its kind's table (``rating``, ``date`` …), both by the
number ``fact``; an id alone would not do, since two documents of one text share theirs. What an
actor has several of stands in ``roles``, ``aliases`` and ``mentions``. ``documents`` and ``actors``
are what the others point at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from norfolk_cs.models import KINDS
from norfolk_cs.write.columns import (
    ORIGINAL,
    ORIGINAL_MEANS,
    Column,
    Field,
    columns,
    common_fields,
    own_fields,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x4E434653  # "NCFS", in the file's header: a database that norfolk-cs made
FORMAT = 1  # of these tables, in the file's header too

_FACT = "The fact: the number by which the tables point at it, in this database only."
_NUMBER = "Place among the fact's, from 0."
LISTS = ("roles", "aliases", "mentions")  # of an actor's, each a table
ALIAS = "alias"  # the column of the one list whose members are no objects
_SEARCHED = ("span_text", "sentence_text")


@dataclass(frozen=True)
class Table:
    """A table: its columns in order, its primary key if any, and what its columns point at."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    points_at: tuple[tuple[str, str], ...] = ()  # column and table


@lru_cache
def tables() -> dict[str, Table]:
    """All tables by name, each after those that it points at."""
    found = [_documents(), _actors(), _facts(), *map(_kind, KINDS)]
    found += [_list(field) for field in own_fields("actor") if field.name in LISTS]
    return {table.name: table for table in found}


@lru_cache
def atom_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind's own table; its lists have tables of their own."""
    return tuple(field for field in own_fields(kind) if not field.is_list)


@lru_cache
def list_fields() -> dict[str, Callable[[Any], Iterable[Any]]]:
    """An actor's lists, and what lays a member of each flat."""
    return {
        field.name: itemgetter(*(member.name for member in field.members))
        if field.members
        else lambda item: (item,)
        for field in own_fields("actor")
        if field.name in LISTS
    }


def create(db: Database) -> None:
    """Make the tables, in the transaction that is open."""
    for table in tables().values():
        db.table(table.name).create(
            {column.name: column.type for column in table.columns},
            pk=table.key[0] if len(table.key) == 1 else table.key or None,
            foreign_keys=[(name, other) for name, other in table.points_at],
        )
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {FORMAT}")


def index(db: Database) -> None:
    """Make what is searched quick to find; triggers keep it in step from then on.

    Full tables are indexed in half the time that it takes to index while they fill.
    """
    for kind in KINDS:
        db.table(kind).create_index(["fact"], unique=True)
    db.table("facts").create_index(["doc_id", "id"], unique=True)
    db.index_foreign_keys()
    db.table("facts").enable_fts(
        _SEARCHED, create_triggers=True, tokenize="unicode61 remove_diacritics 2"
    )


def refresh_actors(db: Database) -> None:
    """Let ``actors`` be everybody whom facts name, and as the first actor fact of theirs does.

    Who only speaks, or is only told to act, has no actor fact: their name is all that is known.
    """
    described = "SELECT actor_id, name, type, authority_code, fact AS place FROM actor"
    named = [
        f'SELECT "{column}", "{column.removesuffix("actor_id")}name", NULL, NULL, {2**62} + fact'
        f' FROM "{table.name}" WHERE "{column}" IS NOT NULL'
        for table in tables().values()
        for column, other in table.points_at
        if other == "actors" and column != "actor_id"
    ]
    everybody = " UNION ALL ".join([described, *named])
    db.execute(
        "CREATE TEMP TABLE everybody AS"
        " SELECT actor_id, name, type, authority_code, min(place) AS place"
        f" FROM ({everybody}) GROUP BY actor_id"
    )
    db.execute("DELETE FROM actors WHERE actor_id NOT IN (SELECT actor_id FROM everybody)")
    db.execute(
        "INSERT INTO actors (actor_id, name, type, authority_code)"
        " SELECT actor_id, name, type, authority_code FROM everybody WHERE true ORDER BY actor_id"
        " ON CONFLICT (actor_id) DO UPDATE SET name = excluded.name, type = excluded.type,"
        " authority_code = excluded.authority_code"
    )
    db.execute("DROP TABLE everybody")


def _documents() -> Table:
    number = Column("number", (), int, "Order in which the documents came in, from 1.")
    told = [column for column in columns(common_fields()) if column.name in ("source", "published")]
    doc_id = _common("doc_id")
    return Table("documents", "Documents that facts are from", (doc_id, number, *told), ("doc_id",))


def _actors() -> Table:
    title = "Everybody whom facts name, over all documents"
    return Table("actors", title, columns(atom_fields("actor")), ("actor_id",))


def _facts() -> Table:
    own = (
        Column("fact", (), int, _FACT),
        Column("number", (), int, "Place in the document's facts, from 0."),
    )
    original = Column(ORIGINAL, (ORIGINAL,), str, ORIGINAL_MEANS)
    return Table(
        "facts",
        "What facts of all kinds have: where they stand, in which words, who says so",
        (*own, *columns(common_fields()), original),
        ("fact",),
        (("doc_id", "documents"), ("attributed_to_actor_id", "actors")),
    )


def _kind(kind: str) -> Table:
    own = columns(atom_fields(kind))
    refs = [(column.name, "actors") for column in own if column.name.endswith("actor_id")]
    return Table(
        kind,
        _TITLES[kind],
        (Column("fact", (), int, _FACT), *own),
        (),  # Datasette lets a key lead to its own row, and this one should lead to the fact
        (("fact", "facts"), *refs),
    )


def _list(field: Field) -> Table:
    """A table for a list of an actor's: a row for each of its members."""
    fact = Column("fact", (), int, _FACT)
    number = Column("number", (), int, _NUMBER)
    actor_id = next(column for column in columns(own_fields("actor")) if column.name == "actor_id")
    members = [Column(m.name, (m.name,), m.type, m.description) for m in field.members]
    members = members or [Column(ALIAS, (), field.type, field.description)]
    points_at = (("fact", "facts"), ("actor_id", "actors"))
    return Table(field.name, field.description.rstrip("."),
                 (fact, number, actor_id, *members), ("fact", "number"), points_at)  # fmt: skip


def _common(name: str) -> Column:
    return next(column for column in columns(common_fields()) if column.name == name)


_TITLES = {
    "rating": "Grades given to services and bodies",
    "date": "Dates, periods and durations in the texts",
    "actor": "People and organisations, as one document describes them",
    "recommendation": "What somebody should do, or not do",
    "deadline": "Times within which a body must act, and last chances",
    "statement": "What was said, and by whom",
}
