"""Roles before and after a name: "director Lisa Christensen", "Penny Carpenter, the chair of …"."""

from __future__ import annotations

import re
from dataclasses import replace

from norfolk_cs.naming.ahead import Ahead
from norfolk_cs.naming.lexicon import lexicon, patterns
from norfolk_cs.naming.post import (
    DASHES,
    PREPOSITIONS,
    THE_COUNCIL,
    TIME_UNITS,
    FindBody,
    Post,
    Reading,
    Spans,
    Token,
    first_token,
    tokens_of,
)
from norfolk_cs.naming.roles import RoleReader
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.stems import holds, stems_of

WINDOW = 160  # characters beside a name that may hold its role; a long title has about 120
# ", of the Stannerby Independents", "of the think tank Childhood Policy Forum"
_EMPLOYER = re.compile(
    r",?\s+(?:of|from|at|for|with)\s+(?:(?:the|a)\s+)?((?:[a-z'’-]+\s+){0,3})(?=[A-Z0-9])"
)
# What both this and the next begin with.
_OF = re.compile(r",?\s+(?:of|from|at|for|with)\s")
# ", from the council, said"
_FROM_COUNCIL = re.compile(
    r", (?:from|of|at|for) the (?:local authority|(?:county |city )?council),"
)
# The next line of a list begins with a name and a comma.
_NEXT_PERSON = re.compile(r"\n\s*([A-Z][\w'’-]+)(?: [A-Z][\w'’-]+){1,2},")
# The line above such a name is another person's: "Employees: Ann Pym, Director of People".
_LISTED_ABOVE = re.compile(
    r"(?:\A|\n|: ?)(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+, [A-Z][^\n.;]*\n\s*\Z"
)
# Whoever stands before in a list and has letters, too: "Ann Pym HMI, Thandi Cole HMI"
_LETTERED = re.compile(r"(?:\A|[,:;(\n] ?|\band )(?:[A-Z][\w.'’-]+ ){2,3}[A-Z]{2,4},? (?:and )?\Z")
# "In answer to a question from Councillor Moxon, the director said": two people, not one.
_ASIDE = re.compile(r"\b(?:from|to|by|with|of|for|after) (?:[A-Z][\w.'’-]+ ){0,3}[A-Z][\w'’-]+\Z")
# "Sue Pike replaces Ian Frith as director"
_REPLACED = re.compile(
    r"\b(?:replac(?:es?|ed|ing)|succeed(?:s|ed|ing)?|(?:tak(?:es?|en|ing)|took) over from) "
    r"(?:[A-Z][a-z]{1,5}\.? )?\Z"
)
_BEFORE = ((",", "the"), ("the", "right"))
_WHO = re.compile(r", who [^.;,:]{4,100},(?= (?:has|had|was|is|will) )")
# "the trust has also appointed a chief executive, Ann Moss": of the trust, not of the council
_APPOINTED_BY = re.compile(
    # a letter first, so that the search skips to it
    r"[Tt](?<!\w.)he (trust|charity|company|firm|agency|school|hospital|union|university)\b"
    r"[^.;]{0,60}\b(?:appointed|hired|recruited|named)\b[^.;]{0,80}\Z"
)
_WHEN = frozenset(("following", "next", "previous", "same", "day", "week", "month", "year"))
_SOURCES = ("from", "by", "to", "with")  # "the report from national commissioner X, Ann Moss,"
_COPULA = ("is", "was")
_CALLED = ("called", "named")  # "a newly qualified social worker called Tess Lowe"
_DEFINITE = ("the", "its", "their", "our", "whose")  # "whose chair is X", "the director was X"
_MARKS = (",", ":", "(", "[", *DASHES)  # what may stand between a post and a name
_IN_CHARGE = ("responsible",)  # "the director responsible for adoption, Ann Moss"
_OWNERS_ENDS = ("'s", "’s", "s'", "s’")
_OWNER_BEFORE = re.compile(r"[A-Z][\w'’&. -]{1,80}?((?:['’]s|s['’]))\s+\Z")


