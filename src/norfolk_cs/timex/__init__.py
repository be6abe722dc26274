"""Dates in plain Python: TIMEX3 values, what words say of them, and which way a tense points.

No date parser is called: what is absolute is arithmetic, and what is relative ("in December",
"less than three years ago") needs the tense and the text around it, which a parser does not see.
"""

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
