"""Who tells and who is told, where recommendations and deadlines name them.

Beyond what words point at by themselves: a letter's "you" is whoever it is addressed to, "me" is
whoever speaks, and a paper that would speak for the body it tells to act does not.
"""

from __future__ import annotations

import re

from norfolk_cs.analysis import Ref
from norfolk_cs.models import ActorRef
from norfolk_cs.resolve.context import Context

_PAPER = re.compile(
    r"\b(?:report|review|letter|notice|document|direction|findings)$", re.IGNORECASE
)
_OWN_PAPER = re.compile(
    r"(?:the|this|my) (?:direction|notice|order|letter|statement)", re.IGNORECASE
)
_I_ASK = re.compile(
    r"\bI(?:['’]d)?\s+(?:\w+\s+){0,3}?(?:ask|asking|urge|expect|require|requiring|recommend|want"
    r"|like|invite|request|advise|encourage|grateful|direct|directing|instruct)\b[^.;!?]*$"
)
_LEAD = 600  # code points of a headline and first paragraph, where "a council" is the story's
_A_COUNCIL = re.compile(
    r"(?:an?\s+)?[\"“‘']?\s*(?:(?:inadequate|failing|struggling|troubled)(?:-rated)?[\"”’']?\s+)?"
    r"(?:council|(?:local\s+)?authority|(?:county|city|borough)\s+council)(?:\s+(?:where|whose|which)\b|$)",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(("it", "they"))
_INSPECTION = re.compile(r"\b(?:inspection|inspectors['’]?) (?:report|letter)$", re.IGNORECASE)


def told(context: Context, ref: Ref | None) -> ActorRef | None:
    """Who is told to act."""
    if ref is None:
        return None
    words = ref.text.lower()
    if words == "you" and context.analysis.quote_at(ref.start, ref.end) is None:
        return context.recipient
    if words == "me":
        return context.voice(ref.start, ref.end)
    if ref.start < _LEAD and _A_COUNCIL.match(ref.text):
        return context.referents.council or context.who(ref)
    return context.who(ref)


def teller(context: Context, ref: Ref, whom: ActorRef | None) -> ActorRef | None:
    """Who is named as telling ``whom`` to act. "Their report" of inspectors who visited a council
    is not the council's, though its own report would be; and "it" that tells the council is not.
    """
    if _INSPECTION.search(ref.text):
        return context.referents.inspectorate or _other(context.who(ref), whom)
    found = context.who(ref)
    other = _PAPER.search(ref.text) or ref.text.lower() in _PRONOUNS
    return _other(found, whom) if other else found


def paper_author(context: Context, ref: Ref, at: int) -> ActorRef | None:
    """Who speaks in a notice, letter or statement that tells of itself: "It requires the council
    to", "This direction requires".
    """
    own = ref.text.lower() == "it" or _OWN_PAPER.fullmatch(ref.text)
    return context.orders(at, at + 1) if own else None


def signatory(context: Context, at: int) -> ActorRef | None:
    """Who signed the letter in which "I" ask, at an offset, for something to be done."""
    analysis = context.analysis
    sentence = analysis.sentence_at(at)
    if sentence is None or context.signatory is None or context.voice(at, at + 1):
        return None
    return context.signatory if _I_ASK.search(analysis.text, sentence.start, at) else None


def other_than(context: Context, ref: Ref | None, setter: ActorRef | None) -> ActorRef | None:
    """Whom a pronoun means that can't be ``setter``, since nobody tells themselves: in "Ofsted
    recommends that it …" the council that the text is about.
    """
    pronoun = ref is not None and ref.text.lower() in _PRONOUNS
    return _other(context.referents.council, setter) if pronoun else None


def _other(found: ActorRef | None, whom: ActorRef | None) -> ActorRef | None:
    return None if found == whom else found
