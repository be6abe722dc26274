"""Files, folders, archives and standard input as documents."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from norfolk_cs.errors import UnreadableDocument
from norfolk_cs.models import Document
from norfolk_cs.read.formats import (
    Format,
    Limits,
    Reading,
    peek,
    read_whole,
    sniff,
    unpacked,
)
from norfolk_cs.read.plain import decode, without_surrogates
from norfolk_cs.read.published import date_in_name, dateline, published_date, read_manifest
from norfolk_cs.read.records import Fields, read_json, read_jsonl
from norfolk_cs.read.sources import Names, OnFailure, Source, cannot_be_read, find_sources

__all__ = ["Fields", "Format", "Limits", "Options", "read_documents"]

MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: ``published`` and ``manifest`` date the documents, ``format`` overrides what
    the bytes say, ``fields`` maps the fields of records; files to ``leave_out`` are given by their
    real paths.
    """

    published: str | None = None
    manifest: Path | None = None
    format: Format | None = None
    fields: Fields = field(default_factory=Fields)
    limits: Limits = field(default_factory=Limits)
    leave_out: frozenset[str] = frozenset()


def read_documents(
    paths: Iterable[str | Path], *, on_failure: OnFailure, options: Options | None = None
) -> Iterator[Document]:
    """The documents that the paths mean, one at a time, in order.

    ``on_failure`` is told of each file or record that could not be read; the others are still
    read. A document's publication date is ``options.published``, else the manifest's
    (``options.manifest``, else a ``manifest.toml`` in the folder given, or beside a file given),
    else the source's own
    metadata's, else its dateline's, else the date in the file's name, else None.
    Raises NorfolkError for a malformed ``published`` or manifest: a run with wrong dates would
    give wrong facts.
    """
    options = options or Options()
    if options.published is not None:
        published_date(options.published, where="--published")
    manifests = _Manifests(options.manifest)
    names = Names()
    for source in find_sources(paths, on_failure, leave_out=options.leave_out):
        dates = manifests.of(source)
        try:
            for reading in _readings(source, options, on_failure):
                named = reading.doc_id or source.doc_id + reading.number
                doc_id = names.unique(without_surrogates(named), source)
                yield Document(
                    doc_id=doc_id,
                    source=without_surrogates(reading.locator or source.source),
                    text=reading.text,
                    published=options.published
                    or dates.get(doc_id)
                    or reading.published
                    or dateline(reading.text)
                    or date_in_name(source.source),
                    pages=reading.pages,
                    notes=reading.notes,
                )
        except UnreadableDocument as failure:
            on_failure(failure)
        except OSError as error:  # a disk that fails, a file that became a folder
            on_failure(cannot_be_read(error, source.source))
        except Exception as error:  # one file's libraries must not cost the others
            on_failure(
                UnreadableDocument(
                    f"could not be read ({type(error).__name__}: {error})",
                    where=source.source,
                    hint="Save it as text in UTF-8, and please report this",
                )
            )


class _Manifests:
    """The manifest that dates a source: the one given, or the folder's own."""

    def __init__(self, given: Path | None) -> None:
        self._given = read_manifest(given) if given is not None else None
        self._own: dict[Path, dict[str, str]] = {}

    def of(self, source: Source) -> dict[str, str]:
        if self._given is not None:
            return self._given
        if source.folder is None:
            return {}
        if source.folder not in self._own:
            own = source.folder / MANIFEST
            self._own[source.folder] = read_manifest(own) if own.is_file() else {}
        return self._own[source.folder]


def _readings(source: Source, options: Options, on_failure: OnFailure) -> Iterator[Reading]:
    where = source.source
    with _open(source) as packed:
        stream = unpacked(packed, where)
        head = peek(stream, where)
        if not head:
            raise UnreadableDocument("is empty", where=where, hint="Fetch or save it again")
        form = options.format or sniff(head, where)
        readings = _by_format(form, stream, where, options, on_failure)
        if options.format or form is Format.PDF or not where.lower().endswith(".pdf"):
            yield from readings
        else:
            yield from _disguised(readings, form, where, on_failure)


def _by_format(
    form: Format, stream: io.BufferedReader, where: str, options: Options, on_failure: OnFailure
) -> Iterator[Reading]:
    fields, limits = options.fields, options.limits
    if form is Format.JSONL:
        yield from read_jsonl(stream, where, fields, limits, on_failure)
    elif form is Format.JSON:
        yield from read_json(stream, where, fields, limits, on_failure)
    else:
        yield _read(form, read_whole(stream, limits.document, where), where)


def _disguised(
    readings: Iterator[Reading], form: Format, where: str, on_failure: OnFailure
) -> Iterator[Reading]:
    """What was sent in a PDF's stead: read as what it is, and reported, so that the run fails."""
    hint = "Fetch the PDF again: servers send other things for files that are gone"
    told = False
    try:
        for reading in readings:
            if not told:
                message = f"is {_KINDS[form]} under a .pdf name, and read as that"
                on_failure(UnreadableDocument(message, where=where, hint=hint))
                told = True
            yield reading
    except UnreadableDocument as failure:
        message = f"{failure.message}, under a .pdf name"
        raise UnreadableDocument(message, where=where, hint=hint) from failure


_KINDS = {
    Format.TEXT: "plain text",
    Format.MARKDOWN: "Markdown",
    Format.HTML: "a web page",
    Format.JSON: "JSON",
    Format.JSONL: "JSON Lines",
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
    elif sys.stdin is None:
        raise UnreadableDocument(
            "standard input is closed", where=source.source, hint="Pipe a document into it"
        )
    else:
        yield sys.stdin.buffer  # type: ignore[misc]
