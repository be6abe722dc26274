"""Names told to be a body's by what stands before them: "the charity Rowangate"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from norfolk_cs.naming.body import Body, is_general
from norfolk_cs.naming.casing import title_case
from norfolk_cs.naming.lexicon import patterns_before
from norfolk_cs.naming.words import Words
from norfolk_cs.rulebook import Rulebook

_AHEAD = 50  # characters before a name that may say what it is
_OF_BODY = ("of", "at", "for", "the")  # "chief executive of (the)"
_EXAMPLES = ("like", "including", "as")  # "charities like", "firms such as"
_ON = "-&pn"  # gaps over which a name may go on
_OF = re.compile(r"\s+of\s+[A-Z]")
_LINKS = frozenset(("for", "from", "and", "to", "with", "in", "of", "at", "the", "on"))
_IN_BODY = frozenset("xugfknclowqi")  # classes of words that a described body's name may have


class DescribedFinder:
    """Finds the names that follow a descriptor of ``rules/actors.toml``, or a post and "of"."""

    def __init__(self, book: Rulebook) -> None:
        self.descriptors = frozenset(book.vocabulary["descriptor"])
        self.several = frozenset(book.vocabulary["descriptor_plural"])
        self.ends = frozenset(words.rpartition(" ")[2] for words in self.descriptors)
        self.of_body = frozenset(_OF_BODY) - self.ends
        self.ends |= {*_EXAMPLES, *_OF_BODY}
        self.may_tell = lru_cache(maxsize=8192)(self._may_tell)
        self.of_role = patterns_before(book, "before.organisation")

    def find(self, folded: str, words: Words) -> Iterator[Body]:
        """Names after what they are: "the charity Rowangate", "chair of Voices in Care"."""
        text, letters, keys, may_tell = words.text, words.letters, words.keys, self.may_tell
        near = [
            place
            for place, (start, letter) in enumerate(zip(words.starts, letters[::2], strict=False))
            if letter in _IN_BODY and may_tell(folded[start - 3 : start])
        ]
        for first in near:
            if letters[2 * first] not in _IN_BODY:
                continue
            start = words.starts[first]
            if first and letters[2 * first - 1] == "-" and keys[first - 1] not in self.ends:
                continue
            ahead = text[max(0, start - _AHEAD) : start]
            beside = ahead.rsplit(None, 1)[-1:]
            said = beside[0].rstrip(",").lower() if beside else ""
            if said not in self.ends:
                continue
            last = _end_of_run(words, first)
            if letters[2 * last + 1] in _ON:
                continue  # the name goes on with words that names rarely have
            if "t" in letters[2 * first : 2 * last : 2] and _OF.match(text, words.ends[last]):
                continue  # "Hope For Kids of Hull": so does this
            aside = beside[0].endswith(",")  # "the adoption agency, Adopt Wold, is"
            never_role = aside or first == last
            if never_role and said in self.of_body:
                continue
            if not _may_be_body(letters[2 * first : 2 * last + 1 : 2]):
                continue
            if aside and not text.startswith(",", words.ends[last]):
                continue
            before = ahead.split()
            before[-1] = before[-1].rstrip(",")
            kind = self._described_as(before)
            if not kind or (never_role and kind == "organisation"):
                continue
            name = title_case(words.phrase(first, last))
            if is_general(name):
                continue
            words.take(first, last, "O")
            end = words.ends[last]
            yield Body(first, last, start, end, "actor.organisation-described", name, kind)

    def _may_tell(self, ahead: str) -> bool:
        """Whether a text that ends in three characters may end in what a body is."""
        said = ahead.split()[-1:]
        return not said or any(end.endswith(said[0].rstrip(",")) for end in self.ends)

    def _described_as(self, before: list[str]) -> str:
        """What the words before a name say that it is, as "charity"; "" where they say nothing."""
        last = before[-1].lower()
        for count in (1, 2, 3) if last not in self.of_body else ():
            if " ".join(before[-count:]).lower() in self.descriptors:
                return last
        if last in _EXAMPLES and len(before) > 1:
            said = before[-3 if last == "as" else -2 :][0].lower()
            return re.sub("ies$", "y", said).removesuffix("s") if said in self.several else ""
        if last in _OF_BODY:
            ahead = " ".join(before) + " "
            return "organisation" if any(p.search(ahead) for p in self.of_role(ahead)) else ""
        return ""


def _end_of_run(words: Words, first: int) -> int:
    last, letters = first, words.letters
    while letters[2 * last + 1] in _ON:
        if letters[2 * last + 2] in _IN_BODY:
            if letters[2 * last + 1] == "n" and letters[2 * last + 2] == "g":
                break  # "Coram in London"
            last += 1
        elif _links(words, last + 1):
            last += 2
        else:
            break
    return last


def _links(words: Words, place: int) -> bool:
    """Whether a capitalised preposition joins two words of a name: "Hope For Kids"."""
    letters = words.letters[2 * place - 1 : 2 * place + 3]
    joined = letters[:3] == ["-", "t", "-"] and letters[3] in _IN_BODY
    return joined and words.keys[place] in _LINKS


def _may_be_body(letters: list[str]) -> bool:
    letters = [letter for letter in letters if letter != "t"]
    if not set(letters) <= _IN_BODY or set(letters) <= {"c"}:
        return False
    # "the firm John Smith" may be a person, "of Bristol" a place
    return letters[0] not in "fg" or len(letters) > 2
