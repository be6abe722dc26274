"""Places that stand for their council: "Norfolk's children's services", "Suffolk has been told"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from norfolk_cs.analysis import folded
from norfolk_cs.authorities import authorities, fold_form
from norfolk_cs.naming.ahead import Ahead
from norfolk_cs.naming.body import Body
from norfolk_cs.naming.casing import COMPASS
from norfolk_cs.naming.gazetteer import Listed
from norfolk_cs.naming.lexicon import patterns
from norfolk_cs.naming.words import Words
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.triggers import Trigger

_RUN = ("-run", "-led", "-held", "-controlled")  # "Tory-run Stannerby": no part of its name
_LISTED = "before.place-listed"
_LIST_GAP = re.compile(r"\s*(?:[,;]|[,;]?\s+(?:and|&))\s+")
_AROUND = 90  # characters beside a place that may say that its council is meant


@dataclass(slots=True, unsafe_hash=True)
class Place:
    """A place's name in the text that is, or may stand for, a council's.

    ``as_body`` says that the words beside it leave no doubt that the council is meant.
    """

    start: int
    end: int
    key: str  # folded
    as_body: bool


class PlaceReader:
    """Tells places that act from places that lie somewhere, by rules of ``rules/actors.toml``."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.after = patterns(book, "after.place")

    @cached_property
    def before(self) -> Ahead[tuple[re.Pattern[str] | Trigger, bool, bool]]:
        """What stands before, whether the case of its letters counts, and whether it lists."""
        regex, source = self.book.regex, self.book.source
        return Ahead(
            (
                source(rule),
                (regex(rule) if rule.case else Trigger(regex(rule)), rule.case, rule.id == _LISTED),
            )
            for rule in self.book.rules
            if rule.id.startswith("before.place")
        )

    def find(self, words: Words, listed: list[Listed], bodies: list[Body]) -> list[Place]:
        """The listed places, and those of councils named in full elsewhere in the text."""
        spans = {(place.first, place.last) for place in listed}
        keys = {body.place for body in bodies if body.place}
        spans.update(self._unlisted(words, keys))
        found: list[Place] = []
        list_end = 0  # of the councils listed last
        for first, last in sorted(spans):
            if not self._is_whole(words, first, last):
                continue
            place, is_listed = self._place(words, first, last)
            if list_end and _LIST_GAP.fullmatch(words.text, list_end, place.start):
                is_listed = place.as_body = True  # a list of any length
            list_end = place.end if is_listed else 0
            found.append(place)
        return found

    def _unlisted(self, words: Words, keys: set[str]) -> Iterator[tuple[int, int]]:
        alike: dict[tuple[str, int], set[str]] = defaultdict(set)  # by first word and length
        for key in keys:
            parts = key.split()
            more = sum(part not in ("and", "of", "the", "upon", "on") for part in parts) - 1
            alike[parts[0], more].add(key)
        for (first, more), wanted in alike.items():
            for index in words.places.get(first, ()):
                last = index + more
                if last < len(words) and fold_form(words.phrase(index, last)) in wanted:
                    yield index, last

    def _is_whole(self, words: Words, first: int, last: int) -> bool:
        letters = words.letters
        if letters[2 * first] in "OP" or letters[2 * last] in "OP":
            return False
        if first and letters[2 * first - 1] == "-":
            before = words.word(first - 1).lower()
            named = letters[2 * first - 2] in "xg" and not before.endswith(_RUN)
            if before in COMPASS or named:
                return False
        goes_on = letters[2 * last + 1] == "-" and letters[2 * last + 2] in "xgfqkiPO"
        return not goes_on or (_is_city(words, last) and letters[2 * last + 3] == "|")

    def _place(self, words: Words, first: int, last: int) -> tuple[Place, bool]:
        """A place, and whether it stands in a list of councils."""
        start, end = words.starts[first], words.ends[last]
        text = words.text
        after = words.ends[last + 1] if _is_city(words, last) else end
        follow, ahead = text[after : after + _AROUND], text[max(0, start - _AROUND) : start]
        acts = any(pattern.match(follow) for pattern in self.after)
        told = next(
            (p for p in self.before(ahead) if p[0].search(ahead if p[1] else folded(ahead))), None
        )
        place = Place(start, end, fold_form(text[start:end]), acts or told is not None)
        return place, told is not None and told[2]


def _is_city(words: Words, last: int) -> bool:
    """Whether "City" follows a place: "Nottingham City local authority", as Ofsted has it."""
    return words.letters[2 * last + 1] == "-" and words.keys[last + 1] == "city"


def councils_of(
    places: list[Place], bodies: list[Body], published: str | None
) -> dict[str, tuple[str, str | None]]:
    """The official name and GSS code of the council that each place stands for, by its key.

    A council off the list has the fullest name that the text gives it; a place whose council is
    never named keeps its own name ("").
    """
    fullest: dict[str, Body] = {}
    for body in bodies:
        known = fullest.get(body.place)
        if known is None or len(body.name) > len(known.name):
            fullest[body.place] = body
    councils: dict[str, tuple[str, str | None]] = {}
    for key in {place.key for place in places}:
        row = authorities().named(key, published)
        council = fullest.get(key) or (row and fullest.get(fold_form(row.place))) or row
        councils[key] = (council.name, council.code) if council else ("", None)
    return councils
