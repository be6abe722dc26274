"""A document's names put together: who is who, in which posts, and which places are councils."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from norfolk_cs.analysis import ActorMention, Analysis
from norfolk_cs.models import Role
from norfolk_cs.naming.beside import WINDOW, Beside
from norfolk_cs.naming.bodies import BodyFinder
from norfolk_cs.naming.body import Body
from norfolk_cs.naming.cast import Person, cast_of
from norfolk_cs.naming.council import main_council, with_subject, with_titled
from norfolk_cs.naming.people import LIST_GAP, PeopleFinder, PersonName, short_names
from norfolk_cs.naming.places import Place, PlaceReader, councils_of
from norfolk_cs.naming.post import ITS, THE_COUNCIL, Heads, Post
from norfolk_cs.naming.suggested import Suggestion, suggested_bodies, suggested_people
from norfolk_cs.naming.title import Title, report_title
from norfolk_cs.naming.words import Words
from norfolk_cs.rulebook import Rulebook

_PRONOUN = re.compile(
    # a letter first, so that the search skips to it
    r"[hs](?<!\w.)(?:(?<=h)(?:(e|im|is|imself)|er|ers|erself)|(?<=s)he)\b"
)

_OWNED = re.compile(r"\b(?:its|their)\s")
_JOINED = re.compile(
    r"(?:,|,?\s+(?:and|with|or|plus|alongside|as well as|(?:together|along) with))?\s+"
)
_OF_ANY = re.compile(r"\b(?:executive|director)\Z")  # posts of bodies of any kind
_OF_OTHERS = re.compile(
    r"\b(?:from|of|at|for)\s"
)  # "Officials from the department met": no subject
_NEAR = 300  # characters before "its leader" in which whom it means is named
_OPENING = 20  # characters before a sentence's subject: "Meanwhile, ", "The trade union "
SIGNATURE_CHARS = 200  # a name, what it is labelled, its letters and brackets, on a line of theirs
_LABEL = re.compile(r"\A[A-Z][\w ]{2,40}:\s*")  # "Lead inspector: "
_BYLINE = re.compile(r"[Bb][Yy]:? ")
_BRACKETS = re.compile(r"\([^()]{1,12}\)")  # "Brenda Aldous (Mrs)"


class NameReader:
    """Finds the actors of documents by the grammar of ``rules/actors.toml``."""

    def __init__(self, book: Rulebook) -> None:
        self.bodies = BodyFinder(book)
        self.people = PeopleFinder(book)
        self.places = PlaceReader(book)
        self.roles = Beside(book)

    def read(
        self, analysis: Analysis, suggestions: Sequence[Suggestion] = ()
    ) -> list[ActorMention]:
        """Each actor of the document once, in the order of their first full mentions.

        ``suggestions`` are names that somebody else has found; on the same words ours stand.
        """
        words = Words(analysis)
        bodies, listed = self.bodies.find(analysis, words)
        places = self.places.find(words, listed, bodies)
        title = report_title(analysis)
        places = with_subject(analysis, with_titled(title, places), bodies)
        reading = _Reading(self, analysis, bodies, places, title)
        names = self.people.find(analysis, words, reading.has_post)
        if suggestions:
            names += suggested_people(analysis, words, self.people, suggestions)
            bodies += suggested_bodies(words, self.bodies, suggestions)
            reading = _Reading(self, analysis, bodies, places, title)
        names += short_names(words, names)
        people = list(reading.people(names))
        employers = {role.organisation for person in people for role in person.roles}
        found = [*people, *reading.organisations(words, employers)]
        return sorted(found, key=lambda actor: (actor.start, actor.end))


class _Reading:
    """One document's names put together."""

    def __init__(
        self,
        engine: NameReader,
        analysis: Analysis,
        bodies: list[Body],
        places: list[Place],
        title: Title | None,
    ) -> None:
        self.roles = engine.roles
        self.analysis = analysis
        self.places = places
        published = analysis.document.published
        self.councils = councils_of(places, bodies, published)
        self._names: list[PersonName] = []
        self._posts: dict[int, list[Post]] = {}
        self._heads: Heads | None = None
        self._groups: dict[str, list[Body]] = {}
        for body in bodies:
            self._groups.setdefault(body.group, []).append(body)
        self.fullest = {group: max(named, key=_fullness) for group, named in self._groups.items()}
        self._at = {
            body.start: (self.fullest[group].name, body.end)
            for group, named in self._groups.items()
            for body in named
        }
        for place in places:
            name, _ = self.councils[place.key]
            if name:
                self._at.setdefault(place.start, (name, place.end))
        named = {key: name for key, (name, _) in self.councils.items() if name}
        titled = title.authority.name if title else None
        self.council = titled or main_council(bodies, places, named)
        acting = {named.get(place.key, "") for place in places if place.as_body} - {""}
        self.council_names = acting | {body.name for body in bodies if body.kind == "council"}

    def body_at(self, start: int) -> tuple[str, int] | None:
        """The organisation whose name begins at an offset, and where the name ends."""
        return self._at.get(start)

    # -- organisations --------------------------------------------------------------------

    def organisations(self, words: Words, employers: set[str | None]) -> Iterator[ActorMention]:
        groups = {group: [*named] for group, named in self._groups.items()}
        acting = {self.councils[place.key][0] for place in self.places if place.as_body}
        for place in self.places:
            name, code = self.councils[place.key]
            if name and name in acting | employers:
                body = Body(
                    0, 0, place.start, place.end, "actor.authority-place", name, "council",
                    place.key, code,
                )  # fmt: skip
                groups.setdefault(body.group, []).append(body)
            elif self.analysis.trace is not None:
                reason = "a place, and nothing here makes it stand for its council"
                self.analysis.trace.drop("actor", place.start, place.end, reason)
        for group, named in groups.items():
            yield self._organisation(words, group, named)

    def _organisation(self, words: Words, group: str, bodies: list[Body]) -> ActorMention:
        named = [body for body in bodies if body.rule != "actor.authority-place"] or bodies
        first = min(named, key=lambda body: body.start)
        fullest = self.fullest.get(group, first)
        spans = {(body.start, body.end) for body in bodies}
        for acronym in {body.acronym for body in bodies if body.acronym}:
            for start, end in words.occurrences(acronym):
                spans.add((words.starts[start], words.ends[end]))
        mentions = tuple(sorted(spans))
        return ActorMention(
            first.start,
            first.end,
            first.rule,
            name=fullest.name,
            type="organisation",
            authority_code=fullest.code,
            aliases=self._aliases(mentions, fullest.name),
            mentions=mentions,
        )

    def _aliases(self, mentions: tuple[tuple[int, int], ...], name: str) -> tuple[str, ...]:
        text = self.analysis.text
        said = {text[start:end]: None for start, end in mentions}
        said.pop(name, None)
        spaced = dict.fromkeys([" ".join(words.split()) for words in said])
        spaced.pop(name, None)
        return tuple(spaced)

    # -- people ---------------------------------------------------------------------------

    def has_post(self, start: int, end: int) -> bool:
        """Whether a role with a title stands beside a name, or on the line below it."""
        beside = self.posts(start, end) or self.signature(start, end)
        return any(post.title for post in beside)

    def posts(self, start: int, end: int) -> list[Post]:
        """The roles beside a name with its honorifics, those before it first."""
        known = self._posts.get(start)
        if known is None:
            known = self._posts[start] = self._posts_beside(start, end)
        return known

    def _posts_beside(self, start: int, end: int) -> list[Post]:
        sentence = self.analysis.sentence_at(start)
        if sentence is None:
            return []
        text = self.analysis.text
        if self._heads is None:
            self._heads = Heads(self.roles.reader.ends, self.analysis.folded)
        name = (start, end)
        floor, ceiling = max(sentence.start, start - WINDOW), min(sentence.end, end + WINDOW)
        heads = self._heads.between(floor, ceiling)
        found = self.roles.before(text, name, floor, self.body_at, heads)
        after = self.roles.after_name(text, name, ceiling, self.body_at, heads)
        if not (found or after):
            return found
        if len(found) == len(after) == 1 and found[0].organisation is after[0].title is None:
            # "leader Dawn Pickersgill, of the Stannerby Independents"
            return [replace(found[0], organisation=after[0].organisation)]
        return [
            replace(post, organisation=self._it(sentence.index, start, post.title))
            if post.organisation == ITS
            else post
            for post in found + after
        ]

    def _it(self, index: int, at: int, title: str | None) -> str:
        """Whom "its" means: the body joined to it, or that which opens the sentence, or else the
        sentence before. A post that only councils have is the nearest council's, of several bodies.
        """
        text = self.analysis.text
        for sentence in reversed(self.analysis.sentences[max(0, index - 1) : index + 1]):
            floor, end = sentence.start, min(at, sentence.end)
            near = max(floor, end - _NEAR)
            owned = [match.start() for match in _OWNED.finditer(text, near, end)]
            end = owned[-1] if end == at and owned else end
            named = [self._at[start] for start in range(near, end) if start in self._at]
            if named and end < at and _JOINED.fullmatch(text, named[-1][1], end):
                return named[-1][0]  # "met the council and its leader"
            several = len({name for name, _ in named}) > 1
            if (
                several
                and self.roles.reader.is_of_council(title)
                and not _OF_ANY.search(title or "")
            ):
                councils = [name for name, _ in named if name in self.council_names]
                return councils[-1] if councils else ITS
            for start in range(floor, min(floor + _OPENING, end)):
                if start in self._at:
                    aside = several and _OF_OTHERS.search(text, floor, start)
                    return ITS if aside else self._at[start][0]
        return ITS

    def signature(self, start: int, end: int) -> list[Post]:
        """The role on the line below a name that has a line to itself, as letters have it."""
        analysis = self.analysis
        block = analysis.block_at(start)
        if block is None or block.end - block.start > SIGNATURE_CHARS:
            return []
        if block.index + 1 >= len(analysis.blocks):
            return []
        after = analysis.text[end : block.end].strip(" ,\n")
        if after and after[0] != "(" and not self.roles.postnominals.match(f" {after}"):
            return []  # the line goes on
        label = _LABEL.sub("", analysis.text[block.start : start])
        rest = _BYLINE.sub("", label) + analysis.text[end : block.end]
        if self.roles.postnominals.sub("", _BRACKETS.sub("", " " + rest)).strip(" ,\n"):
            return []
        below = analysis.blocks[block.index + 1]
        post = self.roles.reader.line(analysis.text, below.start, below.end, self.body_at)
        if post is None:
            return []
        if post.organisation is None and below.index + 1 < len(analysis.blocks):
            employer = self.body_at(analysis.blocks[below.index + 1].start)
            return [replace(post, organisation=employer[0] if employer else None)]
        return [post]

    def people(self, names: list[PersonName]) -> Iterator[ActorMention]:
        self._names = names
        shared = self._shared(sorted(names, key=lambda name: name.start))
        for person in cast_of(names):
            yield self._person(person, shared)

    def _shared(self, names: list[PersonName]) -> dict[int, list[Post]]:
        """Roles that a list of people has in common: "Norfolk MPs Brandon Lewis and …"."""
        shared: dict[int, list[Post]] = {}
        for one, other in pairwise(names):
            posts = shared.get(one.start) or [
                post for post in self.posts(one.opens, one.end) if post.plural
            ]
            if posts and LIST_GAP.fullmatch(self.analysis.text, one.end, other.opens):
                shared[other.start] = posts
        return shared

    def _person(self, person: Person, shared: dict[int, list[Post]]) -> ActorMention:
        first = max(person.names, key=lambda name: len(name.given))  # of several, the earliest
        spans = []
        roles: list[Role] = []
        for name in person.names:
            spans.append((name.start if name.given else name.opens, name.end))
            beside, below = self.posts(name.opens, name.end), self.signature(name.opens, name.end)
            for post in (*beside, *below, *shared.get(name.start, ())):
                role = self._role(post)
                if role not in roles:
                    roles.append(role)
        if "judge" in person.titles and not any("judge" in (r.title or "") for r in roles):
            bench = max((title for title in person.titles if "judge" in title), key=len)
            roles.append(Role(title=bench, organisation=None, former=False))
        mentions = tuple(sorted(set(spans)))
        return ActorMention(
            first.start,
            first.end,
            first.rule,
            name=person.name,
            type="person",
            roles=tuple(roles),
            aliases=self._aliases(mentions, person.name),
            mentions=mentions,
            gender=person.gender or self._gender(person),
        )

    @cached_property
    def _crowds(self) -> dict[int, int]:
        """How many people are named in a sentence."""
        crowds: dict[int, int] = defaultdict(int)
        for name in self._names:
            sentence = self.analysis.sentence_at(name.start)
            if sentence is not None:
                crowds[sentence.index] += 1
        return crowds

    def _gender(self, person: Person) -> str | None:
        """What the pronouns say that follow the name of somebody who is alone in a sentence."""
        told = set()
        for name in person.names:
            sentence = self.analysis.sentence_at(name.start)
            if sentence is None or self._crowds[sentence.index] != 1:
                continue
            for match in _PRONOUN.finditer(self.analysis.text, name.end, sentence.end):
                if self.analysis.quote_at(*match.span()) is None:
                    told.add("m" if match[1] else "f")
        return told.pop() if len(told) == 1 else None

    @cached_property
    def _of_sort(self) -> dict[str, set[str]]:
        """The names of the text's bodies by what they are, and by their last words."""
        names: dict[str, set[str]] = defaultdict(set)
        for body in self.fullest.values():
            for noun in (body.kind, body.name.lower().split()[-1]):
                names[noun].add(body.name)
        return names

    def _only(self, noun: str) -> str | None:
        """The one body of the text that is what a noun says: "the trust's" chief executive."""
        fitting = self._of_sort.get(noun, ())
        return next(iter(fitting)) if len(fitting) == 1 else None

    def _role(self, post: Post) -> Role:
        organisation, title = post.organisation, self.roles.reader.small_title(post.title)
        if organisation == ITS and len(self.council_names) == 1:
            organisation = None
        if organisation is None and self.roles.reader.is_of_council(title):
            organisation = THE_COUNCIL
        if organisation is None and title is not None:
            kind = self.roles.reader.kind_of_employer(title)
            organisation = f"@{kind}" if kind else None
        if organisation == THE_COUNCIL:
            organisation = self.council
        elif organisation is not None and organisation.startswith("@"):
            organisation = self._only(organisation[1:])
        return Role(title=title, organisation=organisation, former=post.former)


def _fullness(body: Body) -> tuple[bool, int]:
    """A listed name goes before a longer one: "Ofsted" and what the letters once stood for."""
    return body.name == body.listed, len(body.name)
