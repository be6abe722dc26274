"""WARC files, as crawlers write them → one web page a record (ISO 28500, WARC 1.1).

A document is what a server gave as a web page: a ``response`` record with status 200 and a
``resource`` record, of HTML. What a crawl holds beside them, and what it holds twice, is passed
over, and a broken record costs no other.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecordLoader

from norfolk_cs.errors import UnreadableDocument
from norfolk_cs.read.charsets import charset_of, markup_of
from norfolk_cs.read.formats import Limits, Page, Passed, Reason, is_html, too_large
from norfolk_cs.read.members import SIZE, Members
from norfolk_cs.read.plain import without_surrogates
from norfolk_cs.read.prints import Prints
from norfolk_cs.read.where import Where

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_GZIP = b"\x1f\x8b\x08"
_AGAIN = "Fetch the file again and compare its size; its other records are read"
# Otherwise it tells the terminal of every URI with a space in it.
logging.getLogger("warcio").addHandler(logging.NullHandler())


def read_warc(
    stream: io.BufferedReader, where: str, limits: Limits, wanted: Where
) -> Iterator[Page | Passed | UnreadableDocument]:
    """The pages of a WARC stream, gzipped or not, that are ``wanted``, each URI once.

    In a broken record's place stands what is wrong with it, and before each page and at the end
    how much was passed over. A page's ``doc_id`` is its target URI; its ``locator`` is the file and
    where in it the record begins.
    """
    reader = _Reader(Members(stream), where, limits, wanted)
    for found in reader:
        if reader.passed:
            yield Passed(where, dict(reader.passed))
            reader.passed.clear()
        yield found
    if reader.passed:
        yield Passed(where, dict(reader.passed))


class _Reader:
    """The records of one stream; ``passed`` counts what is passed over until somebody looks."""

    def __init__(self, members: Members, where: str, limits: Limits, wanted: Where) -> None:
        self.passed: Counter[Reason] = Counter()
        self._members = members
        self._where = where
        self._limit = limits.document
        self._wanted = wanted
        self._loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        self._seen = Prints()

    def __iter__(self) -> Iterator[Page | UnreadableDocument]:
        members = self._members
        while (place := members.begin()) is not None:
            record = self._record()
            uri = record.rec_headers.get_header("WARC-Target-URI") if record else None
            found: Page | Reason | UnreadableDocument | None = None
            if record is not None:
                try:
                    found = self._page(record, uri, place)
                except UnreadableDocument as failure:
                    found = self._failure(failure.message, place, uri, failure.hint)
            fault = self._fault(record)
            if fault is not None:
                yield self._failure(fault, place, uri, _AGAIN)
                members.mend(found.data if isinstance(found, Page) else b"")
            elif isinstance(found, Reason):
                self.passed[found] += 1
            elif found is not None:
                if isinstance(found, Page):
                    self._seen.add(found.doc_id)
                yield found

    def _record(self) -> Any | None:
        """The record that begins here, its heads read; None where they cannot be."""
        members = self._members
        if members.broken is not None:
            return None
        try:
            record = self._loader.parse_record_stream(members, None, "warc")
        except Exception:  # whatever a library makes of bytes that were never written so
            members.broken = members.broken or "its head cannot be read"
            return None
        if record.length is None:
            members.broken = members.broken or "does not say how long it is"
            return None
        return record

    def _page(self, record: Any, uri: str | None, place: str) -> Page | Reason | None:
        """What a record holds: a page, or why it is passed over; None for what is no document."""
        if uri is None or record.rec_type not in ("response", "resource"):
            return None
        headers = record.http_headers
        if record.rec_type == "resource":
            kind, encoding = record.content_type, None
        elif headers is None or headers.get_statuscode() != "200":
            return Reason.NO_PAGE
        else:
            kind = headers.get_header("Content-Type")
            encoding = headers.get_header("Content-Encoding")
        said = (kind or "").partition(";")[0].strip().lower()
        if (said and said not in _PAGES) or uri.endswith("/robots.txt"):
            return Reason.NO_PAGE
        if uri in self._seen:
            return Reason.REPEATED
        if not self._wanted.fits_url(uri):
            return Reason.WHERE
        data = self._unpacked(_body(record).read(self._limit + 1), encoding)
        if not said and not is_html(data):
            return Reason.NO_PAGE
        charset = charset_of(kind)
        if self._wanted.asks_words and not self._wanted.fits_words(markup_of(data, charset)):
            return Reason.WHERE
        return Page(data, uri, f"{self._where}#{place}", charset)

    def _unpacked(self, data: bytes, encoding: str | None) -> bytes:
        """A page as the server meant it. Raises UnreadableDocument beyond the limit."""
        if len(data) > self._limit:
            raise too_large(self._limit, self._where)
        how = (encoding or "identity").strip().lower()
        if data.startswith(_GZIP):  # whatever the server says
            data = _inflated(data, zlib.MAX_WBITS | 16, self._limit)
        elif how == "identity" or is_html(data):  # the crawler has unpacked it
            pass
        elif how == "deflate":
            data = _inflated(data, zlib.MAX_WBITS, self._limit)
        elif how == "br":
            data = _unbrotli(data, self._limit)
        elif how not in ("gzip", "x-gzip"):
            raise UnreadableDocument(
                f"is packed as {how}, which no reader here knows", hint="Crawl it without"
            )
        if len(data) > self._limit:
            raise too_large(self._limit, self._where)
        return data

    def _fault(self, record: Any | None) -> str | None:
        """What is wrong with the record, once all of it has been looked at."""
        members = self._members
        if record is not None and members.broken is None:
            while record.raw_stream.read(SIZE):
                pass
            if record.raw_stream.limit:
                members.broken = members.broken or "is cut short"
            elif not members.end():
                members.broken = members.broken or "is not as long as it says"
        return members.broken

    def _failure(
        self, message: str, place: str, uri: str | None, hint: str | None
    ) -> UnreadableDocument:
        part = f"record at byte {place}" + (f" ({without_surrogates(uri)})" if uri else "")
        return UnreadableDocument(message, where=self._where, part=part, hint=hint)


def _body(record: Any) -> Any:
    """What follows the heads, its chunks put together."""
    headers = record.http_headers
    if headers and (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        return ChunkedDataReader(record.raw_stream)
    return record.raw_stream


def _inflated(data: bytes, wbits: int, limit: int) -> bytes:
    """As much as can be unpacked of what is allowed: a browser shows half a page too."""
    for bits in (wbits, -zlib.MAX_WBITS):  # "deflate" is sent with a head and without
        decoder = zlib.decompressobj(wbits=bits)
        try:
            return decoder.decompress(data, limit + 1)
        except zlib.error:
            continue
    raise UnreadableDocument("is packed, and cannot be unpacked", hint=_AGAIN)


def _unbrotli(data: bytes, limit: int) -> bytes:
    try:
        import brotli  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise UnreadableDocument("is packed with Brotli", hint="pip install brotli") from error
    decoder, parts, size = brotli.Decompressor(), [], 0
    try:
        for start in range(0, len(data), 4096):
            parts.append(decoder.process(data[start : start + 4096]))
            size += len(parts[-1])
            if size > limit:
                break
    except brotli.error as error:
        raise UnreadableDocument("is packed, and cannot be unpacked", hint=_AGAIN) from error
    return b"".join(parts)
