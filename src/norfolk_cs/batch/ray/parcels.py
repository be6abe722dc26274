"""How a run is cut up for a cluster: loads of sources to look into, parcels of documents to do.

A load is what one process looks into at a time: many small files, or one that holds very many
documents. What it finds there goes on in parcels, each some seconds of work at most, so that one
large source keeps all processes busy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from norfolk_cs.batch.plan import Item
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read.sources import Source
from norfolk_cs.read.tasks import Found

LOAD_SOURCES = 256
LOAD_BYTES = 16 * 1024 * 1024
REMOTE_SOURCES = 32  # that hold one document each
OF_MANY = frozenset((".warc", ".gz", ".jsonl", ".ndjson", ".json"))
PARCEL_ITEMS = 128
PARCEL_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Load:
    """Sources that stand together, and in the place of what is none, why not.

    The first ``skip`` of the items found in them are done already.
    """

    number: int
    sources: tuple[Source | NorfolkError, ...]
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """Items that one process does at a time; ``last`` is the last of its load."""

    load: int
    number: int
    items: tuple[Item, ...]
    last: bool


def loads_of(sources: Iterable[Source | NorfolkError], skip: int = 0) -> Iterator[Load]:
    """All sources in their order, ``skip`` items at the beginning left out."""
    number, size = 0, 0
    waiting: list[Source | NorfolkError] = []
    for source in sources:
        weight = _bytes_of(source)
        if waiting and (len(waiting) == LOAD_SOURCES or size + weight > LOAD_BYTES):
            yield Load(number, tuple(waiting), skip)
            number, size, skip = number + 1, 0, 0
            waiting.clear()
        waiting.append(source)
        size += weight
    if waiting:
        yield Load(number, tuple(waiting), skip)


def parcels_of(load: int, items: Iterable[Item]) -> Iterator[Parcel]:
    """A load's items in their order; one parcel at least, so that its end can be told."""
    number, size = 0, 0
    waiting: list[Item] = []
    for item in items:
        weight = item.size if isinstance(item, Found) else 0
        if waiting and (len(waiting) == PARCEL_ITEMS or size + weight > PARCEL_BYTES):
            yield Parcel(load, number, tuple(waiting), last=False)
            number, size = number + 1, 0
            waiting.clear()
        waiting.append(item)
        size += weight
    yield Parcel(load, number, tuple(waiting), last=True)


def _bytes_of(source: Source | NorfolkError) -> int:
    """About how many bytes a source has; at an address nobody asks, and goes by its name."""
    if isinstance(source, NorfolkError):
        return 0
    if source.path is None:
        return LOAD_BYTES if source.suffix.lower() in OF_MANY else LOAD_BYTES // REMOTE_SOURCES
    try:
        return source.path.stat().st_size
    except OSError:
        return 0
