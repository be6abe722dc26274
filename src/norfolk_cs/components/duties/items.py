"""The items of a list of actions: which blocks are items, and what is to be done in each.

"That the lead member meet staff", "The board should review its rota", "All partners to attend",
"GPs: flag missed appointments", "Within 28 days, to submit a plan", "Do not close cases".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from norfolk_cs.analysis import Analysis, Block, BlockKind, RecommendationMention, Ref
from norfolk_cs.components.duties.actions import actions
from norfolk_cs.components.duties.dues import dues
from norfolk_cs.components.duties.subjects import subjects, trim
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rule, Rulebook

HEADER_CHARS = 130  # a page's running header, between two items
_ALONE = "recommendation.list-recommends"
_ACTORS = (Who.BODY, Who.PEOPLE, Who.HEARER)  # "All partners to attend"
_THAT = re.compile(r"that\s", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:be|is|are)\s(?:asked|requested|recommended|instructed|advised|urged|told|invited|directed"
    r"|required)\b"
)
_IS_DONE = re.compile(
    r"(?P<thing>(?:the|its|their|this|these|all|an?)\s(?:(?!that\b|which\b|who\b)[^\s,;:]+\s){1,10}?)"
    r"(?P<verb>(?:is|are|be)\s(?:\w+ly\s)?\w+(?:ed|en|ade|ept)\b)"
)
_MORE = re.compile(r"[;,]\s+(?:and|or)$")
_ASIDE = re.compile(r",\s+(?:so|which|who|because|saying)\b")
# In a report an item goes on with its purpose ("so that"), but not with what is told of a thing.
_TOLD_OF = re.compile(
    r",\s+(?:which|who|whose|(?:few|some|many|most|all|none|several|both|two|three)\s+of\s+(?:which|whom))\b"
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What opened the list: its rule, who recommends, to whom, how many."""

    rule: Rule
    by: Ref | None = None
    to: Ref | None = None
    total: int | None = None
    strength: Strength = "recommended"
    announcer: Ref | None = None  # who a heading above said it comes from
    third: bool = False  # "recommended that the council:" and items that say what it does


