"""Figures beside the bars they have to meet, as Markdown."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import NamedTuple

_MEETS = {"≥": operator.ge, "≤": operator.le}


class Bar(NamedTuple):
    """The least or the most that a figure may be."""

    sign: str
    bound: float
    form: str = "{:.2f} ×"


class Row(NamedTuple):
    """What was measured, its figure, and further cells that only explain."""

    what: str
    value: float | None  # None where it could not be measured
    bar: Bar | None = None
    more: tuple[str, ...] = ()
    form: str = "{:.2f} ×"

    def cells(self) -> list[str]:
        form = self.bar.form if self.bar else self.form
        figure = "–" if self.value is None else form.format(self.value)
        bar = f"{self.bar.sign} {form.format(self.bar.bound)}" if self.bar else ""
        return [self.what, figure, bar, self.verdict(), *self.more]

    def verdict(self) -> str:
        if self.bar is None or self.value is None:
            return ""
        return "met" if _MEETS[self.bar.sign](self.value, self.bar.bound) else "**missed**"


def table(rows: Sequence[Row], *more: str, what: str = "", figure: str = "ratio") -> str:
    """Rows as a Markdown table; ``more`` are the heads of the further cells."""
    lines = [[what, figure, "bar", "", *more], ["---", "---:", "---:", *["---"] * (1 + len(more))]]
    lines += [[*row.cells(), *[""] * (len(more) - len(row.more))] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
