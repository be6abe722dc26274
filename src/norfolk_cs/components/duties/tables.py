"""Action tables in plain text: rows under "No. | Action | Owner | By"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from norfolk_cs.analysis import Analysis, RecommendationMention
from norfolk_cs.components.duties.who import Phrase
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rulebook

_ACTION = ("action", "recommendation", "task", "what")
_OWNER = ("owner", "who", "lead", "responsib", "officer", "by whom", "assigned")
_CELL = re.compile(r"[^|\t\n]+")
_ROW = re.compile(r"^[^\n|\t]*(?:[|\t][^\n|\t]*){2,8}$", re.MULTILINE)


class ActionTables:
    """Built from the rules whose ``list`` is ``table``; their patterns find the heading row."""

    def __init__(self, book: Rulebook) -> None:
        self._headings = [(r, book.regex(r)) for r in book.rules if r.set.get("list") == "table"]

    def find(self, analysis: Analysis) -> Iterator[RecommendationMention]:
        """Rows under a heading row with an action column: "No. | Action | Owner | By"."""
        text = analysis.text
        if "|" not in text and "\t" not in text:
            return
        for rule, pattern in self._headings:
            for header in pattern.finditer(text):
                columns = [cell[0].strip().lower() for cell in _CELL.finditer(header[0])]
                act = _column(columns, _ACTION)
                owner = _column(columns, _OWNER)
                if act is None or owner is None:
                    continue
                position = header.end() + 1
                while row := _ROW.match(text, position):
                    position = row.end() + 1
                    cells = list(_CELL.finditer(text, row.start(), row.end()))
                    if len(cells) != len(columns):
                        break
                    action, whom = _strip(cells[act]), _strip(cells[owner])
                    yield RecommendationMention(
                        start=action.start,
                        end=action.end,
                        rule=rule.id,
                        strength=cast("Strength", rule.set["strength"]),
                        addressee=analysis.ref(whom.start, whom.end),
                    )


def _column(columns: list[str], names: tuple[str, ...]) -> int | None:
    return next((place for place, words in enumerate(columns) if words.startswith(names)), None)


def _strip(cell: re.Match[str]) -> Phrase:
    words = cell[0]
    start = cell.start() + len(words) - len(words.lstrip())
    return Phrase(start, cell.start() + len(words.rstrip()))
