"""Files, folders and standard input as documents."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from norfolk_cs.errors import UnreadableDocument
from norfolk_cs.models import Document
from norfolk_cs.read.plain import decode
from norfolk_cs.read.published import dateline, published_date, read_manifest
from norfolk_cs.read.sources import OnFailure, Source, find_sources

MANIFEST = "manifest.toml"


def read_documents(
    paths: Iterable[str | Path],
    *,
    on_failure: OnFailure,
    published: str | None = None,
    manifest: Path | None = None,
) -> Iterator[Document]:
    """The documents that the paths mean, one at a time, in order.

    ``on_failure`` is told of each file that could not be read; the others are still read.
    A document's publication date is ``published``, else the manifest's (``manifest``, else a
    ``manifest.toml`` in the folder given), else its own dateline's, else None.
    Raises NorfolkError for a malformed ``published`` or manifest: a run with wrong dates would
    give wrong facts.
    """
    if published is not None:
        published_date(published, where="--published")
    given = read_manifest(manifest) if manifest is not None else None
    manifests: dict[Path, dict[str, str]] = {}
    for source in find_sources(paths, on_failure):
        dates = given
        if dates is None and source.folder is not None:
            if source.folder not in manifests:
                own = source.folder / MANIFEST
                manifests[source.folder] = read_manifest(own) if own.is_file() else {}
            dates = manifests[source.folder]
        try:
            text, notes = decode(_bytes_of(source), source.source)
        except UnreadableDocument as failure:
            on_failure(failure)
            continue
        yield Document(
            doc_id=source.doc_id,
            source=source.source,
            text=text,
            published=published or (dates or {}).get(source.doc_id) or dateline(text),
            notes=notes,
        )


def _bytes_of(source: Source) -> bytes:
    if source.path is None:
        return sys.stdin.buffer.read()
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"cannot be read: {error.strerror}", where=source.source, hint="Check its permissions"
        ) from error
