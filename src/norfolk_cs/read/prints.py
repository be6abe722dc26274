"""A set of very many texts in little memory."""

from __future__ import annotations

from array import array
from hashlib import blake2b


class Prints:
    """A set of texts in 16 to 32 bytes each, however long they are: a stream may have millions.

    It keeps 64 bits of each text's hash, in a table with open addressing. That two of ten million
    texts share them is less likely than one in a hundred thousand.
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
