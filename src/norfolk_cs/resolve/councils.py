"""Which council: the one a document is about, and the one a place or "the county council" means."""

from __future__ import annotations

import re
from functools import cached_property

from norfolk_cs.analysis import ActorMention, Analysis
from norfolk_cs.authorities import authorities, fold_form
from norfolk_cs.models import ActorRef
from norfolk_cs.naming.title import report_title
from norfolk_cs.resolve.register import Latest, Register, named_ref, places_of, reference

_EARLY = 600  # characters: a headline and its first paragraphs, where the subject is named
_EARLY_WEIGHT = 3.0  # being named first outweighs two further mentions elsewhere
_SORTS = ("county", "city", "borough", "district")
_SERVICES = re.compile(r"hildren['’]?s (?:services|social)")  # told of in what follows
_SERVED = re.compile(
    r"\b(?P<owner>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})(?:['’]s)? (?:[a-z'’“‘\"-]+ ){0,3}?"
    r"[Cc]hildren['’]?s (?:services|social care|social services)"
    r"|\b[Cc]hildren['’]?s (?:services|social care|social services)(?: department)? in "
    r"(?P<place>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})"
)


class Councils:
    """The councils of one document."""

    def __init__(self, analysis: Analysis, register: Register) -> None:
        self.analysis = analysis
        self.register = register
        self._by_sort: dict[str, ActorRef | None] = {}

    @cached_property
    def titled(self) -> ActorRef | None:
        """Whom a report's title names: the council, or its safeguarding board on its own."""
        title = report_title(self.analysis)
        if title and title.is_board:
            return named_ref(" ".join(self.analysis.text[title.start : title.end].split()))
        return self.main if title else None

    @cached_property
    def main(self) -> ActorRef | None:
        """The council that the document is about, or None where that is not certain."""
        if title := report_title(self.analysis):
            return named_ref(title.authority.name)
        weights = {
            actor.name: len(actor.mentions) + _earliness(actor) for actor in self.register.councils
        }
        ranked = sorted(weights, key=lambda name: -weights[name])
        if not ranked:
            return self._served()
        if len(ranked) > 1 and weights[ranked[0]] == weights[ranked[1]]:
            return None
        return named_ref(ranked[0])

    def _served(self) -> ActorRef | None:
        """The one place whose children's services are spoken of, if no council is named."""
        if _SERVICES.search(self.analysis.text) is None:
            return None
        names = set()
        for match in _SERVED.finditer(self.analysis.text):
            place = match["owner"] or match["place"]
            row = authorities().named(place, self.analysis.document.published)
            if row is not None:
                names.add(row.name)
            elif match["place"]:
                names.add(place)
        if len(names) != 1:
            return None
        return named_ref(names.pop())

    def of_sort(self, words: str, at: int) -> ActorRef | None:
        """The council meant by "the county council" or "the city": of that sort, if one is.

        In a text about two councils alike, it is the one named last in the same block.
        """
        for sort in _SORTS:
            if sort in words:
                if sort not in self._by_sort:
                    self._by_sort[sort] = self._only(sort)
                return self._by_sort[sort]
        return self.main or self._near(at)

    def _only(self, sort: str) -> ActorRef | None:
        fitting = [a for a in self.register.councils if sort in a.name.lower().split()]
        names = {actor.name for actor in fitting}
        if self.main is not None and (self.main.name in names or not names):
            return self.main
        return reference(fitting[0]) if len(fitting) == 1 else self.main

    @cached_property
    def _named(self) -> Latest:
        return Latest(places_of(reversed(self.register.councils)))

    def _near(self, at: int) -> ActorRef | None:
        block = self.analysis.block_at(at)
        last = self._named.before(at)
        return reference(last.actor) if block and last and last.start >= block.start else None

    def at(self, place: str) -> ActorRef | None:
        """The council that a place stands for; None where no council is known there."""
        key = fold_form(place)
        actor = self.register.places.get(key)
        if actor is not None:
            return reference(actor)
        row = authorities().named(place, self.analysis.document.published)
        return named_ref(row.name) if row else None


def _earliness(actor: ActorMention) -> float:
    first = min(start for start, _ in actor.mentions)
    return max(0.0, _EARLY_WEIGHT * (1 - first / (2 * _EARLY)))
