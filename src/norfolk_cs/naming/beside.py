"""Roles before and after a name: "director Lisa Christensen", "Penny Carpenter, the chair of …"."""

from __future__ import annotations

import re

from norfolk_cs.naming.lexicon import patterns
from norfolk_cs.naming.roles import (
    PREPOSITIONS,
    FindBody,
    Post,
    Reading,
    RoleReader,
    Token,
    tokens_of,
)
from norfolk_cs.rulebook import Rulebook

WINDOW = 160  # characters beside a name that may hold its role; a long title has about 120
# ", of the Stannerby Independents", "of the think tank Childhood Policy Forum"
_EMPLOYER = re.compile(
    r",?\s+(?:of|from|at|for|with)\s+(?:(?:the|a)\s+)?((?:[a-z'’-]+\s+){0,3})(?=[A-Z0-9])"
)
_MARKS = ",:;()'\"‘’“”"
_OWNER_BEFORE = re.compile(r"[A-Z][\w'’&. -]{1,80}?((?:['’]s|s['’]))\s+\Z")


class Beside:
    """Finds the roles that stand beside names, by the "role.…" rules of ``rules/actors.toml``."""

    def __init__(self, book: Rulebook) -> None:
        self.reader = RoleReader(book)
        self.postnominals = book.compile(r"(?: (?:{postnominal})\b)+(?!['’]| for\b)")
        self.after = patterns(book, "role.")
        self.descriptors = frozenset(book.vocabulary["descriptor"])
        self.closing = self.reader.stops | PREPOSITIONS | {"and", "or"}

    def before(self, text: str, floor: int, start: int, body_at: FindBody) -> list[Post]:
        """The roles before a name that begins at ``start``, no farther than ``floor``."""
        floor = max(floor, start - WINDOW)
        if start - floor < 3:
            return []
        left = text[floor:start].lower().replace("-", " ").split()
        if not any(word.strip(_MARKS) in self.reader.any_head for word in left):
            return self._owned(text, floor, start, body_at)
        tokens = tokens_of(text, floor, start)
        end = len(tokens)
        comma = bool(tokens) and tokens[-1].text in (",", ":")
        if comma:
            end -= 1
        for place in range(max(0, end - 24), end):
            if place and tokens[place - 1].key.endswith("-"):
                continue
            read = self.reader.read(tokens, place, body_at)
            if read is None or read.stop != end:
                continue
            if comma and not self._opens(tokens, place):
                continue
            if read.post.plural and tokens[-1].text == ":":
                continue  # "Officers: Ms K. Stroud"
            return [read.post]
        return self._owned(text, floor, start, body_at)

    def _opens(self, tokens: list[Token], place: int) -> bool:
        """Whether a role before "NAME," may be in apposition: it has an article or opens all."""
        token = tokens[place]
        if place == 0 or token.key in ("the", "a", "an", "its", "their", "our", "his", "her"):
            return True
        before = tokens[place - 1]
        return before.text in (",", ":", "“", '"', "(") or token.text[0].isupper()

    def _owned(self, text: str, floor: int, start: int, body_at: FindBody) -> list[Post]:
        """An organisation and no title: "Essex County Council's Dave Hill"."""
        match = _OWNER_BEFORE.search(text, max(floor, start - 90), start)
        if match is None:
            return []
        for place in range(match.start(), match.end()):
            found = body_at(place)
            if found is not None and found[1] in (match.start(1), match.end(1)):
                return [Post(None, found[0])]
        return []

    def after_name(self, text: str, end: int, ceiling: int, body_at: FindBody) -> list[Post]:
        """The roles that stand after a name that ends at ``end``, no farther than ``ceiling``."""
        ceiling = min(ceiling, end + WINDOW)
        letters = self.postnominals.match(text, end, ceiling)
        end = letters.end() if letters else end
        following = text[end:ceiling]
        found: list[Post] = []
        for pattern in self.after:
            match = pattern.match(following)
            if match is None:
                continue
            tokens = tokens_of(text, end + match.end(), ceiling)
            read = self.reader.read(tokens, 0, body_at)
            if read is not None and self._closes(tokens, read):
                post = read.post
                if match.groupdict().get("former"):
                    post = Post(post.title, post.organisation, True)
                found.append(post)
                found.extend(self._further(tokens, read.stop, body_at))
                break
        if letters and "MP" in letters[0]:
            found.append(Post("MP"))
        if not found:
            match = _EMPLOYER.match(text, end, ceiling)
            said = " ".join(match[1].split()) if match else ""
            body = (
                body_at(match.end()) if match and (not said or said in self.descriptors) else None
            )
            if body is not None:
                found.append(Post(None, body[0]))
        return found

    def _further(self, tokens: list[Token], place: int, body_at: FindBody) -> list[Post]:
        """A second post joined with "and": "leader of X and chair of Y"."""
        if place < len(tokens) and tokens[place].key == "and":
            read = self.reader.read(tokens, place + 1, body_at)
            if read is not None:
                return [read.post]
        return []

    def _closes(self, tokens: list[Token], read: Reading) -> bool:
        """Whether the words after a role are not still part of a longer noun phrase."""
        if read.post.plural:
            return False
        if read.stop >= len(tokens):
            return True
        token = tokens[read.stop]
        return not token.text[0].isalnum() or token.key in self.closing
