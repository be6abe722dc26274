"""Days, months, seasons, quarters, years: groups of a rule → a point on the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from norfolk_cs.timex.anchors import UNKNOWN_YEAR, Groups, Reading, Words, place
from norfolk_cs.timex.calendar import (
    academic_year,
    coarsen,
    covers,
    easter,
    precision,
    step,
    value_of,
)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth"),
)
_QUARTERS = ("one", "two", "three", "four")
_TENS = {"twenty": 20, "thirty": 30}
_CENTURY_TURN = 50  # of two-digit years, 00-49 are this century's and 50-99 the last's
_WEEKDAY_YEARS = 5  # a weekday falls on the same date again within six years


def ordinal(word: str) -> int:
    """The number of "5th", "fifth", "twenty-first"."""
    if word[0].isdigit():
        return int(word.rstrip("stndrh"))
    tens, _, ones = word.rpartition("-")
    place_in_list = _ORDINALS.index(ones) + 1
    if place_in_list == len(_ORDINALS):
        return 30
    return _TENS.get(tens, 0) + place_in_list


def month_number(word: str) -> int:
    """The number of "Sept": 9."""
    return MONTHS.index(word[:3]) + 1


def weekday_number(word: str) -> int:
    """The number of "Tues": 1, Monday being 0."""
    return WEEKDAYS.index(word[:3])


def calendar(words: Words) -> Reading | None:
    """A day, month or year, whole or in part: "Friday 9 February", "mid-March", "2015"."""
    if "month" not in words:
        return Reading("DATE", words["year"])
    month = month_number(words["month"])
    if "day" not in words:
        return place(lambda year: f"{year:04}-{month:02}", f"{UNKNOWN_YEAR}-{month:02}", words)
    day = ordinal(words["day"])
    if _day(2000, month, day) is None:  # a leap year: 29 February may be meant
        return None
    reading = _by_weekday(month, day, words) or place(
        lambda year: _day(year, month, day),
        f"{UNKNOWN_YEAR}-{month:02}-{day:02}",
        words,
        close=True,
    )
    if reading.value is None:
        return None
    return with_part(reading, words)


def week_of(words: Words) -> Reading | None:
    """As in "the week beginning 11 July": the week that holds the day, where its year is known."""
    day = calendar(words)
    return day and replace(day, value=coarsen(day.value, "week"))


def nth_weekday(words: Words) -> Reading | None:
    """As in "the first Monday of October": the day, where the month's year is known."""
    month = calendar(words)
    if month is None or month.value is None:
        return None
    days = covers(month.value)
    if days is None:
        return replace(month, value=None)
    number = weekday_number(words["weekday"])
    if words["ordinal"] == "last":
        day = days[1] - timedelta(days=(days[1].weekday() - number) % 7)
    else:
        first = days[0] + timedelta(days=(number - days[0].weekday()) % 7)
        day = first + timedelta(weeks=ordinal(words["ordinal"]) - 1)
    return replace(month, value=day.isoformat())


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _by_weekday(month: int, day: int, words: Words) -> Reading | None:
    """The weekday tells the year of "Friday 9 February", whatever the tense."""
    around = covers(words.at.published)
    if "weekday" not in words or around is None or words.gives_year:
        return None
    wanted = weekday_number(words["weekday"])
    fitting = [
        (abs(year - around[0].year), value)
        for year in range(around[0].year - _WEEKDAY_YEARS, around[0].year + _WEEKDAY_YEARS + 1)
        if (value := _day(year, month, day)) and date.fromisoformat(value).weekday() == wanted
    ]
    return Reading("DATE", min(fitting)[1], anchor=words.at.label) if fitting else None


def with_part(reading: Reading, words: Words) -> Reading:
    """The reading of a day as one of its morning, evening or night, where that is said."""
    if "part" not in words:
        return reading
    value = reading.value and f"{reading.value}T{words.tables['part'][words['part']]}"
    return replace(reading, type="TIME", value=value)