class ListItems:
    """Built from the rules whose names begin with "item."."""

    def __init__(self, book: Rulebook) -> None:
        self._actions = actions()
        self._dues = dues()
        self._subjects = subjects()
        self._obliging = book.compile(r"\b(?:{obliging})\b")
        self._formal = book.compile(r"(?:{formal})(?![\w-])")
        rules = {rule.id: rule for rule in book.rules}
        self._told = book.regex(rules["item.told"])
        self._opening = book.regex(rules["item.opening"])
        self._label = book.regex(rules["item.label"])
        self._numbered = book.regex(rules["item.numbered"])
        self._not = book.regex(rules["item.not"])
        self._none = book.regex(rules["item.none"])
        self._reference = book.regex(rules["item.reference"])
        self.alone = Lead(rules[_ALONE])

    def fits(
        self, analysis: Analysis, lead: Lead, block: Block, previous: Block | None, strayed: bool
    ) -> bool:
        """Whether a block is one of the list's actions. After a block that is none, only one
        that begins with a verb or says who should act; else the list is over.
        """
        text = analysis.text
        if self._none.match(text, block.start, block.end):
            return False
        opening = self._opening.match(text, block.start, block.end)
        start = opening.end() if opening else block.start
        denied = self._not.match(text, start, block.end)
        word = self._actions.word(text, denied.end() if denied else start, block.end)
        acts = bool(denied) or self._actions.is_verb(word) or self._is_third(lead, word)
        if lead.rule.set.get("imperative"):
            that = _THAT.match(text, block.start, block.end)  # read as a sentence
            return acts or (that is None and self._clause_in(text, lead, block) is not None)
        if strayed and previous and not acts:
            return self._told_in(text, block, lead) is not None
        if previous and previous.marker and block.kind is BlockKind.HEADING:
            return False  # "Record of main findings" after bullets
        if block.kind is BlockKind.ITEM or self._clause_in(text, lead, block):
            return True
        if lead.rule.set.get("things") and not strayed and block.end - block.start <= HEADER_CHARS:
            thing = Phrase(block.start, trim(text, block.start, block.end))
            if self._subjects.is_noun_phrase(text, thing):
                return True  # "The resignation of the leader."
        return acts and block.kind is not BlockKind.CAPTION

    def _clause_in(self, text: str, lead: Lead, block: Block) -> tuple[int, Phrase] | None:
        """Where the verb of an item "That the lead member meet staff" stands, and its subject; of
        "the trust meets staff" and "the plan is adopted" too where the lead breaks off after
        "recommends that".
        """
        clauses = lead.rule.set.get("clauses") and block.kind is BlockKind.ITEM
        if not (clauses or _THAT.match(text, block.start, block.end)):
            return None
        if self._actions.opens_with_verb(text, block.start, block.end):
            return None
        if clauses and (done := _IS_DONE.match(text, block.start, block.end)):
            asked = _ASKED.match(text, done.start("verb"))
            return None if asked else (done.start("verb"), Phrase(*done.span("thing")))
        clause = self._actions.complement(text, block.start, block.end)
        if clause is None:
            return None
        if _ASKED.search(text, block.start, clause.start) or _ASKED.match(text, clause.start):
            return None  # "That the Director be asked to report" is read as a sentence
        return (clause.start, clause.whom) if clause.whom else None

    def _is_undergone(self, text: str, whom: Phrase, start: int, end: int) -> bool:
        """Whether an item's subject is not who should act: "Guidance should be amended"."""
        thing = self._subjects.kind(text, whom) not in _ACTORS
        return thing or self._actions.word(text, start, end) in ("be", "is", "are")

    def _is_third(self, lead: Lead, word: str) -> bool:
        """Whether an item goes on with its lead's subject: "asks the director to report back"."""
        return lead.third and word.islower() and self._actions.is_third(word)

    def _told_in(self, text: str, block: Block, lead: Lead) -> re.Match[str] | None:
        """An item's own subject and modal: "The board should …", "All partners to …"."""
        told = self._told.match(text, block.start, block.end)
        word = self._actions.word(text, block.start, block.end)
        if told is None or self._actions.is_verb(word) or self._is_third(lead, word):
            return None
        whom = Phrase(told.start("to"), told.end("to"))
        verb = self._actions.word(text, told.end(), block.end)
        if told[0].endswith("to ") and not (
            self._actions.is_verb(verb) and self._subjects.kind(text, whom) in _ACTORS
        ):
            return None  # "delay for children subject to review", "the response to support"
        return told if self._subjects.is_noun_phrase(text, whom) else None

    def _label_of(self, text: str, block: Block) -> re.Match[str] | None:
        """The addressee that opens an item, and a colon: "GPs: flag missed appointments"."""
        label = self._label.match(text, block.start, block.end)
        if label is None or not self._actions.opens_with_verb(text, label.end(), block.end):
            return None
        return label if self._subjects.kind(text, Phrase(*label.span("to"))) in _ACTORS else None

    def read(self, analysis: Analysis, lead: Lead, block: Block) -> Iterator[RecommendationMention]:
        """What is to be done in one item."""
        text = analysis.text
        start, to, strength = block.start, lead.to, lead.strength
        if told := self._told_in(text, block, lead):
            start = told.end()
            whom = Phrase(told.start("to"), told.end("to") - 1)
            if not (to and self._is_undergone(text, whom, start, block.end)):
                to = analysis.ref(whom.start, whom.end)
            if self._obliging.search(text, whom.end, start):
                strength = "required"
        elif clause := self._clause_in(text, lead, block):
            start, whom = clause
            clauses = lead.rule.set.get("clauses")
            if not (clauses and self._is_undergone(text, whom, start, block.end)):
                to = analysis.ref(whom.start, whom.end)
        elif label := self._label_of(text, block):
            start = label.end()
            to = analysis.ref(*label.span("to"))
        elif opening := self._opening.match(text, start, block.end):
            start = opening.end()
        denied = self._not.match(text, start, block.end)
        start = denied.end() if denied else start
        end = trim(text, start, block.end)
        by = self._dues.trim(analysis, Phrase(start, end)).end
        if text[by - 1] == ")" and (reference := self._reference.search(text, start, by)):
            end = trim(text, start, reference.start())
        if more := _MORE.search(text, start, end):
            end = trim(text, start, more.start())
        asides = _TOLD_OF if lead.rule.set.get("report") else _ASIDE
        if aside := asides.search(text, start, end):
            end = trim(text, start, aside.start())
        parts = [Phrase(start, end)]
        if lead.rule.set.get("split"):
            parts = self._actions.split(text, start, end)
        for part in parts:
            part = self._dues.trim(analysis, part)
            for_form = lead.rule.set.get("imperative") and self._formal.match(
                text, part.start, part.end
            )
            if part.end > part.start and not for_form:
                yield RecommendationMention(
                    start=part.start,
                    end=part.end,
                    rule=lead.rule.id,
                    strength=strength,
                    recommender=lead.by,
                    addressee=to,
                    against=bool(denied) or part.against,
                    total=lead.total,
                )

    def alone_in(self, analysis: Analysis, block: Block) -> Block | None:
        """The action of a block that is one alone: "Recommendation 2: The trust to revise …"."""
        if not analysis.folded.startswith("recommendation ", block.start):
            return None
        number = self._numbered.match(analysis.text, block.start, block.end)
        if number is None or len(analysis.sentences_in(block)) > 1 + (number[0].strip()[-1] == "."):
            return None
        item = replace(block, start=number.end(), kind=BlockKind.ITEM)
        told = self._told_in(analysis.text, item, self.alone)
        if told and not told[0].endswith("to "):
            return None  # "The trust should revise …" is read as a sentence
        return item if told or self._clause_in(analysis.text, self.alone, item) else None
