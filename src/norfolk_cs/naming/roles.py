"""Posts beside a name: "interim children's services director Sheila Lock", "Penny Carpenter, the
cabinet member for …", "(Chair)", "Essex County Council's Dave Hill", "who took over as director".

A role is read word by word: determiners and words of time, whose post it is, modifiers, one or
more heads, and what the post is for or of.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from norfolk_cs.naming.casing import small_title
from norfolk_cs.naming.charge import ChargeReader
from norfolk_cs.naming.post import DASHES, ITS, FindBody, Post, Reading, Token, key_of, tokens_of
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.triggers import Trigger

WINDOW = 160  # characters beside a name that may hold its role; a long title has about 120
MOST_MODIFIERS = 8  # "parliamentary under secretary of state for children and families" has fewer
_OWNED_BY = ("its", "their")  # whose post it is hangs on what was named last
_ENDS = (".", ";", ":", "!", "?", '"', "“", "”")  # marks that no role holds
_PAPERS = ("Guardian",)  # "writing in the Guardian, Ms Marsh said"
_BRACKETS = 14  # words and marks in "(Children, Families and Adult Learning)" have fewer
_FIXED = frozenset((
    ("his", "majesty's"), ("her", "majesty's"), ("his", "majestys"), ("her", "majestys"),
    ("lord", "chancellor"), ("lord", "mayor"), ("lord", "lieutenant"),
    ("newly", "qualified"), ("permanent", "secretary"), ("permanent", "under-secretary"),
))  # fmt: skip
_POLICE = frozenset(("police", "detective", "constable", "superintendent", "sergeant"))
_FIXED_FIRST = frozenset(first for first, _ in _FIXED)


class RoleReader:
    """Reads roles by the vocabulary of ``rules/actors.toml``."""

    def __init__(self, book: Rulebook) -> None:
        words = book.vocabulary
        self.charge = ChargeReader(book)
        self.heads = frozenset(words["role_head"])
        self.plurals = frozenset(words["role_plural"])
        self.modifiers = frozenset(words["role_modifier"])
        self.former = frozenset(words["role_former"])
        self.current = frozenset(words["role_current"])
        self.time_words = self.former | self.current
        self.stops = frozenset(words["role_stop"])
        self.part_heads = frozenset(words["role_part"])
        self.placed = frozenset(words["role_of_place"])
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
        inside = self.time_words | self.any_head | self.modifiers | self.charge.inside
        inside |= {"and", *(word for pair in _FIXED for word in pair)}
        # Small words and marks that no role goes on over, but for those in a body's name.
        self.barriers = {word for word in self.stops - inside if not word.endswith("'s")}
        self.barriers.update(_ENDS)
        self.ends = Trigger(book.compile(r"\b(?:{role_head}|{role_plural})\b", case=True))
        self._opens = lru_cache(maxsize=8192)(self._may_open)
        self.kind_of_employer = lru_cache(maxsize=4096)(self._kind_of_employer)
        self.is_of_council = lru_cache(maxsize=4096)(self._is_of_council)
        self.small_title = lru_cache(maxsize=4096)(small_title)

    def may_begin(self, token: Token, body_at: FindBody) -> bool:
        """Whether a role may begin at a token; most words tell that by themselves."""
        return self._opens(token.text) or body_at(token.start) is not None

    def earliest(self, tokens: list[Token], first: int, end: int, body_at: FindBody) -> int:
        """The token, from ``first`` on, before which no role begins that ends before ``end``."""
        for place in range(end - 1, first - 1, -1):
            if tokens[place].text in self.barriers:
                bodies = (body_at(token.start) for token in tokens[first : place + 1])
                inside = any(found and found[1] > tokens[place].start for found in bodies)
                return first if inside else place + 1
        return first

    def _may_open(self, word: str) -> bool:
        key = key_of(word)
        return (
            key in self.time_words
            or key in _FIXED_FIRST
            or key in self.charge.councils
            or key in self.any_head
            or key.endswith("'s")
            or self.charge.modifies(word)
        )

    def read(self, tokens: list[Token], place: int, body_at: FindBody) -> Reading | None:
        """The role that begins at a token, or None."""
        former = False
        total = len(tokens)
        if place >= total or not self.may_begin(tokens[place], body_at):
            return None
        while place < total:
            key = tokens[place].key
            if place + 1 < total and (key, tokens[place + 1].key) in _FIXED:
                break
            if key in self.former:
                former = True
            elif key not in self.current:
                break
            place += 1
        if office := self._office(tokens, place, body_at, former):
            return office
        owner_from = place
        organisation, place = self.charge.owner(tokens, place, body_at)
        while owner_from < place < total and tokens[place].key in self.time_words:
            former = former or tokens[place].key in self.former
            place += 1
        first = place
        if place + 1 < total and (tokens[place].key, tokens[place + 1].key) in _FIXED:
            place += 1
        head = -1
        while place < total and place - first <= MOST_MODIFIERS:
            token = tokens[place]
            key = token.key
            if (key in self.heads and token.text not in _PAPERS) or key in self.plurals:
                head = place
            elif token.key in ("and", "&", "/") and place > first:
                following = tokens[place + 1].key if place + 1 < total else ""
                if following not in self.modifiers and following not in self.heads:
                    break
            elif not self.charge.modifies(token.text):
                break
            place += 1
        if head < 0 or self._joins_others(tokens, first, head):
            return None
        owned = any(token.key.endswith("'s") for token in tokens[owner_from:first])
        cabinet = any(token.key in ("cabinet", "lead") for token in tokens[first:head])
        if organisation and not (owned or cabinet) and tokens[head].key in self.placed:
            organisation, first = None, owner_from  # "Norfolk MP" is no post at the council
        if organisation and "ouncil" in organisation and self._is_police(tokens[first : head + 1]):
            organisation = None  # nor is "Norfolk detective inspector"
        place = head + 1
        words = [token.text for token in tokens[first:place]]
        while tokens[head].key in self.placed and words[0].lower() in self.parties:
            words = words[1:]  # "Labour MP", "Lib Dem MP": a party is no part of the post
        plural = tokens[head].key in self.plurals
        bracket = self._portfolio(tokens, place)
        words += [token.text for token in tokens[place:bracket]]
        noun = "" if cabinet else tokens[head].key  # "lead member at Saltby" has an employer
        more, own, place = self.charge.complement(tokens, bracket, body_at, noun)
        if not (own or organisation) and owner_from and tokens[owner_from - 1].key in _OWNED_BY:
            own = ITS
        title = _joined(words + [token.text for token in more])
        if title.lower() in self.part_heads and not (own or organisation):
            return None
        if plural:
            title = _singular(title)
        return Reading(Post(title, own or organisation, former, plural), place)

    def _joins_others(self, tokens: list[Token], first: int, head: int) -> bool:
        """Whether several others stand before one: "its commissioners and cabinet member"."""
        if tokens[head].key in self.plurals:
            return False
        return any(
            tokens[place].key in self.plurals and tokens[place + 1].key in ("and", "&")
            for place in range(first, head)
        )

    def _office(
        self, tokens: list[Token], place: int, body_at: FindBody, former: bool
    ) -> Reading | None:
        """The post that is a body's name, too: "Local Government Ombudsman"."""
        found = body_at(tokens[place].start) if place < len(tokens) else None
        if found is None:
            return None
        end = place
        while end < len(tokens) and tokens[end].start < found[1]:
            end += 1
        if tokens[end - 1].key not in self.heads or end == place + 1:
            return None
        return Reading(Post(_joined([t.text for t in tokens[place:end]]), None, former), end)

    def doing(self, title: str, tokens: list[Token], body_at: FindBody) -> Reading | None:
        """The role of somebody who leads, chairs or heads what the tokens name."""
        head, of = Token(title, title, -1, -1), Token("of", "of", -1, -1)
        more, own, place = self.charge.complement([head, of, *tokens], 1, body_at, title)
        if own is None and (not more or (title == "leader" and more[-1].key not in self.led)):
            return None  # "who led the meeting"
        title = _joined([title, *(token.text for token in more)])
        return Reading(Post(title, own), place - 2)

    def _portfolio(self, tokens: list[Token], place: int) -> int:
        """The token after what stands in brackets after a post: "Director (Education)"."""
        if place >= len(tokens) or tokens[place].text != "(":
            return place
        for end in range(place + 1, min(place + _BRACKETS, len(tokens))):
            token = tokens[end]
            if token.text == ")":
                return end + 1 if end > place + 1 else place
            if not (self._is_service(token) or token.key in ("and", "&", ",", "for", "of")):
                break
        return place

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
        if end == place or (end < len(tokens) and tokens[end].text not in (")", ",", "(")):
            return read
        title = _joined([read.post.title, mark, *(token.text for token in tokens[place:end])])
        return Reading(replace(read.post, title=title), end)

    def _is_police(self, tokens: list[Token]) -> bool:
        return not _POLICE.isdisjoint(token.key for token in tokens)

    def _is_service(self, token: Token) -> bool:
        return token.text[0].isupper() and token.key in self.modifiers | self.services

    def _kind_of_employer(self, title: str) -> str:
        """What kind of body has a post of its own: a chief constable's is a police force."""
        kind = next((kind for kind, p in self.employers if p.fullmatch(title)), "")
        first, _, more = title.partition(" ")
        return kind or (first if more and first in self.bodies else "")

    def _is_of_council(self, title: str | None) -> bool:
        """Whether a post without an employer is one that only the document's council has."""
        return title is not None and self.council_post.fullmatch(title) is not None


def _joined(words: list[str]) -> str:
    """A title in the text's words, small unless a proper name; commas close up."""
    return " ".join(words).replace(" ,", ",").replace("( ", "(").replace(" )", ")")


def _singular(title: str) -> str:
    for plural, one in (("MPs", "MP"), ("mps", "mp"), ("men", "man"), ("ies", "y"), ("s", "")):
        if title.endswith(plural):
            return title.removesuffix(plural) + one
    return title
