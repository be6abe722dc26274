"""Finds the words that may be a date, by the rules of ``rules/dates.toml``."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from string import ascii_lowercase

from norfolk_cs.analysis import Analysis, BlockKind, Sentence
from norfolk_cs.beginnings import endings, pieces
from norfolk_cs.rulebook import NEVER, Rule, Rulebook
from norfolk_cs.timex.anchors import Reading
from norfolk_cs.timex.points import is_year_pair
from norfolk_cs.timex.tense import Side
from norfolk_cs.trace import Trace
from norfolk_cs.triggers import Openings, matches_at

BEFORE, AFTER = 45, 50  # characters of a sentence searched on either side of a trigger
LEFT_REACH = 48  # the longest words that bound a date, "in the latter stages of the", fit in here

_ONLY_LETTERS = bytes(byte if chr(byte) in ascii_lowercase else 32 for byte in range(256))
_MARKS = "-–—/&"
# The group that a pattern opens with, after the conditions on what stands before it.
_SAME = frozenset({"month", "year"})  # groups of our rules that hold what such a trigger does
_FIRST_GROUP = re.compile(r"(?:\(\?<[!=][^()]*\))*\(\?P<(\w+)>")
_FORMS = frozenset("İıſ")  # what IGNORECASE takes for "i" and "s", and lower-case text keeps
_start = attrgetter("start")
# What bounds the dates of a sentence, by the vocabulary and the date's start: several rules ask.
_Lefts = dict[tuple[str, int], re.Match[str] | None]


@dataclass(slots=True)
class Candidate:
    """Words that a rule takes for a date; ``groups`` in lower case, one space between words.

    ``reading`` is for whoever reads it to fill in, and ``side``, the one that its verb's tense puts
    it on, once it is known (``has_side``).
    """

    start: int
    end: int
    rule: str
    read: str  # the name of the reading that the rule asks for; "" for a veto
    slots: dict[str, str | int | bool]
    groups: dict[str, str]
    reading: Reading | None = None
    side: Side | None = None
    has_side: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether the words tell the year, of themselves or as "next year", "last May"."""
        return not _YEAR_TOLD.isdisjoint(self.groups)


_YEAR_TOLD = frozenset({"year", "rel_year", "that_year", "rel"})


class _Before:
    """What bounds a date or leads up to it, by the vocabulary's name: looked for up to the date.

    Few words end as it does; of those, it is tried where words begin as it does.
    """

    def __init__(self, book: Rulebook, name: str) -> None:
        # an edge ends in its own space or hyphen ("mid-2014"), the others in a space
        self._source = rf"(?<!\w){{{name}}}{'' if name == 'edge' else ' '}"
        self._book = book

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return self._book.compile(rf"{self._source}\Z")

    @cached_property
    def _openings(self) -> Openings:
        return Openings([self._book.expand(self._source)])

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        """What its last word can end with; none where that can be anything."""
        parts = map(self._book.expand, reversed(list(pieces(self._source))))
        return tuple({end.rstrip() for end in endings(parts)})

    def search(self, analysis: Analysis, floor: int, start: int) -> re.Match[str] | None:
        """Where it stands up to an offset; None where it does not, or further off than a floor."""
        before = analysis.folded[floor:start].rstrip()
        is_plain = before.isascii() or _FORMS.isdisjoint(before)
        if is_plain and self._ends and not before.endswith(self._ends):
            return None
        places = None
        if is_plain and not self._openings.anywhere:
            places = self._openings.places(analysis.folded, floor, start).get(0, [])
        return next(matches_at(self._regex, analysis.text, floor, start, places), None)


