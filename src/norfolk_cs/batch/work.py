"""The work on one document: a task in, lines or reasons out, and nothing else touched.

All that a task needs is in it and in the run's :class:`Orders`; both can be sent to any process
or machine, and so can the :class:`Outcome`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from norfolk_cs import run
from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import KINDS, Document
from norfolk_cs.read.formats import Passed, Reason
from norfolk_cs.read.options import Options
from norfolk_cs.read.tasks import Task, read_task
from norfolk_cs.settings import Settings, active, using
from norfolk_cs.write.jsonl import to_line


@dataclass(frozen=True, slots=True)
class Orders:
    """What holds for every document of a run: how to read, which kinds to keep, which rules."""

    options: Options = field(default_factory=Options)
    kinds: frozenset[str] = frozenset(KINDS)
    settings: Settings = field(default_factory=active)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document, or of what should have been one.

    ``source`` is what messages call it. ``failures`` come in the order in which they arose; a
    document may have some and still be ``extracted``. ``doc_id`` is None where nothing could be
    read. ``lines`` are its facts as JSON Lines, so many ``facts``. ``passed`` counts documents that
    are passed over, which is no failure.
    """

    source: str
    failures: tuple[NorfolkError, ...] = ()
    doc_id: str | None = None
    extracted: bool = False
    notes: tuple[str, ...] = ()
    lines: str = ""
    facts: int = 0
    passed: Mapping[Reason, int] = field(default_factory=dict)


Work = Callable[[Task, Orders], Outcome]


def work(task: Task, orders: Orders) -> Outcome:
    """Read a document and extract its facts."""
    with using(orders.settings):
        return _work(task, orders)


def _work(task: Task, orders: Orders) -> Outcome:
    failures: list[NorfolkError] = []
    document: Document | None = None
    passed: Mapping[Reason, int] = {}
    for read in read_task(task, orders.options):
        if isinstance(read, NorfolkError):
            failures.append(read)
        elif isinstance(read, Passed):
            passed = read.counts
        else:
            document = read
    if document is None:
        doc_id = task.doc_id if passed else None  # its name stays its own
        return Outcome(task.where, tuple(failures), doc_id, passed=passed)
    try:
        facts = run.facts_of(document)
        lines = [to_line(fact) for fact in facts if fact.kind in orders.kinds]
    except Exception as error:  # one document's fault must not cost the others
        failures.append(
            NorfolkError(
                f"could not be analysed ({type(error).__name__}: {error})",
                where=document.source,
                hint="This is a fault in norfolk-cs; please report it",
            )
        )
        return Outcome(document.source, tuple(failures), document.doc_id)
    return Outcome(
        document.source,
        tuple(failures),
        document.doc_id,
        extracted=True,
        notes=document.notes,
        lines="".join(lines),
        facts=len(lines),
    )
