"""What judgements a body was given, when, and whether each was better or worse than the last.

Many documents tell one judgement: the report's table, its headings, the papers of the week, and
the next report, which looks back. They are put together where body, scale, area and grade are the
same and the dates can be; what cannot be put together stands as an entry of its own, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from norfolk_cs.ask.sources import MEDIA, Documents, Source
from norfolk_cs.ask.tellings import (
    OVERALL,
    Entry,
    Key,
    Telling,
    doubt,
    nearness,
    place,
    tellings_of,
)
from norfolk_cs.names import slug
from norfolk_cs.timex import covers
from norfolk_cs.write.records import Record

Change = Literal["better", "worse", "same"]
Status = Literal["told then", "told later", "disagrees", "negated", "hedged", "conditional"]
DateIs = Literal["published", "judged", "told", "told later"]

# As Ofsted's reports have them; areas of other names follow by the alphabet.
AREAS = (
    OVERALL,
    "help_and_protection",
    "looked_after",
    "adoption",
    "care_leavers",
    "leadership",
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade given to a body, with every place that tells it.

    ``area`` is None where no source names one, ``body`` where none says whose grade it is.
    ``date`` is the day, month or year it is known by (EDTF level 0); ``date_is`` says of what:

    - ``published``: the inspection report that gives it came out;
    - ``judged``: no report is at hand, but a source says when it was judged;
    - ``told``: no source says when; the first to tell it came out then;
    - ``told later``: the same, and it is told as a past grade: it was given before.

    ``judged_on`` is when it was judged, as finely as any source says. ``status``: ``told then``;
    ``told later`` (known only from later documents that look back); ``disagrees`` (another source
    that stands nearer gives another grade for the same time: ``instead``, by value). Only
    :attr:`History.doubtful` has the others.
    ``change`` compares it with the judgement ``before`` (a value; ``before_date`` is its date,
    where it has its own) of the same body, scale and area; None for the first, for one that
    disagrees, and where no area or no date is known.
    ``sources`` are those that tell it as a present grade, tables first, then reports, other
    documents and news; ``looking_back`` those that tell it as a past one.
    """

    body_id: str | None
    body: str | None
    scale: str
    area: str | None
    value: str
    rank: int
    rater: str | None
    date: str | None
    date_is: DateIs | None
    judged_on: str | None
    status: Status
    instead: str | None
    change: Change | None
    before: str | None
    before_date: str | None
    sources: tuple[Source, ...]
    looking_back: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Judgements by body, scale, area and date, and apart from them what only looks like one.

    ``doubtful`` are grades that the text denies, or thinks possible, or hangs on an *if*: their
    ``status`` says which, each has one source, and none is compared with anything.
    """

    judgements: tuple[Judgement, ...]
    doubtful: tuple[Judgement, ...]


def history(
    facts: Iterable[Record], *, body_id: str | None = None, area: str | None = None
) -> History:
    """The judgements that facts tell of, each once.

    ``body_id`` and ``area`` leave only those of one body and one area. All facts should be given
    all the same: what tells a report from a story is the other facts of the document.
    """
    facts = list(facts)
    documents = Documents(facts)
    ratings = [fact for fact in facts if fact["kind"] == "rating"]
    tellings = tellings_of(ratings, documents)
    groups: dict[Key, list[Entry]] = defaultdict(list)
    for telling in sorted(tellings, key=nearness):
        place(telling, groups)
    judgements = [
        judgement
        for key in sorted(groups, key=_order)
        if _wanted(key.body_id, key.area, body_id, area)
        for judgement in _judgements(key, groups[key])
    ]
    doubtful = [
        _doubtful(fact, documents)
        for fact in ratings
        if doubt(fact)
        and _wanted(fact["body"] and fact["body"]["actor_id"], fact["area"], body_id, area)
    ]
    return History(tuple(judgements), tuple(doubtful))


def known_areas(facts: Iterable[Record]) -> list[str]:
    """The areas that any rating names, as Ofsted orders them."""
    found = {fact["area"] for fact in facts if fact["kind"] == "rating" and fact["area"]}
    return sorted(found, key=_area_order)


def area_named(name: str) -> str:
    """An area as a user writes it ("Help and protection") as facts have it."""
    return slug(name).replace("-", "_")


# -- judgements in their order --------------------------------------------------------------


def _judgements(key: Key, entries: Sequence[Entry]) -> Iterator[Judgement]:
    """The judgements of one body, scale and area by date, each compared with the one before."""
    before: Judgement | None = None
    for entry in sorted(entries, key=_calendar):
        tellings = sorted(entry.tellings, key=_reading_order)
        fact = tellings[0].fact
        other = _instead(entry, entries) if key.area else None
        comparable = key.area is not None and other is None and entry.days is not None
        compared = before if comparable else None
        when, what = _known_by(entry)
        judgement = Judgement(
            body_id=key.body_id,
            body=_body_name(tellings),
            scale=key.scale,
            area=key.area,
            value=entry.value,
            rank=fact["rank"],
            rater=next((t.fact["rater"]["name"] for t in tellings if t.fact["rater"]), None),
            date=when,
            date_is=what,
            judged_on=_judged_on(entry),
            status="disagrees" if other else "told later" if entry.is_later else "told then",
            instead=other,
            change=_change(fact["rank"], compared.rank) if compared else None,
            before=compared.value if compared else None,
            before_date=compared.date if compared and compared.date_is != "told later" else None,
            sources=tuple(telling.source for telling in tellings if not telling.is_later),
            looking_back=tuple(telling.source for telling in tellings if telling.is_later),
        )
        yield judgement
        if comparable:
            before = judgement


def _reading_order(telling: Telling) -> tuple[bool, bool, int, str, str, int]:
    """What looks back last; before it tables, then reports, other documents and news by date."""
    source = telling.source
    return (
        telling.is_later,
        not telling.is_table,
        MEDIA.index(source.medium),
        source.published or "~",
        source.doc_id,
        source.start,
    )


def _calendar(entry: Entry) -> tuple[date, bool, int]:
    """Where an entry stands: by its first day; what is only known to be older goes before."""
    width = -(entry.days[1] - entry.days[0]).days if entry.days else 0
    return entry.first_day, entry.is_placed, width


def _instead(entry: Entry, entries: Iterable[Entry]) -> str | None:
    """The grade that a source nearer to the judgement gives for the same time, if another."""
    if entry.is_table or not entry.is_placed or entry.days is None:
        return None
    for other in entries:
        nearer = other.is_table or (entry.is_later and not other.is_later)
        if nearer and other.value != entry.value and other.meets(entry.days):
            return other.value
    return None


def _change(rank: int, before: int) -> Change:
    if rank == before:
        return "same"
    return "better" if rank < before else "worse"  # rank 1 is the best


def _known_by(entry: Entry) -> tuple[str | None, DateIs | None]:
    reports = [t.fact["published"] for t in entry.tellings if t.is_own and t.fact["published"]]
    if reports:
        return min(reports), "published"
    judged = _judged_on(entry)
    if judged:
        return judged, "judged"
    published = [t.fact["published"] for t in entry.tellings if t.fact["published"]]
    if not published:
        return None, None
    return min(published), "told later" if entry.is_later else "told"


def _judged_on(entry: Entry) -> str | None:
    """When it was judged: as the nearest telling has it, or one that is finer."""
    days = [t.judged_on for t in entry.tellings if t.judged_on and covers(t.judged_on)]
    return next((d for d in days if all(len(d) >= len(e) for e in days)), None)


def _body_name(tellings: Iterable[Telling]) -> str | None:
    names = (t.fact["body"]["name"] for t in tellings if t.fact["body"])
    return next(names, None)


def _order(key: Key) -> tuple[str, str, str, tuple[int, str]]:
    return key.body_id or "~", key.doc_id or "", key.scale, _area_order(key.area)


def _area_order(area: str | None) -> tuple[int, str]:
    if area in AREAS:
        return AREAS.index(area), ""
    return len(AREAS) + (area is None), area or ""


def _wanted(
    own_body: str | None, own_area: str | None, body_id: str | None, area: str | None
) -> bool:
    return body_id in (None, own_body) and area in (None, own_area)


# -- what is no history ---------------------------------------------------------------------


def _doubtful(fact: Record, documents: Documents) -> Judgement:
    body, rater = fact["body"], fact["rater"]
    judged_on = fact["judged_on"] if covers(fact["judged_on"]) else None
    date_is: DateIs = "judged" if judged_on else "told later" if fact["previous"] else "told"
    source = (documents.source(fact),)
    return Judgement(
        body_id=body["actor_id"] if body else None,
        body=body["name"] if body else None,
        scale=fact["scale"],
        area=fact["area"],
        value=fact["value"],
        rank=fact["rank"],
        rater=rater["name"] if rater else None,
        date=judged_on or fact["published"],
        date_is=date_is if judged_on or fact["published"] else None,
        judged_on=judged_on,
        status=doubt(fact) or "hedged",
        instead=None,
        change=None,
        before=None,
        before_date=None,
        sources=() if fact["previous"] else source,
        looking_back=source if fact["previous"] else (),
    )
