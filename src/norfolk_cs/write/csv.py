"""Facts as CSV, for spreadsheets: one wide file, or a folder with a file for each kind.

UTF-8 with a byte order mark, RFC 4180, cells as csv_cells.py makes them. Lists (roles, aliases,
mentions) are JSON in their cells. ``line`` is the fact's place in the export, from 1.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import KINDS
from norfolk_cs.write.columns import (
    ORIGINAL,
    Field,
    all_fields,
    columns,
    fields,
    flattener,
    stored,
    unflat,
)
from norfolk_cs.write.csv_cells import BOM, cell_text, write_rows
from norfolk_cs.write.records import Record, printable
from norfolk_cs.write.whole import foreign, whole_file

_FIRST = ("line", "schema_version", "id", "kind")  # columns that tell a file of facts


def write_csv(facts: Iterable[Record], path: Path) -> None:
    """Write facts to one file: the columns of all kinds, empty where a kind has none.

    Raises NorfolkError where the file is there and is no file of facts, or cannot be written.
    """
    check_csv(path)
    _write(enumerate(map(stored, facts), 1), all_fields(), path)


def write_csv_folder(facts: Iterable[Record], folder: Path) -> None:
    """Write a file for each kind (``rating.csv`` …) with its own columns; errors as for one file.

    Kinds without a fact have a file too. All appear together, at the end.
    """
    check_csv_folder(folder)
    by_kind: dict[str, list[tuple[int, dict[str, Any]]]] = {kind: [] for kind in KINDS}
    for line, fact in enumerate(facts, 1):
        by_kind[fact["kind"]].append((line, stored(fact)))
    with ExitStack() as all_or_none:
        for kind, numbered in by_kind.items():
            new = all_or_none.enter_context(whole_file(folder / f"{kind}.csv"))
            _fill(numbered, fields(kind), new)


def check_csv(path: Path) -> None:
    """Raise NorfolkError where there is a file that is no file of facts."""
    if path.is_file() and path.stat().st_size:
        with path.open("rb") as stream:
            head = stream.read(200).decode("utf-8", "replace")
        if not head.startswith(BOM + ",".join(_FIRST)):
            raise foreign(path, "CSV of facts")


def check_csv_folder(folder: Path) -> None:
    """Raise NorfolkError where the folder is a file, or has files of these names not of facts."""
    if folder.exists() and not folder.is_dir():
        raise NorfolkError("is no folder", where=str(folder), hint="Choose another")
    for kind in KINDS:
        check_csv(folder / f"{kind}.csv")


def read_csv(path: Path) -> list[Record]:
    """The facts of a file or folder that this module wrote, equal to the lines they came from."""
    files = [path / f"{kind}.csv" for kind in KINDS] if path.is_dir() else [path]
    numbered = [pair for file in files for pair in _read(file)]
    return [fact for _, fact in sorted(numbered, key=lambda pair: pair[0])]


def _write(
    numbered: Iterable[tuple[int, dict[str, Any]]], some: Sequence[Field], path: Path
) -> None:
    with whole_file(path) as new:
        _fill(numbered, some, new)


def _fill(
    numbered: Iterable[tuple[int, dict[str, Any]]], some: Sequence[Field], path: Path
) -> None:
    names = [column.name for column in columns(tuple(some))]
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(BOM)
        write_rows([("line", *names, ORIGINAL)], stream)
        write_rows(_rows(numbered, tuple(some)), stream)


def _rows(
    numbered: Iterable[tuple[int, dict[str, Any]]], some: tuple[Field, ...]
) -> Iterator[list[Any]]:
    flat = {kind: flattener(some, kind) for kind in KINDS}
    for line, held in numbered:
        values = (
            printable(json.dumps(value, ensure_ascii=False)) if isinstance(value, list) else value
            for value in flat[held["kind"]](held)
        )
        yield [line, *values, held[ORIGINAL]]


def _read(path: Path) -> Iterator[tuple[int, Record]]:
    types: dict[str, dict[str, type]] = {
        kind: {c.name: c.type for c in columns(fields(kind))} for kind in KINDS
    }
    with path.open(encoding="utf-8-sig", newline="") as stream, _any_length():
        for row in csv.DictReader(stream):
            texts = {name: cell_text(cell) for name, cell in row.items()}
            own = types[row["kind"]]
            values = {name: _value(texts[name], type_) for name, type_ in own.items()}
            yield int(row["line"]), unflat({**values, ORIGINAL: texts[ORIGINAL]})


def _value(text: str | None, type_: type) -> Any:
    if text is None or type_ is str:
        return text
    if type_ is bool:
        return text == "true"
    return json.loads(text)  # a whole number, or a list


@contextmanager
def _any_length() -> Iterator[None]:
    """Let cells be longer than the 128 KB that Python's csv module would stop at."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)
