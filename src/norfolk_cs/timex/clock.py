"""Clock times: joined to the day beside them they are one TIME, alone they are no fact."""

from __future__ import annotations

import re
from dataclasses import replace

from norfolk_cs.timex.anchors import Groups
from norfolk_cs.timex.find import Candidate

_BEFORE_DAY = re.compile(r"\s*[,(–-]?\s*(?:on\s+)?(?:the\s+)?")
_AFTER_DAY = re.compile(r"\s*[,(–-]?\s*(?:(?:at|from|by|about|around)\s+)?")
_A_DAY = re.compile(r"([\dX]{4}-\d\d-\d\d)(?:T[A-Z]{2})?")  # or a part of one: "this morning"


def join_times(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with each clock time made part of its day: "6.30 pm on 13 October 2015".

    The day may stand after the time or before it; a time without one is left out.
    """
    out: list[Candidate] = []
    for place, candidate in enumerate(candidates):
        if candidate.read != "clock":
            out.append(candidate)
            continue
        following = candidates[place + 1] if place + 1 < len(candidates) else None
        if following and _BEFORE_DAY.fullmatch(text, candidate.end, following.start):
            _join(following, candidate)
        elif out and _AFTER_DAY.fullmatch(text, out[-1].end, candidate.start):
            _join(out[-1], candidate)
    return out


def _join(day: Candidate, clock: Candidate) -> None:
    reading = day.reading
    if reading is None or reading.type not in ("DATE", "TIME"):
        return
    known = _A_DAY.fullmatch(reading.value or "")
    if known is None and reading.value is not None:
        return
    value = f"{known[1]}T{clock_value(clock.groups)}" if known else None
    day.reading = replace(reading, type="TIME", value=value)
    day.start, day.end = min(day.start, clock.start), max(day.end, clock.end)
    day.rule = clock.rule


def clock_value(groups: Groups) -> str:
    """The time as ISO 8601 writes it: "6.30 pm" → "18:30", "noon" → "12:00"."""
    if "word" in groups:
        return "24:00" if groups["word"] == "midnight" else "12:00"
    digits = re.findall(r"\d+", groups["clock"])
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    if "p" in groups["clock"] and hour < 12:
        hour += 12
    elif "a" in groups["clock"] and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}"
