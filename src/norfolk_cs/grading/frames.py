"""Rules that decide over a candidate: what must stand before it, and what after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from norfolk_cs.errors import BadRules
from norfolk_cs.rulebook import Rule, Rulebook

LINES = ("rating.table", "rating.heading")  # rules that read lines, not candidates

_PLACEHOLDER = re.compile(r"\{(grade|marked|bare|rare|verbal)\}")
_BRACKETS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[()|]")


@dataclass(frozen=True, slots=True)
class Frame:
    """One alternative of a rule; ``takes`` is the placeholder in it, ``before`` ends there."""

    rule: Rule
    takes: str
    before: re.Pattern[str]
    after: re.Pattern[str]


def frames_of(book: Rulebook, *prefixes: str) -> list[Frame]:
    """The rules whose id begins so, each alternative cut in two at its placeholder.

    Raises BadRules where an alternative has none.
    """
    frames = []
    for rule in book.rules:
        if not rule.id.startswith(prefixes) or rule.id.startswith(LINES):
            continue
        for alternative in alternatives(rule.pattern or ""):
            place = _PLACEHOLDER.search(alternative)
            if place is None:
                raise BadRules(f"{rule.id}: no placeholder", where=f"rules/{book.name}.toml")
            before = book.compile(f"(?:{alternative[: place.start()].rstrip()})\\Z")
            after = book.compile(alternative[place.end() :])
            frames.append(Frame(rule, place[1], before, after))
    return frames


def alternatives(pattern: str) -> Iterator[str]:
    """A pattern's alternatives, those inside its groups left together."""
    depth = start = 0
    for match in _BRACKETS.finditer(pattern):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
        elif match[0] == "|" and depth == 0:
            yield pattern[start : match.start()]
            start = match.end()
    yield pattern[start:]
