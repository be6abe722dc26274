"""The work on documents: tasks in, lines or reasons out, and nothing else touched.

All that a task needs is in it and in the run's :class:`Orders`; both can be sent to any process
or machine, and so can the :class:`Outcome`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from norfolk_cs import run
from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import KINDS, Document
from norfolk_cs.read.formats import Passed, Reason
from norfolk_cs.read.options import Options
from norfolk_cs.read.tasks import Task, read_task
from norfolk_cs.settings import Settings, active, using


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


Work = Callable[[Sequence[Task], Orders], list[Outcome]]


def work(tasks: Sequence[Task], orders: Orders) -> list[Outcome]:
    """Read a few documents and extract their facts; no fault of one costs another."""
    with using(orders.settings):
        read = [_Read.of(task, orders.options) for task in tasks]
        documents = [one.document for one in read if one.document is not None]
        found = _lines(documents, orders.kinds)
        return [one.outcome(None if one.document is None else next(found)) for one in read]


@dataclass(frozen=True, slots=True)
class _Read:
    """A task, and what came of reading it."""

    task: Task
    document: Document | None
    failures: tuple[NorfolkError, ...]
    passed: Mapping[Reason, int]

    @classmethod
    def of(cls, task: Task, options: Options) -> _Read:
        failures: list[NorfolkError] = []
        document: Document | None = None
        passed: Mapping[Reason, int] = {}
        for read in read_task(task, options):
            if isinstance(read, NorfolkError):
                failures.append(read)
            elif isinstance(read, Passed):
                passed = read.counts
            else:
                document = read
        return cls(task, document, tuple(failures), passed)

    def outcome(self, found: list[str] | NorfolkError | None) -> Outcome:
        """What became of it, after what was ``found`` in the document."""
        if self.document is None or found is None:
            doc_id = self.task.doc_id if self.passed else None  # its name stays its own
            return Outcome(self.task.where, self.failures, doc_id, passed=self.passed)
        source, doc_id = self.document.source, self.document.doc_id
        if isinstance(found, NorfolkError):
            return Outcome(source, (*self.failures, found), doc_id)
        return Outcome(
            source,
            self.failures,
            doc_id,
            extracted=True,
            notes=self.document.notes,
            lines="".join(found),
            facts=len(found),
        )


def _lines(
    documents: Sequence[Document], kinds: frozenset[str]
) -> Iterator[list[str] | NorfolkError]:
    """The lines of all documents together, or of each alone where that fails."""
    try:
        told = run.lines_of_each(documents, kinds)
    except Exception as error:  # one document's fault must not cost the others
        if len(documents) > 1:
            for document in documents:
                yield from _lines([document], kinds)
            return
        yield NorfolkError(
            f"could not be analysed ({type(error).__name__}: {error})",
            where=documents[0].source,
            hint="This is a fault in norfolk-cs; please report it",
        )
        return
    yield from told
