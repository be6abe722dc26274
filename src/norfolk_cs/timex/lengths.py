"""Durations and sets: groups of a rule → how long, how often."""

from __future__ import annotations

from norfolk_cs.timex.anchors import Reading, Tables, Words
from norfolk_cs.timex.calendar import add, precision

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            *("", "a an another one", "two couple", "three", "four", "five", "six", "seven"),
            *("eight", "nine", "ten", "eleven", "twelve dozen", "thirteen", "fourteen", "fifteen"),
            *("sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
    for word in words.split()
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_NUMBERS |= {"eighty": 80, "ninety": 90, "hundred": 100}
_WHOLE = frozenset({"couple", "dozen", "hundred"})  # "a dozen" is twelve, not thirteen
_MANY = {
    "fortnight": 2,
    "quarter": 3,
    "decade": 10,
    "century": 100,
    "centurie": 100,
}  # of the unit's letter
_HALVES = {"hour": "PT30M", "year": "P6M", "decade": "P5Y", "century": "P50Y"}


def amount(words: str) -> float | None:
    """The number in "six", "24", "a dozen", "two and a half"; None where none is told."""
    total = 0.0
    parts = words.replace("-", " ").replace(",", "").split()
    if parts[-1:] == ["half"] and "and" in parts:
        parts, total = parts[: parts.index("and")], 0.5
    elif parts[:1] == ["half"]:
        whole = amount(" ".join(parts[1:]))
        return whole / 2 if whole else None
    for part in parts:
        if part[0].isdigit():
            total += float(part)
        elif part in _WHOLE:
            total = _NUMBERS[part]
        elif part in _NUMBERS:
            total += _NUMBERS[part]
        elif part != "of":
            return None
    return total or None


def duration_value(number: float | None, unit: str, tables: Tables) -> str:
    """ISO 8601: (6, 'month') → 'P6M'; an untold number is X, a fortnight two weeks."""
    letter = tables["unit"][unit]
    if number is None:
        told = "X"
    else:
        number *= _MANY.get(unit, 1)
        told = str(int(number)) if number == int(number) else str(number)
    return f"PT{told}{letter[1]}" if letter[0] == "T" else f"P{told}{letter}"


def duration(words: Words) -> Reading | None:
    """As in "six months", "a year", "45 working days", "several weeks"."""
    number = amount(words["number"]) if "number" in words else 1
    return Reading("DURATION", duration_value(number, words["unit"], words.tables))


def duration_half(words: Words) -> Reading | None:
    """As in "a year and a half", "half an hour"."""
    if "half" in words:
        return Reading("DURATION", _HALVES[words["unit"]])
    return Reading("DURATION", duration_value(1.5, words["unit"], words.tables))


def window(words: Words) -> Reading | None:
    """As in "the past six months", "the coming weeks": its days count from publication."""
    number = None if "many" in words else amount(words.get("number") or "one")
    value = duration_value(number, words["unit"], words.tables)
    if "past" not in words and "coming" not in words:
        return Reading("DURATION", value)
    edge = add(words.at.published, value, times=-1 if "past" in words else 1)
    if edge is None or words.at.published is None or precision(edge) != "day":
        return Reading("DURATION", value, anchor=words.at.label)
    first, last = sorted((edge, words.at.published))
    return Reading("DURATION", value, anchor=words.at.label, first=first, last=last)


def every(words: Words) -> Reading | None:
    """As in "every eight weeks", "every other day", "twice a month"."""
    number = 2 if "other" in words else amount(words.get("number") or "one")
    return Reading("SET", duration_value(number, words["unit"], words.tables))


def often(words: Words) -> Reading | None:
    """As in "weekly", "quarterly"."""
    return Reading("SET", words.tables["often"][words["often"]])


def constant(words: Words) -> Reading | None:
    """What the rule itself says: ``type`` and, where there is one, ``value``."""
    kind, value = words.slots["type"], words.slots.get("value")
    return Reading("SET" if kind == "SET" else "DATE", str(value) if value else None)
