"""Files at addresses (``s3://``, ``gs://``, ``https://``), by fsspec: found, and read in a stream.

A page of the web is one document, never a folder. fsspec and what it needs for each kind of
address are imported when the first address comes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from norfolk_cs.errors import UnreadableDocument
from norfolk_cs.read.formats import HEAD

BLOCK = 4 * 1024 * 1024  # bytes fetched at a time
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_WEB = ("http", "https")
_MAGIC = re.compile(r"[*?[]")
_PATIENCE = 120  # seconds without a byte
_NO_ENTRY = (401, 403)  # of HTTP: who asks is unknown, or may not


def scheme_of(argument: str) -> str | None:
    """How an address begins, None for what is a path."""
    match = _ADDRESS.match(argument)
    return match[1].lower() if match else None


def is_web(url: str) -> bool:
    """Whether it is a page, or a file, of the web."""
    return scheme_of(url) in _WEB


def is_shared(url: str) -> bool:
    """Whether other processes find the same there."""
    return scheme_of(url) != "memory"


@dataclass(frozen=True, slots=True)
class Place:
    """A file or a folder at an address, to be asked as a path is."""

    url: str

    def __truediv__(self, name: str) -> Place:
        return Place(f"{self.url.rstrip('/')}/{name}")

    def __str__(self) -> str:
        return self.url

    def is_file(self) -> bool:
        """Whether there is a file."""
        system, path = _connect(self.url)
        try:
            return bool(system.isfile(path))
        except Exception as error:  # as many as there are kinds of address
            raise refused(error, self.url) from error

    def read_bytes(self) -> bytes:
        """All that is in the file. Raises OSError, as a path does."""
        try:
            system, path = _connect(self.url)
            return bytes(system.cat_file(path))
        except Exception as error:
            raise OSError(0, refused(error, self.url).message) from error

    def read_text(self, encoding: str) -> str:
        """The same as text."""
        return self.read_bytes().decode(encoding)


def find_files(url: str) -> Iterator[tuple[str, PurePosixPath | None]]:
    """The files that an address means, sorted as in folders: its own, those below it, or those that
    it fits as a glob; with each the path below the folder, where there is one.

    Raises UnreadableDocument where there is nothing, or nobody answers.
    """
    if is_web(url):
        yield url, None
        return
    system, path = _connect(url)
    try:
        if _MAGIC.search(path):
            places = sorted(system.glob(path))
        else:
            places = [path] if system.exists(path) else []
        if not places:
            raise FileNotFoundError(url)
        for place in places:
            address = url if place == path else f"{scheme_of(url)}://{place.lstrip('/')}"
            if not system.isdir(place):
                yield address, None
                continue
            root = place.rstrip("/") + "/"
            below = [PurePosixPath(file.removeprefix(root)) for file in system.find(place)]
            for file in sorted(below, key=_in_folders):
                if not any(part.startswith(".") for part in file.parts):
                    yield f"{address.rstrip('/')}/{file}", file
    except Exception as error:
        raise refused(error, url) from error


def _in_folders(file: PurePosixPath) -> list[tuple[bool, str]]:
    """Sorts a folder's files before what is in the folders in it."""
    return [*((True, folder) for folder in file.parts[:-1]), (False, file.name)]


def open_file(url: str) -> io.BufferedReader:
    """What is at an address, fetched as it is read. Raises UnreadableDocument, then and later."""
    system, path = _connect(url)
    try:
        # The web's servers need not know how to begin in the middle, so that is one long answer.
        how = {"block_size": 0, "size": 1} if is_web(url) else {"block_size": BLOCK}
        return io.BufferedReader(_Fetched(system.open(path, "rb", **how), url))
    except Exception as error:
        raise refused(error, url) from error


def first_bytes(url: str) -> tuple[bytes, int]:
    """How a file that is not on the web begins, and how many bytes it has."""
    system, path = _connect(url)
    try:
        size = system.info(path).get("size") or 0
        return system.cat_file(path, start=0, end=min(HEAD, size)), size
    except Exception as error:
        raise refused(error, url) from error


def state_of(url: str) -> str:
    """What is different when the file is, as far as its server tells."""
    system, path = _connect(url)
    try:
        if not is_web(url):
            return str(system.ukey(path))
        info = system.info(path)
        return repr([info.get(name) for name in ("size", "ETag", "Last-Modified")])
    except Exception as error:
        raise refused(error, url) from error


class _Fetched(io.RawIOBase):
    """A file of fsspec, as Python's own readers take it."""

    def __init__(self, file: Any, url: str) -> None:
        self._file = file
        self._url = url

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except Exception as error:
            raise refused(error, self._url) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def _connect(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url, **(_web_client() if is_web(url) else {}))
    except Exception as error:
        raise refused(error, url) from error
    return system, path


def _web_client() -> dict[str, Any]:
    from aiohttp import ClientTimeout

    patience = ClientTimeout(total=None, sock_connect=_PATIENCE, sock_read=_PATIENCE)
    return {"client_kwargs": {"timeout": patience}}


def refused(error: Exception, url: str) -> UnreadableDocument:
    """The message for whatever keeps an address from being read."""
    if isinstance(error, UnreadableDocument):
        return error
    message, hint = _told(error)
    return UnreadableDocument(message, where=url, hint=hint)


def _told(error: Exception) -> tuple[str, str]:
    words = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    words = words.replace(" ssl:default", "")  # aiohttp's, and of no use to anybody
    status = getattr(error, "status", None)
    if isinstance(status, int):
        words = f"{status} {getattr(error, 'message', '')}".strip()
    if isinstance(error, ImportError):
        return f"needs a library that is not here ({words})", "pip install 'norfolk-cs[remote]'"
    if isinstance(error, ValueError) and "rotocol" in words:
        return "is no kind of address that is known", "s3://, gs://, https:// and file:// are"
    if isinstance(error, FileNotFoundError):
        return "no such file or folder", "Check the address"
    if isinstance(error, PermissionError) or status in _NO_ENTRY or "redentials" in words:
        return f"may not be read ({words})", "Log in; a public bucket may need FSSPEC_S3_ANON=true"
    return f"cannot be read: {words}", "Check the address and the network, and try again"
