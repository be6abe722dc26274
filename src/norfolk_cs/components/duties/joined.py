"""Where one cue goes on with a further body or thing: "called for a review | and for pay to rise",
"called on the council to act | and on GPs to report", "recommended that …, | and that …".
"""

from __future__ import annotations

import re

_CALLED_FOR = re.compile(r"\s*for\s")
_AND_FOR = re.compile(r",?\s+and\s+(?:also\s+)?(for)\s")
_CALLED_ON = re.compile(r"call\w*\s+(?:up)?on\s", re.IGNORECASE)
_AND_ON = re.compile(
    r",?\s+and\s+(?:also\s+)?(?:up)?on\s+(?!behalf\s)(?P<to>(?:[^\s,;:()]+\s+){1,10}?)to\s+(?=[a-z])"
)
_AND_THAT = re.compile(
    r"[\"”'’]?(?:,?\s+(?:and|but)(?:\s+also)?|,)"
    r"\s+(that(?!\s+[\w-]+\s+(?:is|was)\b)|for(?=\s+[^,.;:]{2,60}?\s+to\s+[a-z]))\b"
)


def called_on(text: str, cue: re.Match[str], start: int, limit: int) -> re.Match[str] | None:
    """Who else a ``cue`` calls on, between two offsets."""
    return _AND_ON.search(text, start, limit) if _CALLED_ON.match(cue[0]) else None


def another(text: str, cue: re.Match[str], start: int, limit: int) -> re.Match[str] | None:
    """What else a ``cue`` calls for, or who else it calls on, between two offsets."""
    if _CALLED_FOR.match(text, cue.end()):
        return _AND_FOR.search(text, start, limit)
    return called_on(text, cue, start, limit)


def goes_on(text: str, cue: re.Match[str], after: int, limit: int) -> re.Match[str] | None:
    """A further clause, or thing called for, right ``after`` an action."""
    more = _AND_THAT.match(text, after, limit)
    if more is None and _CALLED_FOR.match(text, cue.end()):
        more = _AND_FOR.match(text, after, limit)
    return more
