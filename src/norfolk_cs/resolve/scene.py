"""Who comes up in a text without a name: "the council", "the Chair", "Inspectors"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from norfolk_cs.analysis import Analysis
from norfolk_cs.resolve.vocabulary import Vocabulary

# "the" and up to four words: enough for "the Director of Children's Services".
_DEFINITE = re.compile(r"\b[Tt]he ((?:[A-Za-z][\w'’-]* ){0,4}[A-Za-z][\w'’-]*)")
_TAIL = re.compile(r" (?:of|for) (?:[Cc]hildren['’]s [Ss]ervices|[Ss]tate)\b")
_COUNCILS = frozenset(("council", "authority", "county", "borough", "department"))
_BEFORE_COUNCIL = frozenset(("county", "city", "borough", "local", "district"))
_MOST_BEFORE_POST = 3  # words: "the interim executive director"
_OF_GROUPS = frozenset(("the", "some", "many", "most", "several", "two", "three", "other"))
_OPENING = 40  # characters of a sentence in which a group may open it: "The practitioners"

Place = tuple[int, int, str]  # start, end, and "organisation", "post" or "group"


def comes_up(analysis: Analysis, words: Vocabulary) -> Iterator[Place]:
    """The places where a body, the holder of a post, or a group is spoken of, in text order by
    sort: first what has an article, then what opens a sentence.
    """
    bodies = frozenset(words.kinds) | words.nouns["watchdog"] | {"report"}
    posts = words.nouns["post"]
    text = analysis.text
    for match in _DEFINITE.finditer(text):
        following = match[1].split(" ")
        keys = [word.lower() for word in following]
        if keys[0] in _BEFORE_COUNCIL and keys[1:2] and keys[1] in ("council", "authority"):
            yield match.start(), match.start(1) + len(f"{keys[0]} {keys[1]}"), "organisation"
        elif keys[0] in bodies or keys[0] in _COUNCILS:
            if keys[1:2] not in (["council"], ["hall"], ["court"]):
                yield match.start(), match.start(1) + len(keys[0]), "organisation"
        else:
            yield from _post(text, match.start(), match.start(1), keys, posts)
    groups = words.nouns["plural_human"]
    for sentence in analysis.prose:
        opening = text[sentence.start : sentence.start + _OPENING].split(None, 2)
        if opening and opening[0].lower() in _OF_GROUPS:
            opening = opening[1:]
        if opening and opening[0].lower() in groups:
            start = text.index(opening[0], sentence.start)
            yield start, start + len(opening[0]), "group"


def _post(
    text: str, start: int, first: int, keys: list[str], posts: frozenset[str]
) -> Iterator[Place]:
    end = first
    for place, key in enumerate(keys[: _MOST_BEFORE_POST + 1]):
        end += len(key) + (place > 0)
        if key in posts or " ".join(keys[max(0, place - 1) : place + 1]) in posts:
            tail = _TAIL.match(text, end)
            yield start, tail.end() if tail else end, "post"
            return
