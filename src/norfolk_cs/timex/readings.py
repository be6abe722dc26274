"""The readings that a rule of ``rules/dates.toml`` may name in ``set.read``."""

from __future__ import annotations

from collections.abc import Callable

from norfolk_cs.timex import lengths, points, relatives
from norfolk_cs.timex.anchors import Reading, Words

Read = Callable[[Words], Reading | None]

READINGS: dict[str, Read] = {
    "calendar": points.calendar,
    "week_of": points.week_of,
    "nth_weekday": points.nth_weekday,
    "numeric": points.numeric,
    "decade": points.decade,
    "century": points.century,
    "year_pair": points.year_pair,
    "season": points.season,
    "quarter": points.quarter,
    "half": points.half,
    "holiday": points.holiday,
    "deictic": relatives.deictic,
    "today": relatives.today,
    "weekday": relatives.weekday,
    "weekdays": relatives.weekdays,
    "relative": relatives.relative,
    "weekend": relatives.weekend,
    "new_year": relatives.new_year,
    "edge_of_unit": relatives.edge_of_unit,
    "fiscal_year": relatives.fiscal_year,
    "ago": relatives.ago,
    "hence": relatives.hence,
    "later": relatives.later,
    "following": relatives.following,
    "duration": lengths.duration,
    "duration_half": lengths.duration_half,
    "window": lengths.window,
    "every": lengths.every,
    "often": lengths.often,
    "constant": lengths.constant,
}
