"""Where documents get their names, before they are read and for good once they are."""

from __future__ import annotations

from norfolk_cs.batch.work import Outcome
from norfolk_cs.read.doc_ids import Names
from norfolk_cs.read.options import Options
from norfolk_cs.read.tasks import Found, Task


class Desk:
    """Hands documents out as tasks, and takes their outcomes in, in the documents' order.

    A file that cannot be read leaves its name to the next that asks for it. While others are
    still out, nobody knows of that, so a task gets the name that is right if all of them can be
    read; when its turn comes, the name is looked at again.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._names = Names()
        self._out: set[str] = set()

    def task(self, found: Found) -> Task:
        """The task that a document is, under the name it will most likely have."""
        doc_id = self._names.free(found.own, found.source, self._out)
        self._out.add(doc_id)
        return found.task(doc_id, self._options)

    def settle(self, found: Found, task: Task, outcome: Outcome) -> Task | None:
        """Keep a document's name; or, where it was not the right one, the task to do instead.

        To be called in the order of the documents.
        """
        self._out.discard(task.doc_id)
        if outcome.doc_id is None:
            return None
        doc_id = self._names.free(found.own, found.source)
        if doc_id == task.doc_id:
            self._names.take(doc_id)
            return None
        self._out.add(doc_id)
        return found.task(doc_id, self._options)
