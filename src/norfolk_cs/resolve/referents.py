"""Who some words point at: names, titles, pronouns, posts, "the council", "the report"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from weakref import proxy

from norfolk_cs.analysis import ActorMention, Analysis, Ref, StatementMention
from norfolk_cs.models import ActorRef
from norfolk_cs.resolve.antecedents import (
    BEHIND,
    NOBODY,
    REACH,
    SPEAKS,
    Antecedents,
    Does,
    Event,
)
from norfolk_cs.resolve.councils import Councils
from norfolk_cs.resolve.descriptions import Descriptions
from norfolk_cs.resolve.phrases import parser
from norfolk_cs.resolve.register import Named, Register, reference
from norfolk_cs.resolve.scene import comes_up

_place = itemgetter(0)
_SUBJECT = Does(speaks=False, subject=True)
_SETTINGS = ("home", "house", "agency", "school", "centre", "service", "provider")
_PAIRED_WITHIN = 80  # characters between two people: the first one's post stands there


class Referents:
    """The document's actors, asked by the words that point at them.

    Accepts full names; surnames and first names, with titles or bare; pronouns; posts ("the
    director", "Essex's director"); what a body is ("the watchdog", "the council", "County Hall",
    "the force"); documents, which speak as their authors ("his report", "the letter"); groups
    and people without a name, who keep the text's own words.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._register = Register(analysis)
        self._words = self._register.words
        self._councils = Councils(analysis, self._register)
        # They ask back, and do not hold what holds them: all is freed at once after a document,
        # and not left to the garbage collector.
        own = proxy(self)
        self._antecedents = Antecedents(
            analysis, self._words, lambda begin, end: own._tell(begin, end)
        )
        self._descriptions = Descriptions(
            analysis,
            self._register,
            self._councils,
            self._antecedents,
            lambda ref, previous: own._resolve(ref, previous),
        )
        self._parser = parser()
        self._resolved: dict[tuple[int, int], ActorRef | None] = {}
        self._spoke: list[tuple[int, ActorRef]] = []
        self.speakers = self._begin()
        self._spoke.sort(key=_place)
        self._spoke_at = [start for start, _ in self._spoke]

    @property
    def council(self) -> ActorRef | None:
        """The council that the document is about, or None where that is not certain."""
        return self._councils.main

    @property
    def titled(self) -> ActorRef | None:
        """The council or safeguarding board that the title of an inspection report names."""
        return self._councils.titled

    @property
    def setting(self) -> ActorRef | None:
        """The home, agency or the like that the document says its only one is."""
        found = [actor for kind in _SETTINGS for actor in self._register.of_kind(kind)]
        return reference(found[0]) if len(found) == 1 else None

    @property
    def inspectorate(self) -> ActorRef | None:
        """The inspectorate, where the document names just one."""
        return self._descriptions.reports.inspectorate

    def resolve(self, ref: Ref) -> ActorRef | None:
        """The actor ``ref`` points at.

        Never guesses: None where no actor, or more than one, fits. Somebody without a name is
        pointed at by the text's own words, small and without article.
        """
        place = (ref.start, ref.end)
        if place not in self._resolved:
            self._resolved[place] = self._resolve(ref, self._last_speaker(ref.start))
        return self._resolved[place]

    # -- what the document tells, in order ----------------------------------------------------

    def _begin(self) -> list[tuple[StatementMention, ActorRef | None]]:
        """Lay out who speaks where, in order: each may be who goes on after it."""
        speakers: list[tuple[StatementMention, ActorRef | None]] = []
        previous: ActorRef | None = None
        for statement in self.analysis.found.statements:
            ref = statement.speaker
            if ref is None:
                speakers.append((statement, None))
                continue
            place = ref.start, ref.end
            if place not in self._resolved:
                told = self._resolved[place] = self._resolve(ref, previous, speaks=True)
                if told is not None:
                    self._speak(ref, told)
                    self._descriptions.reports.told_in(statement, told)
            speaker = self._resolved[place]
            speakers.append((statement, speaker))
            previous = speaker or previous
        return speakers

    def _tell(self, begin: int, end: int) -> None:
        """Lay out who comes up in a stretch of the document: names, then "the council" and such."""
        self._authors_come_up(begin, end)
        names = self._register.between(begin, end)
        happen = self._antecedents.happen
        for start, stop, actor in names:
            happen(start, stop, reference(actor), actor.type, _gender(actor))
        self._pairs_come_up(names)
        self._strangers_come_up(begin, end)
        for start, stop, sort in comes_up(self.analysis, self._words, begin, end):
            found = self._resolve(self.analysis.ref(start, stop), None)
            if sort == "paper":
                happen(start, stop, found or NOBODY, "organisation")
            elif found is None:
                continue
            elif sort == "post":
                self._holder_comes_up(found, start, stop)
            elif sort == "somebody":
                happen(start, stop, found, *self._descriptions.nameless.sort_of(found.name))
            else:
                happen(start, stop, found, sort)

    def _authors_come_up(self, begin: int, end: int) -> None:
        """Whoever is told to be a document's author goes before all others of their places."""
        for told in reversed(self._descriptions.reports.authored(begin, end)):
            event = Event(told.start, told.end, told.author, "organisation", "", _SUBJECT)
            self._antecedents.add(event, first=True)

    def _pairs_come_up(self, named: Sequence[Named]) -> None:
        """After "Jane Birch, who …, and Cllr Cole are" nobody is "they" but the two of them."""
        people = (name for name in named if name.actor.type == "person")
        for first, second in pairwise(people):
            between = self.analysis.text[first.end : second.start]
            if len(between) < _PAIRED_WITHIN and self._words.paired.search(between):
                subject = self._antecedents.is_subject(first.start, first.end)
                does = Does(speaks=False, subject=subject)
                self._antecedents.add(Event(second.start, second.end, NOBODY, "group", "", does))

    def _strangers_come_up(self, begin: int, end: int) -> None:
        """Of two people of one surname nobody knows who "Mrs Tuttle" is, nor "she" after it."""
        for match in self._words.titled.finditer(self.analysis.text, begin, end):
            start, stop = match.span()
            if not self._register.is_named_in(start, stop):
                gender = self._words.gender[match[1].lower()]
                found = self._resolve(self.analysis.ref(start, stop), None) or NOBODY
                self._antecedents.happen(start, stop, found, "person", gender)

    def _holder_comes_up(self, holder: ActorRef, start: int, end: int) -> None:
        known = self._register.person.get(holder.name)
        if known is not None:
            self._antecedents.happen(start, end, holder, "person", _gender(known))

    def _speak(self, ref: Ref, actor: ActorRef) -> None:
        """Somebody speaks: whoever it is may be "he" or "they" from here on."""
        self._spoke.append((ref.start, actor))
        known = self._register.by_name.get(actor.name)
        sort: str
        if known is not None:
            sort, gender = known.type, _gender(known)
        elif actor == self.council:
            sort, gender = "organisation", ""
        else:
            sort, gender = self._descriptions.nameless.sort_of(actor.name)
        event = Event(ref.start, ref.end, actor, sort, gender, SPEAKS)
        self._antecedents.speak(event, named=self._register.is_named_in(ref.start, ref.end))

    def _last_speaker(self, at: int) -> ActorRef | None:
        place = bisect_left(self._spoke_at, at)
        if place == 0:
            return None
        start, actor = self._spoke[place - 1]
        here, there = self.analysis.sentence_at(at), self.analysis.sentence_at(start)
        near = here is not None and there is not None and here.index - there.index <= REACH
        return actor if near else None

    # -- one reference ------------------------------------------------------------------------

    def _resolve(
        self, ref: Ref, previous: ActorRef | None, *, speaks: bool = False
    ) -> ActorRef | None:
        key = " ".join(ref.text.lower().replace("’", "'").split())
        sort = self._words.pronouns.get(key)
        if sort is not None:
            return self._stands_for(sort, ref.start, previous)
        named = self._register.within(ref.start, ref.end)
        if self._is_just(ref, named):
            return reference(named[0].actor)
        phrase = self._parser.parse(self.analysis.text, ref, named)
        if not phrase.core:
            return None
        return self._descriptions.actor(phrase, named, ref, previous, speaks=speaks)

    def _stands_for(self, pronoun: str, at: int, previous: ActorRef | None) -> ActorRef | None:
        """Whom a pronoun of a sort stands for."""
        match pronoun:
            case "m" | "f" as gender:
                return self._antecedents.person(gender, at, previous)
            case "it":
                return self._antecedents.organisation(at, previous)
            case "they":
                return self._antecedents.several(at, previous)
            case "who":
                self._authors_come_up(max(0, at - BEHIND), at)
                return self._antecedents.just_before(at)
            case _:
                return None

    def _is_just(self, ref: Ref, named: list[Named]) -> bool:
        """Whether a reference is one actor's name and no more, and not that of a pair."""
        if len(named) != 1 or (named[0].start, named[0].end) != (ref.start, ref.end):
            return False
        return "&" not in ref.text and " and " not in ref.text.lower()


def _gender(actor: ActorMention) -> str:
    """How pronouns see a named actor."""
    return actor.gender or ("?" if actor.type == "person" else "")
