"""What happened when, over all documents, in calendar order."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from norfolk_cs.ask.cast import is_of, refs
from norfolk_cs.ask.deadlines import arithmetic
from norfolk_cs.ask.history import history
from norfolk_cs.ask.sources import Documents, Source
from norfolk_cs.timex import covers
from norfolk_cs.write.records import Record

EventKind = Literal["judgement", "deadline", "date", "recommendation", "statement"]

# What one day's entries are told in: what was decided before what was said about it.
ORDER: tuple[EventKind, ...] = ("judgement", "deadline", "date", "recommendation", "statement")
# Which kinds of fact can show whose they are by a name in their sentence.
_BY_SENTENCE = ("date", "statement")

_Same = tuple[str | None, ...]  # what facts must share to be one event


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has a date.

    ``date`` is as precise as known (EDTF, or a TIMEX3 value such as 2016-SU); ``first`` and
    ``last`` are the ISO days it covers. What the other fields hold hangs on ``kind``:

    - ``judgement``, by the day of inspection, else by when it was first told: ``grade``,
      its ``rank`` and ``area``; ``who`` gave it ``whom``, ``note`` says when it came out;
    - ``deadline``, by the day it falls due: ``who`` set it ``whom``, ``items`` are what must be
      done, ``note`` is the arithmetic;
    - ``date``, a date in a text: ``items`` is its sentence, ``note`` its TIMEX3 modifier;
    - ``recommendation``, by publication: ``items`` are what ``who`` asks of ``whom``, or with the
      ``note`` "against" asks not to be done;
    - ``statement``, by publication: ``items`` are what ``who`` said in a document.

    ``items`` hold words of the documents, each once. ``sources`` are all places that tell it,
    ``item_sources`` for each item the index of the first of them that tells it.
    """

    kind: EventKind
    date: str
    first: str
    last: str
    who: str | None
    whom: str | None
    grade: str | None
    rank: int | None
    area: str | None
    items: tuple[str, ...]
    item_sources: tuple[int, ...]
    note: str | None
    sources: tuple[Source, ...]


