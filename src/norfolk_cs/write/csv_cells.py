"""Cells of a CSV file that are safe to open in a spreadsheet, and can be read back exactly.

A spreadsheet takes a cell that begins with one of ``=+-@``, a tab or a line end for a formula, so
these get an apostrophe in front, which spreadsheets read as "this is text" (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO

BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's old code page: "SiÃ¢n"

# The full-width forms are taken for the ASCII ones where the input method is an East Asian one.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: str | int | None) -> str:
    """A value as it stands in a cell: null is empty, an empty string a lone apostrophe.

    Whole numbers are their digits, truth values ``true`` and ``false``.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if _is_active(text) else text


def cell_text(cell: str) -> str | None:
    """The text that :func:`cell` made a cell of; None for null."""
    if not cell:
        return None
    return cell[1:] if cell[0] == "'" and _is_active(cell) else cell


def write_rows(rows: Iterable[Iterable[str | int | None]], out: IO[str]) -> None:
    """Write rows (a heading's names are one) as RFC 4180 has it: quoted where needed, CRLF.

    The stream must leave line ends alone (``newline=""``); a file begins with BOM.
    """
    csv.writer(out, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)


def _is_active(text: str) -> bool:
    """Whether text is nothing, or a formula, behind any apostrophes it begins with.

    Those count too, so that what had an apostrophe of its own gets a second, and keeps the first.
    """
    rest = text.lstrip("'")
    return not rest or rest.startswith(_ACTIVE)
