"""English authorities with children's services: their official names, forms and GSS codes.

The table (``data/authorities.csv``) has one row for each name an authority bears or bore, with
the days between which it held: ``since`` inclusive, ``until`` exclusive, both ISO dates or empty.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from norfolk_cs.names import fold

# What may follow the bare place in a form of the name, by the kind of authority. A county has
# no "City Council": that is the district in its chief town (Durham, Lincoln, Worcester).
_COUNTY_ENDS = ("County Council", "Council", "CC")
_BOROUGH_ENDS = (
    "Council",
    "Borough Council",
    "City Council",
    "Metropolitan Borough Council",
    "Metropolitan Council",
    "MBC",
    "London Borough Council",
)
_BOROUGH_STARTS = (
    "London Borough of",
    "Royal Borough of",
    "Metropolitan Borough of",
    "Borough of",
    "City of",
)


@dataclass(frozen=True, slots=True)
class Authority:
    """A council by its official name; ``place`` is the bare place that may stand for it."""

    name: str
    place: str
    code: str
    region: str
    also: tuple[str, ...]
    since: str
    until: str

    @property
    def is_county(self) -> bool:
        """Whether it is a county council, by its name."""
        return "County Council" in self.name

    def forms(self) -> tuple[str, ...]:
        """Every name that means the council itself, the bare place not among them."""
        ends = _COUNTY_ENDS if self.is_county else _BOROUGH_ENDS
        found = [self.name, *(form for form in self.also if _names_a_body(form))]
        found += [f"{self.place} {end}" for end in ends]
        if not self.is_county:
            found += [f"{start} {self.place}" for start in _BOROUGH_STARTS]
            found += [f"{start} {self.place} Council" for start in ("City of", "Borough of")]
        return tuple(dict.fromkeys(found))

    def places(self) -> tuple[str, ...]:
        """The bare places that may stand for the council."""
        return (self.place, *(form for form in self.also if not _names_a_body(form)))

    def held_on(self, day: str) -> bool:
        """Whether the name held on an ISO date, which may be cut to a month or a year."""
        return self.has_begun(day) and (not self.until or day < self.until)

    def has_begun(self, day: str) -> bool:
        """Whether the name held on an ISO date, which may be cut, or before it."""
        return self.since[: len(day)] <= day


class Authorities:
    """All rows, looked up by any form of a name; several rows may share one."""

    def __init__(self, rows: tuple[Authority, ...]) -> None:
        self.rows = rows
        self._named = lru_cache(maxsize=8192)(self._named_then)  # texts repeat their councils

    @cached_property
    def by_form(self) -> dict[str, list[Authority]]:
        """Folded form → the authorities that bear or bore it."""
        return self._index(lambda row: row.forms())

    @cached_property
    def by_place(self) -> dict[str, list[Authority]]:
        """Folded bare place → the authorities it may stand for."""
        return self._index(lambda row: row.places())

    def _index(self, words: Callable[[Authority], tuple[str, ...]]) -> dict[str, list[Authority]]:
        found: dict[str, list[Authority]] = {}
        for row in self.rows:
            for form in words(row):
                found.setdefault(fold_form(form), []).append(row)
        return found

    def named(self, form: str, published: str | None = None) -> Authority | None:
        """The authority that a form of a name means; None for a name not on the list.

        An official name means its own row, also once it is past; before it held, it is a form
        like any other ("Dorset Council" in 2016). Of several rows that share a form or a place,
        the one that held when the text was ``published`` is meant, or the present one where the
        day is unknown.
        """
        return self._named(form, published)

    def _named_then(self, form: str, published: str | None) -> Authority | None:
        folded = fold_form(form)
        rows = self.by_form.get(folded) or self.by_place.get(folded) or []
        official = [
            row
            for row in rows
            if fold_form(row.name) == folded and (not published or row.has_begun(published))
        ]
        if official:
            return official[-1]
        held = [row for row in rows if row.held_on(published)] if published else []
        present = [row for row in rows if not row.until]
        return next(iter(held or present or rows), None)


@lru_cache(maxsize=8192)  # every form of every authority, and a few documents' own names
def fold_form(form: str) -> str:
    """A council's name to look up by: "&", dots, hyphens and case folded."""
    folded = fold(form).replace("&", "and").replace(".", "").replace("-", " ")
    return " ".join(folded.split())


def _names_a_body(form: str) -> bool:
    return form.endswith(("Council", "Corporation")) or " of " in form or form.isupper()


@lru_cache(maxsize=1)
def authorities() -> Authorities:
    """The authorities of the package's table, read once."""
    source = (files("norfolk_cs") / "data" / "authorities.csv").read_text("utf-8")
    return Authorities(tuple(_row(line) for line in csv.DictReader(source.splitlines())))


def _row(line: dict[str, str]) -> Authority:
    also = tuple(filter(None, line.pop("also").split("|")))
    return Authority(also=also, **line)
