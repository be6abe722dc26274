"""Many documents by a cluster: the same outcomes in the same order as by this machine's processes.

Ray is imported when a run begins, and only there.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from norfolk_cs.batch import cores
from norfolk_cs.batch.desk import Desk
from norfolk_cs.batch.plan import Item, pass_over, plan_of
from norfolk_cs.batch.progress import Progress
from norfolk_cs.batch.ray.parcels import Load, loads_of
from norfolk_cs.batch.ray.session import connected
from norfolk_cs.batch.ray.settle import settled
from norfolk_cs.batch.ray.stages import Returned
from norfolk_cs.batch.work import Orders, Outcome, Work, work
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read.readings import OF_A_PROCESS
from norfolk_cs.read.remote import is_shared
from norfolk_cs.read.sources import Source
from norfolk_cs.read.tasks import documents_in, list_sources

__all__ = ["all_of", "extract_all"]


def extract_all(
    paths: Iterable[str | Path],
    orders: Orders,
    workers: int | None = None,
    *,
    address: str | None = None,
    after: Progress | None = None,
    work: Work = work,
) -> Generator[Outcome, None, None]:
    """What becomes of each document, as :func:`norfolk_cs.batch.extract_all` has it.

    ``workers`` is how many of the cluster's CPUs to use, None for all. ``address`` is that of a
    cluster that is running; else this machine is one for as long as it takes. Raises NorfolkError
    beyond that for standard input, which others cannot read, and where the cluster fails.
    """
    sources = list(list_sources(paths, orders.options))
    _refuse_streams(sources)
    desk = Desk(orders.options)
    loads = _loads(sources, orders, desk, after)
    if not loads:
        return
    with connected(address, workers, cores()) as size:
        from norfolk_cs.batch.ray.flow import run_flow

        with closing(run_flow(loads, orders, size, work)) as parcels:
            for parcel in all_of(parcels, len(loads)):
                for done in parcel.done:
                    yield settled(done, desk, orders, work)


def _refuse_streams(sources: list[Source | NorfolkError]) -> None:
    for source in sources:
        if isinstance(source, Source) and not _is_shared(source):
            raise NorfolkError(
                "cannot be read by the processes of a cluster",
                where="standard input" if source.is_stdin else source.source,
                hint="Save it as a file, or leave out --engine ray",
            )


def _is_shared(source: Source) -> bool:
    """Whether other processes find the same there."""
    if source.path is not None:
        return not str(source.path.absolute()).startswith(OF_A_PROCESS)
    return source.url is not None and is_shared(source.url)


def _loads(
    sources: list[Source | NorfolkError], orders: Orders, desk: Desk, after: Progress | None
) -> list[Load]:
    """What is still to do; what is done is looked for again, here."""
    if after is None or not after.count:
        return list(loads_of(sources))
    place = _Place()
    pass_over(place.items(sources, orders), desk, after)
    return list(loads_of(sources[place.source :], skip=place.item))


@dataclass(slots=True)
class _Place:
    """How far a search has come: at which source, and how many items of it were given."""

    source: int = 0
    item: int = 0

    def items(self, sources: list[Source | NorfolkError], orders: Orders) -> Iterator[Item]:
        for item in plan_of(documents_in(self._noted(sources), orders.options)):
            self.item += 1
            yield item

    def _noted(self, sources: list[Source | NorfolkError]) -> Iterator[Source | NorfolkError]:
        for self.source, source in enumerate(sources):
            self.item = 0
            yield source


def all_of(parcels: Iterable[Returned], loads: int) -> Iterator[Returned]:
    """The parcels, of which none may be missing, and none come twice."""
    expected = (0, 0)
    for parcel in parcels:
        if (parcel.load, parcel.number) != expected:
            raise _lost(expected)
        expected = (parcel.load + 1, 0) if parcel.last else (parcel.load, parcel.number + 1)
        yield parcel
    if expected != (loads, 0):
        raise _lost(expected)


def _lost(expected: tuple[int, int]) -> NorfolkError:
    return NorfolkError(
        f"the cluster lost what should have come as load {expected[0]}, parcel {expected[1]}",
        hint="This is a fault in norfolk-cs or Ray; please report it",
    )