def timeline(
    facts: Iterable[Record],
    *,
    actor_id: str | None = None,
    body_id: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> tuple[Event, ...]:
    """Events in calendar order: by the first day each covers, then the wider first.

    So 2013 comes before 2013-01, that before 2013-01-01, and 2013-02 after all of them. On one
    date judgements come first, then deadlines, dates, recommendations and statements, each in
    the documents' order.

    ``actor_id`` leaves what somebody said, set, advised or was told, and dates in sentences that
    name them. ``body_id`` leaves what befell a body: its judgements and deadlines, what it was
    told to do, and what was said and dated in sentences that name it. ``since`` and ``until``
    (YYYY, YYYY-MM or YYYY-MM-DD, inclusive) leave what may lie between them in part.
    """
    facts = list(facts)
    documents = Documents(facts)
    kept = facts
    for wanted, roles in ((actor_id, None), (body_id, ("body", "obliged", "addressee"))):
        if wanted is not None:
            kept = _of(wanted, kept, facts, roles)
    found = [
        *_judgements(facts, kept),
        *_deadlines(kept, documents),
        *_dates(kept, documents),
        *_said(kept, documents),
    ]
    bounds = covers(since), covers(until)
    chosen = [event for event in found if _within(event, *bounds)]
    return tuple(sorted(chosen, key=_calendar))


def _calendar(event: Event) -> tuple[str, int, int]:
    width = (date.fromisoformat(event.last) - date.fromisoformat(event.first)).days
    return event.first, -width, ORDER.index(event.kind)


def _within(event: Event, since: tuple[date, date] | None, until: tuple[date, date] | None) -> bool:
    return (since is None or event.last >= since[0].isoformat()) and (
        until is None or event.first <= until[1].isoformat()
    )


# -- whose facts ----------------------------------------------------------------------------


def _of(
    wanted: str, kept: Sequence[Record], facts: Sequence[Record], roles: Collection[str] | None
) -> list[Record]:
    """The facts that are somebody's: in one of these roles (None: in any), or by a sentence that
    names them.
    """
    mentions: dict[str, list[int]] = defaultdict(list)
    for fact in facts:
        if fact["kind"] == "actor" and fact["actor_id"] == wanted:
            mentions[fact["doc_id"]] += [mention["start"] for mention in fact["mentions"]]
    for starts in mentions.values():
        starts.sort()

    def is_theirs(fact: Record) -> bool:
        if roles is None:
            if any(is_of(ref, wanted) for ref in refs(fact)):
                return True
        elif any(is_of(fact.get(role), wanted) for role in roles):
            return True
        if fact["kind"] not in _BY_SENTENCE or (roles is None and fact["kind"] != "date"):
            return False
        starts, sentence = mentions.get(fact["doc_id"], []), fact["sentence"]
        place = bisect_left(starts, sentence["start"])
        return place < len(starts) and starts[place] < sentence["end"]

    return [fact for fact in kept if is_theirs(fact)]


# -- the kinds of event ---------------------------------------------------------------------


def _judgements(facts: Sequence[Record], kept: Sequence[Record]) -> Iterator[Event]:
    """Each judgement once, if any of those that tell it is among the facts kept.

    One that is only known to be older than a document has no place on the calendar.
    """
    places = {_place(fact) for fact in kept if fact["kind"] == "rating"}
    for judgement in history(facts).judgements:
        sources = (*judgement.sources, *judgement.looking_back)
        if judgement.date_is == "told later" or not any(
            (source.doc_id, source.start, source.end) in places for source in sources
        ):
            continue
        event = _event(
            "judgement",
            judgement.judged_on or judgement.date,
            sources,
            who=judgement.rater,
            whom=judgement.body,
            note={"published": f"published {judgement.date}", "told": "when it was told"}.get(
                judgement.date_is or ""
            ),
        )
        if event:
            yield replace(event, grade=judgement.value, rank=judgement.rank, area=judgement.area)


def _deadlines(facts: Iterable[Record], documents: Documents) -> Iterator[Event]:
    """What somebody set somebody for one day, however often it is told."""
    told: dict[_Same, list[Record]] = defaultdict(list)
    for fact in facts:
        if fact["kind"] == "deadline" and not fact["negated"] and fact["due"]:
            told[fact["due"], _name(fact["set_by"]), _name(fact["obliged"])].append(fact)
    for (due, set_by, obliged), same in told.items():
        yield from _events(
            "deadline",
            due,
            same,
            documents,
            who=set_by,
            whom=obliged,
            items=[fact["obligation"] for fact in same],
            note=arithmetic(same[0]),
        )


def _dates(facts: Sequence[Record], documents: Documents) -> Iterator[Event]:
    """Dates in texts: those on the calendar, and none that a judgement or a deadline has told.

    One date in one sentence is one event, however many papers print the sentence.
    """
    told = {
        (fact["doc_id"], fact["sentence"]["index"], value)
        for fact in facts
        for value in (fact.get("judged_on"), fact.get("due"))
        if value
    }
    same: dict[_Same, list[Record]] = defaultdict(list)
    for fact in facts:
        if fact["kind"] == "date" and fact["type"] in ("DATE", "TIME"):
            sentence = fact["sentence"]
            if (fact["doc_id"], sentence["index"], fact["value"]) not in told:
                key = fact["value"], fact["mod"], " ".join(sentence["text"].split())
                same[key].append(fact)
    for (value, mod, words), alike in same.items():
        note = mod.lower().replace("_", " ") if mod else None
        yield from _events("date", value, alike, documents, items=[words], note=note)


def _said(facts: Iterable[Record], documents: Documents) -> Iterator[Event]:
    """What each said, and advised each, in each document, by its publication."""
    statements: dict[_Same, list[Record]] = defaultdict(list)
    advice: dict[_Same, list[Record]] = defaultdict(list)
    for fact in facts:
        doc_id = fact["doc_id"]
        if fact["kind"] == "statement":
            statements[doc_id, _name(fact["speaker"])].append(fact)
        elif fact["kind"] == "recommendation":
            names = _name(fact["recommender"]), _name(fact["addressee"])
            advice[doc_id, *names, "against" if fact["against"] else None].append(fact)
    for (_, who), same in statements.items():
        items = [fact["span"]["text"] for fact in same]
        yield from _events("statement", same[0]["published"], same, documents, who=who, items=items)
    for (_, who, whom, note), same in advice.items():
        items = [fact["action"] for fact in same]
        published = same[0]["published"]
        yield from _events(
            "recommendation", published, same, documents, who=who, whom=whom, items=items, note=note
        )


def _events(
    kind: EventKind,
    when: str | None,
    told: Iterable[Record],
    documents: Documents,
    *,
    who: str | None = None,
    whom: str | None = None,
    items: Iterable[str | None] = (),
    note: str | None = None,
) -> Iterator[Event]:
    """The event that facts tell, if its date is one on the calendar."""
    sources = tuple(map(documents.source, told))
    event = _event(kind, when, sources, who=who, whom=whom, items=items, note=note)
    if event:
        yield event


def _event(
    kind: EventKind,
    when: str | None,
    sources: tuple[Source, ...],
    *,
    who: str | None = None,
    whom: str | None = None,
    items: Iterable[str | None] = (),
    note: str | None = None,
) -> Event | None:
    days = covers(when)
    if when is None or days is None:
        return None
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        if item:
            first.setdefault(item, index)
    return Event(
        kind=kind,
        date=when,
        first=days[0].isoformat(),
        last=days[1].isoformat(),
        who=who,
        whom=whom,
        grade=None,
        rank=None,
        area=None,
        items=tuple(first),
        item_sources=tuple(first.values()),
        note=note,
        sources=sources,
    )


def _place(fact: Record) -> tuple[str, int, int]:
    return fact["doc_id"], fact["span"]["start"], fact["span"]["end"]


def _name(ref: Record | None) -> str | None:
    return ref["name"] if ref is not None else None
