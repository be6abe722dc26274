"""One source → what there is to read in it, each by the reader of its format."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from norfolk_cs.errors import NorfolkError, UnreadableDocument
from norfolk_cs.read.charsets import markup_of
from norfolk_cs.read.formats import (
    Format,
    Page,
    Passed,
    Reading,
    Reason,
    head_of,
    peek,
    read_whole,
    sniff,
    unpacked,
)
from norfolk_cs.read.options import Options
from norfolk_cs.read.plain import decode
from norfolk_cs.read.records import read_json, read_jsonl
from norfolk_cs.read.remote import first_bytes, is_shared, is_web, open_file
from norfolk_cs.read.sources import Source, cannot_be_read
from norfolk_cs.read.where import Where, where

_RECORDS = (Format.JSON, Format.JSONL, Format.WARC)
# Below these a name means another thing in each process: standard input, a shell's "<(…)".
OF_A_PROCESS = ("/dev/", "/proc/")


def readings(source: Source, options: Options) -> Iterator[Reading | Page | Passed | NorfolkError]:
    """What a source holds, in its order; in the place of what cannot be read, why not."""
    try:
        yield from _readings(source, options)
    except UnreadableDocument as failure:
        yield failure
    except OSError as error:  # a disk that fails, a file that became a folder
        yield cannot_be_read(error, source.source)
    except Exception as error:  # one file's libraries must not cost the others
        yield could_not_be_read(error, source)


def could_not_be_read(error: Exception, source: Source) -> UnreadableDocument:
    """The message for what no reader foresaw."""
    return UnreadableDocument(
        f"could not be read ({type(error).__name__}: {error})",
        where=source.source,
        hint="Save it as text in UTF-8, and please report this",
    )


def size_alone(source: Source, options: Options) -> int | None:
    """How many bytes a source has, if it is a regular file that holds one document and no records.

    Anybody may read such a file, at any time and in any process. One that is broken counts too:
    who reads it will see.
    """
    if source.url is not None:
        return _remote_size(source.url, options)
    path = source.path
    if path is None or str(path.absolute()).startswith(OF_A_PROCESS):
        return None
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        if options.format is None:
            with path.open("rb") as packed:
                form = sniff(peek(unpacked(packed, source.source), source.source), source.source)
        else:
            form = options.format
    except (OSError, NorfolkError):
        return 0
    return None if form in _RECORDS else status.st_size


def _remote_size(url: str, options: Options) -> int | None:
    """The same of a file at an address: only the web is not asked twice."""
    if is_web(url) or not is_shared(url):
        return None
    try:
        head, size = first_bytes(url)
        form = options.format or sniff(head_of(io.BufferedReader(io.BytesIO(head)), url), url)
    except NorfolkError:
        return 0
    return None if form in _RECORDS else size


def _readings(
    source: Source, options: Options
) -> Iterator[Reading | Page | Passed | UnreadableDocument]:
    place = source.source
    with _open(source) as packed:
        head = head_of(packed, place)
        if not head:
            raise UnreadableDocument("is empty", where=place, hint="Fetch or save it again")
        form = options.format or sniff(head, place)
        if form is Format.WARC:
            from norfolk_cs.read.warc import read_warc

            yield from read_warc(packed, place, options.limits, where(options.where))
            return
        found = _by_format(form, unpacked(packed, place), place, options)
        if options.format or form is Format.PDF or not place.lower().endswith(".pdf"):
            yield from found
        else:
            yield from _disguised(found, form, place)


def _by_format(
    form: Format, stream: io.BufferedReader, place: str, options: Options
) -> Iterator[Reading | Passed | UnreadableDocument]:
    fields, limits, wanted = options.fields, options.limits, where(options.where)
    if form is Format.JSONL:
        yield from _wanted(read_jsonl(stream, place, fields, limits), wanted, place)
    elif form is Format.JSON:
        yield from _wanted(read_json(stream, place, fields, limits), wanted, place)
    elif not wanted.fits_url(place):
        yield Passed(place, {Reason.WHERE: 1})
    else:
        yield _read_whole(form, read_whole(stream, limits.document, place), place, wanted)


def _read_whole(form: Format, data: bytes, place: str, wanted: Where) -> Reading | Passed:
    """One document, if its words are wanted; a page's before its article is looked for, which
    costs a hundred times as much.
    """
    if form is not Format.HTML:
        reading = _read(form, data, place)
        fits = wanted.fits_words(reading.text)
        return reading if fits else Passed(place, {Reason.WHERE: 1})
    if wanted.asks_words and not wanted.fits_words(markup_of(data)):
        return Passed(place, {Reason.WHERE: 1})
    return _read(form, data, place)


def _wanted(
    found: Iterator[Reading | UnreadableDocument], wanted: Where, place: str
) -> Iterator[Reading | Passed | UnreadableDocument]:
    """What is wanted of what was found, the rest told by its number."""
    left_out = 0
    for each in found:
        if isinstance(each, Reading) and not wanted.fits(each.locator or place, each.text):
            left_out += 1
            continue
        if left_out:
            yield Passed(place, {Reason.WHERE: left_out})
            left_out = 0
        yield each
    if left_out:
        yield Passed(place, {Reason.WHERE: left_out})


def _disguised(
    found: Iterator[Reading | Passed | UnreadableDocument], form: Format, where: str
) -> Iterator[Reading | Passed | UnreadableDocument]:
    """What was sent in a PDF's stead: read as what it is, and reported, so that the run fails."""
    hint = "Fetch the PDF again: servers send other things for files that are gone"
    told = False
    try:
        for each in found:
            if not told and isinstance(each, Reading):
                message = f"is {_KINDS[form]} under a .pdf name, and read as that"
                yield UnreadableDocument(message, where=where, hint=hint)
                told = True
            yield each
    except UnreadableDocument as failure:
        message = f"{failure.message}, under a .pdf name"
        raise UnreadableDocument(message, where=where, hint=hint) from failure


_KINDS = {
    Format.TEXT: "plain text",
    Format.MARKDOWN: "Markdown",
    Format.HTML: "a web page",
    Format.JSON: "JSON",
    Format.JSONL: "JSON Lines",
    Format.WARC: "a WARC",
}


def _read(form: Format, data: bytes, where: str) -> Reading:
    """One document; the heavy libraries are imported when the first of their kind comes."""
    if form is Format.PDF:
        from norfolk_cs.read.pdf import read_pdf

        return read_pdf(data, where)
    if form is Format.HTML:
        from norfolk_cs.read.html import read_html

        return read_html(data, where)
    text, notes = decode(data, where)
    if form is Format.MARKDOWN:
        from norfolk_cs.read.markdown import read_markdown

        return read_markdown(text, notes)
    return Reading(text=text, notes=notes)


@contextmanager
def _open(source: Source) -> Iterator[io.BufferedReader]:
    if source.path is not None:
        with source.path.open("rb") as stream:
            yield stream
    elif source.url is not None:
        with open_file(source.url) as stream:
            yield stream
    elif sys.stdin is None:
        raise UnreadableDocument(
            "standard input is closed", where=source.source, hint="Pipe a document into it"
        )
    else:
        yield sys.stdin.buffer  # type: ignore[misc]
