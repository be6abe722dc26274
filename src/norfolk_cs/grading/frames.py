"""Rules that decide over a candidate: what must stand before it, and what after it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from norfolk_cs.analysis import folded
from norfolk_cs.beginnings import ENDING, endings, pieces
from norfolk_cs.errors import BadRules
from norfolk_cs.rulebook import Rule, Rulebook
from norfolk_cs.stems import FOLLOWING, Onsets

STEM = 3  # letters: enough to tell most words apart, and short enough to take in "rate(?:s|d)"
LINES = ("rating.table", "rating.heading")  # rules that read lines, not candidates

ACCEPTED, VETOED = "\x01", "\x02"  # grades decided already, as the rules read them
PLACEHOLDER = re.compile(r"\{(grade|marked|bare|rare|verbal)\}")
# The first element of a pattern where that is a word: "\\b{name}", "\\b(?:this|that)", "\\bno".
_FIRST_WORDS = re.compile(
    r"(?:\(\?<![^()]*\))*\\b"
    r"(?:(?P<name>\{[a-z_]+\})|\(\?:(?P<group>(?:[^()]|\([^()]*\))*)\)|(?P<word>[a-z]+))"
)
_NAME = re.compile(r"\{([a-z_]+)\}")
# Three letters none of which is optional, or a whole word that is shorter.
_STEM = re.compile(r"'?(?:([A-Za-z]{3})(?![?*{])|([A-Za-z]{1,2})(?=\Z| |-(?!\?)|\\b|\[\\s-\]\+))")
# What a fragment may begin with that is read before its stem can be: a condition on what stands
# before it, a group of alternatives, a letter or hyphen that may be missing.
_BEHIND = re.compile(r"\(\?<![^()]*\)")
_GROUP = re.compile(r"\(\?:(?P<inside>[^()]+)\)(?P<optional>\?)?(?![?*+{])")
_OPTIONAL = re.compile(r"(?P<sure>[A-Za-z]{0,2})(?P<letter>[A-Za-z-])\?(?![?+])")
# A part of a pattern that is one of some words, or of some marks, and may not be missing.
_SURE_WORDS = re.compile(r"(?P<name>\{[a-z_]+\})(?![?*{])|\(\?[:=](?P<inside>.*\))\+?\Z")
_SURE_WORD = re.compile(r"(?: |\\b)(?P<stem>[A-Za-z]{3})(?![?*{])")
_WORD_ENDS = re.compile(r" (?![?*{])|\\b")
_SURE_MARK = re.compile(r"\[(?P<marks>[;:]+)\](?![?*{])")
_WORD = re.compile(rf"['’]?([a-z]{{1,{STEM}}})[a-z]*|[;:]")
_BRACKETS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[()|]")


class Left:
    """The text before a candidate, where its words begin, by their stems, and how it ends.

    Semicolons and colons stand among the stems.
    ``ends`` are its last characters, one, two and three; None where letters may be among them that
    are another letter's other form.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: defaultdict[str, list[int]] = defaultdict(list)
        for match in _WORD.finditer(folded(text)):
            stem = match[1] or match[0]
            self.starts[stem].append(match.start())
            if match.start(1) > match.start():  # "'d" begins with its apostrophe
                self.starts[stem].append(match.start(1))
        end = f" {' '.join(text.rsplit(None, ENDING - 1))}"[-ENDING:].lower()
        self.ends = {end[-n:] for n in range(1, ENDING + 1)} if end.isascii() else None

    def places(self, stems: frozenset[str]) -> list[int]:
        """Where words with some stems begin, in order."""
        return sorted(place for stem in stems & self.starts.keys() for place in self.starts[stem])

    def holds(self, needs: Sequence[frozenset[str]]) -> bool:
        """Whether it holds a word with one of the stems of each set."""
        stems = self.starts.keys()
        for one in needs:  # noqa: SIM110  asked by every frame: all() takes thrice as long
            if stems.isdisjoint(one):
                return False
        return True


@lru_cache(maxsize=1)
def left_of(text: str) -> Left:
    """The text before a candidate, cut into words once for all that is asked about it."""
    return Left(text)


