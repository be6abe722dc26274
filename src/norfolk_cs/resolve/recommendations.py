"""Recommendation mentions as facts: by whom, to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from norfolk_cs.analysis import RecommendationMention
from norfolk_cs.models import ActorRef, RecommendationFact, checked
from norfolk_cs.resolve.context import Context
from norfolk_cs.resolve.parties import other_than, paper_author, signatory, teller, told

REPORT_LIST = "recommendation.list"
BOARD_LIST = "recommendation.board-list"  # the safeguarding board's own, in a combined report
TABLE = "recommendation.table"
# Rules of what officers put to a meeting: what falls to themselves is nobody's order.
_PUT_TO_MEETING = ("recommendation.clauses", "recommendation.agreed", TABLE)
_INCLUDED = "recommendation.list-include"
_ALSO = re.compile(r"\b(?:also|further|as well|additionally|in addition)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:other|further|additional)\s+(?:\w+\s+)?recommendations\b", re.IGNORECASE)
# Rules whose recommendations, where they name nobody, are for the council the text is about:
# a report's lists and what "Ofsted makes six recommendations. They include" goes on with; and
# "the letter says we must", where "we" are the council's own people.
_FOR_COUNCIL = (
    REPORT_LIST,
    "recommendation.they-include",
    "recommendation.told-us",
)


def recommendations(context: Context) -> Iterator[RecommendationFact]:
    """A recommendation fact for each recommendation mention."""
    before: RecommendationFact | None = None
    for mention in context.analysis.found.recommendations:
        whom = told(context, mention.addressee)
        recommender = _recommender(context, mention, whom)
        addressee = _addressee(context, mention, whom, recommender)
        if before and _tells_more(context, mention, before, addressee):
            recommender, addressee = before.recommender, before.addressee
        if recommender is None and before and _goes_on(context, mention, before, addressee):
            recommender = before.recommender
            if mention.rule != _INCLUDED:
                addressee = before.addressee
        fields = context.base(mention)
        fields |= {
            "action": context.analysis.text[mention.start : mention.end],
            "recommender": recommender,
            "addressee": addressee,
            "strength": mention.strength,
            "against": mention.against,
            "total": mention.total,
        }
        before = checked(RecommendationFact, fields)
        yield before


def _tells_more(
    context: Context,
    mention: RecommendationMention,
    before: RecommendationFact,
    addressee: ActorRef | None,
) -> bool:
    """Whether "It must also …" is not whoever told somebody to act in the sentence before, but
    whom: "The letter says the council must obey. It must also …".
    """
    if mention.addressee is None or mention.addressee.text.lower() not in ("it", "they"):
        return False
    if addressee is None or addressee != before.recommender or before.addressee is None:
        return False
    sentence = context.analysis.sentence_at(mention.start)
    if sentence is None or sentence.index - before.sentence.index > 1:
        return False
    return _ALSO.search(context.analysis.text, sentence.start, mention.start) is not None


def _goes_on(
    context: Context,
    mention: RecommendationMention,
    before: RecommendationFact,
    addressee: ActorRef | None,
) -> bool:
    """Whether what nobody is named for goes on with the recommendation before: "The board must
    also …" of the same board in the next sentence, "Other recommendations include:".
    """
    analysis = context.analysis
    if mention.rule == _INCLUDED:
        others = _OTHER.search(analysis.text, before.span.end, mention.start)
        return before.rule == _INCLUDED or others is not None
    sentence = analysis.sentence_at(mention.start)
    same = addressee == before.addressee
    if addressee is None and mention.addressee is not None:
        same = mention.addressee.text.lower() in ("it", "they")
    if sentence is None or before.addressee is None or not same:
        return False
    near = sentence.index - before.sentence.index <= 1
    return near and _ALSO.search(analysis.text, sentence.start, mention.start) is not None


def _recommender(
    context: Context, mention: RecommendationMention, whom: ActorRef | None
) -> ActorRef | None:
    """Who is named as recommending; else, in a report's list, the inspectorate; else whoever
    speaks here, if anybody.
    """
    if mention.recommender is not None:
        named = teller(context, mention.recommender, whom)
        return named or paper_author(context, mention.recommender, mention.start)
    if mention.rule in (REPORT_LIST, BOARD_LIST):
        return context.referents.inspectorate
    orders = signatory(context, mention.start) or context.orders(mention.start, mention.end)
    return None if mention.rule in _PUT_TO_MEETING and orders == whom else orders


def _addressee(
    context: Context,
    mention: RecommendationMention,
    whom: ActorRef | None,
    recommender: ActorRef | None,
) -> ActorRef | None:
    """Who is told to act; nobody tells themselves."""
    if whom is not None and whom == recommender:
        return other_than(context, mention.addressee, recommender)
    if whom is None and mention.rule.startswith(_FOR_COUNCIL):
        return context.referents.council
    return whom
