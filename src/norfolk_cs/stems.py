"""A rule's stems: letters of which a text must hold some for the rule to be tried at all."""

from __future__ import annotations

from norfolk_cs.rulebook import Rule


def stems_of(rule: Rule, slot: str = "stems") -> tuple[str, ...]:
    """The rule's stems; where it names none, one that every text holds."""
    return tuple(str(rule.set.get(slot, "")).split("|"))


def holds(words: str, stems: tuple[str, ...]) -> bool:
    """Whether one of the stems is in a lower-case text."""
    for stem in stems:  # noqa: SIM110  asked by every rule of every sentence: any() takes thrice as long
        if stem in words:
            return True
    return False
