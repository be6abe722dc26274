"""Parties, and their members in a place: "Wycombe Labour", "South Saltby Conservatives"."""

from __future__ import annotations

import re

from norfolk_cs.naming.body import Body
from norfolk_cs.naming.casing import COMPASS, title_case
from norfolk_cs.naming.gazetteer import Listed
from norfolk_cs.naming.lexicon import patterns
from norfolk_cs.naming.words import Words
from norfolk_cs.rulebook import Rulebook

_BEGINS = re.compile(r"(?:\A|[.!?:\n][\"'”’]?\s*[\"'“‘]?)\Z")
_AHEAD = 50  # characters beside a party's name that may show that it stands for the party
_PLACE = 3  # words in a place: "Dewsbury and North Mirfield Labour"
_WHERE = ("in", "at", "near", "across", "around", "outside", "throughout")


class PartyReader:
    """Tells parties that act from words that only say whose side somebody is on."""

    def __init__(self, book: Rulebook) -> None:
        self.party_acts = patterns(book, "after.party-acts")
        self.party_ends = patterns(book, "after.party-ends")
        self.party_named = patterns(book, "before.party")

    def read(self, words: Words, listed: Listed) -> Body | None:
        """The party; None where its name is part of a longer phrase, as in "Labour councillors"."""
        first, letters, entry = listed.first, words.letters, listed.entry
        while (
            first
            and letters[2 * first - 1] in "-a"
            and (letters[2 * first - 2] in "gxq" or words.keys[first - 1] in COMPASS)
        ):
            first -= 1
        start, end = words.starts[first], words.ends[listed.last]
        if not self._acts(words.text, {start, words.starts[listed.first]}, end):
            return None
        ahead = words.text[max(0, start - _AHEAD) : start].split()
        placed = bool(ahead) and ahead[-1].lower() in _WHERE  # "in Saltby Labour lost"
        if first == listed.first or listed.first - first > _PLACE or placed:
            start = words.starts[listed.first]
            return Body(
                listed.first, listed.last, start, end, "actor.organisation", entry.form, "party",
                listed=entry.name,
            )  # fmt: skip
        name = title_case(words.phrase(first, listed.last))
        return Body(first, listed.last, start, end, "actor.organisation-party", name, "party")

    def _acts(self, text: str, starts: set[int], end: int) -> bool:
        """Whether a party's name stands for the party and is no part of a longer noun phrase;
        it may begin at either of two offsets, with a place or without.
        """
        follow = text[end : end + _AHEAD]
        if any(p.match(follow) for p in self.party_acts):
            return True
        plural, ends = text[end - 1] == "s", any(p.match(follow) for p in self.party_ends)
        if not plural and not ends:
            return False
        aheads = [text[max(0, start - _AHEAD) : start] for start in starts]
        if plural and ends and any(_BEGINS.search(ahead) for ahead in aheads):
            return True  # "Lib Dems on Kent County Council say"
        return any(p.search(ahead) for p in self.party_named for ahead in aheads)
