"""Facts in a SQLite database: made, brought up to date in place, and read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import KINDS
from norfolk_cs.write.columns import (
    Field,
    atom,
    columns,
    fields,
    unflat,
)
from norfolk_cs.write.records import Record
from norfolk_cs.write.sqlite_rows import Documents, put
from norfolk_cs.write.sqlite_schema import (
    ALIAS,
    APPLICATION_ID,
    FORMAT,
    create,
    index,
    refresh_actors,
)
from norfolk_cs.write.views import sqlite_views
from norfolk_cs.write.whole import foreign, whole_file

_CACHE = 200_000  # KB: what 100,000 facts take, so that little is written before the end


def write_sqlite(facts: Iterable[Record], path: Path, *, complete: bool = True) -> None:
    """Put facts into a database; an existing one is brought up to date, all of it or nothing.

    The documents that these facts are of end up with these facts: new ones are added, known ones
    (by document and id; the last of several counts) updated, and those that are gone removed,
    unless the facts are not ``complete``. Documents that no fact is of stay as they are.

    Raises NorfolkError for a file that is something else, one that cannot be written, and facts
    without an id.
    """
    documents: dict[str, dict[str, Record]] = {}
    for fact in facts:
        doc_id, id = atom(fact["doc_id"], str), atom(fact.get("id"), str)
        if id is None:
            raise NorfolkError(
                f"a fact of {doc_id!r} has no id",
                where=str(path),
                hint="norfolk-cs extract gives every fact one",
            )
        documents.setdefault(doc_id, {})[id] = fact
    if check_sqlite(path):
        _update(path, path, documents, complete)
    else:
        with whole_file(path) as new:
            _update(new, path, documents, complete)


def check_sqlite(path: Path) -> bool:
    """Whether there is a database of facts to bring up to date; an empty file is as good as none.

    Raises NorfolkError where the file is something else, or of a newer norfolk-cs.
    """
    if not path.is_file() or not path.stat().st_size:
        return False
    with path.open("rb") as stream:
        header = stream.read(100)  # https://www.sqlite.org/fileformat.html
    ours = header.startswith(b"SQLite format 3\0") and _number(header, 68) == APPLICATION_ID
    if not ours:
        raise foreign(path, "database of facts")
    if _number(header, 60) > FORMAT:
        raise NorfolkError(
            "was written by a newer norfolk-cs", where=str(path), hint="Update norfolk-cs"
        )
    return True


def read_sqlite(path: Path) -> list[Record]:
    """The facts of a database, equal to the lines they came from.

    Documents stand in the order they came in, a document's facts in theirs. Raises NorfolkError
    where the file is no database of facts.
    """
    if not check_sqlite(path):
        raise NorfolkError("no such database", where=str(path))
    # "rw", for only a writer can roll back what a killed export has left
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return list(_facts(connection))


def _number(header: bytes, place: int) -> int:
    return int.from_bytes(header[place : place + 4], "big")


def _update(path: Path, named: Path, documents: Documents, complete: bool) -> None:
    from sqlite_utils import Database  # takes longer to load than all the rest

    try:
        with closing(Database(path, execute_plugins=False)) as db:
            is_new = not db.table("facts").exists()
            db.execute(f"PRAGMA cache_size = -{_CACHE}")
            if is_new:  # nobody sees the file before it is whole
                db.execute("PRAGMA synchronous = OFF")
            with db.atomic():
                if is_new:
                    create(db)
                put(db, documents, complete=complete)
                refresh_actors(db)
                if is_new:
                    index(db)
                for name, sql in sqlite_views().items():
                    db.create_view(name, sql, replace=True)
    except sqlite3.Error as error:
        raise NorfolkError(
            f"cannot be written: {error}", where=str(named), hint="It is as it was before"
        ) from error


def _facts(connection: sqlite3.Connection) -> Iterator[Record]:
    own = {
        kind: {row["fact"]: dict(row) for row in connection.execute(f'SELECT * FROM "{kind}"')}
        for kind in KINDS
    }
    lists = {field.name: _members(connection, field) for field in fields("actor") if field.is_list}
    truths = {
        kind: [column.name for column in columns(fields(kind)) if column.type is bool]
        for kind in KINDS
    }
    for row in connection.execute(
        "SELECT facts.* FROM facts JOIN documents USING (doc_id)"
        " ORDER BY documents.number, facts.number, facts.fact"
    ):
        kind, fact = row["kind"], row["fact"]
        values = {**dict(row), **own[kind][fact]}
        values |= {name: values[name] == 1 for name in truths[kind]}
        values |= {name: members.get(fact, []) for name, members in lists.items()}
        yield unflat(values)


def _members(connection: sqlite3.Connection, field: Field) -> dict[int, list[Any]]:
    """A list's members by fact, in their order."""
    found: dict[int, list[Any]] = {}
    for row in connection.execute(f'SELECT * FROM "{field.name}" ORDER BY fact, number'):
        item: Any = row[ALIAS] if not field.members else {
            member.name: row[member.name] == 1 if member.type is bool else row[member.name]
            for member in field.members
        }  # fmt: skip
        found.setdefault(row["fact"], []).append(item)
    return found
