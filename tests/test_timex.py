"""Calendar arithmetic on TIMEX3 values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norfolk_cs import timex

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
UNITS = st.sampled_from(["day", "week", "month", "season", "quarter", "half", "year", "span"])


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("2013-W33", "2013-08-12", "2013-08-18"),
        ("2013-W33-WE", "2013-08-17", "2013-08-18"),
        ("2016-SU", "2016-06-01", "2016-08-31"),
        ("2015-WI", "2015-12-01", "2016-02-29"),
        ("2015-Q3", "2015-07-01", "2015-09-30"),
        ("2015-H2", "2015-07-01", "2015-12-31"),
        ("2015/2016", "2015-04-01", "2016-03-31"),
        ("199", "1990-01-01", "1999-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
        ("2015-10-13T18:30", "2015-10-13", "2015-10-13"),
        ("2015-10-13TMO", "2015-10-13", "2015-10-13"),
    ],
)
def test_covers_gives_first_and_last_day(value: str, first: str, last: str) -> None:
    assert timex.covers(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value",
    ["XXXX-12", "PRESENT_REF", "P6M", "2013-02-30", "2013-W54", "2013-13", "0000", "", None],
)
def test_covers_nothing_off_the_calendar(value: str | None) -> None:
    assert timex.covers(value) is None


@pytest.mark.parametrize(
    ("value", "duration", "expected"),
    [
        ("2013-08-16", "P6M", "2014-02-16"),
        ("2016-03", "P6M", "2016-09"),
        ("2015-01-19", "P28D", "2015-02-16"),
        ("2016-08-31", "P6M", "2017-02-28"),
        ("2016-02-29", "P1Y", "2017-02-28"),
        ("2016", "P2Y", "2018"),
        ("2016-Q4", "P6M", "2017-Q2"),
        ("2016-W52", "P2W", "2017-W02"),
        ("2016-01-01", "PT72H", "2016-01-04"),
        ("2015/2016", "P1Y", "2016/2017"),
        ("2016-03", "P2.5Y", "2018-09"),
        ("2016-03", "P6W", None),
        ("2016-03", "PXM", None),
        ("2016-01-01", "PT5H", None),
        ("2016", "P6M", None),
        ("XXXX-03", "P6M", None),
        ("2016-03", None, None),
        (None, "P6M", None),
        ("9999-12-31", "P1D", None),
    ],
)
def test_add_keeps_the_precision(
    value: str | None, duration: str | None, expected: str | None
) -> None:
    assert timex.add(value, duration) == expected


def test_add_goes_back_with_negative_times() -> None:
    assert timex.add("2013-08-16", "P6M", times=-1) == "2013-02-16"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("2018-01-19", "week", "2018-W03"),
        ("2018-01-19", "season", "2017-WI"),
        ("2018-01-19", "span", "2017/2018"),
        ("2018-01", "year", "2018"),
        ("2018-01", "week", None),
        ("2018", "month", None),
        (None, "year", None),
    ],
)
def test_coarsen_never_adds_precision(value: str | None, unit: str, expected: str | None) -> None:
    assert timex.coarsen(value, unit) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2016-03", "2016-04", -1),
        ("2016-04-01", "2016-03", 1),
        ("2016-03-31", "2016", 0),
        ("XXXX-03", "2016", None),
    ],
)
def test_compare_orders_values(one: str, other: str, expected: int | None) -> None:
    assert timex.compare(one, other) == expected


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, "04-02"), (2008, "03-23"), (2016, "03-27"), (2024, "03-31"), (2038, "04-25")],
)
def test_easter_falls_on_its_sunday(year: int, day: str) -> None:
    assert timex.easter(year).isoformat() == f"{year}-{day}"


@pytest.mark.parametrize("duration", ["PXM", "P", "PT", "P1", "six months", "P1.3M", "P.Y", None])
def test_parse_duration_knows_no_length_without_one(duration: str | None) -> None:
    assert timex.parse_duration(duration) is None


@given(DAYS, UNITS)
def test_a_unit_covers_the_days_it_is_named_after(day: date, unit: str) -> None:
    days = timex.covers(timex.value_of(day, unit))
    assert days is not None
    assert days[0] <= day <= days[1]


@given(DAYS, UNITS, st.integers(-500, 500))
def test_step_forth_and_back_is_no_step(day: date, unit: str, count: int) -> None:
    value = timex.value_of(day, unit)
    assert timex.step(timex.step(value, count), -count) == value


@given(DAYS, UNITS)
def test_steps_leave_no_gap(day: date, unit: str) -> None:
    here = timex.covers(timex.value_of(day, unit))
    after = timex.covers(timex.step(timex.value_of(day, unit), 1))
    assert here is not None
    assert after is not None
    assert (after[0] - here[1]).days == 1


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_answered(value: str, duration: str) -> None:
    assert timex.add(value, duration) is None or timex.covers(value) is not None
