"""Action tables in plain text: rows under "No. | Action | Owner | By" or "Requirement | Due date",
their cells parted by bars, by tabs or by runs of spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

from norfolk_cs.analysis import Analysis, RecommendationMention, Ref
from norfolk_cs.components.duties.subjects import trim
from norfolk_cs.components.duties.who import Phrase
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rule, Rulebook
from norfolk_cs.stems import holds, stems_of

_SPACES = "   "  # two stand behind many a full stop
_GAPS = ("|", "\t", _SPACES)  # what parts cells
_CELL = {
    "|": re.compile(r"[^|\n]+"),
    "\t": re.compile(r"[^\t\n]+"),
    _SPACES: re.compile(r"\S+(?:[^\S\n]{1,2}\S+)*"),
}
_ROW = re.compile(r"\n(?:[^\S\n]*\n)?(?P<row>[^\n]+)")
_LETTER = re.compile(r"[^\W\d_]")

# What a sentence over a table says of whom its rows are for.
LeadOver = Callable[[Analysis, int], "Ref | None"]


class ActionTables:
    """Built from the rules whose ``list`` is ``table``; their patterns find the heading row.
    ``lead_over`` finds for whom a table is that has no column of owners.
    """

    def __init__(self, book: Rulebook, lead_over: LeadOver) -> None:
        self._headings = [
            (rule, book.regex(rule), stems_of(rule))
            for rule in book.rules
            if rule.set.get("list") == "table"
        ]
        self._action = book.compile(r"(?:{action_column})\b")
        self._owner = book.compile(r"(?:{owner_column})")
        self._time = book.compile(r"(?:{time_column})\b")
        self._reference = next(book.regex(r) for r in book.rules if r.id == "item.reference")
        self._lead_over = lead_over

    def find(self, analysis: Analysis) -> Iterator[RecommendationMention]:
        """Rows under a heading row that has a column of actions, and one of owners or times."""
        text = analysis.text
        for rule, pattern, stems in self._headings:
            for start, end, gap in _parted(text):
                held = analysis.folded[start:end]
                if holds(held, stems) and pattern.match(text, start, end):
                    yield from self._rows(analysis, rule, gap, start, end)

    def _rows(
        self, analysis: Analysis, rule: Rule, gap: str, start: int, end: int
    ) -> Iterator[RecommendationMention]:
        text = analysis.text
        columns = [text[cell.start : cell.end] for cell in _cells(text, start, end, gap)]
        act = _column(columns, self._action)
        owner = _column(columns, self._owner)
        if act is None or act == owner:
            return
        whom: Ref | None = None
        if owner is None:
            if _column(columns, self._time) is None:
                return
            whom = self._lead_over(analysis, start)
        needed = max(act, owner or 0)
        while row := _ROW.match(text, end):
            begin, end = row.start("row"), row.end()
            cells = _cells(text, begin, end, gap)
            if gap == _SPACES and cells and text[cells[0].start].islower():
                continue  # a cell goes on in it
            if text.find(gap, begin, end) < 0 or len(cells) > len(columns):
                return
            if len(cells) <= needed or (gap != "|" and len(cells) < len(columns)):
                continue  # an empty cell, or a line that a cell goes on in
            action = self._action_in(text, cells[act])
            if not _LETTER.search(text, action.start, action.end):
                continue  # the rule under the heading row
            yield RecommendationMention(
                start=action.start,
                end=action.end,
                rule=rule.id,
                strength=cast("Strength", rule.set["strength"]),
                addressee=whom if owner is None else _ref(analysis, cells[owner]),
            )

    def _action_in(self, text: str, cell: Phrase) -> Phrase:
        """A cell's action, without the stop and the number of the rule it goes by."""
        reference = self._reference.search(text, cell.start, cell.end)
        end = reference.start() if reference else cell.end
        return Phrase(cell.start, trim(text, cell.start, end))


def _parted(text: str) -> Iterator[tuple[int, int, str]]:
    """The lines whose words are parted like cells, with what parts them."""
    told: set[int] = set()
    for gap in _GAPS:
        at = text.find(gap)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            if start not in told:
                told.add(start)
                yield start, end, gap
            at = text.find(gap, end)


def _cells(text: str, start: int, end: int, gap: str) -> list[Phrase]:
    """A row's cells, without the spaces around them."""
    found = []
    for cell in _CELL[gap].finditer(text, start, end):
        words = cell[0]
        first = cell.start() + len(words) - len(words.lstrip())
        found.append(Phrase(first, max(first, cell.start() + len(words.rstrip()))))
    return found


def _column(columns: list[str], names: re.Pattern[str]) -> int | None:
    return next((place for place, words in enumerate(columns) if names.match(words)), None)


def _ref(analysis: Analysis, cell: Phrase) -> Ref | None:
    return analysis.ref(cell.start, cell.end) if cell.end > cell.start else None
