"""What the readers of attributions go by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from norfolk_cs.components.speech.lexicon import Lexicon
from norfolk_cs.components.speech.patterns import Pattern
from norfolk_cs.components.speech.reported import Reported
from norfolk_cs.components.speech.speakers import Speakers
from norfolk_cs.components.speech.verbs import Verbs


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of speech, the words they know, and who may speak which words."""

    patterns: Sequence[Pattern]
    lexicon: Lexicon
    speakers: Speakers
    reported: Reported
    verbs: Verbs


class Reader:
    """Reads attributions of some shapes; all indices are into ``period.words``."""

    def __init__(self, grammar: Grammar) -> None:
        self.lexicon = grammar.lexicon
        self.speakers = grammar.speakers
        self.reported = grammar.reported
        self.verbs = grammar.verbs
