"""Facts as rows of a database: made some documents at a time, and only what differs is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from norfolk_cs.models import KINDS
from norfolk_cs.write.columns import (
    ORIGINAL,
    common_fields,
    flattener,
    has_these_fields,
    stored,
)
from norfolk_cs.write.records import Record
from norfolk_cs.write.sqlite_schema import LISTS, Table, atom_fields, list_fields, tables

if TYPE_CHECKING:
    from sqlite_utils import Database

Documents = Mapping[str, Mapping[str, Record]]  # facts by document and id
_Rows = dict[str, list[tuple[Any, ...]]]  # by table
_Hold = Callable[[Record], Mapping[str, Any]]

_AT_ONCE = 2_000  # facts at least: enough for the cost of a batch, few enough for a cache
_OF_FACTS = (*KINDS, *LISTS)  # tables whose rows begin with their fact


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some documents, their numbers, and those of their facts, by document and id."""

    documents: Documents
    order: Mapping[str, int]
    numbers: Mapping[tuple[str, str], int]
    known: Mapping[tuple[str, str], int]  # what the database has of these documents


def put(db: Database, documents: Documents, *, complete: bool) -> None:
    """Write facts over those that their documents have; those that are known keep their number.

    Where the facts are ``complete``, what documents had besides is removed.
    """
    db.execute("CREATE TEMP TABLE at_hand (fact INTEGER PRIMARY KEY)")
    for batch in _batches(db, documents):
        try:
            with db.atomic():
                _write(db, batch, _as_it_is, complete)
        except (UnicodeEncodeError, OverflowError):  # half a character, or a number too large
            _write(db, batch, stored, complete)
    db.execute("DROP TABLE at_hand")


def _batches(db: Database, documents: Documents) -> Iterator[_Batch]:
    order = dict(db.execute("SELECT doc_id, number FROM documents").fetchall())
    new_document = count(max(order.values(), default=0) + 1)
    new_fact = count(db.execute("SELECT coalesce(max(fact), 0) + 1 FROM facts").fetchone()[0])
    old = frozenset(order)
    some: dict[str, Mapping[str, Record]] = {}
    left = sum(map(len, documents.values()))
    for doc_id, facts in documents.items():
        some[doc_id] = facts
        left -= len(facts)
        if left and sum(map(len, some.values())) < _AT_ONCE:
            continue
        known = {
            (doc_id, id): fact
            for doc_id in some.keys() & old
            for id, fact in db.execute("SELECT id, fact FROM facts WHERE doc_id = ?", [doc_id])
        }
        numbers = {
            (doc_id, id): known[doc_id, id] if (doc_id, id) in known else next(new_fact)
            for doc_id, facts in some.items()
            for id in facts
        }
        order |= {doc_id: next(new_document) for doc_id in some if doc_id not in old}
        yield _Batch(some, order, numbers, known)
        some = {}


def _write(db: Database, batch: _Batch, hold: _Hold, complete: bool) -> None:
    rows = _rows(batch, hold)
    if batch.known:
        rows = _make_way(db, batch, rows, complete)
    for table in tables().values():
        # upsert_all looks at each value, in case it is JSON: it would take twice as long
        db.conn.executemany(_upsert(table), rows[table.name])


def _rows(batch: _Batch, hold: _Hold) -> _Rows:
    """The rows of each table."""
    rows: _Rows = {name: [] for name in tables()}
    common = {kind: flattener(common_fields(), kind) for kind in KINDS}
    own = {kind: flattener(atom_fields(kind), kind) for kind in KINDS}
    lists = list_fields()
    for doc_id, facts in batch.documents.items():
        for place, (id, record) in enumerate(facts.items()):
            held, fact, kind = hold(record), batch.numbers[doc_id, id], record["kind"]
            rows["facts"].append((fact, place, *common[kind](held), held[ORIGINAL]))
            rows[kind].append((fact, *own[kind](held)))
            for name, values in lists.items() if kind == "actor" else ():
                actor_id = held["actor_id"]
                rows[name] += [
                    (fact, number, actor_id, *values(item))
                    for number, item in enumerate(held[name])
                ]
            if not place:
                row = doc_id, batch.order[doc_id], held["source"], held["published"]
                rows["documents"].append(row)
    return rows


def _as_it_is(fact: Record) -> Mapping[str, Any]:
    """A fact as almost all can be held: whether its texts and numbers can, SQLite says soonest."""
    return {**fact, ORIGINAL: None} if has_these_fields(fact) else stored(fact)


def _make_way(db: Database, batch: _Batch, rows: _Rows, complete: bool) -> _Rows:
    """Remove what these facts replace; gives those of their rows that are not there already."""
    again = {batch.known[key] for key in batch.known.keys() & batch.numbers.keys()}
    at_hand = batch.known.values() if complete else again
    db.execute("DELETE FROM at_hand")
    db.conn.executemany("INSERT INTO at_hand VALUES (?)", ((fact,) for fact in at_hand))
    there = {
        name: set(db.execute(f'SELECT * FROM "{name}" WHERE fact IN at_hand').fetchall())
        for name in ("facts", *_OF_FACTS)
    }
    gone = {(fact,) for fact in at_hand if fact not in again}
    stale = gone | {
        row[:1] for name in _OF_FACTS for row in there[name].symmetric_difference(rows[name])
    }
    for name in _OF_FACTS:
        db.conn.executemany(f'DELETE FROM "{name}" WHERE fact = ?', stale)
        rows[name] = [row for row in rows[name] if row[:1] in stale]
    db.conn.executemany("DELETE FROM facts WHERE fact = ?", gone)
    # what stays as it is is left alone, for the index's sake
    rows["facts"] = [row for row in rows["facts"] if row not in there["facts"]]
    return rows


def _upsert(table: Table) -> str:
    names = [f'"{column.name}"' for column in table.columns]
    key = ", ".join(f'"{name}"' for name in table.key)
    changed = ", ".join(f"{name} = excluded.{name}" for name in names)
    insert = (
        f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'
    )
    return f"{insert} ON CONFLICT ({key}) DO UPDATE SET {changed}" if key else insert
