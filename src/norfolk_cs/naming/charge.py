"""What a post is of or for, and whose it is: "of children's services at Saltby Council"."""

from __future__ import annotations

from functools import lru_cache

from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.naming.post import (
    ELSEWHERE,
    PREPOSITIONS,
    THE_COUNCIL,
    TIME_UNITS,
    FindBody,
    Token,
    key_of,
)
from norfolk_cs.rulebook import Rulebook

_WHERE = frozenset(("at", "with", "to"))
_OF_BODIES = frozenset(("executive", "leader", "president"))  # posts of a body, named or not
_OF_COUNCILS = frozenset(("director", "leader", "executive"))  # "the director in Hackney"
_AGAIN = frozenset(("a", "an", "former", "formerly", "now", "currently", "also", "previously"))
_THEIRS = ("its", "their", "his", "her", "our", "my")
_LENGTH = 14  # words in "for children, young people and families and adult learning"


class ChargeReader:
    """Reads what stands before and after a post's head: whose post it is, what it is for."""

    def __init__(self, book: Rulebook) -> None:
        words = book.vocabulary
        self.modifiers = frozenset(words["role_modifier"])
        self.stops = frozenset(words["role_stop"])
        self.councils = frozenset(words["council_word"])
        self.before_employer = frozenset(words["role_current"])
        self.before_employer |= {"neighbouring", "nearby", "then", "former"}
        self.unnamed = frozenset(words["unnamed_body"])
        self.placed = frozenset(words["role_of_place"])
        self.halls = frozenset(words["council_hall"])
        # Words that this goes on over, whatever else they are.
        self.inside = PREPOSITIONS | self.before_employer | self.councils
        self.inside |= {"responsible", "responsibility", "charge", "council"}
        self.inside |= {word for hall in self.halls for word in hall.split()}

        self.modifies = lru_cache(maxsize=8192)(self._modifies)

    def _modifies(self, token: str) -> bool:
        """Whether a word, as written, may stand before a post's head and belong to it."""
        key = key_of(token)
        key = key.removesuffix("'s") if key not in self.modifiers else key
        if key in self.modifiers:
            return True
        if key in self.stops or not key[0].isalpha() or key in PREPOSITIONS:
            return False
        proper = token[0].isupper() and lexicon().classify(token) not in "tfh"
        return proper or "-" in key

    def owner(self, tokens: list[Token], place: int, body_at: FindBody) -> tuple[str | None, int]:
        """Whose post it is: "the CQC's", "Foster Families Alliance", "the council's"."""
        found = body_at(tokens[place].start) if place < len(tokens) else None
        if found is None:
            return self.unnamed_owner(tokens, place)
        name, end = found
        after = place
        while after < len(tokens) and tokens[after].start < end:
            after += 1
        if after < len(tokens) and tokens[after].text in ("'", "’"):
            after += 1
        return name, _past_acronym(tokens, after)

    def unnamed_owner(self, tokens: list[Token], place: int) -> tuple[str | None, int]:
        """What comes after "the council's" or "the trust's", and "@trust" for whose it is."""
        for step in range(place, min(place + 3, len(tokens))):
            key = tokens[step].key
            if key.endswith("'s") and key not in self.modifiers and key != "majesty's":
                return THE_COUNCIL if key[:-2] in self.councils else f"@{key[:-2]}", step + 1
            if not self.modifies(tokens[step].text) and key not in self.councils:
                break
        return None, place

    def complement(
        self, tokens: list[Token], place: int, body_at: FindBody, head: str
    ) -> tuple[list[Token], str | None, int]:
        """What else belongs to the title, the organisation named, and the token after both."""
        title: list[Token] = []
        total = len(tokens)
        charged = self._responsible(tokens, place)
        title += tokens[place:charged]
        place = charged
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
                name, after = self.owner(tokens, noun, body_at)
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
            owner, after = self.unnamed_owner(tokens, noun)
            if after > noun:  # "chairman of the council's scrutiny committee"
                end = self._noun_phrase(tokens, after, body_at)
                return title + tokens[place:noun] + tokens[after:end], owner, end
            end = self._noun_phrase(tokens, place + 1, body_at)
            if end == place + 1:
                break
            if head in _OF_BODIES and tokens[end - 1].key in self.unnamed:
                return title, ELSEWHERE, end
            if tokens[place].key in _WHERE and (
                not tokens[noun].text[0].isupper() or tokens[noun].text.isupper()
            ):
                return title, None, end  # "at a think tank", "at BCC"
            title += tokens[place:end]
            place = _past_acronym(tokens, end)
        return title, None, place

    def _responsible(self, tokens: list[Token], place: int) -> int:
        """The token before "for" in "responsible for", "with responsibility for" a service."""
        keys = [token.key for token in tokens[place : place + 3]]
        for words in (["responsible", "for"], ["with", "responsibility", "for"]):
            if keys[: len(words)] == words:
                return place + len(words) - 1
        return place

    def _is_employer(self, tokens: list[Token], place: int, noun: int, end: int, head: str) -> bool:
        """Whether a body named after "of", "at" … is whose post it is, not part of the title."""
        if head in self.placed:
            return False  # "MP for Norwich North", "mayor of Bristol"
        if tokens[place].key == "in":  # "commissioner for children's services in Crannock"
            return tokens[noun].end < end or head in _OF_COUNCILS
        after = next((token for token in tokens[noun:] if token.start >= end), None)
        return after is None or not (after.text[0].isupper() and after.start <= end + 1)

    def _is_hall(self, tokens: list[Token], noun: int) -> bool:
        """Whether a post is at County Hall or the like, where the council sits."""
        pair = " ".join(token.key for token in tokens[noun : noun + 2])
        return pair in self.halls

    def _noun_phrase(self, tokens: list[Token], place: int, body_at: FindBody) -> int:
        """The token after the words a post is for: "children, young people and families"."""
        start = place
        while place < len(tokens) and place - start < _LENGTH:
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


def _past_acronym(tokens: list[Token], place: int) -> int:
    """The token after initials in brackets: "the Department for Education's (DfE) adviser"."""
    marks = [token.text for token in tokens[place : place + 3 : 2]]
    told = marks == ["(", ")"] and sum(map(str.isupper, tokens[place + 1].text)) > 1
    return place + 3 if told else place
