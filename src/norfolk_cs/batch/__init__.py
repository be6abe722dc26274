"""Many documents, one after the other or by several processes: the same outcomes in one order."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

from norfolk_cs.batch.desk import Desk
from norfolk_cs.batch.plan import Item, outcome_of, pass_over, plan_of, weight_of
from norfolk_cs.batch.progress import Progress
from norfolk_cs.batch.work import Orders, Outcome, Work, work
from norfolk_cs.read.tasks import Found, Task, find_documents
from norfolk_cs.run import TOGETHER, handfuls

__all__ = ["Engine", "Orders", "Outcome", "extract_all", "work"]

# Bytes to read from which processes pay for their start; bench/scaling.py shows where that is.
ENOUGH = 200_000
MANY = 1_000  # documents, or failures, that are looked at for that and not done
AHEAD = 2 * TOGETHER  # documents for each worker, at work or done, that may wait for an earlier one
HELD = 64 * 1024 * 1024  # bytes of records and facts that may wait; a single one may be larger


class Engine(Protocol):
    """What does many documents as :func:`extract_all` does, whose words hold for it too."""

    def __call__(
        self,
        paths: Iterable[str | Path],
        orders: Orders,
        workers: int | None = None,
        *,
        after: Progress | None = None,
        work: Work = work,
    ) -> Generator[Outcome, None, None]:
        """What becomes of each document, in order."""


def extract_all(
    paths: Iterable[str | Path],
    orders: Orders,
    workers: int | None = None,
    *,
    after: Progress | None = None,
    work: Work = work,
) -> Generator[Outcome, None, None]:
    """What becomes of each document that the paths mean, in order; close it if you leave early.

    ``workers`` is the number of processes, 0 for none but this one; None is one for each core
    where there is enough to read, else none. It changes nothing in the outcomes. What was
    done ``after`` a beginning is passed over. Raises NorfolkError for a malformed publication date
    or manifest, when its turn comes, and where the documents are not those of the beginning.
    """
    plan = plan_of(find_documents(paths, orders.options))
    desk = Desk(orders.options)
    if after is not None:
        pass_over(plan, desk, after)
    if workers is None:
        yield from _as_it_grows(plan, orders, desk, work)
    elif workers:
        yield from _by_others(plan, orders, desk, workers, work)
    else:
        yield from _by_ourselves(plan, orders, desk, work)


def _as_it_grows(plan: Iterator[Item], orders: Orders, desk: Desk, work: Work) -> Iterator[Outcome]:
    """By ourselves, unless there is enough for others.

    Files are told by their sizes before any is read. What comes through a pipe may come slowly:
    it is done as it comes, until enough has come.
    """
    waiting: list[Item] = []
    size = 0
    for item in plan:
        waiting.append(item)
        slowly = False
        if isinstance(item, Found):
            size += item.size
            slowly = item.comes_slowly
        if size >= ENOUGH and cores() > 1:
            yield from _by_others(chain(waiting, plan), orders, desk, cores(), work)
            return
        if slowly or len(waiting) == MANY:
            yield from _by_ourselves(waiting, orders, desk, work)
            waiting.clear()
    yield from _by_ourselves(waiting, orders, desk, work)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _by_ourselves(
    plan: Iterable[Item], orders: Orders, desk: Desk, work: Work
) -> Iterator[Outcome]:
    for few in handfuls(plan, weight_of):
        tasks = [desk.task(item) for item in few if isinstance(item, Found)]
        done = zip(tasks, work(tasks, orders), strict=True)
        for item in few:
            if not isinstance(item, Found):
                yield outcome_of(item)
                continue
            task, outcome = next(done)
            while again := desk.settle(item, task, outcome):
                task, (outcome,) = again, work([again], orders)
            yield outcome


@dataclass(slots=True)
class _Slot:
    """A place in the order: what stands there, and what became of it."""

    item: Item
    task: Task | None = None
    outcome: Outcome | None = None

    @property
    def ready(self) -> bool:
        """Whether all is known that will be."""
        return self.task is None or self.outcome is not None

    @property
    def size(self) -> int:
        """What it holds in memory, about."""
        size = len(self.outcome.lines) if self.outcome else 0
        if isinstance(self.item, Found) and self.item.reading is not None:
            size += self.item.size
        return size


def _by_others(
    plan: Iterable[Item], orders: Orders, desk: Desk, workers: int, work: Work
) -> Iterator[Outcome]:
    from norfolk_cs.batch.crew import Crew, would_wait
    from norfolk_cs.batch.warm import warm

    warm(orders.settings)
    handed = handfuls(plan, weight_of)
    slots: deque[_Slot] = deque()
    again: deque[_Slot] = deque()  # under another name, or alone
    stream: int | None = None  # what the next item may have to be waited for
    more = True
    with Crew[_Slot](workers, orders, work) as crew:
        while True:
            idle: int | None = None
            while crew.has_room:
                if again:
                    begun = [again.popleft()]
                elif not more or not _room(slots, workers):
                    break
                elif slots and stream is not None and would_wait(stream):
                    idle = stream  # what is done by then need not wait for it
                    break
                else:
                    few = next(handed, None)
                    if few is None:
                        more = False
                        break
                    begun = []
                    for item in few:
                        slots.append(_Slot(item))
                        if isinstance(item, Found):
                            slots[-1].task = desk.task(item)
                            stream = _descriptor() if item.comes_slowly else None
                            begun.append(slots[-1])
                    if not begun:
                        continue
                crew.hand([(slot.task, slot) for slot in begun if slot.task])
            if not slots:
                return
            first = slots[0]
            for slot, outcome in crew.collect(block=not first.ready, unless=idle):
                slot.outcome = outcome
                if outcome is None:
                    again.append(slot)
            if not first.ready:
                continue
            if first.task is not None and first.outcome is not None:
                assert isinstance(first.item, Found)
                task = desk.settle(first.item, first.task, first.outcome)
                if task is not None:
                    first.task, first.outcome = task, None
                    again.append(first)
                    continue
            slots.popleft()
            yield first.outcome or outcome_of(first.item)


def _descriptor() -> int | None:
    """Standard input's, where it has one."""
    try:
        return sys.stdin.fileno()
    except (OSError, ValueError):
        return None


def _room(slots: deque[_Slot], workers: int) -> bool:
    """Whether one more may be begun: a few for each worker, and few if they are large."""
    return len(slots) < AHEAD * workers and (not slots or sum(slot.size for slot in slots) < HELD)
