"""Posts beside a name: "interim children's services director Sheila Lock", "Penny Carpenter, the
cabinet member for …", "(Chair)", "Essex County Council's Dave Hill", "who took over as director".

A role is read word by word: determiners and words of time, whose post it is, modifiers, one or
more heads, and what the post is for or of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.rulebook import Rulebook

_TOKEN = re.compile(r"[A-Za-zÀ-ÿ][\w]*(?:['’-]\w+)*['’]?(?=\W|$)|\d[\w.,]*|\S")
WINDOW = 160  # characters beside a name that may hold its role; a long title has about 120
MOST_MODIFIERS = 8  # "parliamentary under secretary of state for children and families" has fewer
PREPOSITIONS = frozenset(("of", "for", "in", "at", "to", "with", "on"))
_WHERE = frozenset(("at", "with", "to"))
_OF_BODIES = frozenset(("executive", "leader", "president"))  # posts of a body, named or not
_OWNED_BY = ("its", "their")  # whose post it is hangs on what was named last
_PAPERS = ("Guardian",)  # "writing in the Guardian, Ms Marsh said"
_AGAIN = frozenset(("a", "an", "former", "formerly", "now", "currently", "also", "previously"))
DASHES = ("-", "–", "—")
_THEIRS = ("its", "their", "his", "her", "our", "my")
TIME_UNITS = frozenset(("day", "days", "week", "weeks", "month", "months", "year", "years"))
_COMPLEMENT_LENGTH = 14  # words in "for children, young people and families and adult learning"


@dataclass(frozen=True, slots=True)
class Post:
    """A role as read; ``organisation`` is a name, or with "@" before it what kind of body it is."""

    title: str | None
    organisation: str | None = None
    former: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark and where it stands; ``key`` is small, with a straight apostrophe."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A role and the token after it."""

    post: Post
    stop: int


