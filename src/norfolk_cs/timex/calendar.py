"""Arithmetic on TIMEX3 values.

A value is a string as TIMEX3 (ISO-TimeML) and ISO 8601 write it: ``2016``, ``2016-07``,
``2016-07-04``, ``2016-W27``, ``2016-W27-WE`` (weekend), ``2016-SU``, ``2016-Q3``, ``2016-H2``,
``199`` (decade), ``19`` (century), ``2015/2016`` (financial year), ``2016-07-04T18:30`` and
``2016-07-04TMO``; a duration is ``P6M``, ``PT24H``, ``P2.5Y`` or, of unknown length, ``PXM``.
A value with an ``X`` in it stands nowhere on the calendar.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

Days = tuple[date, date]  # first and last day, inclusive

# Meteorological seasons, by their first month; a winter bears the year it begins in.
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
FINANCIAL_YEAR = 4  # English councils account from 1 April
ACADEMIC_YEAR = 9  # English schools count from 1 September

_STEP_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "decade": 120, "century": 1200}

_VALUE = re.compile(
    r"(?P<time>(?P<date>\d{4}-\d\d-\d\d)T(?:\d\d(?::\d\d){0,2}|MO|MI|AF|EV|NI))"
    r"|(?P<day>\d{4}-\d\d-\d\d)"
    r"|(?P<month>\d{4}-\d\d)"
    r"|(?P<weekend>\d{4}-W\d\d-WE)"
    r"|(?P<week>\d{4}-W\d\d)"
    r"|(?P<quarter>\d{4}-Q[1-4])"
    r"|(?P<half>\d{4}-H[12])"
    r"|(?P<season>\d{4}-(?:SP|SU|FA|WI))"
    r"|(?P<span>\d{4}/\d{4})"
    r"|(?P<year>\d{4})"
    r"|(?P<decade>\d{3})"
    r"|(?P<century>\d{2})"
)
_DURATION = re.compile(
    r"P(?:(?P<Y>[\d.]+)Y)?(?:(?P<M>[\d.]+)M)?(?:(?P<W>[\d.]+)W)?(?:(?P<D>[\d.]+)D)?"
    r"(?:T(?:(?P<h>[\d.]+)H)?(?:(?P<m>[\d.]+)M)?(?:(?P<s>[\d.]+)S)?)?"
)
# From coarse to fine; what stands on one line is not comparable by precision alone.
_COARSENESS = {
    "century": 0,
    "decade": 1,
    "span": 2,
    "year": 2,
    "half": 3,
    "season": 4,
    "quarter": 4,
    "month": 5,
    "week": 6,
    "weekend": 7,
    "day": 8,
    "time": 9,
}


class Length(NamedTuple):
    """A duration's length: months vary, so months, days and seconds stay apart."""

    months: int
    days: int
    seconds: int


@lru_cache(maxsize=4096)
def precision(value: str | None) -> str | None:
    """How exact a calendar value is.

    ``century`` ``decade`` ``span`` (a financial year) ``year`` ``half`` ``season`` ``quarter``
    ``month`` ``week`` ``weekend`` ``day`` ``time``; None for durations and unresolved values.
    """
    match = _VALUE.fullmatch(value) if value else None
    return match.lastgroup if match else None


def is_as_fine(value: str | None, unit: str) -> bool:
    """Whether ``value`` is at least as exact as ``unit`` (a name of :func:`precision`)."""
    own = precision(value)
    return own is not None and _COARSENESS[own] >= _COARSENESS[unit]


@lru_cache(maxsize=4096)
def covers(value: str | None) -> Days | None:
    """The first and last day a value covers, or None where it has no place on the calendar."""
    kind = precision(value)
    if value is None or kind is None:
        return None
    try:
        return _covers(value, kind)
    except ValueError:  # 30 February, week 54, the year 0
        return None


def _covers(value: str, kind: str) -> Days:
    if kind in ("day", "time"):
        day = date.fromisoformat(value[:10])
        return day, day
    if kind in ("week", "weekend"):
        monday = date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
        return monday + timedelta(days=5 * (kind == "weekend")), monday + timedelta(days=6)
    if kind == "decade":
        return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31)
    if kind == "century":
        return date(int(value) * 100, 1, 1), date(int(value) * 100 + 99, 12, 31)
    year = int(value[:4])
    if kind == "span":
        return _months(year, FINANCIAL_YEAR, 12)
    if kind == "month":
        return _months(year, int(value[5:]), 1)
    if kind == "quarter":
        return _months(year, int(value[6]) * 3 - 2, 3)
    if kind == "half":
        return _months(year, int(value[6]) * 6 - 5, 6)
    if kind == "season":
        return _months(year, SEASONS[value[5:]], 3)
    return _months(year, 1, 12)


