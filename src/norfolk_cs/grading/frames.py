"""Rules that decide over a candidate: what must stand before it, and what after it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cached_property, lru_cache

from norfolk_cs.analysis import folded
from norfolk_cs.errors import BadRules
from norfolk_cs.rulebook import Rule, Rulebook

STEM = 3  # letters: enough to tell most words apart, and short enough to take in "rate(?:s|d)"
LINES = ("rating.table", "rating.heading")  # rules that read lines, not candidates

PLACEHOLDER = re.compile(r"\{(grade|marked|bare|rare|verbal)\}")
# The first element of a pattern where that is a word: "\\b{name}", "\\b(?:this|that)", "\\bno".
_FIRST_WORDS = re.compile(
    r"(?:\(\?<![^()]*\))*\\b"
    r"(?:(?P<name>\{[a-z_]+\})|\(\?:(?P<group>(?:[^()]|\([^()]*\))*)\)|(?P<word>[a-z]+))"
)
_NAME = re.compile(r"\{([a-z_]+)\}")
# Three letters none of which is optional, or a whole word that is shorter.
_STEM = re.compile(r"'?(?:([A-Za-z]{3})(?![?*{])|([A-Za-z]{1,2})(?=\Z| |-(?!\?)|\\b))")
# What a fragment may begin with that is read before its stem can be: a condition on what stands
# before it, a group of alternatives, a letter or hyphen that may be missing.
_BEHIND = re.compile(r"\(\?<![^()]*\)")
_GROUP = re.compile(r"\(\?:(?P<inside>[^()]+)\)(?P<optional>\?)?(?![?*+{])")
_OPTIONAL = re.compile(r"(?P<sure>[A-Za-z]{0,2})(?P<letter>[A-Za-z-])\?(?![?+])")
_WORD = re.compile(r"[a-z]+")
_BRACKETS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[()|]")


class Left:
    """The text before a candidate, and where its words begin, by their stems."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: dict[str, list[int]] = {}
        for match in _WORD.finditer(folded(text)):
            start = match.start()
            places = self.starts.setdefault(match[0][:STEM], [])
            places.append(start)
            if start and text[start - 1] in "'’":
                places.append(start - 1)  # "'d" begins with its apostrophe
        self.stems = frozenset(self.starts)


@lru_cache(maxsize=1)
def left_of(text: str) -> Left:
    """The text before a candidate, cut into words once for all that is asked about it."""
    return Left(text)


class Frame:
    """One alternative of a rule; ``takes`` is the placeholder in it, ``before`` ends there.

    ``stems`` are those of the words that ``before`` can begin with, or None where it may begin
    with anything: a set of stems is asked, and ``before`` tried where they stand, many times
    faster than a search fails. Most frames are ruled out by their stems, so the expressions are
    compiled when first tried: that is half of start-up.
    """

    def __init__(self, book: Rulebook, rule: Rule, alternative: str) -> None:
        place = PLACEHOLDER.search(alternative)
        if place is None:
            raise BadRules(f"{rule.id}: no placeholder", where=f"rules/{book.name}.toml")
        self.rule = rule
        self.takes = place[1]
        self._book = book
        self._before = alternative[: place.start()].rstrip()
        self._after = alternative[place.end() :]
        self.stems = first_stems(book, self._before)

    @cached_property
    def before(self) -> re.Pattern[str]:
        """What must stand before the candidate, up to it."""
        return self._book.compile(f"(?:{self._before})\\Z")

    @cached_property
    def after(self) -> re.Pattern[str]:
        """What must stand after the candidate."""
        return self._book.compile(self._after)

    def fits(self, text: str, left: Left, right: int) -> bool:
        """Whether the frame stands around a candidate: ``left`` is the text before it."""
        if self.stems is None:
            return bool(self.after.match(text, right) and self.before.search(left.text))
        if not self.after.match(text, right):
            return False
        return any(
            self.before.match(left.text, place)
            for stem in self.stems & left.stems
            for place in left.starts[stem]
        )


class Frames:
    """The frames of the rules whose id begins so, in the book's order, by their stems.

    Raises BadRules where an alternative of a rule has no placeholder.
    """

    def __init__(self, book: Rulebook, *prefixes: str) -> None:
        self.all = [
            Frame(book, rule, alternative)
            for rule in book.rules
            if rule.id.startswith(prefixes) and not rule.id.startswith(LINES) and book.is_on(rule)
            for alternative in alternatives(rule.pattern or "")
        ]
        self._anywhere = [place for place, frame in enumerate(self.all) if frame.stems is None]
        self._by_stem: dict[str, list[int]] = {}
        for place, frame in enumerate(self.all):
            for stem in frame.stems or ():
                self._by_stem.setdefault(stem, []).append(place)

    def first(self, takes: Container[str], text: str, left: Left, right: int) -> Rule | None:
        """The first rule with a frame of these placeholders that stands around a candidate."""
        places = set(self._anywhere)
        for stem in left.stems & self._by_stem.keys():
            places.update(self._by_stem[stem])
        for place in sorted(places):
            frame = self.all[place]
            if frame.takes in takes and frame.fits(text, left, right):
                return frame.rule
        return None


def alternatives(pattern: str) -> Iterator[str]:
    """A pattern's alternatives, those inside its groups left together."""
    depth = start = 0
    for match in _BRACKETS.finditer(pattern):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
        elif match[0] == "|" and depth == 0:
            yield pattern[start : match.start()]
            start = match.end()
    yield pattern[start:]


def first_stems(book: Rulebook, pattern: str) -> frozenset[str] | None:
    """The stems that a pattern can begin with; None where it may begin with anything."""
    opening = _FIRST_WORDS.match(pattern)
    if opening is None:
        return None
    stems: set[str] = set()
    pending = list(alternatives(opening["group"] or opening["name"] or opening["word"]))
    while pending:
        fragment = pending.pop()
        name = _NAME.match(fragment)
        if name:
            pending += [a for words in book.vocabulary[name[1]] for a in alternatives(words)]
            continue
        stem = _STEM.match(fragment)
        if stem is not None:
            stems.add(stem[0].lstrip("'").lower())
        elif forms := _forms(fragment):
            pending += forms
        else:
            return None
    return frozenset(stems)


def _forms(fragment: str) -> list[str]:
    """What a fragment stands for whose first letters are not plain; [] where that is not told."""
    if behind := _BEHIND.match(fragment):
        return [fragment[behind.end() :]]
    if group := _GROUP.match(fragment):
        rest = fragment[group.end() :]
        missing = [rest] if group["optional"] else []
        return [alternative + rest for alternative in alternatives(group["inside"])] + missing
    if letter := _OPTIONAL.match(fragment):
        rest = fragment[letter.end() :]
        return [letter["sure"] + rest, letter["sure"] + letter["letter"] + rest]
    return []
