"""The words of a reference taken apart: article, whose, what, and of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from norfolk_cs.analysis import Ref
from norfolk_cs.resolve.register import Named
from norfolk_cs.resolve.vocabulary import vocabulary
from norfolk_cs.settings import per_settings

_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*['’]?(?=\W|$)|\S")
# What ends a noun phrase: a mark, or a relative word.
ENDS = frozenset(",;:(–—") | {"who", "which", "that", "whose", "where"}
_CUTS = frozenset(",;:()–—") | {"who", "which", "that", "whose", "whom", "where", "when"}
# "A report published by Ofsted": what was done to it is not its head.
_CUTS |= {"published", "written", "produced", "released", "issued", "prepared", "carried",
          "conducted", "compiled", "commissioned", "ordered", "led", "sent", "signed"}  # fmt: skip
PREPOSITIONS = frozenset(
    ("of", "for", "at", "in", "from", "with", "by", "on", "to", "into", "about", "over", "under",
     "against", "within", "near", "behind", "between", "among", "across", "before")
)  # fmt: skip
_BROKEN = re.compile(r"(\w{3,})-\n\s*$")  # a word cut at the line's end, its second half the ref


class Word(NamedTuple):
    """A word or mark of a reference and where it stands in the document."""

    text: str
    key: str  # small, with a straight apostrophe
    start: int
    end: int


class Phrase:
    """A noun phrase: "the council's former director of children's services".

    ``core`` goes from after the article up to the first preposition, comma or relative word and
    ends in the head noun; ``rest`` is what follows. ``keys`` are the core's words, small, and
    ``head`` the last of them.
    """

    def __init__(self, article: str, core: Sequence[Word], rest: Sequence[Word]) -> None:
        self.article = article
        self.core = tuple(core)
        self.rest = tuple(rest)
        self.keys = tuple([word.key for word in core])
        self.head = self.keys[-1] if core else ""

    def ends_with(self, phrases: frozenset[str]) -> bool:
        """Whether the core ends in one of these nouns, of one word or two."""
        return self.head in phrases or (
            len(self.keys) > 1 and f"{self.keys[-2]} {self.head}" in phrases
        )


class Parser:
    """Takes references apart by the vocabulary of ``rules/references.toml``."""

    def __init__(self) -> None:
        words = vocabulary()
        self.lead_in = words.nouns["lead_in"]
        self.postnominals = words.postnominals
        self.articles = (
            words.nouns["definite"]
            | words.nouns["indefinite"]
            | words.nouns["owner"]
            | words.nouns["speaker_owner"]
        )

    def parse(self, text: str, ref: Ref, named: list[Named]) -> Phrase:
        """The phrase of a reference; the names in it are never cut, and what stands after that of
        a person is no head ("Lorna Beckwith MP" ends in her name).
        """
        words = _words(text, ref)
        place = 0
        while place + 1 < len(words) and words[place].key in self.lead_in:
            if any(words[place].start == name.start for name in named):
                break
            place += 1
        article = ""
        owned = len(words) > place + 1 and words[place + 1].key not in ("majesty's", "in")
        if owned and words[place].key in self.articles:
            article = words[place].key
            place += 1
        end = place
        while end < len(words):
            word = words[end]
            cut = end > place and (word.key in _CUTS or word.key in PREPOSITIONS)
            if cut and not any(name.start <= word.start < name.end for name in named):
                break
            end += 1
        core_end = end
        while core_end > place + 1 and words[core_end - 1].key in self.postnominals:
            people = {name.end for name in named if name.actor.type == "person"}
            if people.isdisjoint([word.end for word in words[place : core_end - 1]]):
                break  # "the MP"
            core_end -= 1
        return Phrase(article, words[place:core_end], words[end:])


@per_settings
def parser() -> Parser:
    """The one parser."""
    return Parser()


def _words(text: str, ref: Ref) -> list[Word]:
    words = [
        Word(m[0], m[0].lower().replace("’", "'"), m.start(), m.end())
        for m in _TOKEN.finditer(text, ref.start, ref.end)
    ]
    ahead = text[max(0, ref.start - 20) : ref.start]
    broken = _BROKEN.search(ahead) if "-\n" in ahead else None
    if broken and words:
        first = words[0]
        joined = broken[1] + first.text
        begin = ref.start - len(ahead) + broken.start()
        words[0] = Word(joined, joined.lower(), begin, first.end)
    return words
