"""Expressions that count from publication or from a date in the text."""

from __future__ import annotations

from datetime import date, timedelta

from norfolk_cs.timex.anchors import Anchor, Anchors, Direction, Reading, TimexType, Words
from norfolk_cs.timex.calendar import add, coarsen, covers, precision, step
from norfolk_cs.timex.lengths import amount, duration_value
from norfolk_cs.timex.points import fiscal_year as fiscal_year_at
from norfolk_cs.timex.points import in_academic_year, weekday_number, with_part

_SHIFTS = {"minus2": -2, "minus1": -1, "plus0": 0, "plus1": 1, "plus2": 2}
_NEXT = frozenset({"next", "coming", "following", "after"})
_LAST = frozenset({"last", "past", "previous", "preceding", "before", "latest"})
# "three decades ago" tells the year, "two fortnights ago" the week.
_PRECISION = {"fortnight": "week", "decade": "year", "century": "year", "centurie": "year"}


def _shift(words: str) -> int:
    """Whether "last" (-1), "this", "the current" (0), "next" or "this coming" (1) is meant."""
    word = words.split()[-1]
    return (word in _NEXT) - (word in _LAST)


def deictic(words: Words) -> Reading | None:
    """As in "yesterday", "tomorrow morning", "last night"; without a known day, no value."""
    shift = next(days for name, days in _SHIFTS.items() if name in words)
    kind: TimexType = "TIME" if "part" in words else "DATE"
    if precision(words.at.published) != "day":
        return Reading(kind, None)
    return with_part(Reading("DATE", step(words.at.published, shift), anchor=words.at.label), words)


def today(words: Words) -> Reading | None:
    """The day of publication, where a verb not in the present shows that the day is meant."""
    if "sure" not in words and words.at.side() is None:
        return None
    if precision(words.at.published) != "day":
        return Reading("DATE", None)
    return Reading("DATE", words.at.published, anchor=words.at.label)


def weekday(words: Words) -> Reading | None:
    """As in "Friday" (by the tense, publication day included), "last Friday", "Friday week"."""
    rel = words.get("rel")
    in_text = rel.startswith("the ") or rel in ("before", "after", "following")
    a_week_off = "week_on" in words or "weeks" in words
    anchor = words.at.last if in_text else (words.at.entry or words.at.published)
    kind: TimexType = "TIME" if "part" in words else "DATE"
    if precision(anchor) != "day" or anchor is None:
        return Reading(kind, None)
    number = weekday_number(words["weekday"])
    week = "next" if rel == "next" else words.get("week")  # "next Friday": not this week's
    if week:
        monday = covers(step(coarsen(anchor, "week"), _shift(week)))
        day = monday[0] + timedelta(days=number) if monday else None
    else:
        way: Direction = "after" if a_week_off and not rel else _way(rel, words.at)
        day = _nearest_weekday(date.fromisoformat(anchor), number, way)
        if a_week_off:
            day += timedelta(weeks=-1 if way == "before" else 1)
    if day is None:
        return Reading(kind, None)
    label: Anchor | None = "text" if in_text or words.at.entry else words.at.label
    reading = Reading("DATE", day.isoformat(), anchor=label)
    return with_part(reading, words)


def _way(rel: str, at: Anchors) -> Direction:
    word = rel.split()[-1] if rel else ""
    if word == "this" or rel == "this coming":
        return "forward"
    if word == "past":
        return "back"
    if word:
        return "before" if word in _LAST else "after"
    return at.side() or "back"  # where no verb tells: news tells of what was


def _nearest_weekday(anchor: date, number: int, way: Direction) -> date:
    back = (anchor.weekday() - number) % 7
    if way in ("back", "before"):
        return anchor - timedelta(days=back or (7 if way == "before" else 0))
    return anchor + timedelta(days=(-back) % 7 or (7 if way == "after" else 0))


