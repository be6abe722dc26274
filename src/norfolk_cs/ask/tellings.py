"""Which judgement a rating fact tells: that of its own document, or one that it looks back at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from norfolk_cs.ask.sources import TABLE, Documents, Source
from norfolk_cs.timex import Days, covers
from norfolk_cs.write.records import Record

OVERALL = "overall"
Doubt = Literal["negated", "hedged", "conditional"]


class Key(NamedTuple):
    """What entries must share to be one judgement, but for the grade and the date.

    Nobody knows whether two documents mean the same unknown body: ``doc_id`` keeps them apart.
    """

    body_id: str | None
    scale: str
    area: str | None
    doc_id: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """A rating fact, with what its document adds to it.

    ``days`` are those on which the judgement may have been given or come out, None where nothing
    says so; ``told`` are those of its document. ``is_own`` says that it is a report's own.
    """

    key: Key
    fact: Record
    source: Source
    judged_on: str | None
    days: Days | None
    told: Days | None
    is_own: bool

    @property
    def is_later(self) -> bool:
        """Whether it is told as a past grade."""
        return bool(self.fact["previous"])

    @property
    def is_table(self) -> bool:
        """Whether it is a row of a report's table."""
        return str(self.fact["rule"]).startswith(TABLE)

    @property
    def is_vague(self) -> bool:
        """Whether it looks back and says neither at which area nor at what time."""
        return self.key.area is None and self.days is None and self.is_later


class Entry:
    """Tellings of one judgement; the first stands nearest, and its days hold for all."""

    def __init__(self, telling: Telling) -> None:
        self.tellings = [telling]
        self.value: str = telling.fact["value"]
        self.days = telling.days or telling.told
        self.is_dated = telling.days is not None

    @property
    def is_later(self) -> bool:
        """Whether it is told only by documents that look back."""
        return all(telling.is_later for telling in self.tellings)

    @property
    def is_table(self) -> bool:
        """Whether a report's table gives it."""
        return self.tellings[0].is_table

    @property
    def first_day(self) -> date:
        """To be compared by; what has no date at all comes last."""
        return self.days[0] if self.days else date.max

    def meets(self, days: Days) -> bool:
        """Whether it may be of these days."""
        return self.days is not None and self.days[0] <= days[1] and days[0] <= self.days[1]

    def is_vague_in(self, doc_id: str) -> bool:
        """Whether it is one document's word for some service's grade at some time."""
        first = self.tellings[0]
        return first.is_vague and first.source.doc_id == doc_id

    @property
    def is_placed(self) -> bool:
        """Whether its days are its own, and not those of a document that looks back at it."""
        return self.is_dated or not self.tellings[0].is_later


def tellings_of(ratings: Sequence[Record], documents: Documents) -> Iterator[Telling]:
    """Each rating that counts, read with its document: whose grade it is, and of when.

    In a report the inspection is the report's own unless the words say otherwise; and a grade of
    nobody in particular is the body's whose same grade for the same area the report gives.
    """
    inspected = _inspections(ratings)
    graded = _graded(ratings)
    for fact in ratings:
        if doubt(fact):
            continue
        doc_id, judged_on = fact["doc_id"], fact["judged_on"]
        inspection = inspected.get(doc_id)
        told = _span(inspection, fact["published"])
        is_own = (
            doc_id in documents.reports
            and not fact["previous"]
            and (judged_on is None or judged_on == inspection)
        )
        body = fact["body"]
        body_id = body["actor_id"] if body else graded.get(_told_by(fact))
        yield Telling(
            key=Key(body_id, fact["scale"], fact["area"], None if body_id else doc_id),
            fact=fact,
            source=documents.source(fact),
            judged_on=inspection if is_own else judged_on,
            days=told if is_own else covers(judged_on),
            told=told,
            is_own=is_own,
        )


def _inspections(ratings: Iterable[Record]) -> dict[str, str]:
    """The day of inspection that each report's table gives, where all its rows give the same."""
    days: dict[str, set[str | None]] = defaultdict(set)
    for fact in ratings:
        if fact["rule"].startswith(TABLE):
            days[fact["doc_id"]].add(fact["judged_on"])
    return {doc: day for doc, (day, *more) in days.items() if day is not None and not more}


def _graded(ratings: Iterable[Record]) -> dict[tuple[str, ...], str]:
    """Whose the grade is that a document gives for an area, where it is one body's."""
    bodies: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for fact in ratings:
        if fact["body"] and fact["area"]:
            bodies[_told_by(fact)].add(fact["body"]["actor_id"])
    return {told: found.pop() for told, found in bodies.items() if len(found) == 1}


def _told_by(fact: Record) -> tuple[str, ...]:
    return (fact["doc_id"], fact["scale"], fact["area"] or "", fact["value"])


def _span(judged_on: str | None, published: str | None) -> Days | None:
    """From the inspection's last day to the report's coming out: people date a judgement by
    either.
    """
    first, last = covers(judged_on), covers(published)
    if first and last and first[0] <= last[1]:
        return first[0], last[1]
    return first or last


def nearness(telling: Telling) -> tuple[bool, int, int, date, date]:
    """The order in which tellings look for their judgement: what is surest goes first.

    Named areas before unnamed; tables, then what is told at the time, then what is looked back
    at, then what has no date; the more exact date first.
    """
    days = telling.days
    if telling.is_table:
        sureness = 0
    elif days is None:
        sureness = 4 if telling.is_later else 3
    else:
        sureness = 2 if telling.is_later else 1
    width = (days[1] - days[0]).days if days else 0
    told = telling.told[0] if telling.told else date.max
    return telling.key.area is None, sureness, width, days[0] if days else told, told


def place(telling: Telling, groups: dict[Key, list[Entry]]) -> None:
    """Put a telling to the judgement it tells, or begin one.

    A grade for no named area is looked for among the overall ones first, unless it looks back
    and has no date: that may be any service's, at any time.
    """
    keys = [telling.key]
    if telling.key.area is None and not telling.is_vague:
        keys.insert(0, telling.key._replace(area=OVERALL))
    for key in keys:
        home = _home(telling, groups.get(key, ()))
        if home is not None:
            home.tellings.append(telling)
            return
    groups[telling.key].append(Entry(telling))


def _home(telling: Telling, entries: Sequence[Entry]) -> Entry | None:
    """The judgement among ``entries`` that a telling tells; the latest of several.

    A dated one is of its days. One without a date is the grade that stood when it was told; if it
    is told as past, it is the last such grade before.
    """
    value = telling.fact["value"]
    alike = [entry for entry in entries if entry.value == value]
    if telling.is_vague:
        return next((entry for entry in alike if entry.is_vague_in(telling.source.doc_id)), None)
    days, told = telling.days, telling.told
    if days is not None:
        found = [entry for entry in alike if entry.is_dated and entry.meets(days)]
        return max(found, key=lambda entry: entry.first_day, default=None)
    if told is None:
        return alike[0] if len(alike) == 1 else None
    if telling.is_later:
        past = [e for e in alike if e.is_placed and e.days and e.days[1] < told[0]]
        return max(past, key=lambda entry: entry.first_day, default=None)
    stood = [entry for entry in entries if entry.is_placed and entry.first_day <= told[1]]
    latest = max((entry.first_day for entry in stood), default=None)
    return next((e for e in stood if e.value == value and e.first_day == latest), None)


def doubt(fact: Record) -> Doubt | None:
    """Why a grade is not one that was given, if so."""
    if fact["negated"]:
        return "negated"
    if fact["certainty"] == "stated":
        return None
    return "conditional" if fact["certainty"] == "conditional" else "hedged"
