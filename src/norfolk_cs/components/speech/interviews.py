"""Interviews set as questions and answers, quoted or not, where no verb says who answers."""

from __future__ import annotations

import re
from itertools import pairwise

from norfolk_cs.analysis import Analysis, Block, BlockKind, Ref
from norfolk_cs.components.speech.frames import Frame

MIN_ANSWERS = 3  # fewer questions with a quotation after them are rhetoric
MIN_PLAIN = 4  # the same without quotation marks, where a page of advice asks and answers too
_INTERVIEW = re.compile(
    r"\b(?:interview\w*|spoke to|talks? to|talked to|Q ?& ?A|met)\b", re.IGNORECASE
)
_FIRST_PERSON = re.compile(r"\bI(?:['’](?:m|d|ve|ll))?\b")
_INTERVIEWER_WITHIN = 60  # characters before a name: "She met our reporter, Joe Tamblyn"
_INTERVIEWER = re.compile(
    r"(?:\b(?:reporter|correspondent|editor|interviewer|by|our (?:own )?[\w ]{2,30}),? "
    r"|\b(?:s?he|they) (?:spoke|talked|was (?:speaking|talking)|talks|speaks) (?:to|with) )"
    r"(?:\w+ ){0,2}$",
    re.IGNORECASE,
)


class Interview:
    """Who answers in which blocks; a document that is no interview has no answers."""

    def __init__(self, frame: Frame) -> None:
        self.answers: frozenset[int] = frozenset()
        self.plain: frozenset[int] = frozenset()  # answers without quotation marks
        self.answerer: Ref | None = None
        if frame.text.count("?") < MIN_ANSWERS:
            return
        analysis = frame.analysis
        blocks = [block for block in analysis.blocks if block.kind is not BlockKind.FURNITURE]
        opens = [frame.text.startswith("“", block.start) for block in blocks]
        asked = [
            place
            for place in range(len(blocks) - 1)
            if not opens[place] and opens[place + 1] and _asks(frame, blocks[place])
        ]
        if len(asked) < MIN_ANSWERS:
            self._read_plain(frame, blocks, opens)
            return
        self.answerer = _answerer(analysis, blocks[asked[0]].start)
        if self.answerer is not None:
            self.answers = frozenset(
                blocks[place].index
                for place in range(asked[0] + 1, asked[-1] + 2)
                if opens[place] and not opens[place - 1]
            )

    def _read_plain(self, frame: Frame, blocks: list[Block], opens: list[bool]) -> None:
        """Answers without marks: announced as an interview, and given in the first person."""
        text = frame.analysis.text
        answers = [
            after
            for place, (block, after) in enumerate(pairwise(blocks))
            if not (opens[place] or opens[place + 1])
            and after.kind is BlockKind.PARAGRAPH
            and _asks(frame, block)
            and not _asks(frame, after)
        ]
        personal = [b for b in answers if _FIRST_PERSON.search(text, b.start, b.end)]
        if len(answers) < MIN_PLAIN or len(personal) < MIN_PLAIN - 1:
            return
        if _INTERVIEW.search(text, 0, answers[0].start):
            self.answerer = _answerer(frame.analysis, answers[0].start)
        if self.answerer is not None:
            self.plain = frozenset(block.index for block in answers)


def _asks(frame: Frame, block: Block) -> bool:
    return frame.text[block.start : block.end].rstrip().endswith("?")


def _answerer(analysis: Analysis, end: int) -> Ref | None:
    """The one person named before the first question, the interviewer apart."""
    text = analysis.text
    named = [
        (start, stop)
        for actor in analysis.found.actors
        if actor.type == "person"
        for start, stop in actor.mentions[:1]
        if stop <= end and not _INTERVIEWER.search(text, max(0, start - _INTERVIEWER_WITHIN), start)
    ]
    return analysis.ref(*named[0]) if len(named) == 1 else None
