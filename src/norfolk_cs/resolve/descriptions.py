"""Whom a noun phrase describes: names and posts in it, documents, and what bodies are."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise

from norfolk_cs.analysis import Analysis, Ref
from norfolk_cs.models import ActorRef
from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.resolve.antecedents import Antecedents
from norfolk_cs.resolve.bodies import COUNCIL_WORDS, Bodies
from norfolk_cs.resolve.councils import Councils
from norfolk_cs.resolve.nameless import Nameless
from norfolk_cs.resolve.phrases import ENDS, PREPOSITIONS, Phrase, Word
from norfolk_cs.resolve.posts import Posts
from norfolk_cs.resolve.register import Named, Register, named_ref, reference
from norfolk_cs.resolve.reports import Reports

# Possessives that belong to the noun: "children's services" are nobody's.
_NOT_OWNERS = frozenset(("children's", "childrens'", "people's", "adults'", "adult's", "women's"))
# "the leader, Labour's", "the chair Mr": what may stand between a post and the name of its holder.
_AFTER_POST = re.compile(r",?\s+(?=[A-Z])")
_PARTISANS = frozenset(("councillor", "mp", "peer", "candidate", "leader"))  # "the Labour MP"
_LINKS = PREPOSITIONS | ENDS | frozenset(("and", "or", "the"))
_AND = re.compile(r"\s(?:and|&)\s")
_DEFINED = re.compile(
    r"\((?:(?:hereinafter|hereafter|referred to(?: \w+){0,3} as|known as),? )?[\"“]"
    r"(?:[Tt]he )?(?P<term>[A-Z][\w'’ -]{1,40})[\"”]\)"
)
_TERM = 160  # characters from a name to what it will be called: a post may stand between
_ENDS_SENTENCE = re.compile(r"[.;:()\n]")
_PARTS = re.compile(r"[.;:()\n]|\b[a-z]{3,}")
_LEAD = 600  # characters: a headline, a byline and the first paragraph
_OF_COUNCILS = COUNCIL_WORDS - {"the"}
_OPENERS = {"woman": "f", "man": "m"}
_NAME = 80  # characters that honorifics and a full name may take
Resolve = Callable[[Ref, ActorRef | None], ActorRef | None]


class Descriptions:
    """The noun phrases of one document; ``resolve`` is asked for references inside them."""

    def __init__(
        self,
        analysis: Analysis,
        register: Register,
        councils: Councils,
        antecedents: Antecedents,
        resolve: Resolve,
    ) -> None:
        self.analysis = analysis
        self.register = register
        self.councils = councils
        self.antecedents = antecedents
        self.reports = Reports(analysis, register)
        self.posts = Posts(register, councils, antecedents)
        self.nameless = Nameless(analysis, register)
        self.bodies = Bodies(register, councils, antecedents, self.nameless)
        self.words = register.words
        self.nouns = self.words.nouns
        self.resolve = resolve

    def actor(
        self,
        phrase: Phrase,
        named: list[Named],
        ref: Ref,
        previous: ActorRef | None,
        *,
        speaks: bool = False,
    ) -> ActorRef | None:
        """Whom a phrase describes; ``named`` are the names in it, ``previous`` spoke last, and
        ``speaks`` says that the phrase is the subject of a verb of saying.
        """
        head = phrase.core[-1]
        if phrase.article == "the" and head.text[0].isupper() and not phrase.rest:
            defined = self._defined.get(" ".join(phrase.keys))
            if defined is not None:
                return defined
        for name in named:
            if name.start <= head.start and head.end <= name.end + 2:
                return None if self._is_pair(phrase, named, name) else reference(name.actor)
        people = [name for name in named if name.actor.type == "person"]
        if len(people) > 1 and _AND.match(self.analysis.text, people[0].end):
            return None  # "Damian Hinds and the Secretary of State, James Brokenshire"
        if len(phrase.core) == 1 and not phrase.article and head.text[0].isupper():
            familiar = self.register.by_first_name(head.text)
            if familiar is not None:
                return reference(familiar)
        apposed = self._apposed(phrase, named) if named else None
        if apposed is not None:
            return apposed
        if not self.words.posts.isdisjoint(phrase.keys):
            holder = self._bearer(phrase, people, ref) or self._titled_by(phrase, ref)
            if holder is not None:
                return holder
        if phrase.article == "the" and phrase.keys[0] in _OPENERS:
            later = self._named_later(phrase, ref)
            if later is not None:
                return later
        if phrase.head == "branch" and len(phrase.core) > 1:
            union = self.register.called(phrase.core[-2].text)
            if union is not None and union.type == "organisation" and not union.authority_code:
                return reference(union)  # "Kent County Council's Unison branch"
        owner = self._owner(phrase, named, previous)
        if phrase.ends_with(self.nouns["report"]):
            if owner is not None and self._is_about(phrase, owner):
                owner = None
            if owner is None and "council" in phrase.keys[:-1]:
                return self.councils.main  # "a council cabinet report"
            return owner or self._author(phrase, named, ref, previous)
        if head.key in self.nouns["inspecting"] and owner and self._is_inspectorate(owner):
            return owner  # "Ofsted inspectors"
        if phrase.ends_with(self.nouns["council"]):
            return self.bodies.council(phrase, owner)
        if phrase.head in self.nouns["service"]:
            return self.bodies.service(phrase, owner, ref.start if speaks else None)
        if phrase.head in self.nouns["watchdog"] and phrase.article in self.nouns["definite"]:
            return self.bodies.watchdog(phrase, ref.start) or self.nameless.own_words(phrase)
        if speaks and not phrase.article and all(word.text[0].isupper() for word in phrase.core):
            council = self.councils.at(" ".join(word.text for word in phrase.core))
            if council is not None:
                return council  # a place speaks as its council
        return self._holder_or_kind(phrase, owner, ref, previous, speaks=speaks)

    @cached_property
    def _defined(self) -> dict[str, ActorRef]:
        """What a formal paper says it will call somebody: ‘Ann Marsh MP ("the Minister")’."""
        found: dict[str, ActorRef] = {}
        text = self.analysis.text
        for term in _DEFINED.finditer(text) if '("' in text or "(“" in text else ():
            words = term["term"].lower()
            before = self.register.within(max(0, term.start() - _TERM), term.start())
            post = words.rpartition(" ")[2] in self.words.post_ends
            parts = _ENDS_SENTENCE if post else _PARTS
            if post:
                before = [name for name in before if name.actor.type == "person"]
            if before and not parts.search(text, before[-1].end, term.start()):
                found.setdefault(words, reference(before[-1].actor))
        return found

    def _is_pair(self, phrase: Phrase, named: list[Named], last: Named) -> bool:
        """Whether two people speak as one: "Julian and Maria King" is neither of them."""
        if last.actor.type != "person":
            return False
        for before, word in pairwise(phrase.core):
            if word.key in ("and", "&") and word.start < last.start:
                people = (name for name in named if name.actor.type == "person")
                return lexicon().classify(before.text) == "f" or any(
                    name.end == before.end for name in people
                )
        return False

    # -- whose ------------------------------------------------------------------------------

    def _apposed(self, phrase: Phrase, named: list[Named]) -> ActorRef | None:
        """The name after the comma in "the leader of the council, Roland Pym"."""
        for before, word in zip(phrase.rest, phrase.rest[1:], strict=False):
            if before.text in (",", "(", "–", "—"):
                for name in named:
                    if name.start <= word.start < name.end or self._titles(word, name):
                        return reference(name.actor)
        return None

    def _bearer(self, phrase: Phrase, people: list[Named], ref: Ref) -> ActorRef | None:
        """The person whose name ends a post: "cabinet member for children Cllr Ann Pole"."""
        if len(people) != 1 or people[0].end != ref.end:
            return None
        before = [word.key.rstrip(".") for word in phrase.rest if word.end <= people[0].start]
        while before and before[-1] in self.words.titles | {"."}:
            before.pop()
        linked = not before or before[-1] in _LINKS or before[-1].endswith(("'s", "s'"))
        return None if linked else reference(people[0].actor)

    def _named_later(self, phrase: Phrase, ref: Ref) -> ActorRef | None:
        """Whom a story opens with and names in the next paragraphs: "The woman brought in to …
        has apologised", if the first person named after it opens a sentence and fits.
        """
        described = len(phrase.core) + len(phrase.rest) > 1
        if not described or ref.start > _LEAD:
            return None
        after = self.register.within(ref.end, ref.end + 2 * _LEAD)
        first = next((name for name in after if name.actor.type == "person"), None)
        if first is None or first.actor.gender != _OPENERS[phrase.keys[0]]:
            return None
        sentence = self.analysis.sentence_at(first.start)
        opens = sentence is not None and sentence.start == first.start
        return reference(first.actor) if opens else None

    def _titled_by(self, phrase: Phrase, ref: Ref) -> ActorRef | None:
        """The person named right after a post: "Its deputy director, Sal Pym, …"."""
        if phrase.rest and phrase.rest[0].key in ENDS:
            return None
        if phrase.article in self.nouns["indefinite"] or phrase.head in self.nouns["plural_human"]:
            return None
        match = _AFTER_POST.match(self.analysis.text, ref.end)
        if match is None:
            return None
        at = match.end()
        inner = self.register.within(at, at + _NAME)
        if not inner or inner[0].actor.type != "person":
            return None
        said = self.analysis.text[at : inner[0].start].lower().replace(".", "").replace("’", "'")
        between = [word.removesuffix("'s") for word in said.split()]
        known = self.words.titles | self.words.parties
        return reference(inner[0].actor) if all(word in known for word in between) else None

    def _titles(self, word: Word, name: Named) -> bool:
        between = self.analysis.text[word.end : name.start]
        before = word.start < name.start and not between.strip(" .\n")
        return before and word.key in self.words.titles

    def _owner(
        self, phrase: Phrase, named: list[Named], previous: ActorRef | None
    ) -> ActorRef | None:
        """Whose it is: "its", "Essex's", "the Ofsted …", "the watchdog's"."""
        key = phrase.article
        start = phrase.core[0].start - len(key) - 1  # before the phrase, which itself comes up
        if key in self.nouns["owner"]:
            if key in ("his", "her"):
                gender = "m" if key == "his" else "f"
                return self.antecedents.person(gender, start, previous)
            if key == "its":
                return self.antecedents.organisation(start, previous)
            return self.antecedents.several(start, previous)
        end = phrase.core[-1].start
        names = [name for name in named if name.end <= end]
        if names:
            return reference(names[-1].actor)
        for place, word in enumerate(phrase.core[:-1]):
            if word.key.endswith(("'s", "s'")) and word.key not in _NOT_OWNERS:
                return self._possessor(phrase.article, phrase.core[: place + 1], previous)
            if place == 0 and word.text[0].isupper():
                council = self.councils.at(word.text)
                if council is not None:
                    return council
        return None

    def _possessor(
        self, article: str, words: tuple[Word, ...], previous: ActorRef | None
    ) -> ActorRef | None:
        """Whom "the watchdog's" or "Stannerby's" is about."""
        last = words[-1]
        cut = last.text.removesuffix("'s").removesuffix("’s").rstrip("'’")
        inner = Word(cut, cut.lower(), last.start, last.start + len(cut))
        council = self.councils.at(" ".join([*(word.text for word in words[:-1]), cut]))
        if council is not None:
            return council
        ref = self.analysis.ref(words[0].start, inner.end)
        return self.actor(Phrase(article, (*words[:-1], inner), ()), [], ref, previous)

    def _is_inspectorate(self, actor: ActorRef) -> bool:
        return self.register.kinds.get(actor.name) == "inspectorate"

    def _is_about(self, phrase: Phrase, owner: ActorRef) -> bool:
        """Whether a place before a report is only what it is about: "the Saxonbury report"."""
        if phrase.article != "the" or len(phrase.core) != 2:
            return False
        place = phrase.core[0].text
        return owner == self.councils.at(place) and not place.endswith(("'s", "’s", "s'", "s’"))

    # -- documents ----------------------------------------------------------------------------

    def _author(
        self, phrase: Phrase, named: list[Named], ref: Ref, previous: ActorRef | None
    ) -> ActorRef | None:
        """Who a document speaks for: "the report", "a letter from the LGA", "a report by X"."""
        if phrase.article in _NEW and phrase.rest and phrase.rest[0].key == "to":
            return None  # "a report to the committee" is its officers'
        steps = [place for place, word in enumerate(phrase.rest) if word.key in ("by", "from")]
        after = phrase.rest[steps[0]].start if steps else phrase.core[-1].end
        writers = [reference(name.actor) for name in named if name.start > after]
        if writers and (steps or self._is_inspectorate(writers[0])):
            return writers[0]
        if steps and steps[0] + 1 < len(phrase.rest):
            rest = phrase.rest[steps[0] + 1 :]
            return self.resolve(self.analysis.ref(rest[0].start, rest[-1].end), previous)
        if self._is_for_members(phrase):
            return None
        if not self.words.others.isdisjoint(phrase.keys[:-1]):
            return None  # "the independent reviewing officer report", "the staff survey"
        author = self.reports.author(phrase.head, ref.start, new=phrase.article in _NEW)
        return author or _initials(phrase)

    def _is_for_members(self, phrase: Phrase) -> bool:
        """Whether a paper is a council's officers': "the report before the cabinet"."""
        keys = [word.key for word in phrase.rest]
        if keys[:1] not in (["before"], ["to"]) and keys[:3] != ["in", "front", "of"]:
            return False
        return not self.nouns["hears_papers"].isdisjoint(keys)

    # -- posts and people ---------------------------------------------------------------------

    def _holder_or_kind(
        self,
        phrase: Phrase,
        owner: ActorRef | None,
        ref: Ref,
        previous: ActorRef | None,
        *,
        speaks: bool,
    ) -> ActorRef | None:
        if phrase.article not in self.nouns["indefinite"]:
            if phrase.head not in self.nouns["plural_human"] and phrase.head != "branch":
                title = " ".join(word.key for word in self._title(phrase))
                organisation = owner.name if owner else self._employer(phrase)
                holder = self.posts.holder(title, organisation, ref.start)
                if holder is not False:
                    return holder if isinstance(holder, ActorRef) else None
                if speaks and (elected := self.posts.elected(phrase, ref.start)):
                    return elected
            if phrase.article and phrase.head in self.words.kinds:
                found = self.bodies.kind_at(phrase.head, ref.start)
                if found is not None:
                    return found
        if previous is not None and self._is_anybody(phrase, previous):
            return previous
        if previous is not None and self._is_same(phrase):
            nameless = phrase.head.endswith("-year-old") and self.nameless.sort_of(previous.name)
            if self.register.called(previous.name) or (nameless and nameless[0] == "person"):
                return previous
        return self.nameless.own_words(phrase)

    def _is_anybody(self, phrase: Phrase, previous: ActorRef) -> bool:
        """Whether "the woman" is the "mother" who has just spoken and has no name."""
        if phrase.article != "the" or len(phrase.core) > 1:
            return False
        if phrase.head not in self.nouns["anybody"] or self.register.called(previous.name):
            return False
        sort, gender = self.nameless.sort_of(previous.name)
        return sort == "person" and gender in ("", self.nameless.sort_of(phrase.head)[1])

    def _is_same(self, phrase: Phrase) -> bool:
        """Whether the last speaker is spoken of by what they are: "the former headteacher"."""
        if phrase.article != "the" or phrase.head in self.nouns["plural_human"]:
            return False
        if phrase.head in _PARTISANS and phrase.keys[0] in self.words.parties:
            return True
        if phrase.head.endswith("-year-old"):
            return True
        return phrase.keys[0] in ("former", "ex") or phrase.head in self.nouns["still_the_same"]

    def _title(self, phrase: Phrase) -> list[Word]:
        """The words of a post: whose it is left out, what it is for left in."""
        core = list(phrase.core)
        for place, word in enumerate(core[:-1]):
            if word.key.endswith("'s") and word.key not in _NOT_OWNERS:
                core = core[place + 1 :]
                break
        rest: list[Word] = []
        for word in phrase.rest:
            if word.key in ENDS or word.key in ("at", "from", "in"):
                break
            rest.append(word)
        if not _OF_COUNCILS.isdisjoint([word.key for word in rest]):
            rest = []
        return [word for word in core + rest if word.key not in self.nouns["passing"]]

    def _employer(self, phrase: Phrase) -> str | None:
        """The organisation in "the leader of Fairlea Council"."""
        for place, word in enumerate(phrase.rest[:-1]):
            if word.key in ("of", "at", "for", "from"):
                inner = self.register.within(phrase.rest[place + 1].start, phrase.rest[-1].end + 1)
                if inner and inner[0].actor.type == "organisation":
                    return inner[0].actor.name
        return None


def _initials(phrase: Phrase) -> ActorRef | None:
    """The body whose initials say whose a paper is: "a BBC investigation"."""
    for word in phrase.core[:-1]:
        if word.text.isalpha() and word.text.isupper() and len(word.text) > 1:
            return named_ref(word.text)
    return None


# "A report into the department": its author may be told after it as well as before.
_NEW = frozenset(("a", "an", "another", "one"))
