"""Actions in lists: a report's recommendations, a direction's orders, resolutions, action tables.

A list has a lead ("What needs to improve", "The local authority should:", "Ofsted made four
recommendations:", "directs the Council as follows:") and then items, one action each. A page's
running header between two items does not end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from norfolk_cs.analysis import Analysis, Block, BlockKind, RecommendationMention, Ref
from norfolk_cs.components.duties.actions import actions
from norfolk_cs.components.duties.dues import dues
from norfolk_cs.components.duties.inline import with_inline_lists
from norfolk_cs.components.duties.subjects import TRAILING, subjects, trim
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rule, Rulebook
from norfolk_cs.stems import holds, stems_of

LEAD_CHARS = 400  # a lead-in sentence stays below this; a longer paragraph is no lead
HEADER_CHARS = 130  # a page's running header, between two items
_STEPS = (" action.", " actions.", " steps.")  # "should take the following action."
_ACTORS = (Who.BODY, Who.PEOPLE, Who.HEARER)  # "All partners to attend"
_IMPERSONAL = re.compile(r"it\s+(?:is|was|has\s+been)\s", re.IGNORECASE)  # nobody's "it"
_THAT = re.compile(r"that\s", re.IGNORECASE)
_IS_DONE = re.compile(
    r"(?P<thing>(?:the|its|their|this|these|all|an?)\s(?:(?!that\b|which\b|who\b)[^\s,;:]+\s){1,10}?)"
    r"(?P<verb>(?:is|are|be)\s(?:\w+ly\s)?\w+(?:ed|en|ade|ept)\b)"
)
_IS_TOLD = re.compile(
    r"\b(?:is|are|be)\s(?:asked|urged|told|advised|requested|recommended|instructed)\s(?:not\s)?to\s"
)
_MORE = re.compile(r"[;,]\s+(?:and|or)$")
_DASHES = ("–", "-", "—", "o")
_ASIDE = re.compile(r",\s+(?:so|which|who|because|saying)\b")
_NUMBER = re.compile(r"\d")
_SECTION = re.compile(r"\d\.\d")
_ALNUM = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Lead:
    """What opened the list: its rule, who recommends, to whom, how many."""

    rule: Rule
    by: Ref | None = None
    to: Ref | None = None
    total: int | None = None
    strength: Strength = "recommended"
    announcer: Ref | None = None  # who a heading above said it comes from
    third: bool = False  # "recommended that the council:" and items that say what it does


class ActionLists:
    """Finds the lists of a document; built from the rules whose ``list`` is set."""

    def __init__(self, book: Rulebook, numbers: dict[str, int]) -> None:
        self._actions = actions()
        self._dues = dues()
        self._subjects = subjects()
        self._numbers = numbers
        self._leads = [
            (rule, book.regex(rule), stems_of(rule), stems_of(rule, "opens"))
            for rule in book.rules
            if rule.set.get("list") == "lead"
        ]
        self._headings = [lead for lead in self._leads if lead[0].set.get("heading")]
        self._board = next(r for r in book.rules if r.set.get("list") == "board")
        self._board_heading = book.regex(self._board)
        self._obliging = book.compile(r"\b(?:{obliging})\b")
        self._urging = book.compile(r"\b(?:{urging})\b")
        self._formal = book.compile(r"(?:{formal})(?![\w-])")
        ids = ("lead.", "item.")
        rules = {rule.id: book.regex(rule) for rule in book.rules if rule.id.startswith(ids)}
        self._made = rules["lead.made"]
        self._told = rules["item.told"]
        self._opening = rules["item.opening"]
        self._not = rules["item.not"]
        self._none = rules["item.none"]
        self._section = rules["item.section"]
        self._partners = rules["item.partners"]

    def find(self, analysis: Analysis) -> Iterator[RecommendationMention]:
        """The listed actions, one mention each."""
        lead: _Lead | None = None
        previous: Block | None = None
        strayed = False  # past one block that is no item
        directed = False  # in a direction, "The Commissioner will:" orders too
        reported = False  # past a report's list for the authority itself
        board: Ref | None = None  # in the part of that report that reviews the safeguarding board
        for block in with_inline_lists(analysis):
            if block.kind is BlockKind.FURNITURE:
                continue
            if reported and block.kind is not BlockKind.ITEM:
                board = self._board_in(analysis, block) or board
            found = self._lead(analysis, block, directed, lead)
            if found is not None:
                if board is not None and found.rule.set.get("report"):
                    found = replace(found, rule=self._board, to=found.to or board)
                lead, previous, strayed = _inherit(found, lead), None, False
                directed = directed or found.rule.id == "recommendation.direction"
            elif lead is None or self._dues.is_lead(analysis.text, block):
                continue
            elif lead.rule.set.get("report") and self._section.fullmatch(
                analysis.text, block.start, block.end
            ):
                lead = None
            elif self._is_item(analysis, lead, block, previous, strayed):
                if _is_part(previous, block):
                    continue
                if previous and _style(block.marker) != _style(previous.marker):
                    lead = None  # "3.1 Background" after "(c)"
                    continue
                yield from self._item(analysis, lead, block)
                previous, strayed = block, False
                reported = reported or bool(lead.rule.set.get("report"))
            elif block.kind is BlockKind.ITEM and lead.rule.set.get("imperative"):
                continue  # "That the report be noted" between two orders
            elif strayed or not self._may_go_on(analysis, block, previous):
                lead = None
            else:
                strayed = True

    # -- leads ----------------------------------------------------------------------------

    def _board_in(self, analysis: Analysis, block: Block) -> Ref | None:
        """The safeguarding board that a heading of a combined report names."""
        match = self._board_heading.match(analysis.text, block.start, block.end)
        return analysis.ref(*match.span("to" if match["to"] else "lscb")) if match else None

    def _lead(
        self, analysis: Analysis, block: Block, directed: bool, outer: _Lead | None
    ) -> _Lead | None:
        text = analysis.text
        length = block.end - block.start
        if length > LEAD_CHARS:
            return None
        breaks_off = text[block.end - 1] in ":–-" or text.endswith(_STEPS, block.start, block.end)
        if length > HEADER_CHARS and not breaks_off:
            return None
        held = analysis.folded[block.start : block.end]
        for rule, pattern, stems, opens in self._leads if breaks_off else self._headings:
            if not held.startswith(opens) or not holds(held, stems):
                continue
            if (
                outer
                and block.kind is BlockKind.ITEM
                and not (breaks_off or rule.set.get("report"))
            ):
                continue  # "Act on the lessons from reviews" is an item, no heading
            if rule.set.get("directed") and not directed:
                continue
            if rule.set.get("inner") and not (outer and outer.rule.set.get("report")):
                continue
            look = pattern.match if rule.set.get("whole") else pattern.search
            match = look(text, block.start, block.end)
            if match is None:
                continue
            groups = match.groupdict()
            by = _group(analysis, match, "by") if groups.get("by") else None
            to = _group(analysis, match, "to") if groups.get("to") else None
            if to and rule.set.get("to_body") and self._kind(analysis, to) is not Who.BODY:
                continue
            if "subject" in rule.set:
                by, to = self._parties(analysis, block, match, by, to)
                if to is None:
                    continue
            total = self._numbers.get((groups.get("total") or "").lower())
            cue = groups.get("cue") or ""
            urges = "urged" if self._urging.search(cue) else rule.set["strength"]
            strength = "required" if self._obliging.search(cue) else urges
            third = bool(rule.set.get("third")) and " that " in match[0].lower()
            return _Lead(rule, by, to, total, cast("Strength", strength), third=third)
        return None

    def _parties(
        self,
        analysis: Analysis,
        block: Block,
        match: re.Match[str],
        by: Ref | None,
        to: Ref | None,
    ) -> tuple[Ref | None, Ref | None]:
        """Who recommends and to whom, in a sentence that breaks off before its list."""
        text = analysis.text
        sentence = analysis.sentence_at(match.start())
        floor = max(block.start, sentence.start) if sentence else block.start
        by = by or self._announcer(analysis, block, floor)
        if shared := self._partners.search(text, floor, match.start()):
            return by, _group(analysis, shared, "to")
        start = self._subjects.before_auxiliaries(text, floor, match.start())
        found = self._subjects.find(text, floor, start)
        if found and _IMPERSONAL.match(text, found.start):
            found = None
        ref = analysis.ref(found.start, found.end) if found else None
        if to is None:
            who = self._subjects.kind(text, found) if found else Who.VAGUE
            return by, None if who in (Who.SELF, Who.HEARER, Who.VAGUE) else ref
        return by or ref, to

    def _announcer(self, analysis: Analysis, block: Block, floor: int) -> Ref | None:
        """Who a sentence before, in the same block, says has made recommendations."""
        made = self._made.search(analysis.text, block.start, floor)
        if made is None:
            return None
        found = self._subjects.find(analysis.text, block.start, made.start())
        return analysis.ref(found.start, found.end) if found else None

    def _kind(self, analysis: Analysis, ref: Ref) -> Who:
        return self._subjects.kind(analysis.text, Phrase(ref.start, ref.end))

    # -- items ----------------------------------------------------------------------------

    def _is_item(
        self, analysis: Analysis, lead: _Lead, block: Block, previous: Block | None, strayed: bool
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
        acts = bool(denied) or self._actions.is_verb(word)
        acts = acts or (lead.third and word.islower() and self._actions.is_third(word))
        if lead.rule.set.get("clauses") and self._clause_in(text, block, lead):
            return True
        if lead.rule.set.get("imperative"):
            return acts
        if strayed and previous and not acts:
            return self._told_in(text, block, lead) is not None
        if previous and previous.marker and block.kind is BlockKind.HEADING:
            return False  # "Record of main findings" after bullets
        if block.kind is BlockKind.ITEM or self._clause_in(text, block):
            return True
        if lead.rule.set.get("things") and not strayed and block.end - block.start <= HEADER_CHARS:
            thing = Phrase(block.start, trim(text, block.start, block.end))
            if self._subjects.is_noun_phrase(text, thing):
                return True  # "The resignation of the leader."
        return acts and block.kind is not BlockKind.CAPTION

    def _clause_in(
        self, text: str, block: Block, lead: _Lead | None = None
    ) -> tuple[int, Phrase] | None:
        """Where the verb of an item "That the lead member meet staff" stands, and its subject;
        under a lead that ends in "that" it is "Cabinet releases £2m", or "the plan is adopted".
        """
        bare = lead is not None and bool(lead.rule.set.get("clauses"))
        if not bare and not _THAT.match(text, block.start, block.end):
            return None
        if bare and _IS_TOLD.search(text, block.start, block.end):
            return None  # "the minister be urged to wait" is read as a sentence
        if bare and (done := _IS_DONE.match(text, block.start, block.end)):
            return done.start("verb"), Phrase(*done.span("thing"))
        clause = self._actions.complement(text, block.start, block.end)
        return (clause.start, clause.whom) if clause and clause.whom else None

    def _is_undergone(self, text: str, whom: Phrase, start: int, end: int) -> bool:
        """Whether an item's subject is not who should act: "Guidance should be amended"."""
        thing = self._subjects.kind(text, whom) not in _ACTORS
        return thing or self._actions.word(text, start, end) in ("be", "is", "are")

    def _told_in(self, text: str, block: Block, lead: _Lead) -> re.Match[str] | None:
        """An item's own subject and modal: "The board should …", "All partners to …"."""
        told = self._told.match(text, block.start, block.end)
        word = self._actions.word(text, block.start, block.end)
        if told is None or self._actions.is_verb(word):
            return None
        if lead.third and word.islower() and self._actions.is_third(word):
            return None  # "asks the director to report back"
        whom = Phrase(told.start("to"), told.end("to"))
        verb = self._actions.word(text, told.end(), block.end)
        if told[0].endswith("to ") and not (
            self._actions.is_verb(verb) and self._subjects.kind(text, whom) in _ACTORS
        ):
            return None  # "delay for children subject to review", "the response to support"
        return told if self._subjects.is_noun_phrase(text, whom) else None

    def _item(
        self, analysis: Analysis, lead: _Lead, block: Block
    ) -> Iterator[RecommendationMention]:
        text = analysis.text
        start, end, to = block.start, block.end, lead.to
        if told := self._told_in(text, block, lead):
            start = told.end()
            whom = Phrase(told.start("to"), told.end("to") - 1)
            if not (to and self._is_undergone(text, whom, start, block.end)):
                to = analysis.ref(whom.start, whom.end)
        elif clause := self._clause_in(text, block, lead):
            start, whom = clause
            if not (lead.rule.set.get("clauses") and self._is_undergone(text, whom, start, end)):
                to = analysis.ref(whom.start, whom.end)
        elif opening := self._opening.match(text, start, block.end):
            start = opening.end()
        denied = self._not.match(text, start, block.end)
        start = denied.end() if denied else start
        end = trim(text, start, block.end)
        if more := _MORE.search(text, start, end):
            end = trim(text, start, more.start())
        aside = None if lead.rule.set.get("report") else _ASIDE.search(text, start, end)
        if aside:  # in a report the whole item is the action
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
                    strength=lead.strength,
                    recommender=lead.by,
                    addressee=to,
                    against=bool(denied) or part.against,
                    total=lead.total,
                )

    def _may_go_on(self, analysis: Analysis, block: Block, previous: Block | None) -> bool:
        """Whether a block that is no item may stand inside a list: a sentence that leads in, or
        a page's header between two items.
        """
        length = block.end - block.start
        after = next(iter(analysis.blocks[block.index + 1 : block.index + 2]), None)
        item = after if after and after.kind is BlockKind.ITEM else None
        if previous is None:
            return length <= LEAD_CHARS and (block.kind is not BlockKind.HEADING or bool(item))
        return (
            length <= HEADER_CHARS
            and item is not None
            and bool(_NUMBER.search(item.marker)) == bool(_NUMBER.search(previous.marker))
        )


