"""What an expression is read as, what it counts from, and the nearest day or month to that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from norfolk_cs.timex.calendar import covers, precision
from norfolk_cs.timex.tense import Side

Groups = Mapping[str, str]  # a rule's named groups, those that took part, in lower case
Tables = Mapping[str, Mapping[str, Any]]  # the tables of rules/dates.toml
TimexType = Literal["DATE", "DURATION", "TIME", "SET"]
Anchor = Literal["published", "text"]
# "before" and "after" leave out the anchor itself: "last March", said in March, is a year ago.
Direction = Literal["back", "forward", "before", "after", "within", "near"]
Make = Callable[[int], str | None]  # a year → the value in that year, None where it has none

UNKNOWN_YEAR = "XXXX"
_FIX_A_YEAR = frozenset({"month", "week", "weekend", "day", "time"})
# A day or quarter without its year is seldom far: where the verb puts it further off than FAR days
# and it also lies within CLOSE, the closer one is meant ("extended to 16 November").
FAR, CLOSE = 240, 100
_YEAR_GROUPS = frozenset({"year", "rel_year", "that_year"})
_YEARS_AROUND = 2  # a bare expression lies at most this many years from what it counts from


@dataclass(slots=True)  # not frozen: one is made for each date
class Reading:
    """A normalised TIMEX3 expression; ``first`` and ``last`` where ``value`` does not tell them."""

    type: TimexType
    value: str | None
    mod: str | None = None
    anchor: Anchor | None = None
    first: str | None = None
    last: str | None = None

    def days(self) -> tuple[str | None, str | None]:
        """The first and last day, as ISO dates."""
        if self.first or self.last:
            return self.first, self.last
        span = covers(self.value)
        return (span[0].isoformat(), span[1].isoformat()) if span else (None, None)


@dataclass(slots=True)  # not frozen: one is made for each date
class Anchors:
    """What an expression may count from.

    ``published`` is the publication date, or the dateline (``in_text``) where that is unknown;
    ``entry`` the date that opens a timeline's entry; ``last`` the last date near by in the text;
    ``tale`` the last day that a tale has come to, and ``tale_side`` where it goes on from there;
    ``ruling`` the one told before it under the same verb ("told in January to improve by July");
    ``neighbour`` the reading of the date this one is joined to, and the side of it this one lies
    on ("9 June and 2 July 2014"). ``tense`` asks which way the verb points.
    """

    published: str | None
    tense: Callable[[], Side | None]
    in_text: bool = False
    entry: str | None = None
    last: str | None = None
    tale: str | None = None
    tale_side: Direction = "near"
    ruling: Callable[[], str | None] = lambda: None
    neighbour: Reading | None = None
    neighbour_side: Direction = "back"

    def side(self) -> Literal["back", "forward"] | None:
        """The side of publication on which the verb's tense puts it."""
        told = self.tense()
        return "forward" if told == "onward" else told

    @property
    def label(self) -> Anchor | None:
        """The name of the anchor that ``published`` is."""
        if self.published is None:
            return None
        return "text" if self.in_text else "published"


@dataclass(slots=True)  # not frozen: one is made for each date
class Words:
    """A rule's match: its groups, the rule's slots, what it may count from, the file's tables."""

    groups: Groups
    slots: Mapping[str, str | int | bool]
    at: Anchors
    tables: Tables

    def __contains__(self, name: str) -> bool:
        return name in self.groups

    def __getitem__(self, name: str) -> str:
        return self.groups[name]

    def get(self, name: str) -> str:
        """The group's words, or none at all."""
        return self.groups.get(name, "")

    @property
    def gives_year(self) -> bool:
        """Whether the words tell the year, if only as "next year"."""
        return not _YEAR_GROUPS.isdisjoint(self.groups)

    @property
    def mod(self) -> str | None:
        """The TIMEX3 mod of the rule, or of the bounding words ("the end of", "at least")."""
        if "mod" in self.slots:
            return str(self.slots["mod"])
        mods = self.tables["mod"]
        if mods.keys().isdisjoint(self.groups):
            return None
        return next((mod for name, mod in mods.items() if name in self.groups), None)


