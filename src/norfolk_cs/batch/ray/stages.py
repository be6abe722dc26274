"""What a cluster's processes do: look into loads, and work on parcels of what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from norfolk_cs.batch.plan import End, Item, outcome_of, plan_of, weight_of
from norfolk_cs.batch.ray.ledger import DEATHS, Watch
from norfolk_cs.batch.ray.parcels import Load, Parcel, parcels_of
from norfolk_cs.batch.work import Orders, Outcome, Work
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read.options import Options
from norfolk_cs.read.sources import Source
from norfolk_cs.read.tasks import Found, documents_in
from norfolk_cs.run import handfuls

MakeWatch = Callable[[tuple[object, ...]], Watch]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an item. ``found`` is the document as far as it may still be needed, None
    where the item was none; ``end`` is what ends the run here.
    """

    found: Found | None = None
    outcome: Outcome | None = None
    end: End | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A parcel that has been done."""

    load: int
    number: int
    done: tuple[Done, ...]
    last: bool


def look_into(load: Load, options: Options, make_watch: MakeWatch) -> Iterator[Parcel]:
    """The documents of a load, in parcels."""
    watch = make_watch(("load", load.number))
    items = islice(_found_in(load, options, watch), load.skip, None)
    yield from parcels_of(load.number, items)
    watch.end()


def _found_in(load: Load, options: Options, watch: Watch) -> Iterator[Item]:
    step = 0
    for sources in [(source,) for source in load.sources] if watch.careful else [load.sources]:
        items = plan_of(documents_in(sources, options))
        while True:
            if not watch.may_touch(step):
                yield _deadly(sources[0])
                item = None
            else:
                item = next(items, None)
            step += 1
            if item is None:
                break
            yield item
            if isinstance(item, End):
                return


def work_on(parcel: Parcel, orders: Orders, make_watch: MakeWatch, work: Work) -> Returned:
    """What becomes of each item of a parcel."""
    watch = make_watch(("parcel", parcel.load, parcel.number))
    done: list[Done] = []
    if watch.careful:
        for number, item in enumerate(parcel.items):
            if isinstance(item, Found) and not watch.may_touch(number):
                done.append(_left_out(item, orders))
            else:
                done += _do([item], orders, work)
    else:
        for few in handfuls(parcel.items, weight_of):
            done += _do(few, orders, work)
    watch.end()
    return Returned(parcel.load, parcel.number, tuple(done), parcel.last)


def _do(few: Sequence[Item], orders: Orders, work: Work) -> Iterator[Done]:
    """Documents are done under the names they ask for: whether they may have them, nobody knows
    here.
    """
    tasks = [item.task(item.own, orders.options) for item in few if isinstance(item, Found)]
    outcomes = iter(work(tasks, orders))
    for item in few:
        if isinstance(item, Found):
            yield Done(_as_far_as_needed(item, orders), next(outcomes))
        elif isinstance(item, End):
            yield Done(end=item)
        else:
            yield Done(outcome=outcome_of(item))


def _left_out(item: Found, orders: Orders) -> Done:
    where = item.task(item.own, orders.options).where
    return Done(item, Outcome(where, (_died(where),)))


def _as_far_as_needed(found: Found, orders: Orders) -> Found:
    """A record's text only where another name may mean another date: it is done again then."""
    again = found.dates and orders.options.published is None
    return found if again else replace(found, reading=None)


def _deadly(source: Source | NorfolkError) -> NorfolkError:
    assert isinstance(source, Source)
    return _died(source.source)


def _died(where: str) -> NorfolkError:
    return NorfolkError(
        f"{DEATHS} workers that were reading it died, one after the other",
        where=where,
        hint="If memory ran out, try fewer --workers; else please report it",
    )
