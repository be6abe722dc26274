"""Deadlines as of a day: what is due when, how that was reckoned, and how late it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from norfolk_cs.ask.cast import is_of
from norfolk_cs.ask.sources import Documents, Source
from norfolk_cs.timex import add, covers
from norfolk_cs.wording import duration_words, plural
from norfolk_cs.write.records import Record

Status = Literal["overdue", "open", "undated", "ultimatum", "denied"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time within which a body must act, as of a day.

    ``status``: ``overdue`` (its last day is past), ``open`` (it is today or to come),
    ``undated`` (nothing says when it ends), ``ultimatum`` (a last chance, which has no time),
    ``denied`` (the text says that it is not set). ``due`` is as precise as its words;
    ``last_day`` is the last day that it covers, the one that counts: 2015-11 is over after
    2015-11-30. ``days_left`` counts from the day asked about to that day, below nought when it is
    past, and ``reckoning`` says so in words ("overdue by 13 days"). ``arithmetic`` shows how
    ``due`` came about, None where nothing was reckoned.
    """

    status: Status
    due: str | None
    last_day: str | None
    days_left: int | None
    reckoning: str
    window: str | None
    from_: str | None
    arithmetic: str | None
    obliged_id: str | None
    obliged: str | None
    set_by_id: str | None
    set_by: str | None
    obligation: str | None
    consequence: str | None
    certainty: str
    source: Source


def deadlines(
    facts: Iterable[Record], as_of: date, *, body_id: str | None = None
) -> tuple[Deadline, ...]:
    """The deadlines that facts tell of, as of a day, in the order of a diary.

    Those with a date come first, by their last day and then by how it is given and reckoned;
    then those without, ultimatums and what is denied; each in the facts' order. ``body_id``
    leaves only what this body must do. Every fact is an entry: several stories that tell one
    deadline are as many entries.
    """
    facts = list(facts)
    documents = Documents(facts)
    found = [
        _deadline(fact, as_of, documents.source(fact))
        for fact in facts
        if fact["kind"] == "deadline" and (body_id is None or is_of(fact["obliged"], body_id))
    ]
    return tuple(sorted(found, key=_diary))


def _deadline(fact: Record, as_of: date, source: Source) -> Deadline:
    days = covers(fact["due"])
    last_day = days[1] if days else None
    if fact["negated"]:
        status: Status = "denied"
    elif last_day is not None:
        status = "overdue" if last_day < as_of else "open"
    else:
        status = "ultimatum" if fact["basis"] == "ultimatum" else "undated"
    days_left = (last_day - as_of).days if last_day and status != "denied" else None
    obliged, set_by = fact["obliged"] or {}, fact["set_by"] or {}
    return Deadline(
        status=status,
        due=fact["due"],
        last_day=last_day.isoformat() if last_day else None,
        days_left=days_left,
        reckoning=_reckoning(status, days_left),
        window=fact["window"],
        from_=fact["from"],
        arithmetic=arithmetic(fact),
        obliged_id=obliged.get("actor_id"),
        obliged=obliged.get("name"),
        set_by_id=set_by.get("actor_id"),
        set_by=set_by.get("name"),
        obligation=fact["obligation"],
        consequence=fact["consequence"],
        certainty=fact["certainty"],
        source=source,
    )


def _reckoning(status: Status, days_left: int | None) -> str:
    if days_left is None:
        return {"ultimatum": "last chance", "denied": "not set"}.get(status, "no date")
    if not days_left:
        return "due today"
    days = plural(abs(days_left), "day")
    return f"overdue by {days}" if days_left < 0 else f"{days} left"


def arithmetic(fact: Record) -> str | None:
    """How a deadline's day was reckoned: "2013-08-16 + 6 months = 2014-02-16".

    A month or a year says up to which day it counts: "2015-11, to its last day 2015-11-30". A sum
    is shown only if it comes out at the day that the fact gives.
    """
    due, window, start = fact["due"], fact["window"], fact["from"]
    days = covers(due)
    sum_ = f"{start} + {duration_words(window)}" if window and start else None
    if sum_ and due and add(start, window) == due:
        sum_ = f"{sum_} = {due}"
    elif days:
        sum_ = None
    elif sum_:
        return f"{sum_}: on which day is not known"
    elif window:
        return f"{duration_words(window)}, from when is not known"
    if days is None or days[0] == days[1]:
        return sum_
    return f"{sum_ or due}, to its last day {days[1]}"


def _diary(deadline: Deadline) -> tuple[int, str, str, str]:
    order: dict[str, int] = {"overdue": 0, "open": 0, "undated": 1, "ultimatum": 2, "denied": 3}
    place = order[deadline.status]
    if deadline.last_day is None or place:
        return place, "", "", ""
    return place, deadline.last_day, deadline.due or "", deadline.arithmetic or ""
