"""The ids that documents go by; no two of a run share one."""

from __future__ import annotations

from array import array
from collections.abc import Container
from hashlib import blake2b

from norfolk_cs.read.sources import Source


class Names:
    """The ids given so far in a run; no two documents share one."""

    def __init__(self) -> None:
        self._taken = _Prints()
        self._copies: dict[str, int] = {}

    def unique(self, doc_id: str, source: Source) -> str:
        """Give the name that is free now."""
        self.take(name := self.free(doc_id, source))
        return name

    def take(self, name: str) -> None:
        """Give ``name`` to a document: nobody else gets it."""
        self._taken.add(name)

    def free(self, doc_id: str, source: Source, spoken_for: Container[str] = ()) -> str:
        """``doc_id`` if it is free; else with the file's suffix; else with a number.

        Names ``spoken_for`` are passed over too.
        """
        if doc_id not in self._taken and doc_id not in spoken_for:
            return doc_id
        if source.path is not None and doc_id == source.doc_id:
            doc_id += source.path.suffix
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


class _Prints:
    """A set of texts in 16 to 32 bytes each, however long they are: a stream may have millions.

    It keeps 64 bits of each text's hash, in a table with open addressing. That two of ten million
    texts share them is less likely than one in a hundred thousand, and costs a ``~2``.
    """

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * 1024))
        self._count = 0

    def __contains__(self, text: str) -> bool:
        print_ = _print_of(text)
        return self._table[self._place_of(print_)] == print_

    def add(self, text: str) -> None:
        """Keep a text."""
        self._put(_print_of(text))
        if 2 * self._count > len(self._table):
            kept, self._table = self._table, array("Q", bytes(16 * len(self._table)))
            self._count = 0
            for other in kept:
                if other:
                    self._put(other)

    def _put(self, print_: int) -> None:
        place = self._place_of(print_)
        self._count += not self._table[place]
        self._table[place] = print_

    def _place_of(self, print_: int) -> int:
        """Where a print stands, or the gap where it would."""
        table, last = self._table, len(self._table) - 1  # a power of two less one
        place = print_ & last
        while table[place] and table[place] != print_:
            place = (place + 1) & last
        return place


def _print_of(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") or 1  # 0 is a gap
