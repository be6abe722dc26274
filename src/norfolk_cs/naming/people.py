"""People's names in a text: titled, known by a first name, by initials, or by what they do.

British names take every shape: "Harriet Lindqvist-Moore", "Ray O'Brien-Finn", "D. Mostyn",
"Anneka de Vries", "Lord Ferris of Dunmarsh", "Mrs J. Stapleford". A first name on the list is
enough; a name of another shape needs something beside it that only people have.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from norfolk_cs.analysis import Analysis
from norfolk_cs.names import fold
from norfolk_cs.naming.casing import title_case
from norfolk_cs.naming.gazetteer import gazetteer
from norfolk_cs.naming.lexicon import lexicon, patterns, patterns_before
from norfolk_cs.naming.words import Words
from norfolk_cs.rulebook import Rulebook

LIST_GAP = re.compile(r"\s*(?:\([^()]{1,60}\))?\s*(?:,|;|\band\b|&|, and\b)\s*")
_VERB = re.compile(
    r",?\s+(?:(?:who|also|then|later|has|have|had|himself|herself|yesterday|today|\w+ly)\s+){0,2}(\w+)"
)
_INVERTED = re.compile(r"[\"”’',]\s(\w+)\s$")
_DATED = re.compile(
    r"(?:\b(?:in|last|since|by|of|from|this|next|until|till|to|and|early|late|mid|each|every)|\d|"
    r"(?:st|nd|rd|th))[\s-]+$",
    re.IGNORECASE,
)
_PLURAL_TITLES = frozenset(("councillors", "cllrs", "messrs", "members"))
_COUNCILLORS = frozenset(("cllr", "coun", "councillor", "cllrs", "councillors"))
_TIERS = frozenset(("county", "city", "borough", "district", "town", "parish"))
_JUDGES = frozenset(("judge", "hhj", "ddj"))
_BENCHES = frozenset(("district", "circuit", "deputy", "designated", "tribunal", "employment"))
_SENTENCE_PART = 90  # characters beside a name in which its evidence stands


@dataclass(slots=True, unsafe_hash=True)
class PersonName:
    """A person's name in the text.

    ``first`` and ``last`` count capitalised words, honorifics left out, as ``start`` and ``end``
    are offsets without them; ``lead`` and ``opens`` are where the honorifics begin. A ``peer``
    has the title in the name ("Baroness Thwaite").
    """

    first: int
    last: int
    lead: int
    opens: int
    start: int
    end: int
    titles: tuple[str, ...]
    given: tuple[str, ...]
    surname: str
    rule: str
    peer: bool = False

    @property
    def full(self) -> str:
        """The name without honorifics, as facts give it."""
        return " ".join((*self.given, self.surname))


class PeopleFinder:
    """The people of a text, by the "actor.person-…" rules of ``rules/actors.toml``."""

    def __init__(self, book: Rulebook) -> None:
        words = book.vocabulary
        self.rules = [
            (rule.id, book.regex(rule)) for rule in book.rules if "actor.person-" in rule.id
        ]
        self.speech = frozenset(words["speech"])
        self.never = patterns_before(book, "never.person", small=True)
        self.before = patterns_before(book, "before.person", small=True)
        self.after = patterns(book, "after.person")
        self.victims = patterns_before(book, "before.person-victim", small=True)
        self.listed = book.compile(r"(?:h[-v])*[fkxi][-v](?:[fkxi][-v]){0,2}[fkxgcnwqd]", case=True)
        self.listed_surname = book.compile(r"(?:h[-v])*[fkxi](?![-v])", case=True)
        self.lexicon = lexicon()
        self.given = self.lexicon.first_names | self.lexicon.weak_names
        self.weak_titles = frozenset(words["honorific_weak"])
        self.ranks = frozenset(words["rank"])
        self.peers = frozenset(words["peer"])

    @cached_property
    def _parties(self) -> frozenset[str]:
        """The parties' names, folded."""
        kinds = gazetteer().kinds
        return frozenset(name for name, kind in kinds.items() if kind == "party")

    def find(
        self, analysis: Analysis, words: Words, has_role: Callable[[int, int], bool]
    ) -> list[PersonName]:
        """The people's names with a surname, in text order; their words are taken in ``words``.

        ``has_role`` says whether a post stands beside the name between two offsets.
        """
        found: list[PersonName] = []
        doubtful: list[PersonName] = []
        for rule, pattern in self.rules:
            for first, last in words.matches(pattern):
                name = self.read(words, first, last, rule)
                if name is None:
                    continue
                if not self._stands(analysis, words, name, has_role):
                    doubtful.append(name)
                    continue
                self._take(words, name)
                found.append(name)
                found.extend(self._rest_of_list(words, name))
        doubtful = [name for name in doubtful if words.letters[2 * name.first] not in "PO"]
        known: set[str] = set()
        if doubtful:
            among = _among(words.text, found, doubtful)
            known.update(fold(name.full) for name in (*found, *among))
        for name in doubtful:
            if fold(name.full) in known and words.letters[2 * name.first] != "P":
                self._take(words, name)
                found.append(name)
            elif analysis.trace is not None and words.letters[2 * name.first] not in "PO":
                reason = "no title, post, known first name or verb of saying shows a person's name"
                analysis.trace.drop("actor", name.start, name.end, reason, name.rule)
        return sorted(found, key=lambda name: name.start)

    def _take(self, words: Words, name: PersonName) -> None:
        words.take(name.lead, name.last, "P")

    def read(self, words: Words, first: int, last: int, rule: str) -> PersonName | None:
        """The words ``first`` to ``last`` taken apart: honorifics, given names, surname."""
        letters, lead = words.letters, first
        if rule == "actor.person-ranked":
            if words.keys[first] not in self.ranks:
                return None
            lead = first = first + 1
        while first <= last and letters[2 * first] == "h":
            first += 1
        if rule == "actor.person-will" and not self._may_be_given(words, first, lead):
            return None
        if first < last and letters[2 * first] == "r":
            lead = first = first + 1  # "Lord Chancellor Ann Moss" is no lord of that name
        if first > last:
            return None
        heads = words.sentence[first] in words.headings and letters[
            2 * first + 2 : 2 * first + 3
        ] != ["i"]
        if heads and last - first > 1 and "v" not in letters[2 * first + 1 : 2 * last : 2]:
            last = first + 1  # "Barry Tuttle Resigns"
        titles: tuple[str, ...] = ()
        if first > lead:
            titles = tuple([words.word(index).lower().rstrip(".") for index in range(lead, first)])
        if titles and titles[0] in _COUNCILLORS:
            while lead and letters[2 * lead - 1] == "-" and words.keys[lead - 1] in _TIERS:
                lead -= 1  # "County Cllr Ann Moss"
        if titles and titles[-1] in _JUDGES:
            titles = (*titles, "judge")
            while lead and letters[2 * lead - 1] == "-" and words.keys[lead - 1] in _BENCHES:
                lead -= 1  # "District Judge Ann Moss"
                titles = (*titles, f"{words.keys[lead]} {titles[-1]}")
        surname = last
        if "e" in letters[2 * first + 1 : 2 * last : 2]:
            surname = first  # "Ferris of Dunmarsh"
        start, begin = words.starts[first], words.starts[surname]
        if surname > lead and letters[2 * surname - 1] == "v":  # "de Vries"
            gap = words.text[words.stops[surname - 1] : begin]
            begin = words.stops[surname - 1] + len(gap) - len(gap.lstrip())
            start = min(start, begin)
        if lead < first < surname and words.keys[first] == "justice":  # "Mr Justice Keehan"
            first, start, titles = first + 1, words.starts[first + 1], (*titles, "judge")
        given = tuple([title_case(words.word(index)) for index in range(first, surname)])
        end = words.ends[last]
        peer = not given and bool(titles) and titles[-1] in self.peers
        if peer:
            start = begin = words.starts[first - 1]
        family = title_case(" ".join(words.text[begin:end].split()))
        opens = min(start, words.starts[lead])
        return PersonName(
            first, last, lead, opens, start, end, titles, given, family, rule, peer
        )  # fmt: skip

    def _may_be_given(self, words: Words, first: int, lead: int) -> bool:
        """Whether a word of grammar or a month may be a first name: not so in "in April"."""
        if words.keys[first] not in self.given:
            return False
        ahead = words.text[max(0, words.starts[first] - 10) : words.starts[first]]
        return first > lead or _DATED.search(ahead) is None

    def _stands(
        self,
        analysis: Analysis,
        words: Words,
        name: PersonName,
        has_role: Callable[[int, int], bool],
    ) -> bool:
        """Whether what looks like a name is one, by its words and its neighbours."""
        letters = words.letters
        before = letters[2 * name.lead - 1] if name.lead else "|"
        after = letters[2 * name.last + 1]
        if after == "-" and letters[2 * name.last + 2] in "oqlw":
            return False  # "Mary Seacole House", "Elizabeth Fry Road"
        if before == "-" and words.word(name.lead - 1).lower().rstrip(".") in ("st", "saint"):
            return False
        if words.keys[name.last] in self._parties:
            return False  # "Telford Labour"
        if name.titles:
            sure = not set(name.titles) <= self.weak_titles
            return sure or letters[2 * name.last] in "xf"
        first_letter, last_letter = letters[2 * name.first], letters[2 * name.last]
        heading = words.sentence[name.first] in words.headings and "-" in (before, after)
        strong = name.rule in ("actor.person-named", "actor.person-initials")
        strong = strong and first_letter in "fi" and last_letter in "xfkgidu" and not heading
        if strong:
            return True
        return self._has_evidence(analysis, words, name, has_role)

    def _has_evidence(
        self,
        analysis: Analysis,
        words: Words,
        name: PersonName,
        has_role: Callable[[int, int], bool],
    ) -> bool:
        sentence = analysis.sentences[words.sentence[name.first]]
        follow = analysis.text[name.end : min(sentence.end, name.end + _SENTENCE_PART)]
        start = max(sentence.start, name.start - _SENTENCE_PART)
        ahead, low = analysis.text[start : name.start], analysis.folded[start : name.start]
        if name.rule == "actor.person-victim":
            plain = words.letters[2 * name.first] in "cg"  # "Summer Barrow", but not "Prime …"
            named = not plain or words.keys[name.first] in self.lexicon.weak_names
            told = named and any(pattern.search(low) for pattern in self.victims(low))
        else:
            told = (
                self._says(follow, ahead)
                or any(pattern.match(follow) for pattern in self.after)
                or any(pattern.search(low) for pattern in self.before(low))
                or has_role(name.opens, name.end)
            )
        return told and not any(pattern.search(low) for pattern in self.never(low))

    def is_vetoed(self, analysis: Analysis, words: Words, name: PersonName) -> bool:
        """Whether the words before a name make it a place's: "the MP for …", "St …"."""
        sentence = analysis.sentences[words.sentence[name.first]]
        low = analysis.folded[max(sentence.start, name.start - _SENTENCE_PART) : name.start]
        before = words.word(name.lead - 1).lower().rstrip(".") if name.lead else ""
        if before in ("st", "saint"):
            return True
        return any(pattern.search(low) for pattern in self.never(low))

    def _says(self, follow: str, ahead: str) -> bool:
        """Whether a verb of saying stands after a name, or between a quotation and it."""
        verb = _VERB.match(follow)
        if verb is not None and verb[1].lower() in self.speech:
            return True
        inverted = _INVERTED.search(ahead)
        return inverted is not None and inverted[1].lower() in self.speech

    def _rest_of_list(self, words: Words, name: PersonName) -> list[PersonName]:
        """The others after a plural title: "Councillors Yvonne Garrity (Chair), D. Mostyn …"."""
        if not name.titles or name.titles[0] not in _PLURAL_TITLES:
            return []
        found: list[PersonName] = []
        last, begin = name.last, 2 * name.last
        close = bisect_right(words.sentence, words.sentence[last])  # the next sentence's first word
        beyond = words.sentence[min(close + 2, len(words) - 1)]  # a post may end the sentence
        code = "".join(words.letters[begin : 2 * bisect_right(words.sentence, beyond)])
        while last + 1 < close:
            nearest = last + 1
            limit = min(len(words) - 1, last + 4)
            while nearest < limit and words.letters[2 * nearest] in "rc":
                nearest += 1  # a post in brackets
            between = words.text[words.stops[last] : words.starts[nearest]]
            listed = self.listed if name.given else self.listed_surname
            match = listed.match(code, 2 * nearest - begin)
            if match is None or not LIST_GAP.fullmatch(between):
                break
            end = begin + match.end()
            other = self.read(words, nearest, (end - 1) // 2, "actor.person-listed")
            if other is None:
                break
            other = replace(other, titles=other.titles or name.titles)
            self._take(words, other)
            found.append(other)
            last = other.last
        return found


def _among(text: str, found: list[PersonName], doubtful: list[PersonName]) -> Iterator[PersonName]:
    """What stands in a list between people: of three others, two side by side. Where only every
    second is a person's name, the list tells where each is from.
    """
    doubts = {name.start for name in doubtful}
    row = sorted([*found, *doubtful], key=lambda name: name.start)
    linked = [
        one.start not in doubts
        and other.start not in doubts
        and LIST_GAP.fullmatch(text, one.end, other.opens) is not None
        for one, other in pairwise(row)
    ]
    for place in range(1, len(row) - 1):
        before, name, after = row[place - 1 : place + 2]
        if name.start not in doubts or before.start in doubts or after.start in doubts:
            continue
        beside = place > 1 and linked[place - 2], place + 1 < len(linked) and linked[place + 1]
        if (
            any(beside)
            and LIST_GAP.fullmatch(text, before.end, name.opens)
            and LIST_GAP.fullmatch(text, name.end, after.opens)
        ):
            yield name


def short_names(words: Words, names: list[PersonName]) -> list[PersonName]:
    """Bare surnames and first names of people named in full: "Marsh", "Tony"."""
    full = [name for name in names if name.given]
    surnames = {fold(name.surname) for name in full}
    firsts = {fold(name.given[0]) for name in full if len(name.given[0]) > 2}
    # The keys that such a name's word may have: what has no more than small letters to fold is its
    # own key, but for a full stop; the others are few.
    wanted = surnames | firsts
    wanted |= {name.removesuffix(".") for name in wanted}
    near = [i for i, key in enumerate(words.keys) if key in wanted or not key.isascii()]
    found = []
    for index in near if wanted else ():
        letter = words.letters[2 * index]
        if letter in "OP" or words.letters[2 * index + 1] == "-":
            continue
        if index and words.letters[2 * index - 1] in "-v" and words.letters[2 * index - 2] != "t":
            continue
        key = fold(words.word(index))
        if key in surnames or (key in firsts and letter in "fk"):
            start, end = words.starts[index], words.ends[index]
            found.append(
                PersonName(
                    index, index, index, start, start, end, (), (), words.word(index), "actor.short"
                )
            )
    return found
