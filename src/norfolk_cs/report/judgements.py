"""Judgements as the page draws them: a grid for each body, areas down and dates across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from norfolk_cs.ask.history import History, Judgement
from norfolk_cs.ask.sources import Source
from norfolk_cs.wording import DOUBTS, date_words, in_words, titled

# Measures of the drawing, in pixels of the page's 16 px type.
CELL = (124, 40)  # a grade's two words above each other
HEAD = 30  # a line of dates
NAMES = 110  # an area's name; beside it a phone has room for two cells
NAME_CHARS, NAME_LINE = 16, 15  # what fits on a line of it, and how high that is
NARROW = 3  # columns that half of a desk's page has room for

Link = Callable[[str, Source], str]  # the key of the fact of a kind that a source is of, or ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A judgement in a grid: its place, and the fact it leads to."""

    x: int
    y: int
    height: int
    judgement: Judgement
    key: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A body's judgements: areas down, dates across."""

    body: str
    columns: list[tuple[int, str]]
    rows: list[tuple[int, list[str]]]  # an area's name, line by line
    cells: list[Cell]
    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        """Whether it needs the page's width; two narrow ones stand beside each other."""
        return len(self.columns) > NARROW


def grids(history: History, link: Link) -> list[Grid]:
    """A grid for each body that is named, by name."""
    by_body: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in history.judgements:
        if judgement.body is not None:
            by_body[judgement.body].append(judgement)
    return [_grid(body, by_body[body], link) for body in sorted(by_body)]


def _grid(body: str, judgements: Sequence[Judgement], link: Link) -> Grid:
    # sorted, since "2013" comes before "2013-08" and what has no date comes last
    dates = sorted({judgement.date for judgement in judgements}, key=lambda day: day or "~")
    areas = list(dict.fromkeys((judgement.scale, judgement.area) for judgement in judgements))
    places: dict[tuple[Any, ...], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        places[judgement.scale, judgement.area, judgement.date].append(judgement)
    wide, high = CELL
    scales = {scale for scale, _ in areas}
    rows, cells, y = [], [], HEAD
    for scale, area in areas:
        depth = max(len(places[scale, area, day]) for day in dates)
        name = area_words(area) if len(scales) == 1 else f"{area_words(area)} ({scale})"
        lines = wrap(name, NAME_CHARS)
        rows.append((y, lines))
        for column, day in enumerate(dates):
            for line, judgement in enumerate(places[scale, area, day]):
                key = link("rating", nearest(judgement))
                words = tuple(titled(judgement.value).split(" ", 1))
                place = column * wide, y + line * high
                cells.append(Cell(*place, high, judgement, key, words))
        y += max(depth * high, (len(lines) + 1) * NAME_LINE)
    columns = [
        (number * wide, date_words(day, short=True) or "No date")
        for number, day in enumerate(dates)
    ]
    return Grid(body, columns, rows, cells, len(dates) * wide, y)


def area_words(area: str | None) -> str:
    """An area as a row is headed: "Help and protection"."""
    return titled(area) if area else "Area not named"


def judgement_words(judgement: Judgement) -> str:
    """What a cell says to who cannot see where it stands."""
    parts = [
        f"{area_words(judgement.area)}, {date_words(judgement.date) or 'no date'}: "
        f"{in_words(judgement.value)}",
        change_words(judgement),
        status_words(judgement),
    ]
    return ", ".join(part for part in parts if part)


def change_words(judgement: Judgement) -> str:
    """Better or worse than what, or "" for the first."""
    if judgement.change is None or judgement.before is None:
        return ""
    if judgement.change == "same":
        return "the same as before"
    return f"{judgement.change} than before ({in_words(judgement.before)})"


def status_words(judgement: Judgement) -> str:
    """What a reader should know of where a judgement is told."""
    if judgement.status == "disagrees" and judgement.instead:
        return f"another source says {in_words(judgement.instead)}"
    if judgement.status == "told later":
        return "known only from documents that look back"
    return {
        "judged": "dated by when it was judged",
        "told": "dated by when it was told",
    }.get(judgement.date_is or "", "")


def unplaced(history: History, link: Link) -> list[tuple[str, str, str, str]]:
    """Grades that no grid has: whose they are, the grade, why, and the fact."""
    found = [
        (
            area_words(judgement.area),
            titled(judgement.value),
            f"whose it is, {nearest(judgement).doc_id} does not say",
            link("rating", nearest(judgement)),
        )
        for judgement in history.judgements
        if judgement.body is None
    ]
    return found + [_doubtful(judgement, link) for judgement in history.doubtful]


def _doubtful(judgement: Judgement, link: Link) -> tuple[str, str, str, str]:
    area = area_words(judgement.area)
    whose = f"{judgement.body}: {area}" if judgement.body else area
    why = DOUBTS.get(judgement.status, judgement.status)
    return whose, titled(judgement.value), why, link("rating", nearest(judgement))


def nearest(judgement: Judgement) -> Source:
    """The source that stands nearest to a judgement."""
    return (*judgement.sources, *judgement.looking_back)[0]
