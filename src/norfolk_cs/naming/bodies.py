"""Organisations in a text: listed ones, and those whose name has the form of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from norfolk_cs.analysis import Analysis
from norfolk_cs.authorities import authorities, fold_form
from norfolk_cs.naming.body import Body, as_council, is_general, kind_of, served_place
from norfolk_cs.naming.casing import COMPASS, title_case
from norfolk_cs.naming.described import DescribedFinder
from norfolk_cs.naming.gazetteer import Listed, gazetteer
from norfolk_cs.naming.lexicon import lexicon, patterns
from norfolk_cs.naming.parties import PartyReader
from norfolk_cs.naming.worded import WordedFinder
from norfolk_cs.naming.words import Words
from norfolk_cs.rulebook import Rule, Rulebook

_ACRONYM = re.compile(
    r"\s*\((?:the\s+|or\s+)?[\"'“‘]?([A-Z][A-Za-z&]{1,9}(?:\s[A-Z]{2,9})?)[\"'”’]?\)"
)
_RUN = (
    "-run", "-led", "-controlled", "-based", "-held", "-owned", "-backed", "-dominated",
    "-governed", "-ruled", "-funded", "-administered",
)  # fmt: skip
_BROADCASTERS = frozenset(("bbc", "itv"))
_OF_PLACE = ("city", "borough", "church", "council", "house")  # "City of Lincoln Council"
_JOINED = 2  # times that a text must join two places before they are one council's
_STREETS = frozenset(("street", "road", "lane", "avenue", "hill", "park", "green", "wood", "grove"))
_LONG = 2  # words before the last in a name of everyday words: "Public Care Union" has two
_AHEAD = 50  # characters before a name that may say what it is
_FOLLOW = 80  # characters after it that may
# Rules whose names are cut to their own word on second mention: "Fernleigh Group", "Fernleigh".
_SHORTENED = ("actor.organisation-firm", "actor.organisation-house")
_NHS = "actor.organisation-nhs"
_LEGAL = frozenset(("ltd", "limited", "plc", "llp", "cic", "inc"))  # left out on second mention


class BodyFinder:
    """The organisations of a text, by the "actor.organisation-…" rules of ``rules/actors.toml``."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.rules = [
            (rule, book.regex(rule)) for rule in book.rules if "actor.organisation-" in rule.id
        ]
        self.worded = WordedFinder(book)
        self.described = DescribedFinder(book)
        self.parties = PartyReader(book)
        words = book.vocabulary
        self.owners = frozenset(words["org_owner"])
        self.leads = frozenset(words["org_lead"])
        self.sure_tail = book.compile(r"\w (?:{org_sure_tail})$")
        self.joint_tail = book.compile(r"\b(?:{org_joint_tail})$")
        self.local_tails = frozenset(words["org_tail_local"])
        self.plain_tails = frozenset(words["org_tail_plain"])
        self.firm_tails = frozenset(words["org_firm"])
        self.as_firm = patterns(book, "around.organisation-firm")
        self.as_house = book.compile(r"\b(?:{house_sign})\b")
        self.sure_house = patterns(book, "around.organisation-house")
        self.goes_on = patterns(book, "after.organisation")
        self.marks = tuple(
            str(rule.set.get("mark", ""))
            for rule in book.rules
            if rule.id.startswith("after.organisation")
        )

    def find(self, analysis: Analysis, words: Words) -> tuple[list[Body], list[Listed]]:
        """The organisations, in text order, and the listed places, which may be bodies or not.

        The words of an organisation's name are taken in ``words``; those of a place are not.
        """
        found: list[Body] = []
        places: list[Listed] = []
        for listed in gazetteer().find(words):
            if listed.entry.sort == "place":
                places.append(listed)
                words.take(listed.first, listed.last, "g")
            elif (body := self._listed(analysis, words, listed)) is not None:
                found.append(body)
                words.take(body.first, body.last, "O")
        found.extend(self.worded.find(analysis, words))
        formed = list(self._by_form(analysis, words, frozenset()))
        found.extend(formed)
        if formed or not self.local_tails.isdisjoint(words.keys):  # else all is found
            classify = lexicon().classify
            parts = {part for body in found for part in body.place.split()}
            stems = frozenset(part for part in parts if classify(part) not in "tc")
            found.extend(list(self._by_form(analysis, words, stems)) if stems else ())
        found.extend(list(self._short_forms(words, found)))
        found.extend(self.described.find(analysis.folded, words))
        found.sort(key=lambda body: body.start)
        found = [self._with_acronym(analysis.text, self._whole(body, found)) for body in found]
        for acronym in {body.acronym for body in found if " " in body.acronym}:
            for first, last in list(words.occurrences(acronym)):
                words.take(first, last, "O")  # "BOB ICB" is nobody's forename and surname
        return found, places

    def _by_form(self, analysis: Analysis, words: Words, stems: frozenset[str]) -> Iterator[Body]:
        """The names that have the form of one; ``stems`` are words of known councils' places."""
        marked, ends = words.text.startswith, words.ends
        for rule, pattern in self.rules:
            matches = words.matches(pattern)
            if rule.set.get("needs") == "which" and analysis.trace is None:
                matches = [match for match in matches if marked(self.marks, ends[match[1]])]
            for first, last in matches:
                made = self._formed(analysis, words, rule, (first, last), stems)
                if made is not None:
                    words.take(made.first, made.last, "O")
                    yield made
                elif analysis.trace is not None and first < last:
                    start, end = words.starts[first], words.ends[last]
                    reason = "has the form of a body's name, but not enough that is its own"
                    analysis.trace.drop("actor", start, end, reason, rule.id)

    def _listed(self, analysis: Analysis, words: Words, listed: Listed) -> Body | None:
        entry = listed.entry
        start, end = words.starts[listed.first], words.ends[listed.last]
        if entry.sort == "organisation" and self._is_tail(words, listed):
            return None  # "National Deaf Children's Society"
        if entry.kind == "party":
            return self.parties.read(words, listed)
        if entry.folded.endswith("'s"):
            end = words.stops[listed.last]
        if entry.sort == "authority":
            row = authorities().named(analysis.text[start:end], analysis.document.published)
            if row is None:
                return None
            return Body(
                listed.first, listed.last, start, end, "actor.authority",
                row.name, "council", fold_form(row.place), row.code,
            )  # fmt: skip
        return Body(
            listed.first, listed.last, start, end, "actor.organisation", entry.form, entry.kind,
            listed=entry.name,
        )  # fmt: skip

    def _is_tail(self, words: Words, listed: Listed) -> bool:
        """Whether a listed name is the end of a longer one by form."""
        letters, first = words.letters, listed.first
        if letters[2 * listed.last] != "o" or words.sentence[first] in words.headings:
            return False
        while first and letters[2 * first - 1] == "-" and letters[2 * first - 2] in "xc":
            first -= 1
            if letters[2 * first] == "x":
                return True
        return False

    def _formed(
        self,
        analysis: Analysis,
        words: Words,
        rule: Rule,
        found: tuple[int, int],
        stems: frozenset[str],
    ) -> Body | None:
        needs, last = rule.set.get("needs"), found[1]
        if needs == "firm" and words.keys[last] not in self.firm_tails:
            return None
        follow = analysis.text[words.ends[last] : words.ends[last] + _FOLLOW]
        if needs == "which" and not any(p.match(follow) for p in self.goes_on):
            return None
        first = self._trimmed(words, *found, leads=needs in ("lead", "which"))
        if first >= last and rule.id != "actor.organisation-which":
            return None
        if needs == "nhs" and words.keys[first] != "nhs":
            return None
        tail = words.word(last).lower().rstrip(".")
        house = needs == "parliament" and words.keys[first + 1] in ("commons", "lords")
        told = house or needs in ("firm", "which", "broadcaster")
        if not (told or self._is_proper(words, first, last, stems)):
            return None
        start, end = words.starts[first], words.ends[last]
        name = title_case(words.phrase(first, last))
        if is_general(name):
            return None
        if needs == "lead" and words.keys[first] not in self.leads:
            return None
        if needs == "broadcaster" and not self._is_broadcaster(words, first):
            return None
        if tail == "councils":
            return None  # "Torbay and Plymouth Councils": each is one
        if needs == "house" and not self._is_home(analysis, words, first, last):
            return None
        if needs == "firm" and not self._is_firm(analysis, words, first, last):
            return None
        if tail == "police" and re.match(r"\s+and\s+crime\b", follow, re.I):
            return None
        kind = str(rule.set.get("kind") or kind_of(tail))
        body = Body(first, last, start, end, rule.id, name, kind)
        if kind == "council":
            return as_council(body, analysis.document.published)
        if served_place(name):
            return None  # the place stands for its council
        return body

    def _is_proper(self, words: Words, first: int, last: int, stems: frozenset[str]) -> bool:
        """Whether a name is more than what every place has: "Improvement Board" is not."""
        letters = set(words.letters[2 * first : 2 * last + 1 : 2])
        tail = words.keys[last]
        if tail in self.local_tails and not self.sure_tail.search(words.phrase(first, last)):
            return bool(letters & set("gfn")) or not stems.isdisjoint(words.keys[first:last])
        if letters & set("xgufkni"):
            return True
        street = words.keys[last - 1] in _STREETS  # "Quay Street Academy"
        return (street or tail not in self.plain_tails) and last - first >= _LONG

    def _trimmed(self, words: Words, first: int, last: int, *, leads: bool) -> int:
        """Where a name begins once what owns or opens it is left out."""
        for index in range(last - 1, first - 1, -1):
            gap = words.letters[2 * index + 1]
            word = words.keys[index]
            if word.endswith(_RUN):
                return index + 1  # "Labour-run Stannerby Council"
            if gap == "e" and not leads and word not in _OF_PLACE:
                return index + 1
            if gap == "p" and word not in self.owners:
                saint = index > first and words.word(index - 1).lower().rstrip(".") == "st"
                if not saint:
                    return index + 1
            joins = gap in "a," and words.letters[2 * index] in "gx" and index == first
            if joins and not self.joint_tail.search(words.phrase(first, last)):
                return first if gap == "a" and self._is_joint(words, first, last) else index + 1
        return first

    def _is_joint(self, words: Words, first: int, last: int) -> bool:
        """Whether two places make one name: the text joins them in other names too, and neither
        has a council of its own: "Holme and Wyre Council", "Holme and Wyre Safeguarding Board".
        """
        pair = words.text[words.starts[first] : words.ends[first + 1]]
        alone = f"{words.word(first)} {words.word(last)}"
        if words.text.count(pair) < _JOINED or alone in words.text:
            return False
        named = authorities().named
        return named(words.word(first)) is None and named(words.word(first + 1)) is None

    def _is_broadcaster(self, words: Words, first: int) -> bool:
        """Whether a name is that of a broadcaster's station: "BBC Radio Devon", "ITV West"."""
        beside = words.keys[first + 1]
        return words.keys[first] in _BROADCASTERS and (beside == "radio" or beside in COMPASS)

    def named(self, words: Words, first: int, last: int, rule: str) -> Body | None:
        """The body that the words ``first`` to ``last`` are said to name, if they can name one."""
        first = self._trimmed(words, first, last, leads=False)
        name = title_case(words.phrase(first, last))
        if is_general(name) or served_place(name):
            return None
        kind = kind_of(words.keys[last])
        return Body(first, last, words.starts[first], words.ends[last], rule, name, kind)

    def _is_home(self, analysis: Analysis, words: Words, first: int, last: int) -> bool:
        sentence = analysis.sentences[words.sentence[first]]
        around = (
            analysis.text[sentence.start : words.starts[first]],
            analysis.text[words.ends[last] : sentence.end],
        )
        if words.letters[2 * first] == "f" and last == first + 1:  # may be a person: "Sarah Hall"
            sure = any(p.search(around[0]) or p.match(around[1]) for p in self.sure_house)
            return sure and any(self.as_house.search(part) for part in around)
        return any(self.as_house.search(part) for part in around)

    def _is_firm(self, analysis: Analysis, words: Words, first: int, last: int) -> bool:
        start, end = words.starts[first], words.ends[last]
        before, after = (
            analysis.text[max(0, start - _AHEAD) : start],
            analysis.text[end : end + _AHEAD],
        )
        return any(p.match(after) or p.search(before) for p in self.as_firm)

    def _short_forms(self, words: Words, found: list[Body]) -> Iterator[Body]:
        """The names of companies without "Ltd" or "Group", of homes without "House"."""
        shortened: dict[tuple[str, str, int, bool], Body] = {}
        for body in found:
            short, _, tail = body.name.rpartition(" ")
            legal = tail.lower().rstrip(".") in _LEGAL and " " in short
            if legal or body.rule in _SHORTENED:
                count, word = body.last - body.first, words.word(body.first)
                shortened.setdefault((short, word, count, legal), body)
        for (short, word, count, legal), body in shortened.items():
            for index in words.places[words.keys[body.first]]:
                last = index + count - 1
                if last >= len(words) or words.letters[2 * index] in "OP":
                    continue
                if words.word(index) != word:
                    continue
                if not legal and not self._stands_alone(words, index, last):
                    continue
                if words.phrase(index, last) == short:
                    words.take(index, last, "O")
                    start, end = words.starts[index], words.ends[last]
                    yield replace(body, first=index, last=last, start=start, end=end)

    def _stands_alone(self, words: Words, first: int, last: int) -> bool:
        """Whether nothing else with a capital stands beside words that nobody else is known by."""
        letters = words.letters
        beside = letters[2 * first - 1] if first else "|", letters[2 * last + 1]
        return letters[2 * first] in "xu" and beside[0] not in "-vn" and beside[1] != "-"

    def _whole(self, body: Body, found: list[Body]) -> Body:
        """An NHS body by its full name: "NHS Fallowshire" is "NHS Fallowshire … Board"."""
        if body.rule != _NHS:
            return body
        longer = {one.name for one in found if one.name.startswith(f"{body.name} ")}
        return replace(body, name=longer.pop()) if len(longer) == 1 else body

    def _with_acronym(self, text: str, body: Body) -> Body:
        match = _ACRONYM.match(text, body.end)
        if match is None:
            return body
        initials = "".join(word[0] for word in re.findall(r"\w+", body.name)).lower()
        letters = "".join(match[1].lower().split())
        if letters[0] != initials[0] or not set(letters) <= set(body.name.lower()):
            return body
        return replace(body, acronym=" ".join(match[1].split()))