class Beside:
    """Finds the roles that stand beside names, by the "role.…" rules of ``rules/actors.toml``."""

    def __init__(self, book: Rulebook) -> None:
        self.reader = RoleReader(book)
        self.postnominals = book.compile(r"(?: (?:{postnominal})\b)+(?!['’]| for\b)")
        self.after = patterns(book, "role.")
        self.clauses = [
            p for name in ("left", "joins", "who") for p in patterns(book, f"role.{name}")
        ]
        self.doing = [
            (str(rule.set["title"]), stems_of(rule, "word"), book.regex(rule))
            for rule in book.rules
            if rule.id.startswith("doing.")
        ]
        self.done_by = Ahead(
            (book.source(rule), (str(rule.set["title"]), stems_of(rule, "word"), book.regex(rule)))
            for rule in book.rules
            if rule.id.startswith("done.")
        )
        self.doing_words = tuple(word for _, words, _ in self.doing for word in words)
        self.descriptors = frozenset(book.vocabulary["descriptor"])
        self.parties = frozenset(book.vocabulary["demonym"])
        self.speech = frozenset(book.vocabulary["speech"])
        self.closing = frozenset(book.vocabulary["role_participle"])
        self.goes_on = PREPOSITIONS | self.parties | {*_COPULA, *_CALLED, *_MARKS, *_IN_CHARGE}
        self.never_last = PREPOSITIONS | (self.reader.stops | {"and"}) - self.goes_on
        self.closing |= self.reader.stops | PREPOSITIONS | {"and", "or"}

    def before(
        self, text: str, name: tuple[int, int], floor: int, body_at: FindBody, heads: Spans
    ) -> list[Post]:
        """The roles that stand before a name, no farther than ``floor``; ``heads`` are near it."""
        start, end = name
        if start - floor < 3:
            return []
        ahead = text[floor:start]
        ends = [stop for begin, stop in heads if begin < start]
        titled = (
            bool(ends)
            and not self._is_cut_off(ahead)
            and any(self._may_end(text, end, start) for end in ends)
        )
        if not (titled or _is_owners(ahead) or self.done_by(ahead)):
            return []
        if "\n" in ahead and _LISTED_ABOVE.search(text, floor, start):
            return []
        if self.postnominals.match(text, end) and _LETTERED.search(text, floor, start):
            return []
        if not titled:
            return self._owned(text, floor, start, body_at)
        tokens = tokens_of(text, floor, start)
        end = len(tokens)
        while end > 1 and (tokens[end - 2].key, tokens[end - 1].key) in _BEFORE:
            end -= 1  # "the minister, the Right Hon Ann Moss"
        if end > 1 and tokens[end - 1].key in self.parties:
            while end > 1 and tokens[end - 1].key in self.parties:
                end -= 1
            if tokens[end - 1].text != ",":
                end = len(tokens)  # "the Labour leader" and "Labour's": of the role or alone
        found = self._ending(tokens, end, body_at)
        if not found:
            return self._owned(text, floor, start, body_at)
        post, place = found
        if post.organisation is None and (by := _APPOINTED_BY.search(text, floor, start)):
            post = replace(post, organisation=f"@{by[1]}")
        if place and tokens[place - 1].text == ",":  # "the committee's chair, the MP …"
            earlier = self._ending(tokens, place, body_at)
            if earlier:
                return [earlier[0], post]
        return [post]

    def _ending(self, tokens: list[Token], end: int, body_at: FindBody) -> tuple[Post, int] | None:
        """The role that ends before a token, a comma or "is" between, and where it begins."""
        mark = tokens[end - 1] if end else None
        comma = mark is not None and mark.text in (",", ":", "(", "[")
        copula = mark is not None and mark.key in _COPULA
        called = mark is not None and mark.key in _CALLED
        if comma or copula or called:
            end -= 1
        last = next((p for p in range(end - 1, -1, -1) if self._is_head(tokens[p])), -1)
        first = self.reader.earliest(tokens, max(0, end - 24), end, body_at)
        for place in range(first, last + 1):
            if not self.reader.may_begin(tokens[place], body_at):
                continue
            if place and (tokens[place - 1].key.endswith("-") or _is_surname(tokens, place)):
                continue
            read = self.reader.read(tokens, place, body_at)
            if read is not None and mark is not None and mark.text == "(":
                read = self.reader.with_service(tokens, read)  # "Director, Social Care (Ann Moss)"
            if read is None or read.stop != end:
                continue
            if called and read.post.plural:
                continue
            if comma and not self._opens(tokens, place):
                continue
            if copula and (tokens[place].key not in _DEFINITE or read.post.plural):
                continue
            if read.post.plural and mark is not None and mark.text == ":":
                continue  # "Officers: Ms K. Stroud"
            return read.post, place
        return None

    def _is_cut_off(self, ahead: str) -> bool:
        """Whether the word before a name is one that no post ends in: "director of Ann Moss"."""
        return not self.never_last.isdisjoint(ahead.rsplit(None, 1)[-1:])

    def _may_end(self, text: str, head: int, start: int) -> bool:
        """Whether a role may go on after its head, or end with it, up to a name at ``start``."""
        following = first_token(text, head, start)
        return following is None or following.key in self.goes_on

    def _is_head(self, token: Token) -> bool:
        return token.key in self.reader.any_head

    def _opens(self, tokens: list[Token], place: int) -> bool:
        """Whether a role before "NAME," may be in apposition: it has an article or opens all."""
        token = tokens[place]
        if place == 0 or token.key in ("the", "a", "an", "its", "their", "our", "his", "her"):
            return True
        before = tokens[place - 1]
        return (
            before.text in (",", ":", "“", '"', "(")
            or token.text[0].isupper()
            or before.key in _SOURCES
        )

    def _owned(self, text: str, floor: int, start: int, body_at: FindBody) -> list[Post]:
        """An organisation and no title: "Essex County Council's Dave Hill"."""
        owned = _is_owners(text[floor:start])
        match = _OWNER_BEFORE.search(text, max(floor, start - 90), start) if owned else None
        for place in range(match.start(), match.end()) if match else ():
            found = body_at(place)
            if match and found is not None and found[1] in (match.start(1), match.end(1)):
                tokens = tokens_of(text, floor, place)
                comma = bool(tokens) and tokens[-1].text == ","
                title = self._ending(tokens, len(tokens), body_at) if comma else None
                return [*([title[0]] if title else []), Post(None, found[0])]
        return self._done_by(text, floor, start, body_at)

    def _done_by(self, text: str, floor: int, start: int, body_at: FindBody) -> list[Post]:
        """A role told of its body: "the council, led by Ann Moss", "the board, chaired by …"."""
        before = text[floor:start]
        low = before.lower()
        for title, words, pattern in self.done_by(before):
            match = pattern.search(before) if holds(low, words) else None
            if match is None:
                continue
            end = floor + match.end("what")
            bodies = (body_at(place) for place in range(max(floor, end - 90), end))
            owner = next((found[0] for found in bodies if found and found[1] == end), None)
            if owner is None and match["what"].lower() in ("council", "authority"):
                owner = THE_COUNCIL
            if owner or title == "chair":
                return [Post(title, owner)]
        return []

    def after_name(
        self, text: str, name: tuple[int, int], ceiling: int, body_at: FindBody, heads: Spans
    ) -> list[Post]:
        """The roles that stand after a name, no farther than ``ceiling``; ``heads`` are near it."""
        start, end = name
        spaced = text[end : end + 1].isspace()
        letters = self.postnominals.match(text, end, ceiling) if spaced else None
        end = letters.end() if letters else end
        following = text[end:ceiling]
        line = _NEXT_PERSON.search(text, end, ceiling) if "\n" in following else None
        if line and lexicon().classify(line[1]) == "f":
            ceiling = line.start()
            following = text[end:ceiling]
        found: list[Post] = []
        titled = bool(heads) and any(end <= begin < ceiling for begin, _ in heads)
        for pattern in self.after if titled else ():
            match = pattern.match(following)
            if match is None:
                continue
            first = first_token(text, end + match.end(), ceiling)
            if first is None or not self.reader.may_begin(first, body_at):
                continue
            tokens = tokens_of(text, end + match.end(), ceiling)
            read = self.reader.read(tokens, 0, body_at)
            if read is not None and ("(" in match[0] or self._has_dash(tokens, read.stop)):
                read = self.reader.with_service(tokens, read)
            if read is not None and self._is_speaker(text, end, tokens, read.stop):
                break
            if read is not None and letters and self._is_next(tokens, read.stop):
                break
            if read is not None and self._closes(tokens, read):
                post = read.post
                told = match.groupdict()
                replaced = "as" in match[0] and _REPLACED.search(
                    text, max(0, start - WINDOW), start
                )
                if told.get("former") or replaced:
                    post = replace(post, former=True)
                if told.get("at") and post.organisation is None:
                    at = body_at(end + match.start("at"))
                    post = replace(post, organisation=at[0] if at else None)
                found.append(post)
                found.extend(self._further(tokens, read.stop, body_at))
                found.extend(self._clause(text, tokens, read.stop, ceiling, body_at))
                break
        found = found or self._doing(text, end, following, body_at)
        aside = None if found or not titled else _WHO.match(text, end, ceiling)
        if aside:  # ", who previously led X, has been appointed chair"
            comma = tokens_of(text, aside.end() - 1, ceiling)
            found = self._clause(text, comma, 0, ceiling, body_at)
        if letters:
            borne = letters[0].split()
            own = [Post(title) for title in ("MP", "HMI") if title in borne]
            found += [post for post in own if post not in found]
        if not found and _OF.match(following):
            match = _EMPLOYER.match(text, end, ceiling)
            said = " ".join(match[1].split()) if match else ""
            body = (
                body_at(match.end()) if match and (not said or said in self.descriptors) else None
            )
            if body is not None:
                found.append(Post(None, body[0]))
            elif _FROM_COUNCIL.match(text, end, ceiling):
                found.append(Post(None, THE_COUNCIL))
        return found

    def _clause(
        self, text: str, tokens: list[Token], place: int, ceiling: int, body_at: FindBody
    ) -> list[Post]:
        """What is told after a first post: ", a former director, has been appointed as …"."""
        if place >= len(tokens) or tokens[place].text != ",":
            return []
        start = tokens[place].start
        for pattern in self.clauses:
            match = pattern.match(text[start:ceiling])
            if match is not None:
                rest = tokens_of(text, start + match.end(), ceiling)
                read = self.reader.read(rest, 0, body_at)
                if read is None or not self._closes(rest, read):
                    return []
                return [replace(read.post, former=bool(match.groupdict().get("former")))]
        return []

    def _doing(self, text: str, end: int, following: str, body_at: FindBody) -> list[Post]:
        """A role told by a verb: "Alan Truscott, who leads the council"."""
        if not holds(following.lower(), self.doing_words):
            return []
        for title, _, pattern in self.doing:
            match = pattern.match(following)
            if match is None:
                continue
            ceiling = end + len(following)
            read = self.reader.doing(title, tokens_of(text, end + match.end(), ceiling), body_at)
            return [replace(read.post, former=bool(match["former"]))] if read else []
        return []

    def _has_dash(self, tokens: list[Token], place: int) -> bool:
        """Whether a dash stands between a post and its service: "Director – Education"."""
        return place < len(tokens) and tokens[place].text in DASHES

    def _is_next(self, tokens: list[Token], stop: int) -> bool:
        """Whether what reads as a post after a name with letters is the next of a list, who has
        letters as well: "Thandi Cole HMI".
        """
        words = tokens[:stop]
        named = len(words) > 2 and all(token.text[0].isupper() for token in words)
        return named and self.postnominals.fullmatch(f" {words[-1].text}") is not None

    def _is_speaker(self, text: str, end: int, tokens: list[Token], place: int) -> bool:
        """Whether a post after a name and a comma is somebody else's, who speaks."""
        if (
            place >= len(tokens)
            or tokens[place].key not in self.speech
            or text[end : end + 1] != ","
        ):
            return False
        return _ASIDE.search(text, max(0, end - WINDOW), end) is not None

    def _further(self, tokens: list[Token], place: int, body_at: FindBody) -> list[Post]:
        """A second post: "leader of X and chair of Y", "a former head, as commissioner"."""
        if place + 1 < len(tokens) and tokens[place].text == "," and tokens[place + 1].key == "as":
            place += 1
        if place < len(tokens) and tokens[place].key in ("and", "as"):
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
        if any(later.key in TIME_UNITS for later in tokens[read.stop + 1 : read.stop + 2]):
            return True  # "director of children's services three years ago"
        following = tokens[read.stop + 1].key if read.stop + 1 < len(tokens) else ""
        if token.key in ("the", "that", "this") and following in _WHEN:
            return True  # "was appointed director the following spring"
        return not token.text[0].isalnum() or token.key in self.closing


def _is_owners(ahead: str) -> bool:
    """Whether the word before a name says whose it is."""
    return ahead.rstrip().endswith(_OWNERS_ENDS)


def _is_surname(tokens: list[Token], place: int) -> bool:
    """Whether a capitalised word comes after a first name: "James Pell and education secretary"."""
    given, name = tokens[place - 1].text, tokens[place].text
    return given[0].isupper() and name[0].isupper() and lexicon().classify(given) in "fh"