def _months(year: int, month: int, count: int) -> Days:
    first = date(year, month, 1)
    index = year * 12 + month - 1 + count - 1
    last = date(index // 12, index % 12 + 1, 1)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def academic_year(year: int) -> Days:
    """1 September of ``year`` to 31 August of the next."""
    return _months(year, ACADEMIC_YEAR, 12)


def coarsen(value: str | None, unit: str) -> str | None:
    """``value`` at the precision of ``unit``: ('2018-01-19', 'week') → '2018-W03'.

    None where the value does not say so much: ('2018-01', 'week').
    """
    days = covers(value)
    if days is None or not is_as_fine(value, unit):
        return None
    return value_of(days[0], unit)


def value_of(day: date, unit: str) -> str:
    """The value of the ``unit`` that ``day`` lies in."""
    if unit == "day":
        return day.isoformat()
    if unit in ("week", "weekend"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + "-WE" * (unit == "weekend")
    if unit == "month":
        return f"{day.year:04}-{day.month:02}"
    if unit == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if unit == "half":
        return f"{day.year:04}-H{1 if day.month <= 6 else 2}"
    if unit == "season":
        name = next(n for n, m in reversed(SEASONS.items()) if day.month >= m or day.month < 3)
        return f"{day.year - (day.month < 3):04}-{name}"
    if unit == "span":
        year = day.year - (day.month < FINANCIAL_YEAR)
        return f"{year:04}/{year + 1:04}"
    return f"{day.year:04}"[: {"year": 4, "decade": 3, "century": 2}[unit]]


def step(value: str | None, count: int) -> str | None:
    """The value ``count`` of its own units on (or back): ('2015-SU', -1) → '2015-SP'."""
    kind, days = precision(value), covers(value)
    if days is None or kind is None or kind == "time":
        return None
    first = days[0]
    try:
        if kind in ("day", "week", "weekend"):
            return value_of(first + timedelta(days=count * (1 if kind == "day" else 7)), kind)
        return value_of(_plus_months(first, count * _STEP_MONTHS.get(kind, 12)), kind)
    except (ValueError, OverflowError):
        return None


def parse_duration(duration: str | None) -> Length | None:
    """An ISO 8601 duration as months, days and seconds; None where it is not one (``PXM``)."""
    match = _DURATION.fullmatch(duration) if duration else None
    if match is None or not any(match.groups()):
        return None
    try:
        part = {name: float(number or 0) for name, number in match.groupdict().items()}
    except ValueError:
        return None
    months = part["Y"] * 12 + part["M"]
    days = part["W"] * 7 + part["D"]
    if months % 1 or days % 1:
        return None  # a third of a month is no length
    seconds = part["h"] * 3600 + part["m"] * 60 + part["s"]
    return Length(int(months), int(days), int(seconds))


def add(value: str | None, duration: str | None, *, times: int = 1) -> str | None:
    """``value`` plus ``times`` durations, at the same precision; None where that is not known.

    '2013-08-16' + P6M is '2014-02-16' (a day past the month's end becomes its last day),
    '2016-03' + P6M is '2016-09'. '2016-03' + P6W is None: nobody knows from which day. Hours
    count in whole days only.
    """
    length, days, kind = parse_duration(duration), covers(value), precision(value)
    if length is None or days is None or value is None or kind is None:
        return None
    whole, rest = divmod(length.seconds, 86_400)
    months, extra = length.months * times, (length.days + whole) * times
    try:
        if kind in ("day", "time"):
            if rest:
                return None
            moved = _plus_months(days[0], months) + timedelta(days=extra)
            return moved.isoformat() + value[10:]
        if kind in ("week", "weekend"):
            return step(value, extra // 7) if not (months or extra % 7 or rest) else None
        size = _STEP_MONTHS.get(kind, 12)
        return step(value, months // size) if not (extra or rest or months % size) else None
    except (ValueError, OverflowError):
        return None


def _plus_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def compare(one: str | None, other: str | None) -> int | None:
    """-1 where ``one`` ends before ``other`` begins, 1 where it begins after its end, 0 where
    they share a day; None where either is unresolved.
    """
    first, second = covers(one), covers(other)
    if first is None or second is None:
        return None
    if first[1] < second[0]:
        return -1
    return 1 if first[0] > second[1] else 0


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    shift = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)
