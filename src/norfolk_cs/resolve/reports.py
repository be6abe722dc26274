"""Whose report it is: reports, letters and findings speak as their author."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from norfolk_cs.analysis import Analysis, StatementMention
from norfolk_cs.models import ActorRef
from norfolk_cs.naming.title import report_title
from norfolk_cs.resolve.register import Latest, Named, Register, named_ref, reference
from norfolk_cs.scales import DEFAULT_SCALE, load_scales
from norfolk_cs.stems import holds

_AHEAD = 140  # characters before a name: "a report from the post of many words, Dame"
_STOP = re.compile(r"[.;:!?\"“”‘]")  # none stands between a paper, "by" and the name
_APPOSED = 110  # characters: "the report, published this week by …"
_NOUN = 60  # characters that the longest word for a document takes, and "that"
_WROTE = 40  # characters that the longest of " they have published" takes, and more
_CASE_REVIEW = re.compile(r"[^.;:]{0,60}\b(?:case|practice|homicide) reviews?\b", re.IGNORECASE)
_THE = 4  # characters of "its " or "the " before "author", "report's author"
_IN_HIS = ("in a ", "in an ", "in his ", "in her ", "in its ", "in their ")  # report, X said
_BEFORE = 12  # characters that a preposition and an article before a name take
_LOOK_BACK = 600  # characters: another letter told of before that is forgotten
_APOSTROPHES = ("'", "’")
_MAKERS = frozenset(("by", "from", "author", "author,", "authors", "authors,"))
_ARTICLES = frozenset(("the", "a", "an", "its", "their", "his", "her", "former", "new", "then"))
_start = attrgetter("start")


_ITS_AUTHOR = re.compile(r"\b(?:its|\w+['’]s) authors?\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|issued|released|commissioned|ordered)\b[^,;]*\bby\b")


@dataclass(frozen=True, slots=True)
class Authored:
    """A place in the text that says whose a document is: who wrote it, or only published it."""

    start: int
    end: int
    noun: str
    author: ActorRef
    way: str = ""  # "written" by its author, "published", or "" where it may be either


class Reports:
    """The documents that a text tells of, with their authors where it names them."""

    def __init__(self, analysis: Analysis, register: Register) -> None:
        words = register.words
        self._words = words
        self._letters = words.nouns["report_letter"]
        self._orders = words.nouns["report_order"]
        self._inspections = words.nouns["report_inspection"]
        self._others = words.nouns["report_other"]
        self.register = register
        self.analysis = analysis
        self._authors: dict[tuple[str, bool, str], set[ActorRef]] = {}

    @cached_property
    def inspectorate(self) -> ActorRef | None:
        """The inspectorate of an inspection report, else the only one that the text names."""
        if report_title(self.analysis):  # whatever other inspectorates it names
            return named_ref(load_scales()[DEFAULT_SCALE].inspectorate)
        return self._inspecting[0] if len(self._inspecting) == 1 else None

    @cached_property
    def _inspecting(self) -> list[ActorRef]:
        return [reference(actor) for actor in self.register.of_kind("inspectorate")]

    @cached_property
    def _named_inspecting(self) -> Latest:
        kinds = self.register.kinds
        return Latest(
            named
            for named in self.register.named
            if named.actor.type == "organisation" and kinds[named.actor.name] == "inspectorate"
        )

    @cached_property
    def _of_sort(self) -> dict[tuple[str, bool], list[Authored]]:
        """All by their sorts; with True those that may be case reviews, no inspectorate's."""
        found: dict[tuple[str, bool], list[Authored]] = {}
        inspecting = frozenset(self._inspecting)
        length = len(self.analysis.text)
        letters = [
            Authored(named.start, named.end, "letter", reference(named.actor))
            for named in self.register.between(0, length)
            if self._wrote_to(named)
        ]
        for authored in sorted([*self.authored(0, length), *letters], key=_start):
            sort = self._sort(authored.noun)
            of_case = [] if authored.author in inspecting else [True]
            for place in (False, *of_case):
                same = found.setdefault((sort, place), [])
                if authored.way == "written" and same and same[-1].way == "published":
                    # "A review, published by the board, … Its author, Ann Lee,": it is hers
                    same[-1] = replace(same[-1], author=authored.author)
                same.append(authored)
        return found

    def authored(self, begin: int, end: int) -> list[Authored]:
        """The places that begin between two offsets and say whose a document is, in order."""
        told = [
            Authored(named.start, named.end, self._noun(match), reference(named.actor), _way(match))
            for named in self.register.between(begin, end)
            if (match := self._made_by(named)) is not None
        ]
        return sorted([*told, *self._by_pronoun(begin, end)], key=_start)

    def _noun(self, match: re.Match[str]) -> str:
        """What the document is called that somebody is told to be the author of."""
        noun = (match[1] or "report").lower()
        return noun if noun in self._words.nouns["report_made"] else "report"

    def _made_by(self, named: Named) -> re.Match[str] | None:
        """The words that tell a name to be the author of a document."""
        text = self.analysis.text
        following = text[named.end : named.end + 1]
        goes_on = following == "," or following.isspace()
        match = None
        if goes_on:
            match = self._words.wrote.match(text, named.end)
        elif following in _APOSTROPHES:
            match = self._words.owned.match(text, named.end)
        if match is None and goes_on and self._is_body(named):
            match = self._words.bare.match(text, named.end)  # "the Kent report" is about Kent
        return match or self._told_ahead(named, goes_on=goes_on)

    def _wrote_to(self, named: Named) -> bool:
        """Whether a name is of somebody who wrote to another: that is a letter."""
        if self._words.wrote_to.match(self.analysis.text, named.end) is None:
            return False
        ahead = max(0, named.start - _BEFORE)
        return not self._words.no_subject.search(self.analysis.text, ahead, named.start)

    def told_in(self, statement: StatementMention, speaker: ActorRef) -> None:
        """Note whose paper it is of which a statement is told: "in a letter to X, Y said"."""
        ref = statement.speaker
        sentence = self.analysis.sentence_at(ref.start) if ref else None
        if ref is None or sentence is None:
            return
        low = self.analysis.folded[sentence.start : sentence.end]
        if not holds(low, _IN_HIS):
            return
        text, words = self.analysis.text, self._words
        limit = statement.start if statement.start > ref.end else sentence.end
        match = words.says_in.match(text, sentence.start, ref.start)
        match = match or words.in_it.match(text, ref.end, limit)
        if match is None:
            return
        noun = match[1].lower()
        told = Authored(match.start(), match.end(), noun, speaker)
        sort = self._sort(noun)
        for of_case in (False,) if speaker in self._inspecting else (False, True):
            insort(self._of_sort.setdefault((sort, of_case), []), told, key=_start)
            for key in ((sort, of_case, ""), (sort, of_case, noun)):
                if key in self._authors:
                    self._authors[key].add(speaker)

    def _told_ahead(self, named: Named, *, goes_on: bool) -> re.Match[str] | None:
        """A document before a name: "a report by X"; "in its report, X", where X says something."""
        folded, words = self.analysis.folded, self._words
        ahead = max(0, named.start - _AHEAD)
        low = folded[ahead : named.start]
        says = goes_on and holds(low, _IN_HIS) and words.said_after.match(folded, named.end)
        clause = _STOP.split(low)[-1]
        made = "by" in clause or "from" in clause or "author" in clause
        since = 0 if says else len(low) - len(clause)
        paper = words.papers.search(low, since) if says or made else None
        if paper is None:
            return None
        before = self.analysis.text[ahead : named.start]
        if says and (match := words.told.search(before)):
            return match
        if not made or _MAKERS.isdisjoint(low.split()):
            return None
        match = words.by.search(before, max(0, paper.start() - _THE))
        return match if match and self._is_post(match[2] or "") else None

    def _is_body(self, named: Named) -> bool:
        """Whether a name is an organisation's own, and not the place that stands for a council."""
        if named.actor.type != "organisation":
            return False
        words = self.analysis.text[named.start : named.end]
        return "ouncil" in words or self.register.kinds[named.actor.name] != "council"

    def _by_pronoun(self, begin: int, end: int) -> Iterator[Authored]:
        """The authors of "a letter they wrote": whoever their sentence names first."""
        text = self.analysis.text
        for wrote in self._words.wrote_it.finditer(text, begin, end + _NOUN + _WROTE):
            it = wrote.start()
            which = self._words.which.search(text, max(0, it - _NOUN), it)
            if which is None or not begin <= which.start() < end:
                continue
            start = which.start()
            sentence = self.analysis.sentence_at(start)
            named = self.register.within(sentence.start, start) if sentence else []
            sort = "person" if wrote[1] in ("he", "she") else "organisation"
            author = next((name.actor for name in named if name.actor.type == sort), None)
            if author is not None:
                yield Authored(start, wrote.end(), which[1].lower(), reference(author))

    def _is_post(self, words: str) -> bool:
        """Whether nothing but a post stands between "a report by" and the name of who wrote it."""
        known = self._words.in_posts | self._words.titles | _ARTICLES
        parts = [word.rstrip(",") for word in words.split()]
        if not all(part[:1].isupper() or part.lower() in known for part in parts):
            # "national commissioner for children's social care, Ann Lee"
            post = words.rstrip().endswith(",") and self._words.posts & set(parts)
            if not post or self._words.speech & set(parts):
                return False
        return not self.register.names_any(words)

    def author(self, noun: str, at: int, *, new: bool) -> ActorRef | None:
        """Who "the report" at an offset is by: the last author told, else the only one.

        A letter is not a report, and an inspection is no letter; where nothing is told of its
        author, a report is the only inspectorate's that the text names. A ``new`` one ("a
        report") is nobody's told before, and a serious case review is no inspectorate's.
        """
        sort = self._sort(noun)
        of_case = _CASE_REVIEW.match(self.analysis.text, at) is not None
        same = self._of_sort.get((sort, of_case), [])
        place = bisect_left(same, at, key=_start)
        if place < len(same) and same[place].start < self._sentence_end(at, _APPOSED):
            return same[place].author
        before = bisect_right(same, at, key=_start)
        if before and not new:
            last = same[before - 1]
            return (
                None if sort == "letter" and self._is_further(noun, last.end, at) else last.author
            )
        # A study named pages later by its author is not the report that is told of here.
        key = sort, of_case, "" if before else noun
        if key not in self._authors:
            self._authors[key] = {told.author for told in same if before or told.noun == noun}
        authors = self._authors[key]
        if len(authors) == 1:
            return next(iter(authors))
        if authors or of_case or sort not in ("report", "inspection") or noun in self._others:
            return None
        return self._inspector(at)

    def _is_further(self, noun: str, told: int, at: int) -> bool:
        """Whether another letter is told of behind the one whose author is told."""
        begin = max(told, at - _LOOK_BACK)
        further = (f" a {noun} ", f" another {noun} ", f" a further {noun} ", f" a second {noun} ")
        return holds(self.analysis.folded[begin:at], further)

    def _sentence_end(self, at: int, reach: int) -> int:
        sentence = self.analysis.sentence_at(at)
        return min(sentence.end if sentence else at, at + reach)

    def _inspector(self, at: int) -> ActorRef | None:
        """The only inspectorate, or else the one named in the same block before an offset."""
        if self.inspectorate is not None:
            return self.inspectorate
        block = self.analysis.block_at(at)
        last = self._named_inspecting.before(at)
        return reference(last.actor) if block and last and last.start >= block.start else None

    def _sort(self, noun: str) -> str:
        if noun in self._others:
            return noun
        if noun in self._letters or noun in self._orders:
            return "letter" if noun in self._letters else "order"
        return "inspection" if noun in self._inspections else "report"


def _way(match: re.Match[str]) -> str:
    """Whether words tell who wrote a document, or who published it or had it written."""
    if _ITS_AUTHOR.search(match[0]):
        return "written"
    return "published" if _PUBLISHED.search(match[0]) else ""
