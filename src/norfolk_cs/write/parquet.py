"""Facts as Apache Parquet: a row for each, objects as structs, lists as lists, dates as strings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from norfolk_cs.errors import BadFacts
from norfolk_cs.write.columns import ORIGINAL, Field, all_fields, restored, stored
from norfolk_cs.write.extras import load
from norfolk_cs.write.records import Record, record_line
from norfolk_cs.write.whole import foreign, whole_file

if TYPE_CHECKING:
    import pyarrow as pa

_MARK = b"norfolk-cs"  # in the file's metadata: that the facts are this program's
_MARKS = "facts"
ROWS = 20_000  # at a time: some tens of MB


def write_parquet(facts: Iterable[Record], path: Path) -> None:
    """Write facts to one file; fields that a kind has not are null.

    Raises NorfolkError where pyarrow is not installed, the file is there and is no file of facts,
    or cannot be written.
    """
    parquet = load("pyarrow.parquet", extra="parquet")
    check_parquet(path)
    with whole_file(path) as new:
        parquet.write_table(arrow_table(facts), new, compression="zstd")


def pack_lines(lines: Path, path: Path) -> None:
    """Make a file of the lines of JSON that ``extract`` wrote, some at a time."""
    parquet = load("pyarrow.parquet", extra="parquet")
    with (
        lines.open("rb") as stream,
        parquet.ParquetWriter(path, _schema(), compression="zstd") as writer,
    ):
        while some := [json.loads(line) for line in islice(stream, ROWS)]:
            writer.write_table(arrow_table(some))


def parquet_lines(path: Path) -> Iterator[bytes]:
    """The facts of a file that this module wrote, as the lines they came from.

    Raises BadFacts for another file, and NorfolkError where pyarrow is not installed.
    """
    parquet = load("pyarrow.parquet", extra="parquet")
    arrow = load("pyarrow", extra="parquet")
    try:
        with parquet.ParquetFile(path) as file:
            for some in file.iter_batches(ROWS):
                for row in some.to_pylist():
                    yield record_line(restored(row)).encode("utf-8", "surrogatepass")
    except (arrow.ArrowException, KeyError) as error:
        raise BadFacts("is no Parquet file of facts", where=str(path)) from error


def check_parquet(path: Path) -> None:
    """Raise NorfolkError where there is a file that is no Parquet file of facts."""
    if not path.is_file() or not path.stat().st_size:
        return
    parquet = load("pyarrow.parquet", extra="parquet")
    arrow = load("pyarrow", extra="parquet")
    try:
        ours = _MARK in (parquet.read_schema(path).metadata or {})
    except (arrow.ArrowException, OSError):
        ours = False
    if not ours:
        raise foreign(path, "Parquet file of facts")


def read_parquet(path: Path) -> list[Record]:
    """The facts of a file that this module wrote, equal to the lines they came from."""
    parquet = load("pyarrow.parquet", extra="parquet")
    return [restored(row) for row in parquet.read_table(path).to_pylist()]


def arrow_table(facts: Iterable[Record]) -> pa.Table:
    """Facts as an Arrow table: the fields of all kinds, then ``original``."""
    arrow = load("pyarrow", extra="parquet")
    return arrow.Table.from_pylist([stored(fact) for fact in facts], schema=_schema())


def _schema() -> pa.Schema:
    arrow = load("pyarrow", extra="parquet")
    return arrow.schema(
        [*((field.name, _type(field)) for field in all_fields()), (ORIGINAL, arrow.string())],
        metadata={_MARK: _MARKS},
    )


def _type(field: Field) -> pa.DataType:
    arrow = load("pyarrow", extra="parquet")
    atoms = {str: arrow.string(), int: arrow.int64(), bool: arrow.bool_()}
    if field.members:
        type_ = arrow.struct([(member.name, _type(member)) for member in field.members])
    else:
        type_ = atoms[field.type]
    return arrow.list_(type_) if field.is_list else type_
