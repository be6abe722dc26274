"""Which files an argument means, and the name each document goes by."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from norfolk_cs.errors import NorfolkError, UnreadableDocument
from norfolk_cs.read.prints import Prints

STDIN = "-"
GZ = ".gz"
# What is picked out of a folder; a file that is named itself is always read.
SUFFIXES = frozenset(
    (
        ".txt",
        ".text",
        ".md",
        ".markdown",
        ".html",
        ".htm",
        ".pdf",
        ".json",
        ".jsonl",
        ".ndjson",
        ".warc",
    )
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


def find_sources(
    paths: Iterable[str | Path], on_failure: OnFailure, *, leave_out: Iterable[str] = ()
) -> Iterator[Source]:
    """The files that the arguments mean: files, globs, folders in sorted order, ``-`` for stdin.

    A folder is searched through, hidden files and folders left out. A file that two arguments
    mean is read once, and a file or folder whose real path is in ``leave_out`` not at all.
    """
    left_out = frozenset(leave_out)
    seen = Prints()
    for argument in paths:
        try:
            for source in _sources_of(str(argument), on_failure, left_out):
                place = os.path.realpath(source.path) if source.path is not None else STDIN
                if place not in left_out and place not in seen:
                    seen.add(place)
                    yield source
        except OSError as error:  # a name that is too long, a folder that may not be entered
            on_failure(cannot_be_read(error, str(argument)))


def cannot_be_read(error: OSError, where: str) -> UnreadableDocument:
    """The message for what the operating system refuses."""
    hint = _REMEDIES.get(type(error), "Check the path, and that the disk is there")
    return UnreadableDocument(f"cannot be read: {error.strerror or error}", where=where, hint=hint)


_REMEDIES: dict[type[OSError], str] = {
    PermissionError: "Check its permissions",
    FileNotFoundError: "It was there when the run began; was it moved?",
}


def _sources_of(argument: str, on_failure: OnFailure, left_out: frozenset[str]) -> Iterator[Source]:
    path = Path(argument)
    if argument == STDIN:
        yield Source(None, "stdin", STDIN)
    elif path.is_dir():
        found = False
        for file in _files_below(path, on_failure, left_out):
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
            yield from _sources_of(match, on_failure, left_out)
    else:
        broken = path.is_symlink()
        on_failure(
            UnreadableDocument(
                "is a link that leads nowhere" if broken else "no such file or folder",
                where=argument,
                hint="Mend the link" if broken else "Check the path",
            )
        )


def _stem(path: Path) -> str:
    """A path without its suffix, and without that of the file that ``.gz`` packs."""
    if path.suffix.lower() == GZ:
        path = path.with_suffix("")
    return path.with_suffix("").as_posix()


def _files_below(folder: Path, on_failure: OnFailure, left_out: frozenset[str]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        on_failure(cannot_be_read(error, str(error.filename)))

    for place, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and os.path.realpath(os.path.join(place, name)) not in left_out
        )
        for name in sorted(names):
            plain = name[: -len(GZ)] if name.lower().endswith(GZ) else name
            if name.startswith(".") or Path(plain).suffix.lower() not in SUFFIXES:
                continue
            path = Path(place) / name
            if path.is_file() or not os.path.lexists(path):  # one that is gone is said on opening
                yield path
            else:  # nobody writes into a pipe that lies in a folder: opening it would wait for ever
                broken = path.is_symlink()
                on_failure(
                    UnreadableDocument(
                        "is a link that leads nowhere" if broken else "is no regular file",
                        where=path.as_posix(),
                        hint="Mend the link" if broken else "Name it itself if it is to be read",
                    )
                )
