"""What there is to read, one document after the other, and the reading of each.

To look for documents is cheap and done in one place, since it gives out names; to read one is
not, and any process may do it: a :class:`Task` says all there is to know, and can be sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import Document
from norfolk_cs.read.formats import NoArticle, Page, Passed, Reading, Reason
from norfolk_cs.read.options import Options
from norfolk_cs.read.plain import without_surrogates
from norfolk_cs.read.published import date_in_name, dateline, published_date, read_manifest
from norfolk_cs.read.readings import could_not_be_read, readings, size_alone
from norfolk_cs.read.remote import Place
from norfolk_cs.read.sources import Source, find_sources

MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read: a whole file, or a record as it was read or fetched already.

    ``published`` is what goes before the document's own word.
    """

    source: Source
    doc_id: str
    published: str | None
    reading: Reading | Page | None

    @property
    def where(self) -> str:
        """What messages call it."""
        return without_surrogates((self.reading and self.reading.locator) or self.source.source)


@dataclass(frozen=True, slots=True)
class Found:
    """A document that has no name yet. ``own`` is the name it asks for, ``size`` its bytes or
    characters; ``dates`` are the manifest's, by name.
    """

    source: Source
    own: str
    size: int
    reading: Reading | Page | None
    dates: Mapping[str, str]

    @property
    def comes_slowly(self) -> bool:
        """Whether the next document may have to be waited for: it comes through a pipe."""
        return self.source.is_stdin

    def task(self, doc_id: str, options: Options) -> Task:
        """What is to be done, now that there is a name."""
        published = options.published or self.dates.get(doc_id)
        return Task(self.source, doc_id, published, self.reading)


def find_documents(
    paths: Iterable[str | Path], options: Options
) -> Iterator[Found | Passed | NorfolkError]:
    """The documents that the paths mean, in order; in the place of what is none, why not.

    Files are only looked at, records are read. Raises NorfolkError for a malformed ``published``
    or manifest: a run with wrong dates would give wrong facts.
    """
    return documents_in(list_sources(paths, options), options)


def documents_in(
    sources: Iterable[Source | NorfolkError], options: Options
) -> Iterator[Found | Passed | NorfolkError]:
    """The documents of some sources, as :func:`find_documents` gives them."""
    if options.published is not None:
        published_date(options.published, where="--published")
    manifests = _Manifests(options.manifest)
    for source in sources:
        if isinstance(source, NorfolkError):
            yield source
            continue
        dates = manifests.of(source)
        size = size_alone(source, options)
        if size is not None:
            yield Found(source, without_surrogates(source.doc_id), size, None, dates)
            continue
        for reading in readings(source, options):
            if isinstance(reading, Passed | NorfolkError):
                yield reading
            else:
                own = without_surrogates(reading.doc_id or source.doc_id + reading.number)
                yield Found(source, own, reading.size, reading, dates)


def read_task(task: Task, options: Options) -> Iterator[Document | Passed | NorfolkError]:
    """The document, if it can be read and is wanted, and before it what is wrong with it."""
    source = task.source
    for reading in readings(source, options) if task.reading is None else (task.reading,):
        if isinstance(reading, Passed | NorfolkError):
            yield reading
            continue
        try:
            yield _document(task, reading)
        except NoArticle:  # a crawl is mostly lists of stories
            yield Passed(task.where, {Reason.NO_ARTICLE: 1})
        except Exception as error:
            yield could_not_be_read(error, source)


def _document(task: Task, reading: Reading | Page) -> Document:
    file = task.source.source
    locator = reading.locator or file
    if isinstance(reading, Page):
        from norfolk_cs.read.html import read_html

        reading = read_html(reading.data, reading.locator, reading.charset)
        file = ""  # it is named after the day of the crawl, if after any
    return Document(
        doc_id=task.doc_id,
        source=without_surrogates(locator),
        text=reading.text,
        published=task.published
        or reading.published
        or dateline(reading.text)
        or date_in_name(file),
        pages=reading.pages,
        notes=reading.notes,
    )


def list_sources(paths: Iterable[str | Path], options: Options) -> Iterator[Source | NorfolkError]:
    """The sources that the paths mean, in order; in the place of what is none, why not."""
    told: list[NorfolkError] = []
    for source in find_sources(paths, told.append, leave_out=options.leave_out):
        yield from told
        told.clear()
        yield source
    yield from told


class _Manifests:
    """The manifest that dates a source: the one given, or the folder's own."""

    def __init__(self, given: Path | None) -> None:
        self._given = read_manifest(given) if given is not None else None
        self._own: dict[Path | Place, dict[str, str]] = {}

    def of(self, source: Source) -> dict[str, str]:
        if self._given is not None:
            return self._given
        if source.folder is None:
            return {}
        if source.folder not in self._own:
            own = source.folder / MANIFEST
            self._own[source.folder] = read_manifest(own) if own.is_file() else {}
        return self._own[source.folder]
