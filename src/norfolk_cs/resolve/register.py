"""The document's actors, looked up by where they are named, by name, by post and by kind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from norfolk_cs.analysis import ActorMention, Analysis
from norfolk_cs.models import ActorRef
from norfolk_cs.names import fold, slug
from norfolk_cs.naming.body import council_place
from norfolk_cs.naming.gazetteer import Gazetteer, gazetteer
from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.resolve.vocabulary import vocabulary

_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_IS_A = re.compile(
    r" (?:is|was) an? (?:[\w'’-]+ ){0,5}?(\w+)"
    r"(?= (?:that|which|who|for|in|on|at|of|with|run|owned|registered|providing|offering)\b|[.,;])"
)
_AHEAD = 50  # characters before a name that may say what it is: "the care home"
_start = attrgetter("start")


class Named(NamedTuple):
    """A place in the text where an actor is named."""

    start: int
    end: int
    actor: ActorMention


class Latest:
    """The places where some actors are named, asked for the last one before an offset."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._named = sorted(named, key=_start)
        self._starts = [name.start for name in self._named]

    def before(self, at: int) -> Named | None:
        """The last place that begins before an offset; of several at once, the last given."""
        place = bisect_left(self._starts, at)
        return self._named[place - 1] if place else None


def places_of(actors: Iterable[ActorMention]) -> Iterator[Named]:
    """Every place where some actors are named, actor by actor."""
    return (Named(start, end, actor) for actor in actors for start, end in actor.mentions)


