"""Files, folders, archives and standard input as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import Document
from norfolk_cs.read.doc_ids import Names
from norfolk_cs.read.formats import Format, Limits
from norfolk_cs.read.options import Options
from norfolk_cs.read.records import Fields
from norfolk_cs.read.sources import OnFailure
from norfolk_cs.read.tasks import Found, find_documents, read_task

__all__ = ["Fields", "Format", "Limits", "Options", "read_documents"]


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
    names = Names()
    for found in find_documents(paths, options):
        if isinstance(found, NorfolkError):
            on_failure(found)
        if not isinstance(found, Found):
            continue
        task = found.task(names.free(found.own, found.source), options)
        for document in read_task(task, options):
            if isinstance(document, NorfolkError):
                on_failure(document)
            elif isinstance(document, Document):
                names.take(document.doc_id)
                yield document