THE_COUNCIL = "@council"
_FIXED = frozenset((
    ("his", "majesty's"), ("her", "majesty's"), ("his", "majestys"), ("her", "majestys"),
    ("permanent", "secretary"), ("permanent", "under-secretary"),
))  # fmt: skip
ITS = "@its"  # "its chief executive": of whatever was named last
ELSEWHERE = "@elsewhere"  # a body without a name: "chief executive of two London boroughs"
# The organisation whose name begins at an offset, and the offset at which it ends.
FindBody = Callable[[int], tuple[str, int] | None]


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The words and marks between two offsets."""
    return [
        Token(m[0], m[0].lower().replace("’", "'"), m.start(), m.end())
        for m in _TOKEN.finditer(text, start, end)
    ]


class RoleReader:
    """Reads roles by the vocabulary of ``rules/actors.toml``."""

    def __init__(self, book: Rulebook) -> None:
        words = book.vocabulary
        self.heads = frozenset(words["role_head"])
        self.plurals = frozenset(words["role_plural"])
        self.modifiers = frozenset(words["role_modifier"])
        self.former = frozenset(words["role_former"])
        self.current = frozenset(words["role_current"])
        self.time_words = self.former | self.current
        self.stops = frozenset(words["role_stop"])
        self.councils = frozenset(words["council_word"])
        self.before_employer = self.current | {"neighbouring", "nearby", "then", "former"}
        self.part_heads = frozenset(words["role_part"])
        self.unnamed = frozenset(words["unnamed_body"])
        self.placed = frozenset(words["role_of_place"])
        self.halls = frozenset(words["council_hall"])
        self.council_post = book.regex(next(r for r in book.rules if r.id == "post.council"))
        self.employers = [
            (str(rule.set["kind"]), book.regex(rule))
            for rule in book.rules
            if rule.id.startswith("post.of-")
        ]
        self.bodies = frozenset(words["role_body"])
        self.any_head = self.heads | self.plurals
        self.led = frozenset(words["role_led"])
        self.parties = frozenset(words["demonym"])
        self.services = frozenset(words["common"])

    # -- reading forwards -----------------------------------------------------------------

    def read(self, tokens: list[Token], place: int, body_at: FindBody) -> Reading | None:
        """The role that begins at a token, or None."""
        former = False
        total = len(tokens)
        while place < total:
            key = tokens[place].key
            if place + 1 < total and (key, tokens[place + 1].key) in _FIXED:
                break
            if key in self.former:
                former = True
            elif key not in self.current:
                break
            place += 1
        owner_from = place
        organisation, place = self._owner(tokens, place, body_at)
        while owner_from < place < total and tokens[place].key in self.time_words:
            former = former or tokens[place].key in self.former
            place += 1
        first = place
        if place + 1 < total and (tokens[place].key, tokens[place + 1].key) in _FIXED:
            place += 1
        head = -1
        while place < total and place - first <= MOST_MODIFIERS:
            token = tokens[place]
            key = token.key.removeprefix("ex-")
            if (key in self.heads and token.text not in _PAPERS) or key in self.plurals:
                head = place
            elif token.key in ("and", "&", "/") and place > first:
                following = tokens[place + 1].key if place + 1 < total else ""
                if following not in self.modifiers and following not in self.heads:
                    break
            elif not self._modifies(token):
                break
            place += 1
        if head < 0:
            return None
        owned = any(token.key.endswith("'s") for token in tokens[owner_from:first])
        cabinet = any(token.key in ("cabinet", "lead") for token in tokens[first:head])
        if organisation and not (owned or cabinet) and tokens[head].key in self.placed:
            organisation, first = None, owner_from  # "Norfolk MP" is no post at the council
        place = head + 1
        words = [token.text for token in tokens[first:place]]
        if words[0].lower().startswith("ex-"):
            former = True
            words[0] = words[0][3:]
        if len(words) > 1 and tokens[head].key in self.placed and words[0].lower() in self.parties:
            words = words[1:]  # "Labour MP": a party is no part of the post
        plural = tokens[head].key in self.plurals
        bracket = self._portfolio(tokens, place)
        words += [token.text for token in tokens[place:bracket]]
        noun = "" if cabinet else tokens[head].key  # "lead member at Saltby" has an employer
        more, own, place = self._complement(tokens, bracket, body_at, noun)
        if not (own or organisation) and owner_from and tokens[owner_from - 1].key in _OWNED_BY:
            own = ITS
        title = _joined(words + [token.text for token in more])
        if title.lower() in self.part_heads and not own:
            return None
        if plural:
            title = _singular(title)
        return Reading(Post(title, own or organisation, former, plural), place)

    def _modifies(self, token: Token) -> bool:
        key = token.key.removesuffix("'s") if token.key not in self.modifiers else token.key
        if key in self.modifiers:
            return True
        if key in self.stops or not key[0].isalpha() or key in PREPOSITIONS:
            return False
        proper = token.text[0].isupper() and lexicon().classify(token.text) not in "tf"
        return proper or "-" in key

    def _owner(self, tokens: list[Token], place: int, body_at: FindBody) -> tuple[str | None, int]:
        """Whose post it is: "the CQC's", "Foster Families Alliance", "the council's"."""
        found = body_at(tokens[place].start) if place < len(tokens) else None
        if found is None:
            return self._unnamed_owner(tokens, place)
        name, end = found
        after = place
        while after < len(tokens) and tokens[after].start < end:
            after += 1
        if after < len(tokens) and tokens[after].text in ("'", "’"):
            after += 1
        return name, _past_acronym(tokens, after)

    def _unnamed_owner(self, tokens: list[Token], place: int) -> tuple[str | None, int]:
        """What comes after "the council's" or "the trust's", and "@trust" for whose it is."""
        for step in range(place, min(place + 3, len(tokens))):
            key = tokens[step].key
            if key.endswith("'s") and key not in self.modifiers and key != "majesty's":
                return THE_COUNCIL if key[:-2] in self.councils else f"@{key[:-2]}", step + 1
            if not self._modifies(tokens[step]) and key not in self.councils:
                break
        return None, place

    def doing(self, title: str, tokens: list[Token], body_at: FindBody) -> Reading | None:
        """The role of somebody who leads, chairs or heads what the tokens name."""
        head, of = Token(title, title, -1, -1), Token("of", "of", -1, -1)
        more, own, place = self._complement([head, of, *tokens], 1, body_at, title)
        if own is None and (not more or (title == "leader" and more[-1].key not in self.led)):
            return None  # "who led the meeting"
        title = _joined([title, *(token.text for token in more)])
        return Reading(Post(title, own), place - 2)

    def _portfolio(self, tokens: list[Token], place: int) -> int:
        """The token after what stands in brackets after a post: "Director (Education)"."""
        if place >= len(tokens) or tokens[place].text != "(":
            return place
        for end in range(place + 1, min(place + _COMPLEMENT_LENGTH, len(tokens))):
            token = tokens[end]
            if token.text == ")":
                return end + 1 if end > place + 1 else place
            if not (self._is_service(token) or token.key in ("and", "&", ",", "for", "of")):
                break
        return place

    def _complement(
        self, tokens: list[Token], place: int, body_at: FindBody, head: str
    ) -> tuple[list[Token], str | None, int]:
        """What else belongs to the title, the organisation named, and the token after both."""
        title: list[Token] = []
        total = len(tokens)
        while place < total and tokens[place].key in PREPOSITIONS:
            noun = place + 1
            while noun < total and tokens[noun].key in self.before_employer:
                noun += 1
            if noun >= total:
                break
            if tokens[noun].key == "charge" and (noun + 1 >= total or tokens[noun + 1].key != "of"):
                return title, None, noun + 1  # "the cabinet member in charge"
            found = body_at(tokens[noun].start)
            if found is not None and self._is_employer(tokens, place, noun, found[1], head):
                name, after = self._owner(tokens, noun, body_at)
                end = self._noun_phrase(tokens, after, body_at)
                if tokens[after - 1].end > found[1] and end > after:  # "the LGA's youth board"
                    return title + tokens[place:noun] + tokens[after:end], name, end
                if after < total and tokens[after].key == "council":
                    after += 1  # "at Reading council"
                return title, name, after
            if self._is_hall(tokens, noun):
                return title, THE_COUNCIL, noun + 2
            if tokens[noun].key in self.councils and tokens[place].key == "in":
                return title, None, noun + 1  # "in the city"
            if tokens[noun].key in self.councils:
                following = tokens[noun + 1].key if noun + 1 < total else ""
                if following in self.councils:
                    noun += 1
                if (tokens[noun + 1].key if noun + 1 < total else "") not in self.modifiers:
                    return title, THE_COUNCIL, noun + 1
            owner, after = self._unnamed_owner(tokens, noun)
            if after > noun:  # "chairman of the council's scrutiny committee"
                end = self._noun_phrase(tokens, after, body_at)
                return title + tokens[place:noun] + tokens[after:end], owner, end
            end = self._noun_phrase(tokens, place + 1, body_at)
            if end == place + 1:
                break
            if head in _OF_BODIES and tokens[end - 1].key in self.unnamed:
                return title, ELSEWHERE, end
            if tokens[place].key in _WHERE and not tokens[noun].text[0].isupper():
                return title, None, end
            title += tokens[place:end]
            place = _past_acronym(tokens, end)
        return title, None, place

    def _is_employer(self, tokens: list[Token], place: int, noun: int, end: int, head: str) -> bool:
        """Whether a body named after "of", "at" … is whose post it is, not part of the title."""
        if head in self.placed:
            return False  # "MP for Norwich North", "mayor of Bristol"
        if tokens[place].key == "in":
            return tokens[noun].end < end  # "commissioner for children's services in Crannock"
        after = next((token for token in tokens[noun:] if token.start >= end), None)
        return after is None or not (after.text[0].isupper() and after.start <= end + 1)

    def _is_hall(self, tokens: list[Token], noun: int) -> bool:
        """Whether a post is at County Hall or the like, where the council sits."""
        pair = " ".join(token.key for token in tokens[noun : noun + 2])
        return pair in self.halls

    def _noun_phrase(self, tokens: list[Token], place: int, body_at: FindBody) -> int:
        """The token after the words a post is for: "children, young people and families"."""
        start = place
        while place < len(tokens) and place - start < _COMPLEMENT_LENGTH:
            token = tokens[place]
            if token.key in self.stops or (token.key in PREPOSITIONS and place > start):
                break
            following = tokens[place + 1].key if place + 1 < len(tokens) else ""
            if token.key == "and" and following in _AGAIN:
                break  # "MP for Saltby and a former minister"
            if token.text == ",":
                listed = any(token.key == "and" for token in tokens[start:place])
                if listed or place + 1 >= len(tokens) or not self._lists_on(tokens, place + 1):
                    break
            elif not (token.text[0].isalpha() or token.text == "&"):
                break
            if place > start and token.text[0].isupper() and body_at(token.start) is not None:
                break
            if place + 1 < len(tokens) and tokens[place + 1].key in TIME_UNITS:
                break  # "director of children's services three years ago"
            if tokens[place - 1].key == "and" and self._may_be_person(token):
                break
            if place > start and (token.key in _THEIRS or self._begins_name(tokens, place)):
                break  # "children's services Femi Obi", "children's services and its chair"
            place += 1
        while place > start and tokens[place - 1].key in ("and", ",", "&", "the", "a"):
            place -= 1
        return place

    def _begins_name(self, tokens: list[Token], place: int) -> bool:
        """Whether a first name follows words in small letters."""
        small = tokens[place - 1].text[0].islower() and tokens[place - 1].key != "and"
        return small and tokens[place].text[0].isupper() and self._may_be_person(tokens[place])

    def _lists_on(self, tokens: list[Token], place: int) -> bool:
        """Whether a comma goes on with a list of what the post is for, up to its "and"."""
        titled = tokens[place - 2].text[0].isupper()
        for step, token in enumerate(tokens[place : place + 4], place):
            if token.key == "and":
                return step + 1 < len(tokens) and not self._may_be_person(tokens[step + 1])
            if token.key not in self.modifiers and not (titled and token.text[0].isupper()):
                return False
        return False

    def _may_be_person(self, token: Token) -> bool:
        return token.text[0].isupper() and lexicon().classify(token.text) in "fkhi"

    def line(self, text: str, start: int, end: int, body_at: FindBody) -> Post | None:
        """The role that a line of its own, the first between two offsets, consists of."""
        end = text.find("\n", start, end) if "\n" in text[start:end] else end
        tokens = tokens_of(text, start, min(end, start + WINDOW))
        read = self.read(tokens, 0, body_at)
        if read is None:
            return None
        read = self.with_service(tokens, read)
        if read.stop + 1 < len(tokens) and tokens[read.stop].text == ",":
            employer = body_at(tokens[read.stop + 1].start)
            if employer is not None and employer[1] >= tokens[-1].end:
                return replace(read.post, organisation=employer[0])
        return read.post if read.stop >= len(tokens) else None

    def with_service(self, tokens: list[Token], read: Reading) -> Reading:
        """A title with what it is for after a comma, as lists have it: "Director, Social Care"."""
        place = read.stop + 1
        if place >= len(tokens) or read.post.title is None:
            return read
        mark = tokens[read.stop].text
        if mark not in (",", *DASHES):
            return read
        end = place
        while end < len(tokens) and (
            tokens[end].key in ("and", "&", "of", "for") or self._is_service(tokens[end])
        ):
            end += 1
        if end == place or (end < len(tokens) and tokens[end].text not in (")", ",")):
            return read
        title = _joined([read.post.title, mark, *(token.text for token in tokens[place:end])])
        return Reading(replace(read.post, title=title), end)

    def _is_service(self, token: Token) -> bool:
        return token.text[0].isupper() and token.key in self.modifiers | self.services

    def kind_of_employer(self, title: str) -> str:
        """What kind of body has a post of its own: a chief constable's is a police force."""
        kind = next((kind for kind, p in self.employers if p.fullmatch(title)), "")
        first, _, more = title.partition(" ")
        return kind or (first if more and first in self.bodies else "")

    def is_of_council(self, title: str | None) -> bool:
        """Whether a post without an employer is one that only the document's council has."""
        return title is not None and self.council_post.fullmatch(title) is not None


def _past_acronym(tokens: list[Token], place: int) -> int:
    """The token after initials in brackets: "the Department for Education's (DfE) adviser"."""
    marks = [token.text for token in tokens[place : place + 3 : 2]]
    told = marks == ["(", ")"] and sum(map(str.isupper, tokens[place + 1].text)) > 1
    return place + 3 if told else place


def _joined(words: list[str]) -> str:
    """A title in the text's words, small unless a proper name; commas close up."""
    return " ".join(words).replace(" ,", ",").replace("( ", "(").replace(" )", ")")


def _singular(title: str) -> str:
    for plural, one in (("MPs", "MP"), ("mps", "mp"), ("men", "man"), ("ies", "y"), ("s", "")):
        if title.endswith(plural):
            return title.removesuffix(plural) + one
    return title
