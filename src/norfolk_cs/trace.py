"""What was looked at and passed over, kept for whoever asks why a fact is missing."""

from __future__ import annotations

from dataclasses import dataclass

from norfolk_cs.models import Kind


@dataclass(frozen=True, slots=True)
class Drop:
    """Words that might have made a fact and made none; ``rule`` found them or turned them down."""

    kind: Kind
    start: int
    end: int
    reason: str
    rule: str | None = None


class Trace:
    """A recorder of drops. An analysis has none unless somebody wants to know."""

    def __init__(self) -> None:
        self.drops: list[Drop] = []

    def drop(self, kind: Kind, start: int, end: int, reason: str, rule: str | None = None) -> None:
        """Note that the words between two offsets make no fact, and why."""
        self.drops.append(Drop(kind, start, end, reason, rule))
