"""Stand-ins for the work on documents, written for one document at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from norfolk_cs.batch import Orders, Outcome
from norfolk_cs.batch.work import Work
from norfolk_cs.read.tasks import Task


def singly(one: Callable[[Task, Orders], Outcome]) -> Work:
    """What does tasks one by one."""

    @wraps(one)
    def work(tasks: Sequence[Task], orders: Orders) -> list[Outcome]:
        return [one(task, orders) for task in tasks]

    return work
