"""Recommendation mentions as facts: by whom, to whom."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.analysis import RecommendationMention
from norfolk_cs.models import ActorRef, RecommendationFact
from norfolk_cs.resolve.context import Context
from norfolk_cs.resolve.parties import teller, told

REPORT_LIST = "recommendation.list"
BOARD_LIST = "recommendation.board-list"  # the safeguarding board's own, in a combined report
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
    for mention in context.analysis.found.recommendations:
        yield RecommendationFact(
            **context.base(mention),
            action=context.analysis.text[mention.start : mention.end],
            recommender=_recommender(context, mention),
            addressee=_addressee(context, mention),
            strength=mention.strength,
            against=mention.against,
            total=mention.total,
        )


def _recommender(context: Context, mention: RecommendationMention) -> ActorRef | None:
    """Who is named as recommending; else, in a report's list, the inspectorate; else whoever
    speaks here, if anybody.
    """
    if mention.recommender is not None:
        return teller(context, mention.recommender, told(context, mention.addressee))
    if mention.rule in (REPORT_LIST, BOARD_LIST):
        return context.referents.inspectorate
    return context.orders(mention.start, mention.end)


def _addressee(context: Context, mention: RecommendationMention) -> ActorRef | None:
    """Who is told to act; nobody tells themselves."""
    found = told(context, mention.addressee)
    if found is not None and found == _recommender(context, mention):
        return None
    if found is None and mention.rule.startswith(_FOR_COUNCIL):
        return context.referents.council
    return found