def weekdays(words: Words) -> Reading | None:
    """As in "every Tuesday", "on Thursdays"."""
    number = weekday_number(words.get("weekday") or words["weekdays"])
    return Reading("SET", f"XXXX-WXX-{number + 1}")


def relative(words: Words) -> Reading | None:
    """As in "last week", "earlier this month", "next year"; a term is dated nowhere."""
    unit, shift = words["unit"], _shift(words["rel"])
    if unit == "fortnight":
        return Reading("DURATION", "P2W")
    value = None if unit == "term" else step(coarsen(words.at.published, unit), shift)
    return Reading("DATE", value, anchor=words.at.label if value else None)


def weekend(words: Words) -> Reading | None:
    """The last weekend, one that is not over included, unless the verb looks ahead."""
    around, value = covers(words.at.published), coarsen(words.at.published, "weekend")
    if around is None or value is None:
        return Reading("DATE", None)
    if words.at.side() != "forward" and around[0].weekday() < weekday_number("sat"):
        value = step(value, -1)
    return Reading("DATE", value, anchor=words.at.label)


def new_year(words: Words) -> Reading | None:
    """The start of the year that follows or, looking back, of this one."""
    year = coarsen(words.at.published, "year")
    value = year if words.at.side() == "back" else step(year, 1)
    return Reading("DATE", value, mod="START", anchor=words.at.label if value else None)


def edge_of_unit(words: Words) -> Reading | None:
    """As in "the end of the year", "later in the week", "the end of the financial year"."""
    anchor = words.at.entry or words.at.published
    kind = words.get("kind") or "calendar"
    if kind != "calendar":
        value = fiscal_year_at(kind, anchor, 0)
    else:
        value = coarsen(anchor, words["unit"])
    label: Anchor | None = "text" if words.at.entry else words.at.label
    reading = Reading("DATE", value, anchor=label if value else None)
    return in_academic_year(reading, kind in ("academic", "school"))


def fiscal_year(words: Words) -> Reading | None:
    """As in "the current financial year", "next academic year"."""
    value = fiscal_year_at(words["kind"], words.at.published, _shift(words["rel"]))
    reading = Reading("DATE", value, anchor=words.at.label if value else None)
    return in_academic_year(reading, words["kind"] in ("academic", "school"))


def ago(words: Words) -> Reading | None:
    """As in "three years ago" (a year), "two weeks ago" (a week), "ten years ago today" (a day)."""
    return _counted(words, words.at.published, -1, words.at.label)


def hence(words: Words) -> Reading | None:
    """As in "in two weeks' time", "six months from now"."""
    return _counted(words, words.at.published, 1, words.at.label)


def later(words: Words) -> Reading | None:
    """As in "eight months earlier", "six weeks later": from the last date in the text."""
    return _counted(words, words.at.last, 1 if "later" in words else -1, "text")


def _counted(words: Words, anchor: str | None, way: int, label: Anchor | None) -> Reading | None:
    """So many units from the anchor, at the unit's precision; hours and untold numbers are none."""
    unit, number = words["unit"], 1.5 if "half" in words else amount(words["number"])
    if number is None or words.tables["unit"][unit][0] == "T":
        return None
    exact = "day" if "to_the_day" in words else _PRECISION.get(unit, unit)
    length = duration_value(number, unit, words.tables)
    # "two and a half years ago" needs the month; whole units need no more than their own precision
    whole = number == int(number) and unit not in ("week", "fortnight") and exact != "day"
    start = coarsen(anchor, exact if whole else "month") if whole or exact == "year" else anchor
    value = coarsen(add(start, length, times=way), exact)
    return Reading("DATE", value, anchor=label if value else None)


def following(words: Words) -> Reading | None:
    """As in "the following month", "that year": from the last date in the text."""
    shift = (("next" in words) + ("after" in words)) - (("previous" in words) + ("before" in words))
    value = step(coarsen(words.at.last, words["unit"]), shift)
    if value is None and words.get("same").startswith("that"):
        return None
    return Reading("DATE", value, anchor="text" if value else None)
