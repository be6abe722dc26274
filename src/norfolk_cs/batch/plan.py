"""What there is to do, item by item, as the engines share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import inf

from norfolk_cs.batch.desk import Desk
from norfolk_cs.batch.progress import Progress
from norfolk_cs.batch.work import Outcome
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read.formats import Page, Passed
from norfolk_cs.read.tasks import Found

MARKUP = 10  # a page of the web is so many times as long as the article on it


@dataclass(frozen=True, slots=True)
class End:
    """In the place of the next document: why there is none."""

    error: Exception


Item = Found | Passed | NorfolkError | End


def plan_of(documents: Iterable[Found | Passed | NorfolkError]) -> Iterator[Item]:
    """Documents as they are found; what stops the search comes in its turn."""
    try:
        yield from documents
    except Exception as error:  # to be raised when all before it is done
        yield End(error)


def weight_of(item: Item) -> float:
    """What an item adds to what is done together: all, where the next may have to be waited for."""
    if isinstance(item, Passed):
        return 0
    if not isinstance(item, Found) or item.comes_slowly:
        return inf
    return item.size / MARKUP if isinstance(item.reading, Page) else item.size


def outcome_of(item: Item) -> Outcome:
    """What becomes of an item that is no document; raises what ends the run."""
    if isinstance(item, End):
        raise item.error
    if isinstance(item, Passed):
        return Outcome(item.source, doc_id="", passed=item.counts)
    assert isinstance(item, NorfolkError)
    return Outcome(item.where or "input", (item,))


def pass_over(plan: Iterator[Item], desk: Desk, done: Progress) -> None:
    """Leave out what is done, but for the names it took.

    Raises NorfolkError where the documents are not those of the beginning.
    """
    seen, unread = Progress(), set(done.unread)
    for item in islice(plan, done.count):
        if isinstance(item, Found):
            task = desk.task(item)
            doc_id = None if seen.count in unread else task.doc_id
            outcome = Outcome(task.where, doc_id=doc_id)
            desk.settle(item, task, outcome)
        else:
            outcome = outcome_of(item)
        seen.step(outcome.doc_id, outcome.source)
    if seen.trail != done.trail:
        raise NorfolkError(
            "the documents are not those that the run began with",
            hint="Begin again without --resume",
        )
