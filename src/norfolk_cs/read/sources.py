"""Which files an argument means, and the name each document goes by."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

from norfolk_cs.errors import NorfolkError, UnreadableDocument
from norfolk_cs.read.prints import Prints
from norfolk_cs.read.remote import Place, find_files, is_web, scheme_of

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
    """One file to read: at a ``path`` or an address, ``url``; without either it is standard input.

    ``folder`` is where a manifest would stand: the folder given, or the one that a file given is
    in.
    """

    path: Path | None
    doc_id: str
    source: str
    folder: Path | Place | None = None
    url: str | None = None

    @property
    def is_stdin(self) -> bool:
        """Whether it comes through the pipe."""
        return self.path is None and self.url is None

    @property
    def suffix(self) -> str:
        """How its name ends, with the dot."""
        return PurePosixPath(urlsplit(self.url).path if self.url else self.path or "").suffix


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
                place = os.path.realpath(source.path) if source.path else source.url or STDIN
                if place not in left_out and place not in seen:
                    seen.add(place)
                    yield source
        except UnreadableDocument as error:
            on_failure(error)
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
    scheme = scheme_of(argument)
    if scheme == "file":
        argument = unquote(urlsplit(argument).path)
    elif scheme is not None:
        yield from _remote_sources(argument, on_failure)
        return
    path = Path(argument)
    if argument == STDIN:
        yield Source(None, "stdin", STDIN)
    elif path.is_dir():
        found = False
        for file in _files_below(path, on_failure, left_out):
            found = True
            yield Source(file, _stem(file.relative_to(path)), file.as_posix(), path)
        if not found:
            on_failure(_nothing_in(argument))
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


def _remote_sources(argument: str, on_failure: OnFailure) -> Iterator[Source]:
    """Files at addresses; what is on the web is never a folder, and nobody is asked for one."""
    found = False
    for url, below in find_files(argument):
        if below is None:
            address = urlsplit(url)
            name = PurePosixPath(unquote(address.path)).name or address.netloc
            folder = None if is_web(url) else Place(url.rpartition("/")[0])
            yield Source(None, _stem(PurePosixPath(name)), url, folder, url)
        elif is_picked(below.name):
            yield Source(None, _stem(below), url, Place(url.removesuffix(f"/{below}")), url)
        else:
            continue
        found = True
    if not found:
        on_failure(_nothing_in(argument))


def is_picked(name: str) -> bool:
    """Whether a file of this name is read where only its folder is named."""
    plain = name[: -len(GZ)] if name.lower().endswith(GZ) else name
    return PurePath(plain).suffix.lower() in SUFFIXES


def _nothing_in(folder: str) -> UnreadableDocument:
    return UnreadableDocument(
        "nothing to read in this folder",
        where=folder,
        hint=f"Documents are files that end in {', '.join(sorted(SUFFIXES))}",
    )


def _stem(path: PurePath) -> str:
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
            if name.startswith(".") or not is_picked(name):
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
