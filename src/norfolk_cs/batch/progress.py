"""How far a run has come, so that another process can go on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any


@dataclass(slots=True)
class Progress:
    """So many of the things that :func:`find_documents` gives, those ``unread`` that were to be
    read and could not be, and a ``trail``: a hash of what they all were called.
    """

    count: int = 0
    unread: list[int] = field(default_factory=list)
    trail: str = ""

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Progress:
        """Progress as :meth:`state` gave it."""
        return cls(state["count"], state["unread"], state["trail"])

    def state(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {"count": self.count, "unread": self.unread, "trail": self.trail}

    def step(self, doc_id: str | None, source: str) -> None:
        """One more is done; ``doc_id`` None where nothing was read."""
        if doc_id is None:
            self.unread.append(self.count)
        self.count += 1
        name = f"{self.trail}\0{doc_id or ''}\0{source}".encode("utf-8", "surrogatepass")
        self.trail = blake2b(name, digest_size=16).hexdigest()