def numeric(words: Words) -> Reading | None:
    """As in "09/03/2017" (day first, unless only the American order makes a date), ISO dates."""
    year, month, day = (int(words[name]) for name in ("year", "month", "day"))
    if len(words["year"]) == 2:
        year += 2000 if year < _CENTURY_TURN else 1900
    value = _day(year, month, day) or _day(year, day, month)
    if value is None:
        return None
    if "clock" in words:
        return Reading("TIME", f"{value}T{words['clock']}")
    return Reading("DATE", value)


def decade(words: Words) -> Reading | None:
    """As in "the 1990s", "the 90s", "the nineties"."""
    if "decade" in words:
        return Reading("DATE", words["decade"][:3])
    if "short" in words:
        return Reading("DATE", f"19{words['short'][0]}")
    tens = words.tables["decade"][words["word"]]
    return Reading("DATE", f"{19 if tens else 20}{tens // 10}")


def century(words: Words) -> Reading | None:
    """As in "the 19th century"."""
    return Reading("DATE", f"{ordinal(words['ordinal']) - 1:02}")


def is_year_pair(groups: Groups) -> bool:
    """Whether "2015/16" is one financial year: its years follow each other."""
    following = str(int(groups["year"]) + 1)
    return groups["year2"] in (following, following[2:])


def year_pair(words: Words) -> Reading | None:
    """As in "2015/16": a financial year, or an academic one where that is said."""
    year = int(words["year"])
    return in_academic_year(Reading("DATE", f"{year}/{year + 1}"), "academic" in words)


def in_academic_year(reading: Reading, academic: bool) -> Reading:
    """The reading of a double year, with an academic year's first and last day where it is one."""
    if not academic or reading.value is None:
        return reading
    first, last = academic_year(int(reading.value[:4]))
    return replace(reading, first=first.isoformat(), last=last.isoformat())


def season(words: Words) -> Reading | None:
    """As in "last autumn", "the summer of 2015", "by the spring"."""
    name = words.tables["season"][words["season"]]
    return place(lambda year: f"{year:04}-{name}", f"{UNKNOWN_YEAR}-{name}", words)


def quarter(words: Words) -> Reading | None:
    """A quarter of the calendar year; of "2015/16", the calendar quarter it falls in."""
    given = words.get("ordinal") or words.get("quarter")
    if "cardinal" in words:
        number = _QUARTERS.index(words["cardinal"]) + 1
    else:
        number = 4 if given == "final" else ordinal(given)
    financial = "pair" in words or words.get("kind") in ("financial", "fiscal")
    if "year" in words and financial:
        return Reading("DATE", step(f"{words['year']}-Q{number}", 1))
    return place(
        lambda year: f"{year:04}-Q{number}", f"{UNKNOWN_YEAR}-Q{number}", words, close=True
    )


def half(words: Words) -> Reading | None:
    """As in "the first half of 2016"."""
    number = 1 if words["ordinal"] == "first" else 2
    return place(lambda year: f"{year:04}-H{number}", f"{UNKNOWN_YEAR}-H{number}", words)


def holiday(words: Words) -> Reading | None:
    """As in "before Easter", "last Christmas": the feast's own day."""
    when = words.tables["holiday"].get(" ".join(words["holiday"].replace("’", "'").split()))
    if when is None:
        return None  # a user's word that no table knows
    if isinstance(when, int):
        return place(lambda year: (easter(year) + timedelta(days=when)).isoformat(), None, words)
    return place(lambda year: f"{year:04}-{when}", f"{UNKNOWN_YEAR}-{when}", words)


def fiscal_year(kind: str, anchor: str | None, shift: int) -> str | None:
    """The financial or academic year around an anchor, or ``shift`` from it, as '2015/2016'."""
    around = covers(anchor)
    if around is None or precision(anchor) in ("year", "span", "decade", "century"):
        return None
    if kind in ("financial", "fiscal", "municipal"):
        return step(value_of(around[0], "span"), shift)
    year = around[0].year - (around[0] < academic_year(around[0].year)[0]) + shift
    return f"{year}/{year + 1}"
