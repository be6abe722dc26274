"""Which body a common noun stands for: "the county council", "the department", "the trust"."""

from __future__ import annotations

from functools import cached_property

from norfolk_cs.analysis import ActorMention
from norfolk_cs.models import ActorRef
from norfolk_cs.names import fold
from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.resolve.antecedents import Antecedents
from norfolk_cs.resolve.councils import Councils
from norfolk_cs.resolve.nameless import Nameless
from norfolk_cs.resolve.phrases import Phrase
from norfolk_cs.resolve.register import Register, reference

COUNCIL_WORDS = frozenset(
    ("council", "authority", "local", "county", "borough", "city", "town", "district", "unitary",
     "metropolitan", "london", "hall", "the", "civic", "centre", "shire", "guildhall")
)  # fmt: skip
# Last words of names that are of one kind.
_ALIKE = {
    "force": ("police", "constabulary"),
    "company": ("company", "ltd", "limited", "plc", "provider", "firm"),
    "school": ("school", "college", "academy", "university"),
    "home": ("house", "lodge", "grange", "hall", "court", "manor", "home", "cottage"),
}
# Bodies whose names often do not say what they are: "Achieving for Children".
_RUNS_SERVICES = frozenset(("trust", "company", "firm", "charity", "agency", "provider"))
_OTHER_WATCHDOGS = ("watchdog", "regulator", "ombudsman")

Alike = tuple[ActorRef | None, frozenset[str]]  # the only body of a kind, or several names


class Bodies:
    """The councils, services, watchdogs and firms of one document, asked by what they are."""

    def __init__(
        self,
        register: Register,
        councils: Councils,
        antecedents: Antecedents,
        nameless: Nameless,
    ) -> None:
        self.register = register
        self.councils = councils
        self.antecedents = antecedents
        self.nameless = nameless
        self.words = register.words
        self.nouns = self.words.nouns
        self._by_noun: dict[str, Alike] = {}

    def council(self, phrase: Phrase, owner: ActorRef | None) -> ActorRef | None:
        """The council that "the county council" or "Ostley council" is."""
        if owner is not None and phrase.article not in self.nouns["owner"]:
            return owner
        plain = set(phrase.keys) - self.nouns["passing"] <= COUNCIL_WORDS
        if plain and phrase.article not in self.nouns["indefinite"]:
            return self.councils.of_sort(
                " ".join(phrase.keys), phrase.core[0].start
            ) or self.nameless.own_words(phrase)
        place = " ".join(word.text for word in phrase.core[:-1])
        return self.councils.at(place) or self.nameless.own_words(phrase)

    def service(
        self, phrase: Phrase, owner: ActorRef | None, speaks_at: int | None
    ) -> ActorRef | None:
        """The council whose department it is: "Norfolk's children's services", "the department".

        A department that speaks is the government's, once one has been named.
        """
        if owner is not None and self.register.kinds.get(owner.name, "council") == "council":
            return owner
        proper = len(phrase.core) > 1 and all(word.text[0].isupper() for word in phrase.core)
        if proper and self.nouns["served"].isdisjoint(phrase.keys):
            return self.nameless.own_words(phrase)  # "the Local Democracy Reporting Service"
        others = not self.nouns["others_service"].isdisjoint(phrase.keys)
        if others and self.nouns["served"].isdisjoint(phrase.keys):
            return self.nameless.own_words(phrase)  # "court services"
        rest = phrase.rest
        if len(rest) > 1 and rest[0].key in ("in", "at", "of"):
            words = [word.text for word in rest[1:] if word.key != "the"]
            return self.councils.at(" ".join(words[:3])) or self.councils.at(words[0])
        if phrase.keys == ("department",):
            departments = self.register.of_kind("department")
            if len(departments) == 1:
                capital = phrase.core[0].text[0].isupper()
                named = speaks_at is not None and _is_named(departments[0], speaks_at)
                if capital or named:
                    return reference(departments[0])
        return None if phrase.article in self.nouns["indefinite"] else self.councils.main

    def watchdog(self, phrase: Phrase, at: int) -> ActorRef | None:
        """The inspectorate that "the watchdog" is: the only one, or else the one named last; an
        ombudsman where only that has been named so far.
        """
        alone = len(phrase.core) == 1 and bool(self._ombudsmen)
        if alone and not any(_is_named(body, at) for body in self._inspectorates):
            told = [reference(body) for body in self._ombudsmen if _is_named(body, at)]
            if told:
                return self._which(_alike(told), at)
        return self._which(self._watchdogs, at)

    @cached_property
    def _inspectorates(self) -> list[ActorMention]:
        return self.register.of_kind("inspectorate")

    @cached_property
    def _other_watchdogs(self) -> list[ActorMention]:
        return [body for kind in _OTHER_WATCHDOGS for body in self.register.of_kind(kind)]

    @cached_property
    def _ombudsmen(self) -> list[ActorMention]:
        return [body for body in self._other_watchdogs if "mbudsman" in body.name]

    @cached_property
    def _watchdogs(self) -> Alike:
        bodies = self._inspectorates or self._other_watchdogs
        return _alike([reference(actor) for actor in bodies])

    def kind_at(self, noun: str, at: int) -> ActorRef | None:
        """The body that "the trust" at an offset is: the only one of its kind, or the last."""
        if noun not in self._by_noun:
            self._by_noun[noun] = _alike(self._of_kind(noun))
        return self._which(self._by_noun[noun], at)

    def _which(self, bodies: Alike, at: int) -> ActorRef | None:
        only, several = bodies
        return self.antecedents.latest(several, at) if several else only

    def _of_kind(self, noun: str) -> list[ActorRef]:
        kind = self.words.kinds[noun]
        wanted = {noun, kind, *_ALIKE.get(kind, ())}
        bodies = self.register.organisations
        fitting = [
            reference(body)
            for body in bodies
            if self.register.kinds[body.name] in wanted or fold(body.name).split()[-1] == noun
        ]
        return fitting or self._unkinded(noun)

    def _unkinded(self, noun: str) -> list[ActorRef]:
        """The only body of which nothing tells what it is, where one of the sort is told of."""
        if noun not in _RUNS_SERVICES:
            return []
        known = set(self.words.kinds) | set(self.words.kinds.values())
        bodies = [
            body
            for body in self.register.organisations
            if not body.authority_code
            and not self.register.listed(body.name)
            and (kind := self.register.kinds[body.name]) not in known | {"council"}
            and lexicon().classify(kind) not in "lo"
        ]
        return [reference(bodies[0])] if len(bodies) == 1 else []


def _alike(bodies: list[ActorRef]) -> Alike:
    if len(bodies) > 1:
        return None, frozenset([body.name for body in bodies])
    return (bodies[0] if bodies else None), frozenset()


def _is_named(body: ActorMention, before: int) -> bool:
    return any(start < before for start, _ in body.mentions)