class Register:
    """A document's actors, indexed once: a long list of them names thousands."""

    def __init__(self, analysis: Analysis) -> None:
        self.actors = analysis.found.actors
        self.named = sorted(places_of(self.actors), key=lambda named: (named.start, -named.end))
        self.starts = [named.start for named in self.named]
        self.by_name = {actor.name: actor for actor in reversed(self.actors)}  # the first of a name
        self.people = [actor for actor in self.actors if actor.type == "person"]
        self.organisations = [actor for actor in self.actors if actor.type == "organisation"]
        self._folded = analysis.folded
        self.words = vocabulary()

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(fold(person.name).split()[-1] for person in self.people)

    @cached_property
    def _first_names(self) -> dict[str, list[ActorMention]]:
        found: dict[str, list[ActorMention]] = {}
        for person in self.people:
            found.setdefault(fold(person.name).split()[0], []).append(person)
        return found

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What each organisation is, by its name."""
        return {actor.name: self._kind(actor) for actor in self.organisations}

    @cached_property
    def _by_kind(self) -> dict[str, list[ActorMention]]:
        found: dict[str, list[ActorMention]] = {}
        for actor in self.organisations:
            found.setdefault(self.kinds[actor.name], []).append(actor)
        return found

    @property
    def councils(self) -> list[ActorMention]:
        """The organisations that are councils."""
        return self.of_kind("council")

    @cached_property
    def _by_call(self) -> dict[str, ActorMention]:
        """The first actor of each name or alias."""
        found: dict[str, ActorMention] = {}
        for actor in self.actors:
            for name in (actor.name, *actor.aliases):
                found.setdefault(fold(name), actor)
        return found

    @cached_property
    def _by_ending(self) -> dict[str, list[ActorMention]]:
        """The people by each last few words of their names."""
        found: dict[str, list[ActorMention]] = {}
        for person in self.people:
            ending, space = fold(person.name), " "
            while space:
                found.setdefault(ending, []).append(person)
                _, space, ending = ending.partition(" ")
        return found

    @cached_property
    def _shortest(self) -> list[str]:
        """The actors' names in order, but those that begin with another."""
        found: list[str] = []
        for name in sorted({fold(actor.name) for actor in self.actors}):
            if not found or not name.startswith(found[-1]):
                found.append(name)
        return found

    @cached_property
    def person(self) -> dict[str, ActorMention]:
        """The people by their names, the first of each."""
        return {person.name: person for person in reversed(self.people)}

    @cached_property
    def places(self) -> dict[str, ActorMention]:
        """The councils by their places, as these are compared."""
        return {council_place(actor.name) or fold(actor.name): actor for actor in self.councils}

    def _kind(self, actor: ActorMention) -> str:
        if actor.authority_code:
            return "council"
        kind = _kind_of(actor.name, gazetteer())
        if kind == "inspectorate":
            return kind  # whatever else it is called: "the watchdog Ofsted"
        return self._told_kind(actor) or kind

    def _told_kind(self, actor: ActorMention) -> str:
        """What the text says a body is, right before its name: "the charity Rowangate"."""
        for start, _ in actor.mentions:
            ahead = self._folded[max(0, start - _AHEAD) : start]
            if self.words.descriptor_ends.isdisjoint(ahead.rsplit(None, 1)[-1:]):
                continue
            before = ahead.split()
            for count in (1, 2, 3):
                if " ".join(before[-count:]) in self.words.descriptors:
                    return before[-1]
        for _, end in actor.mentions[:1]:
            if self._folded.startswith((" is a", " was a"), end):
                told = _IS_A.match(self._folded, end)
                if told and told[1] in self.words.kinds:
                    return told[1]  # "Kestrel View is a privately run home which"
        return ""

    def between(self, start: int, end: int) -> list[Named]:
        """The names that begin between two offsets, in order."""
        return self.named[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def within(self, start: int, end: int) -> list[Named]:
        """The names that stand between two offsets, in order."""
        return [named for named in self.between(start, end) if named.end <= end]

    def is_named_in(self, start: int, end: int) -> bool:
        """Whether a name begins between two offsets."""
        place = bisect_left(self.starts, start)
        return place < len(self.starts) and self.starts[place] < end

    def called(self, words: str) -> ActorMention | None:
        """The one actor of a name, given as a full name, an alias or a surname with a title."""
        known = self._by_call.get(fold(words))
        if known is not None:
            return known
        parts = words.split()
        titles = lexicon().titles
        gender = None
        while len(parts) > 1 and lexicon().classify(parts[0]) == "h":
            gender = titles.get(parts.pop(0).lower().rstrip(".")) or gender
        last = fold(" ".join(parts))
        endings = self._by_ending.get(last, [])
        fitting = (
            person for person in endings if gender is None or person.gender in (gender, None)
        )
        found = list(islice(fitting, 2))
        return found[0] if len(found) == 1 else None

    def names_any(self, words: str) -> bool:
        """Whether any actor's full name is among some words."""
        folded, names = fold(words), self._shortest
        for place in range(len(folded)):
            rest = folded[place:]
            # a name that the rest begins with is the last of those before it
            before = bisect_right(names, rest)
            if before and rest.startswith(names[before - 1]):
                return True
        return False

    def is_surname(self, word: str) -> bool:
        """Whether a word is the surname of one or more of the people."""
        return fold(word) in self._surnames

    def listed(self, name: str) -> bool:
        """Whether an organisation is on the list of those known by name."""
        return fold(name) in gazetteer().kinds

    def by_first_name(self, word: str) -> ActorMention | None:
        """The one person of a first name: "Tricia" where Tricia Elm has been named."""
        known = self._first_names.get(fold(word), [])
        return known[0] if len(known) == 1 else None

    def of_kind(self, kind: str) -> list[ActorMention]:
        """The organisations of a kind, as "inspectorate" or "police"."""
        return self._by_kind.get(kind, [])


def reference(actor: ActorMention) -> ActorRef:
    """An actor as facts point at it."""
    return named_ref(actor.name)


@lru_cache(maxsize=4096)  # a document points at the same few actors again and again
def named_ref(name: str) -> ActorRef:
    """Somebody of a name, as facts point at them."""
    return ActorRef(actor_id=slug(name), name=name)


@lru_cache(maxsize=4096)  # as many documents speak of the same bodies
def _kind_of(name: str, known: Gazetteer) -> str:
    """What an organisation is: its kind on the list, or the last word of its name."""
    if council_place(name):
        return "council"
    listed = known.kinds.get(fold(name))
    if listed:
        return listed
    parts = _WORDS.findall(name.lower())
    if parts[1:2] in (["of"], ["for"]) and lexicon().classify(parts[0]) in "lo":
        return str(parts[0])  # "University of East Anglia"
    return parts[-1] if parts else ""
