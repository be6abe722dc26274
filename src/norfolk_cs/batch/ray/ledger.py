"""What was begun and not ended, kept where the death of a worker does not reach.

Ray gives a dead worker's parcel to another, as often as it takes. Whoever is killed from outside
is replaced so; a document that kills its worker would kill them one after the other. The second
time a parcel is begun, its worker notes each item before it touches it, so that the item at which
workers die is known, and after some deaths left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Key = tuple[object, ...]

DEATHS = 3  # of workers at one item, after which it is left out


@dataclass(slots=True)
class _Entry:
    at: int | None = None
    deaths: Counter[int] = field(default_factory=Counter)


class Ledger:
    """What workers are at."""

    def __init__(self) -> None:
        self._entries: dict[Key, _Entry] = {}

    def begin(self, key: Key) -> frozenset[int] | None:
        """Begin a parcel: None for the first time; else which of its items to leave out."""
        entry = self._entries.get(key)
        if entry is None:
            self._entries[key] = _Entry()
            return None
        if entry.at is not None:
            entry.deaths[entry.at] += 1
            entry.at = None
        return frozenset(n for n, deaths in entry.deaths.items() if deaths >= DEATHS - 1)

    def reach(self, key: Key, number: int) -> None:
        """An item of a parcel is about to be touched."""
        self._entries.setdefault(key, _Entry()).at = number

    def end(self, key: Key) -> None:
        """A parcel is done."""
        self._entries.pop(key, None)


class Watch:
    """A ledger as a worker keeps it while it does one parcel.

    ``call`` makes the call that a method's name and arguments mean, wherever the ledger is.
    """

    def __init__(self, call: Callable[..., Any], key: Key) -> None:
        self._call = call
        self._key = key
        self._fatal: frozenset[int] | None = call("begin", key)

    @property
    def careful(self) -> bool:
        """Whether the parcel was begun before, by somebody who did not end it."""
        return self._fatal is not None

    def may_touch(self, number: int) -> bool:
        """Whether an item is none of those that killed its workers; it is the one at work then."""
        if self._fatal is None:
            return True
        if number in self._fatal:
            return False
        self._call("reach", self._key, number)
        return True

    def end(self) -> None:
        """The parcel is done."""
        self._call("end", self._key)