class _Pattern:
    """A rule ready to run; ``left`` may (``needs``: must) stand before it, ``after`` must.

    Every match holds one of ``words``, if there are any, and begins with the trigger where the
    pattern does (``leads``): it need not be looked for. Many a text calls for few of the rules, so
    each is compiled when it is first tried.
    """

    def __init__(self, book: Rulebook, rule: Rule, contexts: dict[str, _Before]) -> None:
        self.rule = rule
        self.bound = str(rule.set.get("left"))
        self.left = contexts.get(self.bound)
        self.needs = bool(rule.set.get("needs"))
        self.after = contexts.get(str(rule.set.get("after")))
        self.words = frozenset(str(rule.set.get("words", "")).split())
        self._opens = str(rule.set.get("opens", ""))
        self.is_veto = rule.id.startswith("veto.")
        self.read = str(rule.set.get("read", ""))
        first = _FIRST_GROUP.match(rule.pattern)
        group = first[1] if first and rule.id not in book.own else None
        self.leads = group in _SAME and group == rule.set.get("on")
        self._book = book

    @property
    def opening(self) -> str:
        """What a match begins with, as an expression: the whole of the rule's may do."""
        if self._opens and self._book.is_on(self.rule):
            return self._book.expand(rf"(?<!\w)(?:{self._opens})")
        return self._book.source(self.rule)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return self._book.regex(self.rule)

    @cached_property
    def has_span(self) -> bool:
        """Whether a group, rather than the whole match, may be the span."""
        return "span" in self.regex.groupindex


class _Group:
    """The rules that one trigger calls for, in the book's order."""

    def __init__(self) -> None:
        self.patterns: list[_Pattern] = []

    @cached_property
    def _openings(self) -> Openings:
        """Where the rules may begin that do not begin with the trigger."""
        return Openings([NEVER.pattern if one.leads else one.opening for one in self.patterns])

    def matches(
        self, analysis: Analysis, hits: list[re.Match[str]], floor: int, ceiling: int
    ) -> Iterator[tuple[_Pattern, re.Match[str]]]:
        """Where rules match between two offsets, between which their triggers stand."""
        text, folded = analysis.text, analysis.folded
        places = self._openings.places(folded, floor, ceiling)
        starts = [hit.start() for hit in hits]
        near: frozenset[str] | None = None
        for number in sorted({*places, *self._openings.anywhere}):
            pattern = self.patterns[number]
            if pattern.leads:
                for start in starts:
                    if match := pattern.regex.match(text, start, ceiling):
                        yield pattern, match
                continue
            if pattern.words:
                near = near or _words_of(folded[floor:ceiling])
                if pattern.words.isdisjoint(near):
                    continue
            for match in matches_at(pattern.regex, text, floor, ceiling, places.get(number)):
                yield pattern, match


def _words_of(stretch: str) -> frozenset[str]:
    """The words of a lower-case stretch, and the marks that rules ask for."""
    letters = stretch.encode("latin-1", "replace").translate(_ONLY_LETTERS).decode("latin-1")
    return frozenset([*letters.split(), *(mark for mark in _MARKS if mark in stretch)])


