"""Facts in a DuckDB database: one table as nested as the facts, and views that lay it flat.

``facts`` holds every fact; ``rating``, ``date`` … are the facts of one kind with flat columns
(``body_name``), and above them stand the views of views.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import KINDS
from norfolk_cs.write.columns import ORIGINAL, Field, all_fields, columns, fields, restored, stored
from norfolk_cs.write.extras import load
from norfolk_cs.write.records import Record
from norfolk_cs.write.views import duckdb_views
from norfolk_cs.write.whole import foreign, whole_file

_COMMENT = "Facts, as norfolk-cs export wrote them"


def write_duckdb(facts: Iterable[Record], path: Path) -> None:
    """Write facts to a database, made anew and put in the place of one that is there.

    Raises NorfolkError where duckdb is not installed, the file is there and is no database of
    facts, or cannot be written.
    """
    duckdb = load("duckdb", extra="duckdb")
    check_duckdb(path)
    with whole_file(path) as new:
        new.unlink()  # an empty file is no database to DuckDB
        try:
            with closing(duckdb.connect(str(new))) as connection:
                _fill(connection, facts, new)
        except duckdb.Error as error:
            raise NorfolkError(f"cannot be written: {error}", where=str(path)) from error


def check_duckdb(path: Path) -> None:
    """Raise NorfolkError where there is a file that is no DuckDB database of facts."""
    if not path.is_file() or not path.stat().st_size:
        return
    duckdb = load("duckdb", extra="duckdb")
    with path.open("rb") as stream:
        is_one = stream.read(12).endswith(b"DUCK")
    try:
        comments: list[tuple[str]] = []
        if is_one:
            with closing(duckdb.connect(str(path), read_only=True)) as connection:
                comments = connection.execute("SELECT comment FROM duckdb_tables()").fetchall()
    except duckdb.Error as error:  # another program may hold it
        raise NorfolkError(f"cannot be opened: {error}", where=str(path)) from error
    if (_COMMENT,) not in comments:
        raise foreign(path, "DuckDB database of facts")


def read_duckdb(path: Path) -> list[Record]:
    """The facts of a database that this module wrote, equal to the lines they came from."""
    duckdb = load("duckdb", extra="duckdb")
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        found = connection.execute("SELECT * FROM facts ORDER BY rowid")
        names = [column[0] for column in found.description]
        return [restored(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _fill(connection: Any, facts: Iterable[Record], path: Path) -> None:
    shape = {field.name: _type(field) for field in all_fields()} | {ORIGINAL: "VARCHAR"}
    names = ", ".join(f'"{name}" {type_}' for name, type_ in shape.items())
    connection.execute(f"CREATE TABLE facts ({names})")
    connection.execute(f"COMMENT ON TABLE facts IS '{_COMMENT}'")
    # DuckDB takes rows one at a time a hundred times slower than it reads a file
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".jsonl") as lines:
        longest = 0
        for fact in facts:
            longest = max(longest, lines.write(json.dumps(stored(fact)) + "\n"))
        lines.flush()
        connection.execute(
            "INSERT INTO facts BY NAME SELECT * FROM read_json($path, columns = $shape,"
            " format = 'newline_delimited', maximum_object_size = $longest)",
            {"path": lines.name, "shape": shape, "longest": max(longest, 1 << 24)},
        )
    for kind in KINDS:
        connection.execute(f'CREATE VIEW "{kind}" AS {_flat(kind)}')
    for name, sql in duckdb_views().items():
        connection.execute(f'CREATE VIEW "{name}" AS {sql}')


def _flat(kind: str) -> str:
    """The SELECT of a kind's facts with flat columns."""
    named = ", ".join(
        '."'.join([f'"{column.path[0]}"', *(f'{part}"' for part in column.path[1:])])
        + f' AS "{column.name}"'
        for column in columns(fields(kind))
    )
    return f"SELECT {named} FROM facts WHERE kind = '{kind}'"


def _type(field: Field) -> str:
    if field.members:
        members = ", ".join(f'"{member.name}" {_type(member)}' for member in field.members)
        type_ = f"STRUCT({members})"
    else:
        type_ = _ATOMS[field.type]
    return f"{type_}[]" if field.is_list else type_


_ATOMS = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN"}
