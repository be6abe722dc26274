"""Dates in plain Python: TIMEX3 values, what words say of them, and which way a tense points."""

from norfolk_cs.timex.calendar import (
    Days,
    academic_year,
    add,
    coarsen,
    compare,
    covers,
    easter,
    is_as_fine,
    parse_duration,
    precision,
    step,
    value_of,
)

__all__ = [
    "Days",
    "academic_year",
    "add",
    "coarsen",
    "compare",
    "covers",
    "easter",
    "is_as_fine",
    "parse_duration",
    "precision",
    "step",
    "value_of",
]
