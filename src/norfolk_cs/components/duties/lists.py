"""Actions in lists: a report's recommendations, a direction's orders, resolutions, action tables.

A list has a lead ("What needs to improve", "The local authority should:", "Ofsted made four
recommendations:", "directs the Council as follows:") and then items, one action each. A page's
running header between two items does not end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import cast

from norfolk_cs.analysis import Analysis, Block, BlockKind, RecommendationMention, Ref
from norfolk_cs.components.duties.dues import dues
from norfolk_cs.components.duties.inline import with_inline_lists
from norfolk_cs.components.duties.items import HEADER_CHARS, Lead, ListItems
from norfolk_cs.components.duties.subjects import TRAILING, subjects
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.stems import holds, stems_of

LEAD_CHARS = 400  # a lead-in sentence stays below this; a longer paragraph is no lead
_STEPS = (" action.", " actions.", " steps.")  # "should take the following action."
_DASHES = ("–", "-", "—", "o")
_NUMBER = re.compile(r"\d")
_SECTION = re.compile(r"\d\.\d")
_ALNUM = re.compile(r"[^\W_]")


class ActionLists:
    """Finds the lists of a document; built from the rules whose ``list`` is set."""

    def __init__(self, book: Rulebook, numbers: dict[str, int]) -> None:
        self._items = ListItems(book)
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
        ids = ("lead.", "item.")
        rules = {rule.id: book.regex(rule) for rule in book.rules if rule.id.startswith(ids)}
        self._made = rules["lead.made"]
        self._section = rules["item.section"]
        self._partners = rules["item.partners"]

    def find(self, analysis: Analysis) -> Iterator[RecommendationMention]:
        """The listed actions, one mention each."""
        lead: Lead | None = None
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
            if numbered := self._items.alone_in(analysis, block):
                yield from self._items.read(analysis, self._items.alone, numbered)
                continue
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
            elif self._items.fits(analysis, lead, block, previous, strayed):
                if _is_part(previous, block):
                    continue
                if previous and _style(block.marker) != _style(previous.marker):
                    lead = None  # "3.1 Background" after "(c)"
                    continue
                yield from self._items.read(analysis, lead, block)
                previous, strayed = block, False
                reported = reported or bool(lead.rule.set.get("report"))
            elif block.kind is BlockKind.ITEM and lead.rule.set.get("imperative"):
                continue  # "That the report be noted" between two orders
            elif strayed or not self._may_go_on(analysis, block, previous):
                lead = None
            else:
                strayed = True

    def lead_over(self, analysis: Analysis, start: int) -> Ref | None:
        """For whom the block over a table that starts there says that its rows are."""
        block = analysis.block_at(start)
        if block is not None and block.start == start:
            block = analysis.blocks[block.index - 1] if block.index else None
        lead = self._lead(analysis, block, False, None) if block else None
        return lead.to if lead else None

    # -- leads ----------------------------------------------------------------------------

    def _board_in(self, analysis: Analysis, block: Block) -> Ref | None:
        """The safeguarding board that a heading of a combined report names."""
        match = self._board_heading.match(analysis.text, block.start, block.end)
        return analysis.ref(*match.span("to" if match["to"] else "lscb")) if match else None

    def _lead(
        self, analysis: Analysis, block: Block, directed: bool, outer: Lead | None
    ) -> Lead | None:
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
            if groups.get("to1"):
                to = _group(analysis, match, "to1")
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
            return Lead(rule, by, to, total, cast("Strength", strength), third=third)
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
        ref = analysis.ref(found.start, found.end) if found else None
        if ref and ref.text.lower() == "it" and start < match.start():
            ref = None  # "It is recommended that the Board:"
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


def _inherit(found: Lead, outer: Lead | None) -> Lead:
    """A lead inside a list keeps what it does not say itself: under "Areas for improvement",
    "The local authority should:" still speaks for the inspectorate.
    """
    if outer is None or found.rule.set.get("split"):
        return found
    if found.rule.set.get("clauses") and found.rule.set.get("imperative"):
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
