"""What is to be done: where an action's words begin and end, and how many actions there are.

Recommendations and deadlines share it. An action goes from its verb to the end of its clause;
"bring in a partner, cap caseloads and publish a scorecard" is three, "get out and meet her
social workers" one. A deadline phrase at its end is left out, one inside stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from norfolk_cs.analysis import Analysis, Sentence, folded
from norfolk_cs.components.duties.complements import Complements
from norfolk_cs.components.duties.subjects import trim
from norfolk_cs.components.duties.verbs import WORD
from norfolk_cs.components.duties.who import Phrase
from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings
from norfolk_cs.stems import holds, stems_of

ACTION_CHARS = 600  # the longest action in a report's prose has 400; a scrape may lack full stops

_NOUN_LINK = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_LINK = re.compile(r"\s*(,\s+(?:and|but|or)?|\s(?:and|but)\b)\s*(?:(not)\s+)?(to\s+)?", re.I)
# Words that end in a clause or an infinitive of their own: "… that there is capacity to lead".
_INNER = re.compile(
    r"\b(?:that|which|who|whether|how|why|what|where|when|if|because)\s|\bto\s+(?!\d)\w+$",
    re.IGNORECASE,
)
# A clause of time in the action: "close it until it has been | inspected".
_TIMED = re.compile(r"\b(?:until|once|before|after|unless|while)\s", re.IGNORECASE)
# A relative clause whose verb is inflected, so that a bare verb after it is the action's own:
# "prepare a plan that responds to this and | send it to Ofsted".
_INFLECTED = re.compile(r"\b(?:that|which|who)\s+(?:(\w+)s|has|is|was|had|were)\s", re.IGNORECASE)
_RULED = re.compile(
    r"\s(?:was|were|(?:has|have|had)\s+been)\s+(?:\w+(?:ed|en)|made|met|heard|upheld)\b"
    r"|\s(?:has|have|had)\s+(?:now\s+|already\s+)?(?:\d|more|over|nearly|almost|attracted|gathered|drawn)"
    r"|\s(?:is|are)\s+(?:now\s+)?(?:growing|mounting|intensifying)\b",
    re.IGNORECASE,
)
# "ensure that plans are good, and that visits take place" is one action.
_AND_THAT = re.compile(r",?\s+and\s+that\s")
_SHOWS_THAT = re.compile(
    r"\b(?:ensure|sure|show|demonstrate|prove|evidence|assurance|assurances|satisfied|confirm)\s+that\s"
)
_DANGLING = re.compile(r"\s+(?:and|but|or)$")  # "… and saying that"
# After one of these a verb is of a clause inside what is called for.
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|how|why|what|where|when|whether|as|because|so|and)\s|[,:;]"
)
_AND_TO = re.compile(r"(?:,|\band|\bbut)\s+(?:not\s+|\w+ly\s+)?to\s+[a-z]")
# Of children and families nobody says that they "ensure" or "review": after them such a verb is
# the action's own, whatever they do: "help children who go missing and | review their plans".
_CLIENTS = re.compile(
    r"\b(?:children|people|families|parents|carers|leavers|pupils|teenagers|babies|girls|boys)\s+$",
    re.IGNORECASE,
)
# 'the council "ought to think" about it'
_GOES_ON_BEHIND = re.compile(
    r"[\"”'’]\s+(?:about|of|on|in|at|for|with|from|to|into|over|against|until|before|after)\s"
)
_AFTER_QUOTE = re.compile(r"[\"”'’]\s*(?:[.,;!?]|$)")


class Actions(Complements):
    """Compiled once from ``rules/clauses.toml``; offsets are into the text given."""

    def __init__(self) -> None:
        book = load_rules("clauses")
        super().__init__(book)
        words = book.vocabulary
        rules = {rule.id: book.regex(rule) for rule in book.rules}
        self._whole = frozenset(words["whole_verb"])
        self._managing = frozenset(words["managing_verb"])
        self._particles = frozenset(words["particle"])
        self._verbal = book.compile(r"(?:{verbal})\b")
        self._purpose = rules.pop("stop.purpose")
        self._thing = book.compile(r"[\"“'‘]?(?:{thing})\b")
        self._stops = [
            (rules[rule.id], stems_of(rule))
            for rule in book.rules
            if rule.id in rules and rule.id.startswith("stop.")
        ]
        self._when = rules["end.when"]
        self._teller = rules["end.teller"]
        self._fate = rules["calls.fate"]

    # -- ends -----------------------------------------------------------------------------

    def limit(self, analysis: Analysis, sentence: Sentence, cue: int, start: int) -> int:
        """How far an action that starts at ``start`` can go: its sentence's end, or that of the
        statement or quotation it stands in. One that opens between ``cue`` and the action may quote
        a part of it only ("told to 'think again' and pay").
        """
        reach = min(sentence.end, start + ACTION_CHARS)
        statement = analysis.statement_at(cue, start)
        if statement is not None:
            reach = min(reach, statement.end)
        quote = analysis.quote_at(start, start + 1)
        if quote is None or quote.end >= reach:
            return reach
        if quote.start == cue and statement is not None and statement.end > quote.end:
            goes_on = _GOES_ON_BEHIND.match(analysis.text, quote.end, statement.end)
            return reach if goes_on else quote.end
        whole = quote.start <= cue or _AFTER_QUOTE.match(analysis.text, quote.end, sentence.end)
        return quote.end if whole else reach

    def end(self, text: str, start: int, limit: int, *, infinitive: bool = True) -> int:
        """Where the action that starts at ``start`` ends, ``limit`` at the latest.

        ", to" opens a purpose, or after an ``infinitive`` the second of several actions ("told to
        …, to … and to …").
        """
        held = folded(text[start:limit])
        for stop, stems in self._stops:
            if not holds(held, stems):
                continue
            found = stop.search(text, start + 1, limit)
            if found and (further := _AND_THAT.match(text, found.start())):
                shown = _SHOWS_THAT.search(text, start, found.start())
                found = stop.search(text, further.end() - 1, limit) if shown else found
            if found:
                limit = found.start()
        purpose = self._purpose.search(text, start + 1, limit)
        if purpose and not (infinitive and _AND_TO.search(text, purpose.end(), limit)):
            limit = purpose.start()
        ruled = _RULED.search(text, start, limit)
        inner = ruled and (
            _INNER.search(text, start, ruled.start()) or _TIMED.search(text, start, ruled.start())
        )
        if ruled and not inner:
            limit = ruled.start()  # "a motion urging the council to apologise | was defeated"
        end = trim(text, start, limit)
        dangling = _DANGLING.search(text, start, end)
        return trim(text, start, dangling.start()) if dangling else end

    def before_time(self, text: str, start: int, end: int) -> int:
        """``end`` before the words that say when or where a thing was called for."""
        when = self._when.search(text, start, end)
        return when.start() if when else end

    def teller(self, text: str, start: int, end: int) -> Phrase | None:
        """Who told, where that ends a headline: "told it must improve by government"."""
        found = self._teller.search(text, start, end)
        return Phrase(*found.span("by")) if found and found.end() == end else None

    def fate(self, text: str, cue: int, limit: int) -> re.Match[str] | None:
        """What became of a call: "calls for an inquiry | were rejected"."""
        found = self._fate.search(text, cue, limit)
        if found and _SUBORDINATE.search(text, cue, found.start()):
            return None
        return found

    def split(self, text: str, start: int, end: int) -> list[Phrase]:
        """The distinct actions between ``start`` and ``end``: one for each verb that has words
        of its own.
        """
        if gapped := self.gapped(text, start, end):
            done = Phrase(start, trim(text, start, gapped.start("joint")))
            return [done, Phrase(gapped.start("next"), trim(text, start, end))]
        first = self.word(text, start, end)
        form = self.is_gerund if self.is_gerund(first) else self.is_verb
        if self.is_third(first):
            form = self.is_third  # "recommended it apologises and pays"
        elif not self.is_verb(first) and self.is_past(first):
            form = self.is_past  # "time that it stopped talking and started listening"
        found: list[Phrase] = []
        opened, against = start, False
        for link in _LINK.finditer(text, start, end):
            verb = self.verb(text, link.end(), end)
            if not self._opens(text, link, verb, end, form):
                continue
            if not link[3] and not self._has_object(text, opened, link, end):
                continue
            if not link[3] and "," not in link[1] and self._is_inner(text, opened, link, verb):
                continue
            found.append(Phrase(opened, trim(text, opened, link.start()), against))
            opened, against = verb, bool(link[2])
        found.append(Phrase(opened, trim(text, opened, end), against))
        return found

    def _is_inner(self, text: str, start: int, link: re.Match[str], verb: int) -> bool:
        """Whether the bare ``verb`` after an "and" may belong to a clause or an infinitive inside
        the action.
        """
        inner = list(_INNER.finditer(text, start, link.start()))
        if len(inner) != 1:
            return bool(inner)
        word = WORD.match(text, verb)
        if word and word[0] in self._managing and _CLIENTS.search(text, start, inner[0].start()):
            return False
        inflected = _INFLECTED.match(text, inner[0].start(), link.start())
        return not inflected or bool(inflected[1] and not self.is_verb(inflected[1]))

    def split_nouns(self, text: str, start: int, end: int) -> list[Phrase]:
        """The distinct things of a list that is recommended: "a register, a legal duty and more
        money". One that does not open as a thing of its own stays with what is before it.
        """
        found: list[Phrase] = []
        opened = start
        if self._thing.match(text, start, end):
            for link in _NOUN_LINK.finditer(text, start, end):
                if self._thing.match(text, link.end(), end) and link.end() - opened > 1:
                    found.append(Phrase(opened, trim(text, opened, link.start())))
                    opened = link.end()
        return [*found, Phrase(opened, trim(text, opened, end))]

    def _opens(
        self,
        text: str,
        link: re.Match[str],
        verb: int,
        end: int,
        form: Callable[[str], bool],
    ) -> bool:
        word = WORD.match(text, verb, end)
        if word is None or word[0][0].isupper():
            return False
        if form != self.is_verb:
            return form(word[0])
        if link[3]:
            return not self._object.match(text, verb, end)
        if word[0] not in self._noun_verbs:
            return self.is_verb(word[0])
        if self._verbal.match(text, verb, end):
            return True
        return bool(self._object.match(text, word.end(), end))

    def _has_object(self, text: str, start: int, link: re.Match[str], end: int) -> bool:
        """Whether the conjunct before has words of its own beside a verb and its particle."""
        words = [match[0].lower() for match in WORD.finditer(text, start, link.start())]
        if not words:
            return False
        if words[0] in self._whole and len(text[link.end() : end].split()) > 1:
            return True  # "apologise and pay £500"
        if "," in link[1] and (len(words) > 1 or words[0] in self._whole):
            return True
        return len(words) > 2 or (len(words) == 2 and words[1] not in self._particles)


def is_reported(analysis: Analysis, offset: int) -> bool:
    """Whether the words at ``offset`` are told as somebody's, without quotation marks."""
    return any(
        statement.start <= offset < statement.end and statement.directness != "direct"
        for statement in analysis.found.statements
    )


def is_told(analysis: Analysis, offset: int) -> bool:
    """Whether the words at ``offset`` are told as somebody's, or quoted."""
    quoted = analysis.quote_at(offset, offset + 1) is not None
    return quoted or is_reported(analysis, offset)


@per_settings
def actions() -> Actions:
    """The grammar of actions, compiled once for each settings."""
    return Actions()
