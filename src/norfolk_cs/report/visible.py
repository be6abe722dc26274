"""What documents say, made safe to look at: characters that act or hide become signs.

Everything that comes from a facts file or a document passes here before it reaches the page.
"""

from __future__ import annotations

import re
from typing import Any

from norfolk_cs.write.records import Record

_SPACES = frozenset("\t\r\x0b\x0c\x85\u2028\u2029")
# Marks and letters by category, but drawn as nothing (Unicode's Default_Ignorable_Code_Point).
_BLANKS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")


def visible(text: str) -> str:
    r"""Text without any character that acts unseen; line ends stay.

    Controls, bidirectional marks, zero-width characters, lone surrogates and the like become their
    number ("⟨U+202E⟩"), which any font can draw; odd line ends become spaces.
    """
    if text.isprintable() and (text.isascii() or not _BLANKS.search(text)):
        return text
    return "".join(map(_sign, text))


def visible_record(value: Any) -> Any:
    """A fact, or a part of one, with all of its words made visible; nothing else is changed."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: visible_record(part) for name, part in value.items()}
    if isinstance(value, list):
        return [visible_record(part) for part in value]
    return value


def visible_fact(fact: Record) -> Record:
    """A fact with all of its words made visible."""
    return {name: visible_record(part) for name, part in fact.items()}


def _sign(char: str) -> str:
    if (char.isprintable() and not _BLANKS.match(char)) or char == "\n":
        return char
    if char in _SPACES:
        return " "
    if char.isspace() and char >= "\xa0":  # a space of some width, drawn as that
        return char
    return f"⟨U+{ord(char):04X}⟩"