class Frame:
    """One alternative of a rule; ``takes`` is the placeholder in it, ``before`` ends there.

    ``stems`` are those of the words that ``before`` can begin with, or None where it may begin
    with anything: a set of stems is asked, and ``before`` tried where they stand, many times
    faster than a search fails. Most frames are ruled out by their stems, so the expressions are
    compiled when first tried: that is half of start-up. ``ends`` are what ``before`` can end with,
    none where that is anything; most of those that the stems leave are ruled out by these.
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
        self._goes_on = self._before.startswith("{accepted}")

    @cached_property
    def needs(self) -> Sequence[frozenset[str]]:
        """Stems of words that ``before`` holds, one of each set, beside those it begins with."""
        found = needed_stems(self._book, rf"{self._before}\b")
        return [stems for stems in found if stems != self.stems]

    @cached_property
    def before(self) -> re.Pattern[str]:
        """What must stand before the candidate, up to it."""
        return self._book.compile(f"(?:{self._before})\\Z")

    @cached_property
    def after(self) -> re.Pattern[str]:
        """What must stand after the candidate."""
        return self._book.compile(self._after)

    @property
    def behind(self) -> str:
        """What must stand after the candidate, as an expression that is not compiled."""
        return self._book.expand(self._after)

    @cached_property
    def ends(self) -> frozenset[str]:
        """What the text before the candidate can end with; none where that can be anything."""
        return endings(map(self._book.expand, reversed(list(pieces(self._before)))))

    def fits(self, text: str, left: Left, right: int) -> bool:
        """Whether the frame stands around a candidate: ``left`` is the text before it."""
        if self._goes_on and ACCEPTED not in left.text:
            return False
        if self._after and not self.after.match(text, right):
            return False
        if not left.holds(self.needs):
            return False
        if not self._before:
            return True
        if self.stems is None:
            return self.before.search(left.text) is not None
        match = self.before.match
        for stem in self.stems & left.starts.keys():
            for place in left.starts[stem]:
                if match(left.text, place):
                    return True
        return False


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
        self._behind = Onsets(frame.behind for frame in self.all)
        self._taking: dict[frozenset[str], tuple[list[int], dict[str, list[int]]]] = {}

    def first(self, takes: frozenset[str], text: str, left: Left, right: int) -> Rule | None:
        """The first rule with a frame of these placeholders that stands around a candidate."""
        known = self._taking.get(takes)
        if known is None:
            known = self._taking[takes] = self._by_stem(takes)
        anywhere, by_stem = known
        places = set(anywhere)
        for stem in left.starts.keys() & by_stem.keys():
            places.update(by_stem[stem])
        for place in sorted(places & self._behind.at(text[right : right + FOLLOWING])):
            frame = self.all[place]
            if left.ends and frame.ends and frame.ends.isdisjoint(left.ends):
                continue
            if frame.fits(text, left, right):
                return frame.rule
        return None

    def _by_stem(self, takes: frozenset[str]) -> tuple[list[int], dict[str, list[int]]]:
        """The places of the frames of some placeholders: those without stems, and by stem."""
        anywhere: list[int] = []
        by_stem: dict[str, list[int]] = {}
        for place, frame in enumerate(self.all):
            if frame.takes not in takes:
                continue
            if frame.stems is None:
                anywhere.append(place)
            for stem in frame.stems or ():
                by_stem.setdefault(stem, []).append(place)
        return anywhere, by_stem


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


def needed_stems(book: Rulebook, pattern: str) -> list[frozenset[str]]:
    """Stems of words that every match of a pattern holds, one of each set, as far as is told.

    Words are told that stand after a space or a word's edge, alone or as alternatives.
    """
    found: list[frozenset[str]] = []
    if len(list(alternatives(pattern))) > 1:
        return found
    parts = list(pieces(pattern))
    for before, part, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False):
        if word := _SURE_WORD.match(part):
            found.append(frozenset({word["stem"].lower()}))
        elif mark := _SURE_MARK.match(part):
            found.append(frozenset(mark["marks"]))
        elif words := _SURE_WORDS.match(part):
            name = _NAME.match(part)
            if name and len(book.vocabulary[name[1]]) == 1:
                found += needed_stems(book, book.vocabulary[name[1]][0])
            elif before in (" ", r"\b"):
                stems = first_stems(book, rf"\b{words['name'] or '(?:' + words['inside']}")
                whole = _WORD_ENDS.match(part[words.end() :] or after)
                if stems and (whole or min(map(len, stems)) == STEM):
                    found.append(stems)
    return found


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
