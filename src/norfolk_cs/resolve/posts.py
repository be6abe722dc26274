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
from norfolk_cs.resolve.register import Register, reference
from norfolk_cs.resolve.vocabulary import Vocabulary, vocabulary

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FORMER = re.compile(r"^(?:former|then|ex-)\s*")
_PARTISAN = frozenset(("mp", "mep"))
# Posts that are given to councillors.
_ELECTED = frozenset(("leader", "holder", "member", "councillor", "mayor", "politician"))
_COUNCILLORS = ("cllr", "councillor", "coun ", "conservative", "labour", "lib dem", "liberal",
                "green", "independent", "tory", "reform", "ukip")  # fmt: skip
_EMPTY = frozenset(("of", "for", "the", "and", "in", "at", "a", "an", "to", "s"))


class Posts:
    """The posts of the document's people."""

    def __init__(self, register: Register, councils: Councils, antecedents: Antecedents) -> None:
        self.words = vocabulary()
        self.councils = councils
        self.people = register.people
        self.antecedents = antecedents
        self.rank = self.words.nouns["role_rank"]

    @cached_property
    def held(self) -> list[tuple[ActorMention, Role, frozenset[str]]]:
        """Every post that is told of, with the words that tell it from others."""
        return [
            (person, role, _telling(role.title, self.words))
            for person in self.people
            for role in person.roles
            if role.title
        ]

    def holder(self, title: str, organisation: str | None, at: int) -> ActorRef | bool | None:
        """Whoever holds the post; False where nobody in the document does, None where it might
        be one of several. A deputy is no director, a former leader is no leader.
        """
        if not self.held:
            return False
        folded = fold(title)
        former = folded.startswith(("former ", "ex-", "then "))
        wanted = _telling(_FORMER.sub("", folded), self.words)
        if wanted & _PARTISAN:
            wanted -= self.words.parties  # a party is no part of an MP's post
        if not wanted:
            return False
        fitting = [
            (person, role, words)
            for person, role, words in self.held
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
        if len(people) > 1:
            people = _latest(people, at)
        if not people:
            return False
        return reference(people[0]) if len(people) == 1 else None

    def elected(self, phrase: Phrase, at: int) -> ActorRef | None:
        """The councillor without a post who was spoken of last before an offset: "Cllr Glum has
        tabled a motion. The opposition leader said" tells what his post is.
        """
        if phrase.article != "the" or phrase.head not in _ELECTED:
            return None
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
        return last[1] if last and self._is_only_elected(last[1]) else None

    def _is_only_elected(self, actor: ActorRef) -> bool:
        """Whether all that the text says of somebody's post is that they are a councillor."""
        text = self.antecedents.analysis.text
        person = next((person for person in self.people if person.name == actor.name), None)
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


def _people(held: list[tuple[ActorMention, Role, frozenset[str]]]) -> list[ActorMention]:
    found: dict[str, ActorMention] = {}
    for person, _, _ in held:
        found.setdefault(person.name, person)
    return list(found.values())


def _latest(people: list[ActorMention], at: int) -> list[ActorMention]:
    """The one named last before an offset, if any was named before it."""
    before = [(max((s for s, _ in p.mentions if s < at), default=-1), p) for p in people]
    before = [(start, person) for start, person in before if start >= 0]
    return [max(before, key=lambda pair: pair[0])[1]] if before else people


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