def nearest(make: Make, anchor: str | None, direction: Direction) -> str | None:
    """The value nearest to ``anchor`` in a direction; None where the anchor can't be placed.

    'back' and 'forward' count the anchor itself, 'within' keeps inside it, 'near' takes
    whichever side is closer.
    """
    around = covers(anchor)
    if around is None:
        return None
    first, last = around
    years = range(max(1, first.year - _YEARS_AROUND), last.year + _YEARS_AROUND + 1)
    in_order = years if direction in ("forward", "after") else reversed(years)
    found = (
        (value, span) for year in in_order if (value := make(year)) and (span := covers(value))
    )
    if direction == "back":
        fitting = (value for value, span in found if span[0] <= last)
    elif direction == "before":
        fitting = (value for value, span in found if span[1] < first)
    elif direction == "forward":
        fitting = (value for value, span in found if span[1] >= first)
    elif direction == "after":
        fitting = (value for value, span in found if span[0] > last)
    elif direction == "within":
        fitting = (value for value, span in found if first <= span[0] and span[1] <= last)
    else:
        by_distance = sorted(found, key=lambda item: _distance(item[1], around))
        fitting = (value for value, _ in by_distance)
    return next(fitting, None)


def _distance(one: tuple[date, date], other: tuple[date, date]) -> int:
    return max((one[0] - other[1]).days, (other[0] - one[1]).days, 0)


def nearest_by_tense(
    make: Make, anchor: str | None, side: Direction | None, close: bool
) -> str | None:
    """The value on the side that the tense says; ``close`` ones are not sought far away."""
    value = nearest(make, anchor, side or "near")
    around, span = covers(anchor), covers(value)
    if close and around and span and _distance(span, around) > FAR:
        other = nearest(make, anchor, "near")
        other_span = covers(other)
        if other_span and _distance(other_span, around) < CLOSE:
            return other
    return value


def place(make: Make, unknown: str | None, words: Words, *, close: bool = False) -> Reading:
    """The year of an expression that recurs every year: given, shared, or told by the anchor.

    ``unknown`` is the value where no anchor tells the year (``XXXX-12``); ``close`` expressions
    are seldom used of what is far away.
    """
    at = words.at
    if "year" in words:
        return Reading("DATE", make(int(words["year"][:4])))
    if "rel_year" in words:
        shift = {"last": -1, "next": 1}.get(words["rel_year"], 0)
        return _in_year(make, unknown, at.published, shift, at.label)
    if "that_year" in words:
        word = words["that_year"].split()[-1]
        shift = (word in ("following", "next")) - (word in ("previous", "preceding"))
        return _in_year(make, unknown, at.last, shift, "text")
    if "rel" in words:
        return _relative(make, unknown, words["rel"], at)
    if at.neighbour is not None:
        value = nearest(make, at.neighbour.value, at.neighbour_side)
        return Reading(
            "DATE", value or unknown, anchor=(at.neighbour.anchor or "text") if value else None
        )
    if at.tense() == "onward" and (ruling := at.ruling()):
        value = nearest(make, ruling, "forward")
        return Reading("DATE", value or unknown, anchor="text" if value else None)
    if at.tale is not None and at.side() != "forward":
        value = nearest(make, at.tale, at.tale_side)
        return Reading("DATE", value or unknown, anchor="text" if value else None)
    if at.entry is not None:
        inside = None if precision(at.entry) in _FIX_A_YEAR else nearest(make, at.entry, "within")
        value = inside or nearest_by_tense(make, at.entry, at.side(), close)
        return Reading("DATE", value or unknown, anchor="text" if value else None)
    if precision(at.published) in _FIX_A_YEAR:
        value = nearest_by_tense(make, at.published, at.side(), close)
        return Reading("DATE", value or unknown, anchor=at.label if value else None)
    return Reading("DATE", unknown)


def _in_year(
    make: Make, unknown: str | None, anchor: str | None, shift: int, label: Anchor | None
) -> Reading:
    around = covers(anchor)
    if around is None:
        return Reading("DATE", unknown)
    return Reading("DATE", make(around[0].year + shift), anchor=label)


def _relative(make: Make, unknown: str | None, rel: str, at: Anchors) -> Reading:
    """As in "last December", "next April", "this May", "the following March", "that spring"."""
    *article, word = rel.split()
    if word == "that":
        return _in_year(make, unknown, at.last, 0, "text")
    if article == ["the"] and word in ("following", "next", "previous"):
        value = nearest(make, at.last, "before" if word == "previous" else "after")
        return Reading("DATE", value or unknown, anchor="text" if value else None)
    if precision(at.published) not in _FIX_A_YEAR:
        return Reading("DATE", unknown)
    ways: dict[str, Direction] = {"last": "before", "next": "after", "past": "back"}
    if word == "this":
        value = nearest(make, (at.published or "")[:4], "within") or nearest(
            make, at.published, "near"
        )
    else:
        value = nearest(make, at.published, ways.get(word, "forward"))
    return Reading("DATE", value or unknown, anchor=at.label if value else None)