def _inherit(found: _Lead, outer: _Lead | None) -> _Lead:
    """A lead inside a list keeps what it does not say itself: under "Areas for improvement",
    "The local authority should:" still speaks for the inspectorate.
    """
    if outer is None or found.rule.set.get("split"):
        return found
    if found.rule.set.get("clauses"):
        return replace(found, by=found.by or outer.by)
    if not outer.rule.set.get("report"):
        announcer = outer.by if outer.rule.set.get("announces") else outer.announcer
        return replace(found, by=found.by or announcer, announcer=announcer)
    return replace(
        found,
        rule=outer.rule,
        by=found.by or outer.by,
        to=found.to or outer.to,
        total=found.total or outer.total,
    )


@lru_cache(maxsize=1000)  # the markers of lists are few
def _style(marker: str) -> str:
    """How an item is marked: a bullet or nothing, a letter, a number, a section's number."""
    if not _ALNUM.search(marker):
        return ""
    if _SECTION.search(marker):
        return "section"
    return "number" if _NUMBER.search(marker) else "letter"


def _is_part(previous: Block | None, block: Block) -> bool:
    """Whether a bullet only spells out the numbered item, or a dash the bullet, before it."""
    if previous is None or not block.marker or _NUMBER.search(block.marker):
        return False
    dashed = block.marker in _DASHES and previous.marker not in _DASHES and previous.marker != ""
    return dashed or bool(_NUMBER.search(previous.marker))


def _group(analysis: Analysis, match: re.Match[str], name: str) -> Ref:
    start = match.start(name)
    return analysis.ref(start, start + len(match[name].rstrip(TRAILING)))
