"""Who holds a post: "the director", "Essex's director", "the leader of the council"."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from norfolk_cs.analysis import ActorMention
from norfolk_cs.models import ActorRef, Role
from norfolk_cs.names import fold
from norfolk_cs.resolve.antecedents import REACH, Antecedents
from norfolk_cs.resolve.councils import Councils
from norfolk_cs.resolve.phrases import Phrase
from norfolk_cs.resolve.register import Latest, Register, places_of, reference
from norfolk_cs.resolve.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FORMER = re.compile(r"^(?:former|then|ex-)\s*")
_PARTISAN = frozenset(("mp", "mep", "peer"))
_IN_NO_PARTY = frozenset(("crossbench", "life", "hereditary"))
_SEATS = frozenset(("mp", "mep"))
# Posts that are given to councillors.
_ELECTED = frozenset(("leader", "holder", "member", "councillor", "mayor", "politician"))
_COUNCILLORS = ("cllr", "councillor", "coun ", "conservative", "labour", "lib dem", "liberal",
                "green", "independent", "tory", "reform", "ukip")  # fmt: skip
_EMPTY = frozenset(("of", "for", "the", "and", "in", "at", "a", "an", "to", "s"))

Held = tuple[ActorMention, Role, frozenset[str]]  # by whom, and the words that tell it from others


class Holders:
    """Those who may hold a post, asked which of them is meant at an offset."""

    def __init__(self, people: list[ActorMention]) -> None:
        self.people = people
        self._named = Latest(places_of(reversed(people))) if len(people) > 1 else None

    def at(self, offset: int) -> ActorRef | bool | None:
        """The only one, else the one named last before it; False where there is nobody, None
        where none of several has been named.
        """
        if self._named is None:
            return reference(self.people[0]) if self.people else False
        last = self._named.before(offset)
        return reference(last.actor) if last else None


class Posts:
    """The posts of the document's people."""

    def __init__(self, register: Register, councils: Councils, antecedents: Antecedents) -> None:
        self.words = register.words
        self.councils = councils
        self.register = register
        self.antecedents = antecedents
        self.rank = self.words.nouns["role_rank"]
        self._holders: dict[tuple[str, str | None], Holders] = {}

    @cached_property
    def held(self) -> list[Held]:
        """Every post that is told of."""
        told = [
            (person, role, _telling(role.title, self.words))
            for person in self.register.people
            for role in person.roles
            if role.title
        ]
        peer = Role(title="peer", organisation=None, former=False)
        peers = [person for person in self.register.people if self._is_peer(person)]
        return told + [(person, peer, frozenset(("peer",))) for person in peers]

    def _is_peer(self, person: ActorMention) -> bool:
        names = (person.name, *person.aliases)
        return any(name.partition(" ")[0].lower() in self.words.peers for name in names)

    @cached_property
    def _by_word(self) -> dict[str, list[Held]]:
        found: dict[str, list[Held]] = {}
        for held in self.held:
            for word in held[2]:
                found.setdefault(word, []).append(held)
        return found

    def holder(self, title: str, organisation: str | None, at: int) -> ActorRef | bool | None:
        """Whoever holds the post; False where nobody in the document does, None where it might
        be one of several. A deputy is no director, a former leader is no leader.
        """
        if not self.held:
            return False
        place = title, organisation
        if place not in self._holders:
            self._holders[place] = Holders(self._fitting(title, organisation))
        return self._holders[place].at(at)

    def _fitting(self, title: str, organisation: str | None) -> list[ActorMention]:
        folded = fold(title)
        former = folded.startswith(("former ", "ex-", "then "))
        wanted = _telling(_FORMER.sub("", folded), self.words)
        if wanted & _PARTISAN:
            wanted -= self.words.parties | _IN_NO_PARTY  # a party is no part of an MP's post
        if not wanted:
            return []
        fitting = [
            (person, role, words)
            for person, role, words in min((self._by_word.get(w, []) for w in wanted), key=len)
            if wanted <= words and role.former == former and not (words - wanted) & self.rank
            if not wanted <= _charge(role.title)
        ]
        if organisation is not None:
            fitting = [held for held in fitting if held[1].organisation in (organisation, None)]
        people = _people(fitting)
        if len(people) > 1:
            people = _people([held for held in fitting if self._is_local(held[1])]) or people
        if len(people) > 1:
            people = _people([held for held in fitting if held[2] == wanted]) or people
        return people

    def elected(self, phrase: Phrase, at: int) -> ActorRef | None:
        """The councillor without a post who was spoken of last before an offset: "Cllr Glum has
        tabled a motion. The opposition leader said" tells what his post is; and so with an MP.
        """
        if phrase.head in _SEATS:
            place = phrase.core[0]  # "The Saltby North MP", whose article is left out
            fits = place.text[0].isupper() and self._follows_the(place.start)
            found = self._last_subject(at) if fits else None
            return found if found and self._is_only_member(found) else None
        if phrase.article != "the" or phrase.head not in _ELECTED:
            return None
        found = self._last_subject(at)
        return found if found and self._is_only_elected(found) else None

    def _follows_the(self, start: int) -> bool:
        return self.antecedents.analysis.folded.endswith("the ", 0, start)

    def _last_subject(self, at: int) -> ActorRef | None:
        """The person who was last the subject of a clause before an offset."""
        analysis = self.antecedents.analysis
        here = analysis.sentence_at(at)
        last = None
        for event in self.antecedents.before(at):
            there = analysis.sentence_at(event.start)
            if here is None or there is None or here.index - there.index > REACH:
                break
            outside = analysis.quote_at(event.start, event.end) is None
            if event.sort == "person" and outside and self.antecedents.does(event).subject:
                if last and event.start < last[0]:
                    break
                last = there.start, event.actor  # of a sentence's subjects the first
        return last[1] if last else None

    def _is_only_member(self, actor: ActorRef) -> bool:
        """Whether somebody is the one MP that the text tells of, and for where it has not said:
        "Tory MP Jo Hadd agreed. The Saltby North MP said".
        """
        seated = [held for held in self.held if not held[2].isdisjoint(_SEATS)]
        unplaced = all(words - self.words.parties <= _SEATS for _, _, words in seated)
        return unplaced and {person.name for person, _, _ in seated} == {actor.name}

    def _is_only_elected(self, actor: ActorRef) -> bool:
        """Whether all that the text says of somebody's post is that they are a councillor."""
        text = self.antecedents.analysis.text
        person = self.register.person.get(actor.name)
        if person is None:
            return False
        titles = [fold(role.title) for role in person.roles if role.title]
        start = person.mentions[0][0]
        called = [fold(alias) for alias in person.aliases]
        called += [fold(text[max(0, start - len(word) - 1) : start]) for word in _COUNCILLORS]
        return all(title.startswith(_COUNCILLORS) for title in titles) and any(
            name.startswith(_COUNCILLORS) for name in (*titles, *called)
        )

    def _is_local(self, role: Role) -> bool:
        main = self.councils.main
        return main is not None and role.organisation == main.name


def _people(held: list[Held]) -> list[ActorMention]:
    found: dict[str, ActorMention] = {}
    for person, _, _ in held:
        found.setdefault(person.name, person)
    return list(found.values())


def _one(word: str) -> str:
    return word.removesuffix("'s") if word not in ("children's", "people's", "adults'") else word


@lru_cache(maxsize=4096)
def _charge(title: str | None) -> frozenset[str]:
    """What a post is of, which is no post: "the board" is not "chair of the trust board"."""
    return frozenset(_WORD.findall(fold(title or "").partition(" of ")[2]))


@lru_cache(maxsize=4096)
def _telling(title: str, words: Vocabulary) -> frozenset[str]:
    """The words of a title that tell one post from another."""
    spaced = f" {fold(title)}"
    for post, names in words.same_posts:
        if spaced.endswith(names):
            name = next(name for name in names if spaced.endswith(name))
            spaced = spaced.removesuffix(name) + post
    told = {_one(word) for word in _WORD.findall(spaced)}
    return frozenset(told - _EMPTY - words.nouns["passing"])
