"""Whom a letter asks: "wrote to the minister, urging her to act"."""

from __future__ import annotations

import re

from norfolk_cs.components.duties.who import Phrase

# What is written or sent, to whom, and the verb of asking before the pronoun.
_WRITTEN_TO = re.compile(
    r"\b(?:wr(?:ite|ites|ote|iting|itten)|letters?|petitions?|messages?|refer(?:s|red|ring)?"
    r"|sen(?:ds?|t|ding)|return(?:s|ed|ing)?)\b[^.,;:“”\"]{0,50}?\sto\s"
    r"(?P<to>[^.,;:“”\"]{2,80}?)(?:,\s[^.,;:“”\"]{2,60})?,?\s(?:(?:to|and)\s)?(?:\w+ly\s)?"
    r"(?:ask|urg|beg|press|invit|request|implor|call|tell|told|instruct|order|direct)\w*\s"
    r"(?:(?:up)?on\s)?$"
)
_PRONOUN = re.compile(r"(?:him|her|them|it)\b")


def written_to(text: str, floor: int, whom: Phrase) -> Phrase | None:
    """Who a letter told of before is to, where ``whom`` is a pronoun."""
    if not _PRONOUN.fullmatch(text, whom.start, whom.end):
        return None
    found = _WRITTEN_TO.search(text, floor, whom.start)
    return Phrase(*found.span("to")) if found else None