class Finder:
    """The date rules, by the triggers that call for them."""

    def __init__(self, book: Rulebook) -> None:
        self.trigger = book.trigger
        self._groups: defaultdict[str, _Group] = defaultdict(_Group)
        self._whys = {rule.id: rule.why for rule in book.rules}
        self._own = book.own
        month = book.compile("{month_any}|{month_word}")
        # "may" and "march", which are months with a capital only
        self._words = frozenset(w for w in book.vocabulary["month"] if not month.fullmatch(w))
        contexts: dict[str, _Before] = {}
        for rule in book.rules:
            for slot in ("left", "after"):
                name = str(rule.set.get(slot, ""))
                if name and name not in contexts:
                    contexts[name] = _Before(book, name)
            pattern = _Pattern(book, rule, contexts)
            for trigger in str(rule.set["on"]).split():
                self._groups[trigger].patterns.append(pattern)

    def __call__(self, analysis: Analysis) -> Iterator[tuple[Sentence, list[Candidate]]]:
        """The sentences that hold candidates, with the candidates in text order.

        Candidates do not overlap: what a veto claims is none, and of others the longer stands.
        """
        for sentence, hits in self._triggered(analysis):
            candidates = self._chosen(analysis, sentence, hits)
            if candidates:
                yield sentence, candidates

    def _triggered(self, analysis: Analysis) -> Iterator[tuple[Sentence, list[re.Match[str]]]]:
        """The prose sentences that hold a trigger, each with its triggers."""
        current: Sentence | None = None
        hits: list[re.Match[str]] = []
        for hit in self.trigger.finditer(analysis.folded):
            if current is None or hit.start() >= current.end:
                if current is not None and hits:
                    yield current, hits
                current, hits = analysis.sentence_at(hit.start()), []
            if (
                current is not None
                and hit.start() < current.end
                and current.block.kind is not BlockKind.FURNITURE
            ):
                hits.append(hit)
        if current is not None and hits:
            yield current, hits

    def _chosen(
        self, analysis: Analysis, sentence: Sentence, hits: list[re.Match[str]]
    ) -> list[Candidate]:
        text = analysis.text
        by_name: dict[str, list[re.Match[str]]] = {}
        for hit in hits:
            by_name.setdefault(str(hit.lastgroup), []).append(hit)
        found: list[tuple[bool, int, Candidate]] = []
        lefts: _Lefts = {}
        for name, own in by_name.items():
            if name == "month" and not self._own and self._are_words(text, own):
                continue
            floor = max(sentence.start, own[0].start() - BEFORE)
            ceiling = min(sentence.end, own[-1].end() + AFTER)
            group = self._groups.get(name)
            for pattern, match in group.matches(analysis, own, floor, ceiling) if group else ():
                candidate = _candidate(analysis, sentence, pattern, match, lefts)
                if candidate is not None:
                    found.append((not pattern.is_veto, candidate.start - candidate.end, candidate))
        if not found:
            return []
        found.sort(key=lambda item: item[:2])  # stable: of two as long, the earlier rule's
        chosen: list[Candidate] = []  # in text order
        for _, _, candidate in found:
            place = bisect(chosen, candidate.start, key=_start)
            if (place and chosen[place - 1].end > candidate.start) or (
                place < len(chosen) and chosen[place].start < candidate.end
            ):
                continue
            chosen.insert(place, candidate)
        if analysis.trace is not None:
            self._explain(analysis.trace, [item[2] for item in found], chosen)
        return [candidate for candidate in chosen if candidate.read]

    def _are_words(self, text: str, hits: list[re.Match[str]]) -> bool:
        """Whether what may be months are words of their own: "it may"."""
        return all(text[hit.start() : hit.end()] in self._words for hit in hits)

    def _explain(self, trace: Trace, found: list[Candidate], chosen: list[Candidate]) -> None:
        """Note what vetoes took, and what stood on the words of a longer date."""
        for candidate in chosen:
            if not candidate.read:
                reason = self._whys.get(candidate.rule, "")
                trace.drop("date", candidate.start, candidate.end, reason, candidate.rule)
        for candidate in (candidate for candidate in found if candidate not in chosen):
            over = next(c for c in chosen if c.start < candidate.end and candidate.start < c.end)
            inside = over.start <= candidate.start and candidate.end <= over.end
            told = candidate.rule in self._own or not inside  # "May 2014" is in every "1 May 2014"
            if candidate.read and over.read and over.rule != candidate.rule and told:
                reason = f"its words are part of what {over.rule} found"
                trace.drop("date", candidate.start, candidate.end, reason, candidate.rule)


def _candidate(
    analysis: Analysis,
    sentence: Sentence,
    pattern: _Pattern,
    match: re.Match[str],
    lefts: _Lefts,
) -> Candidate | None:
    """A rule's match as a candidate; None where what stands around it forbids."""
    start, end = match.span()
    if pattern.has_span and match["span"] is not None:
        start, end = match.span("span")
    limit = max(sentence.start, start - LEFT_REACH)
    left = None
    if pattern.left is not None:
        asked = (pattern.bound, start)
        if asked not in lefts:
            lefts[asked] = pattern.left.search(analysis, limit, start)
        left = lefts[asked]
        if left is not None:
            start = left.start()
        elif pattern.needs:
            return None
    if pattern.after is not None and not pattern.after.search(analysis, limit, start):
        return None
    groups = {
        name.removesuffix("_b"): " ".join(words.split()).lower()
        for name, words in match.groupdict().items()
        if words is not None
    }
    if left is not None:
        groups.update((name, "") for name, words in left.groupdict().items() if words)
    if pattern.read == "year_pair" and not is_year_pair(groups):
        return None
    return Candidate(start, end, pattern.rule.id, pattern.read, pattern.rule.set, groups)
