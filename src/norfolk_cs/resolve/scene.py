"""Who comes up in a text without a name: "the council", "the Chair", "Inspectors", "One mother"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from norfolk_cs.analysis import Analysis, Sentence
from norfolk_cs.resolve.vocabulary import COUNCILS, Vocabulary

# "the" and up to four words: enough for "the Director of Children's Services".
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# It opens with letters that stand in few words, and is found the sooner.
_DEFINITE = re.compile(r"he (?<=\b[Tt]he )((?:[A-Za-z][\w'’-]* ){0,4}[A-Za-z][\w'’-]*)")
_TAIL = re.compile(r" (?:of|for) (?:[Cc]hildren['’]s [Ss]ervices|[Ss]tate)\b")
_BEFORE_COUNCIL = frozenset(("county", "city", "borough", "local", "district"))
_MOST_BEFORE_POST = 3  # words: "the interim executive director"
_OF_GROUPS = frozenset(("the", "some", "many", "most", "several", "two", "three", "other"))
_NEW = frozenset(("a", "an", "one", "another"))
_OWNED = frozenset(("a", "an", "the", "this", "his", "her", "its", "their"))
_OPENING_WORDS = _NEW | _OWNED
_OPENERS = tuple(f"{word.capitalize()} " for word in sorted(_OPENING_WORDS))
_NEAR = 6  # words of "One 19-year-old care leaver", "The serious case review"
_PAPERS = frozenset(
    ("report", "review", "study", "letter", "inquiry", "dossier", "document", "memo", "survey",
     "audit", "findings", "analysis", "investigation")
)  # fmt: skip
_PARTED = frozenset(("of", "for", "from", "at", "with", "in", "on", "to"))
# "A former social worker, she …": no newcomer, but what somebody known is.
_DESCRIBED = re.compile(r", (?:he|she|it|they|the|[A-Z][\w'’-]+)\b")
# "A former social worker in the north-east team, who …"
_BELONGS = re.compile(r" (?:(?!who\b)[\w'’-]+ ){1,6}?(?:(?!who\b)[\w'’-]+)(?=,? who\b)")
_OWNS = re.compile(r"['’] ")  # "The inspectors' report"
_ACCORDING = "According to "
_SOURCE = re.compile(rf"{_ACCORDING}[^,.;:]{{1,60}}, ")  # before who comes up in the clause itself
# What may stand before who opens a clause: "However, ", "But ", "In its first year, ".
_LEADS = frozenset(("But", "And", "Yet", "So", "Then", "Now", "In", "On", "At", "During", "After",
                    "Since", "By", "Last", "This", "Earlier", "Despite", "Under"))  # fmt: skip
_LEAD = re.compile(
    r"(?:(?:But|And|Yet|So) )?(?:[A-Z]?[a-z]+, |(?:In|On|At|During|After|Since|By|Last|This|"
    r"Earlier|Despite|Under|in|on|at|during|after|since|by|last|this|earlier|despite|under)\b"
    r"[^,.;:“”\"()]{0,50}, )?(?:(?:Then|Now|then|now) )?"
)
_OPENING = 40  # characters of a sentence in which a group may open it: "The practitioners"

Place = tuple[int, int, str]  # start, end, and "organisation", "post", "group", or what opens


def comes_up(analysis: Analysis, words: Vocabulary, begin: int, end: int) -> Iterator[Place]:
    """The places between two offsets where a body, the holder of a post, or a group is spoken of,
    in text order by sort: first what has an article, then what opens a sentence.
    """
    text = analysis.text
    for match in _DEFINITE.finditer(text, begin + 1, end):
        keys = match[1].lower().split(" ")
        if not words.definite.isdisjoint(keys):
            yield from _definite(text, match.start() - 1, match.start(1), keys, words)
    groups = words.nouns["plural_human"]
    for sentence in analysis.prose_between(begin, end):
        begins = sentence.start
        if text.startswith(_ACCORDING, begins):
            source = _SOURCE.match(text, begins, sentence.end)
            begins = source.end() if source else begins
        opening = text[begins : begins + _OPENING].split(None, 2)
        if opening and (opening[0][-1] == "," or opening[0] in _LEADS):
            lead = _LEAD.match(text, begins, sentence.end)
            begins = lead.end() if lead else begins
            opening = text[begins : begins + _OPENING].split(None, 2)
        if opening and opening[0].lower() in _OF_GROUPS:
            opening = opening[1:]
        if opening and opening[0].lower() in groups:
            start = text.index(opening[0], begins)
            yield start, start + len(opening[0]), "group"
        if text.startswith(_OPENERS, sentence.start):
            yield from _newcomer(text, sentence, words)


def _definite(
    text: str, start: int, first: int, keys: list[str], words: Vocabulary
) -> Iterator[Place]:
    """A body, or the holder of a post, from the ``keys`` after "the"."""
    if keys[0] in _BEFORE_COUNCIL and keys[1:2] and keys[1] in ("council", "authority"):
        yield start, first + len(f"{keys[0]} {keys[1]}"), "organisation"
    elif keys[0] in words.bodies or keys[0] in COUNCILS:
        if keys[1:2] not in (["council"], ["hall"], ["court"]):
            yield start, first + len(keys[0]), "organisation"
    elif not words.post_ends.isdisjoint(keys):
        yield from _post(text, start, first, keys, words.nouns["post"])


def _newcomer(text: str, sentence: Sentence, words: Vocabulary) -> Iterator[Place]:
    """Somebody without a name, or a paper, that opens a sentence: "One care leaver, who …"."""
    start = sentence.start
    found = list(islice(_WORD.finditer(text, start, sentence.end), _NEAR + 1))
    if len(found) < 3 or found[0].start() != start:
        return
    first = found[0][0].lower()
    if first not in _OPENING_WORDS:
        return
    human = words.newcomers if first in _NEW else words.nouns["stranger"]
    for word, following in pairwise(found[1:]):
        key, after = word[0].lower(), following[0].lower()
        if key in _PAPERS:
            if after not in words.nouns["human"]:
                yield start, (following if after == "to" else word).end(), "paper"
            return
        if key in human and after not in words.nouns["human"]:
            belongs = _BELONGS.match(text, word.end()) if after in _PARTED else None
            if belongs:
                yield start, belongs.end(), "somebody"
            elif after not in _PARTED and not _DESCRIBED.match(text, word.end()):
                yield start, word.end(), "somebody"
            return
        if text[word.end()] != " " and not _OWNS.match(text, word.end()):
            return


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
