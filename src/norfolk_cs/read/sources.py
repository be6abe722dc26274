"""Which files an argument means, and the name each document goes by."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from norfolk_cs.errors import NorfolkError, UnreadableDocument

STDIN = "-"
SUFFIXES = frozenset({".txt", ".text"})  # what is picked out of a folder; a named file always is

OnFailure = Callable[[NorfolkError], None]


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. ``path`` is None for standard input; ``folder`` is the argument given,
    where that was a folder."""

    path: Path | None
    doc_id: str
    source: str
    folder: Path | None = None


def find_sources(paths: Iterable[str | Path], on_failure: OnFailure) -> Iterator[Source]:
    """The files that the arguments mean, folders in sorted order, each ``doc_id`` once.

    A folder is searched through, hidden files and folders left out. Of two files that would
    share a ``doc_id`` the later one keeps its suffix, and failing that gets a number.
    """
    taken: set[str] = set()
    for argument in paths:
        for source in _sources_of(argument, on_failure):
            yield _unique(source, taken)


def _sources_of(argument: str | Path, on_failure: OnFailure) -> Iterator[Source]:
    if str(argument) == STDIN:
        yield Source(None, "stdin", STDIN)
        return
    path = Path(argument)
    if path.is_dir():
        found = False
        for file in _files_below(path):
            found = True
            doc_id = file.relative_to(path).with_suffix("").as_posix()
            yield Source(file, doc_id, file.as_posix(), path)
        if not found:
            on_failure(
                UnreadableDocument(
                    "nothing to read in this folder",
                    where=str(path),
                    hint=f"Documents are files that end in {', '.join(sorted(SUFFIXES))}",
                )
            )
    elif path.exists():
        yield Source(path, path.stem, path.as_posix())
    else:
        on_failure(
            UnreadableDocument("no such file or folder", where=str(path), hint="Check the path")
        )


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(place) / name


def _unique(source: Source, taken: set[str]) -> Source:
    doc_id = source.doc_id
    if doc_id in taken and source.path is not None:
        doc_id += source.path.suffix
    number = 2
    stem = doc_id
    while doc_id in taken:
        doc_id = f"{stem}~{number}"
        number += 1
    taken.add(doc_id)
    return Source(source.path, doc_id, source.source, source.folder)
