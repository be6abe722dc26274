"""Names, settled when documents come back in order, and facts put under the right one."""

from __future__ import annotations

import json
from dataclasses import replace

from norfolk_cs.batch.desk import Desk
from norfolk_cs.batch.plan import outcome_of
from norfolk_cs.batch.ray.stages import Done
from norfolk_cs.batch.work import Orders, Outcome, Work
from norfolk_cs.write.records import printable


def settled(done: Done, desk: Desk, orders: Orders, work: Work) -> Outcome:
    """What became of an item, under the name that is its own in this run.

    To be called in the order of the documents. Raises what ends the run there.
    """
    if done.end is not None:
        return outcome_of(done.end)
    assert done.outcome is not None
    if done.found is None:
        return done.outcome
    outcome, found = done.outcome, done.found
    task = desk.task(found)
    if outcome.doc_id not in (None, task.doc_id):
        if task.published == found.task(found.own, orders.options).published:
            outcome = renamed(outcome, task.doc_id)
        else:  # by this name the manifest gives it another date
            (outcome,) = work([task], orders)
    desk.settle(found, task, outcome)
    return outcome


def renamed(outcome: Outcome, doc_id: str) -> Outcome:
    """The outcome of the same document under another name."""
    assert outcome.doc_id is not None
    old, new = (f'"doc_id":{_json(name)}' for name in (outcome.doc_id, doc_id))
    lines = "\n".join(line.replace(old, new, 1) for line in outcome.lines.split("\n"))
    return replace(outcome, doc_id=doc_id, lines=lines)


def _json(text: str) -> str:
    return printable(json.dumps(text, ensure_ascii=False))
