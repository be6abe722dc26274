"""Deadlines and events as the page draws them: a board, and years across with kinds down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from norfolk_cs.ask.deadlines import Deadline
from norfolk_cs.ask.timeline import ORDER, Event
from norfolk_cs.report.judgements import Link
from norfolk_cs.report.visible import visible_record
from norfolk_cs.wording import date_words, in_words, titled

# Measures of the drawing, in pixels of the page's 16 px type.
HEAD = 30  # a line of years
YEAR = (46, 46)  # a bubble with three figures in it
LARGEST = 20  # radius of the fullest bubble; the smallest still holds a figure
SMALLEST = 9

_GROUPS = {
    "overdue": "Overdue",
    "open": "Still to come",
    "undated": "Without a date",
    "ultimatum": "Last chances",
    "denied": "Told as not set",
}


def board(
    deadlines: Iterable[Deadline], link: Link
) -> list[tuple[str, str, list[tuple[Deadline, str]]]]:
    """Deadlines by how they stand: status, heading, and each with the fact it is."""
    groups: dict[str, list[tuple[Deadline, str]]] = {status: [] for status in _GROUPS}
    for deadline in deadlines:
        groups[deadline.status].append((deadline, link("deadline", deadline.source)))
    return [(status, _GROUPS[status], rows) for status, rows in groups.items() if rows]


_FACT_KINDS = {"judgement": "rating"}  # what a fact is called that tells a kind of event


@dataclass(frozen=True, slots=True)
class Bubble:
    """How many events of a kind a year has."""

    x: int
    y: int
    radius: float
    count: int
    kind: str
    year: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The timeline as a whole: years across, kinds of event down."""

    years: list[tuple[int, str]]
    lanes: list[tuple[int, str]]
    bubbles: list[Bubble]
    width: int
    height: int


def overview(events: Sequence[Event]) -> Overview:
    """How many events of each kind every year has; years without one are left out."""
    counts = Counter((event.first[:4], event.kind) for event in events)
    years = sorted({year for year, _ in counts})
    kinds = [kind for kind in ORDER if any(event.kind == kind for event in events)]
    fullest = max(counts.values(), default=1)
    wide, high = YEAR
    bubbles = [
        Bubble(
            x=years.index(year) * wide + wide // 2,
            y=HEAD + kinds.index(kind) * high + high // 2,
            # area, not width, is what an eye compares
            radius=round(SMALLEST + (LARGEST - SMALLEST) * (count / fullest) ** 0.5, 1),
            count=count,
            kind=kind,
            year=year,
        )
        for (year, kind), count in sorted(counts.items())
    ]
    return Overview(
        years=[(number * wide + wide // 2, year) for number, year in enumerate(years)],
        lanes=[(HEAD + number * high + high // 2, kind) for number, kind in enumerate(kinds)],
        bubbles=bubbles,
        width=len(years) * wide,
        height=HEAD + len(kinds) * high,
    )


def event_rows(events: Sequence[Event], link: Link) -> dict[str, list[Any]]:
    """The events of each year as the script lists them.

    Each is kind, date in words, headline, items with the fact of each where they are as many, and
    the names of whom it concerns.
    """
    by_year: dict[str, list[Any]] = {}
    for year, same in groupby(events, key=lambda event: event.first[:4]):
        by_year[year] = [visible_record(_event_row(event, link)) for event in same]
    return by_year


def _event_row(event: Event, link: Link) -> list[Any]:
    kind = _FACT_KINDS.get(event.kind, event.kind)
    keys = [link(kind, source) for source in event.sources]
    return [
        event.kind,
        date_words(event.date),
        event.first,
        _event_words(event),
        list(event.items),
        list(dict.fromkeys(filter(None, keys))),
        [name for name in (event.who, event.whom) if name],
    ]


def _event_words(event: Event) -> str:
    to = f" for {event.whom}" if event.whom else ""
    by = f", by {event.who}" if event.who else ""
    match event.kind:
        case "judgement":
            area = f" · {in_words(event.area)}" if event.area else ""
            words = f"{titled(event.grade or '')}{area}{to}{by}"
        case "deadline":
            words = f"Deadline{to}" + (f", set by {event.who}" if event.who else "")
        case "recommendation":
            words = (event.who or "Somebody") + " recommends"
            words += f" to {event.whom}" if event.whom else ""
        case "statement":
            words = (event.who or "Somebody") + " says"
        case _:
            words = ""
    return " · ".join(part for part in (words, event.note) if part)
