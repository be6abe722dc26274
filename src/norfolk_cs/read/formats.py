"""What a file is, told by its bytes; its name only decides between kinds of text."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from norfolk_cs.errors import UnreadableDocument

HEAD = 4096  # bytes that are looked at to tell a format

_WARC = re.compile(rb"\s*WARC/\d\.\d+\r?\n")
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]\s*[\"{\]}]")
# A list, or an object whose first line is only its brace: JSON as it is laid out for reading.
_LAID_OUT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*\{|\{[ \t\r]*\n)")
_GZIP = b"\x1f\x8b"
_GZIP_ERRORS = (gzip.BadGzipFile, EOFError, zlib.error)


class Format(StrEnum):
    """The kinds of file that can be read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"
    JSONL = "jsonl"
    WARC = "warc"


@dataclass(frozen=True, slots=True)
class Limits:
    """``document`` is how many bytes one document or record may have, unpacked."""

    document: int = 200 * 1024 * 1024  # the largest real report, scans and all, has 60 MB


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found: a text and what the source itself says about it.

    For a record, ``number`` is its place in the file ("#12"), ``doc_id`` its own id and
    ``locator`` its URL or file and place.
    """

    text: str
    pages: tuple[int, ...] = ()
    published: str | None = None
    doc_id: str | None = None
    locator: str | None = None
    number: str = ""
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many characters it has."""
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as a crawler kept it, not read yet; ``charset`` is what the server said."""

    data: bytes
    doc_id: str
    locator: str
    charset: str | None = None
    number: str = ""

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)


class Reason(StrEnum):
    """Why something is passed over that is no fault."""

    WHERE = "left out by --where"
    NO_ARTICLE = "without an article"
    REPEATED = "fetched twice"
    NO_PAGE = "no web page"


@dataclass(frozen=True, slots=True)
class Passed:
    """In the place of documents of ``source``: how many there are none of, and why."""

    source: str
    counts: Mapping[Reason, int]


class NoArticle(UnreadableDocument):
    """A web page without an article: its own fault where it was saved singly, not in a crawl."""


def sniff(head: bytes, name: str) -> Format:
    """The format of a file that begins with ``head``."""
    if _WARC.match(head):
        return Format.WARC
    if _PDF.match(head):
        return Format.PDF
    if _HTML.match(head):
        return Format.HTML
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes if suffix.lower() != ".gz"]
    suffix = suffixes[-1] if suffixes else ""
    if _LAID_OUT.match(head):
        return Format.JSON
    if suffix in (".jsonl", ".ndjson") or (_JSON.match(head) and _first_line_is_whole(head)):
        return Format.JSONL
    if suffix == ".json" or _JSON.match(head):
        return Format.JSON
    if suffix in (".md", ".markdown"):
        return Format.MARKDOWN
    return Format.TEXT


def is_html(data: bytes) -> bool:
    """Whether a web page begins so."""
    return _HTML.match(data) is not None


def _first_line_is_whole(head: bytes) -> bool:
    """Whether the first line is an object by itself and another follows, as in JSON Lines."""
    line, end, rest = head.strip().partition(b"\n")
    return bool(end) and line.strip().endswith(b"}") and rest.lstrip().startswith(b"{")


def unpacked(stream: io.BufferedReader, where: str) -> io.BufferedReader:
    """The stream, gunzipped where it is gzip."""
    if peek(stream, where).startswith(_GZIP):
        return io.BufferedReader(gzip.GzipFile(fileobj=stream))
    return stream


def peek(stream: io.BufferedReader, where: str) -> bytes:
    """The stream's first bytes, which stay to be read."""
    try:
        return stream.peek(HEAD)[:HEAD]
    except _GZIP_ERRORS as error:
        raise broken_gzip(error, where) from error


def head_of(stream: io.BufferedReader, where: str) -> bytes:
    """The first bytes of what a stream holds, unpacked; all of it stays to be read."""
    head = peek(stream, where)
    if head.startswith(_GZIP):
        try:
            return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(head, HEAD)
        except zlib.error as error:
            raise broken_gzip(error, where) from error
    return head


def read_whole(stream: io.BufferedReader, limit: int, where: str) -> bytes:
    """All bytes of a stream, if they are no more than ``limit``.

    Raises UnreadableDocument beyond it (a gzip bomb, say) and for broken gzip.
    """
    try:
        data = stream.read(limit + 1)
    except _GZIP_ERRORS as error:
        raise broken_gzip(error, where) from error
    if len(data) > limit:
        raise too_large(limit, where)
    return data


def read_lines(stream: io.BufferedReader, limit: int, where: str) -> Iterator[bytes]:
    """A stream's lines, none longer than ``limit``; raises as ``read_whole`` does."""
    while True:
        try:
            line = stream.readline(limit + 1)
        except _GZIP_ERRORS as error:
            raise broken_gzip(error, where) from error
        if not line:
            return
        if len(line) > limit:
            raise too_large(limit, where)
        yield line


def broken_gzip(error: Exception, where: str) -> UnreadableDocument:
    """The message for a gzip file that cannot be unpacked."""
    return UnreadableDocument(
        f"is a broken gzip file ({error})", where=where, hint="Fetch it again and compare its size"
    )


def too_large(limit: int, where: str) -> UnreadableDocument:
    """The message for a document beyond the limit."""
    return UnreadableDocument(
        f"is larger than {limit / 2**20:,.0f} MB once unpacked",
        where=where,
        hint="Raise --max-size if that is meant",
    )
