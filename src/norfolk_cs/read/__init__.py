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
from norfolk_cs.read.plain import decode
from norfolk_cs.read.published import date_in_name, dateline, published_date, read_manifest
from norfolk_cs.read.records import Fields, read_json, read_jsonl
from norfolk_cs.read.sources import Names, OnFailure, Source, find_sources

__all__ = ["Fields", "Format", "Limits", "Options", "read_documents"]

MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: ``published`` and ``manifest`` date the documents, ``format`` overrides what
    the bytes say, ``fields`` maps the fields of records.
    """

    published: str | None = None
    manifest: Path | None = None
    format: Format | None = None
    fields: Fields = field(default_factory=Fields)
    limits: Limits = field(default_factory=Limits)


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
    for source in find_sources(paths, on_failure):
        dates = manifests.of(source)
        try:
            for reading in _readings(source, options, on_failure):
                doc_id = names.unique(reading.doc_id or source.doc_id + reading.number, source)
                yield Document(
                    doc_id=doc_id,
                    source=reading.locator or source.source,
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
    where, limits = source.source, options.limits
    with _open(source) as packed:
        stream = unpacked(packed, where)
        form = options.format or sniff(peek(stream, where), where)
        if form is Format.JSONL:
            yield from read_jsonl(stream, where, options.fields, limits, on_failure)
        elif form is Format.JSON:
            yield from read_json(stream, where, options.fields, limits, on_failure)
        else:
            yield _read(form, read_whole(stream, limits.document, where), where, on_failure)


def _read(form: Format, data: bytes, where: str, on_failure: OnFailure) -> Reading:
    """One document; the heavy libraries are imported when the first of their kind comes."""
    if form is Format.PDF:
        from norfolk_cs.read.pdf import read_pdf

        return read_pdf(data, where)
    if form is Format.HTML:
        from norfolk_cs.read.html import read_html

        if where.lower().endswith(".pdf"):
            on_failure(
                UnreadableDocument(
                    "is a web page under a .pdf name, and read as that",
                    where=where,
                    hint="Fetch the PDF again: servers send such pages for files that are gone",
                )
            )
        return read_html(data, where)
    text, notes = decode(data, where)
    if form is Format.MARKDOWN:
        from norfolk_cs.read.markdown import read_markdown

        return read_markdown(text, notes)
    return Reading(text=text, notes=notes)


@contextmanager
def _open(source: Source) -> Iterator[io.BufferedReader]:
    if source.path is None:
        yield sys.stdin.buffer  # type: ignore[misc]
        return
    try:
        stream = source.path.open("rb")
    except OSError as error:
        raise UnreadableDocument(
            f"cannot be read: {error.strerror}", where=source.source, hint="Check its permissions"
        ) from error
    with stream:
        yield stream
