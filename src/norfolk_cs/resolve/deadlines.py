"""Deadline mentions as facts: who must, by when, counted from which day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from norfolk_cs.analysis import DeadlineMention
from norfolk_cs.models import ActorRef, DeadlineFact, checked
from norfolk_cs.resolve.context import Context
from norfolk_cs.resolve.parties import other_than, paper_author, signatory, teller, told
from norfolk_cs.timex import add, covers

# documents tell the same few times again and again
_add = lru_cache(maxsize=4096)(add)
_covers = lru_cache(maxsize=4096)(covers)

REPORT_LIST = "deadline.list"
TABLE = "deadline.table"
THREAT = "deadline.unless"  # "if I am not satisfied by January": it is the council that must act


def deadlines(context: Context) -> Iterator[DeadlineFact]:
    """A deadline fact for each deadline mention that is not over when the text comes out: one
    that is, is told as history.
    """
    setters = _setters(context)
    for mention in context.analysis.found.deadlines:
        start, due = _times(context, mention)
        if _is_over(start, due, mention.window, context.document.published):
            if context.analysis.trace is not None:
                where = (mention.start, mention.end)
                reason = "over before the document was published: told as history"
                context.analysis.trace.drop("deadline", *where, reason, mention.rule)
            continue
        whom = told(context, mention.obliged)
        setter = _set_by(context, mention, whom)
        fields = context.base(mention)
        fields |= {
            "obligation": mention.obligation,
            "obliged": _obliged(context, mention, whom, setter),
            "set_by": setter or setters.get(mention.window or ""),
            "from": start,
            "due": due,
            "window": mention.window,
            "basis": mention.basis,
            "consequence": mention.consequence,
        }
        yield checked(DeadlineFact, fields)


def _times(context: Context, mention: DeadlineMention) -> tuple[str | None, str | None]:
    """From when the window runs, and when it ends, at the precision of the start."""
    if mention.window is None:
        return None, mention.due
    start = mention.from_ or (context.document.published if mention.start_known else None)
    return start, _add(start, mention.window)


def _is_over(start: str | None, due: str | None, window: str | None, published: str | None) -> bool:
    """Whether the last day it can end on lies before publication."""
    ends, begins, now = _covers(due), _covers(start), _covers(published)
    if ends is None and begins is not None:
        ends = _covers(_add(begins[1].isoformat(), window))
    return ends is not None and now is not None and ends[1] < now[0]


def _obliged(
    context: Context, mention: DeadlineMention, whom: ActorRef | None, setter: ActorRef | None
) -> ActorRef | None:
    """Who must act. A report's list speaks to the council the report is about, and "we" that
    somebody else sets a time are the council's own people.
    """
    if whom is not None:
        return other_than(context, mention.obliged, setter) if whom == setter else whom
    words = mention.obliged.text.lower() if mention.obliged else ""
    if mention.obliged and words == "i" and mention.set_by:
        return context.voice(mention.obliged.start, mention.obliged.end)
    ours = words in ("we", "us") and mention.set_by
    threatened = words in ("i", "we") and mention.rule == THREAT
    if ours or threatened or (not mention.obliged and mention.rule == REPORT_LIST):
        return context.referents.council
    return None


def _set_by(context: Context, mention: DeadlineMention, whom: ActorRef | None) -> ActorRef | None:
    """Who is named as setting it; else whoever speaks here, if anybody."""
    if mention.set_by is not None:
        named = teller(context, mention.set_by, whom)
        return named or paper_author(context, mention.set_by, mention.start)
    orders = signatory(context, mention.start) or context.orders(mention.start, mention.end)
    return None if mention.rule == TABLE and orders == whom else orders  # an officer's own part


def _setters(context: Context) -> dict[str, ActorRef]:
    """Who set each window that the document says more than once: "has been given nine months"
    in the story is the headline's "minister gives county nine months".
    """
    found: dict[str, ActorRef] = {}
    for mention in context.analysis.found.deadlines:
        setter = context.who(mention.set_by)
        if mention.window and setter:
            found.setdefault(mention.window, setter)
    return found
