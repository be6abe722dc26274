"""Which files an argument means, and the name each document goes by."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from norfolk_cs.errors import NorfolkError, UnreadableDocument

STDIN = "-"
GZ = ".gz"
# What is picked out of a folder; a file that is named itself is always read.
SUFFIXES = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".pdf", ".json", ".jsonl", ".ndjson")
)

OnFailure = Callable[[NorfolkError], None]


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. ``path`` is None for standard input; ``folder`` is where a manifest would
    stand: the folder given, or the one that a file given is in.
    """

    path: Path | None
    doc_id: str
    source: str
    folder: Path | None = None


class Names:
    """The ids given so far in a run; no two documents share one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, doc_id: str, source: Source) -> str:
        """``doc_id`` if it is free; else with the file's suffix; else with a number."""
        if doc_id in self._taken and source.path is not None and doc_id == source.doc_id:
            doc_id += source.path.suffix
        stem, number = doc_id, 2
        while doc_id in self._taken:
            doc_id = f"{stem}~{number}"
            number += 1
        self._taken.add(doc_id)
        return doc_id


def find_sources(paths: Iterable[str | Path], on_failure: OnFailure) -> Iterator[Source]:
    """The files that the arguments mean: files, globs, folders in sorted order, ``-`` for stdin.

    A folder is searched through, hidden files and folders left out. A file that two arguments
    mean is read once.
    """
    seen: set[Path] = set()
    for argument in paths:
        for source in _sources_of(str(argument), on_failure):
            if source.path is not None:
                place = source.path.resolve()
                if place in seen:
                    continue
                seen.add(place)
            yield source


def _sources_of(argument: str, on_failure: OnFailure) -> Iterator[Source]:
    path = Path(argument)
    if argument == STDIN:
        yield Source(None, "stdin", STDIN)
    elif path.is_dir():
        found = False
        for file in _files_below(path):
            found = True
            yield Source(file, _stem(file.relative_to(path)), file.as_posix(), path)
        if not found:
            on_failure(
                UnreadableDocument(
                    "nothing to read in this folder",
                    where=argument,
                    hint=f"Documents are files that end in {', '.join(sorted(SUFFIXES))}",
                )
            )
    elif path.exists():
        yield Source(path, _stem(Path(path.name)), path.as_posix(), path.parent)
    elif glob.has_magic(argument) and (matches := sorted(glob.glob(argument, recursive=True))):
        for match in matches:
            yield from _sources_of(match, on_failure)
    else:
        on_failure(
            UnreadableDocument("no such file or folder", where=argument, hint="Check the path")
        )


def _stem(path: Path) -> str:
    """A path without its suffix, and without that of the file that ``.gz`` packs."""
    if path.suffix.lower() == GZ:
        path = path.with_suffix("")
    return path.with_suffix("").as_posix()


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            plain = name[: -len(GZ)] if name.lower().endswith(GZ) else name
            if not name.startswith(".") and Path(plain).suffix.lower() in SUFFIXES:
                yield Path(place) / name
