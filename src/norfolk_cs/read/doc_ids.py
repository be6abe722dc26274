"""The ids that documents go by; no two of a run share one."""

from __future__ import annotations

from collections.abc import Container

from norfolk_cs.read.prints import Prints
from norfolk_cs.read.sources import Source


class Names:
    """The ids given so far in a run; no two documents share one."""

    def __init__(self) -> None:
        self._taken = Prints()
        self._copies: dict[str, int] = {}

    def take(self, name: str) -> None:
        """Give ``name`` to a document: nobody else gets it."""
        self._taken.add(name)

    def free(self, doc_id: str, source: Source, spoken_for: Container[str] = ()) -> str:
        """``doc_id`` if it is free; else with the file's suffix; else with a number.

        Names ``spoken_for`` are passed over too.
        """
        if doc_id not in self._taken and doc_id not in spoken_for:
            return doc_id
        if source.suffix and doc_id == source.doc_id:
            doc_id += source.suffix
            if doc_id not in self._taken and doc_id not in spoken_for:
                return doc_id
        number = self._copies.get(doc_id, 1) + 1
        while (name := f"{doc_id}~{number}") in self._taken:
            self._copies[doc_id] = number  # nobody need try it again
            number += 1
        while name in spoken_for or name in self._taken:
            number += 1
            name = f"{doc_id}~{number}"
        return name
