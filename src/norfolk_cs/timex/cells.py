"""Dates in the cells of tables: their heading row tells whether they are to come."""

from __future__ import annotations

import re

_CELL = re.compile(r"(?:\t|[ \xa0]{3})[ \xa0]*$")
_HEAD = re.compile(r"\s*[^\n]{1,300}")
# The last column's name, where its dates are to come.
_DUE = re.compile(
    r"(?:[|\t]|[ ]{2})\s*(?:by(?: when)?|(?:date )?due(?: date)?|deadline"
    r"|(?:target|completion) date|(?:target )?time-?(?:scale|frame)|to be completed(?: by)?"
    r"|complete by)[\s|]*$",
    re.IGNORECASE,
)
TABLE_CHARS = 4000  # a table longer than this does not show its heading row where it goes on


def opens_cell(text: str, floor: int, start: int) -> bool:
    """Whether a cell begins at ``start``, parted by a tab or a run of spaces from the last."""
    return _CELL.search(text, max(floor, start - 3), start) is not None


def is_due(text: str, start: int) -> bool:
    """Whether a table's cell stands under a heading row that ends in "By when", "Due date"."""
    top = text.rfind("\n\n", max(0, start - TABLE_CHARS), start) + 1
    head = _HEAD.match(text, top)
    return bool(head and head.end() < start and _DUE.search(text, *head.span()))
