"""How sure the words are: stated, hedged or conditional."""

from __future__ import annotations

from norfolk_cs.analysis import Analysis, Mention
from norfolk_cs.models import Certainty


def certainty_of(analysis: Analysis, mention: Mention) -> Certainty:
    """``hedged`` under could, may, likely, is understood to; ``conditional`` on an if or unless."""
    return "stated"
