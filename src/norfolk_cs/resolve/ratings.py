"""Rating mentions as facts: which body, which inspectorate, and whether a newer grade is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from norfolk_cs.analysis import RatingMention
from norfolk_cs.authorities import authorities
from norfolk_cs.models import ActorRef, RatingFact, checked
from norfolk_cs.resolve.context import Context
from norfolk_cs.resolve.register import named_ref
from norfolk_cs.scales import DEFAULT_SCALE, Scale, load_scales

LSCB = "lscb"  # a safeguarding board is not the council
SETTING = "rating.table-setting"  # of a home or an agency, which is no council's service
WHOLE = (None, "overall")  # areas that a grade of the whole replaces
REPORTED_WITHIN = 1  # years: a report may come out in the year after its inspection
# What is graded on its own: the text's council may not even run it.
_PREMISES = re.compile(r"\b(?:home|school|academy|college|nursery)s?\b", re.IGNORECASE)
_WATCHDOGS = frozenset(("watchdog", "regulator", "inspectorate"))
YEAR = 4  # code points of a date value that name its year


def ratings(context: Context) -> Iterator[RatingFact]:
    """A rating fact for each rating mention; a dated one is past where a newer one is told."""
    facts = list(_facts(context))
    told = [fact for fact in facts if not (fact.previous or fact.negated)]
    newest = {_graded(fact): 0 for fact in told}
    for fact in told:
        newest[_graded(fact)] = max(newest[_graded(fact)], _year(fact))
    for fact in facts:
        year = _calendar_year(fact.judged_on)
        # of a body nobody knows, an older grade may be another body's
        if year is not None and fact.body and newest.get(_graded(fact), 0) > year:
            fact = fact.model_copy(update={"previous": True})
        yield fact


def _graded(fact: RatingFact) -> tuple[str | None, str | None]:
    """What is graded: grades of the same thing replace each other."""
    body = fact.body.actor_id if fact.body else None
    return body, None if fact.area in WHOLE else fact.area


def _year(fact: RatingFact) -> int:
    """The year a grade holds from: its date's, or for an undated one that of the news."""
    if fact.judged_on:
        return _calendar_year(fact.judged_on) or 0
    published = _calendar_year(fact.published)
    return published - REPORTED_WITHIN if published else 0


def _calendar_year(value: str | None) -> int | None:
    """The year of a date value; None for "XXXX-12", whose year the text does not tell."""
    year = (value or "")[:YEAR]
    return int(year) if year.isdecimal() else None


def _facts(context: Context) -> Iterator[RatingFact]:
    scales = load_scales()
    last_body: dict[str, ActorRef | None] = {}  # by scale: "it" goes on about the same home
    for mention in context.analysis.found.ratings:
        scale = scales[mention.scale or DEFAULT_SCALE]
        rater = context.who(mention.rater)
        if mention.rater and mention.rater.text.lower().endswith("report"):
            # a report that grades is the inspectorate's, if there is but one
            rater = context.referents.inspectorate
        if rater is None and mention.rule.startswith(("rating.table", "rating.heading")):
            rater = named_ref(scale.inspectorate)
        elif rater is None or rater.name in _WATCHDOGS:
            rater = _inspectorate(context, scale) or rater
        if mention.rule == SETTING:
            body: ActorRef | None = context.referents.setting
        elif mention.rule.startswith("rating.table") and context.referents.titled:
            body = context.referents.titled
        elif mention.area == LSCB:
            body = None
        else:
            body = last_body[scale.id] = _body(context, mention, scale, last_body.get(scale.id))
        fields = context.base(mention, negated=mention.negated)
        fields |= {
            "value": mention.value,
            "scale": scale.id,
            "rank": scale.rank(mention.value),
            "subject": mention.subject,
            "area": mention.area,
            "body": body,
            "rater": rater,
            "judged_on": mention.judged_on,
            "previous": mention.previous,
        }
        yield checked(RatingFact, fields)


def _inspectorate(context: Context, scale: Scale) -> ActorRef | None:
    """Whose scale it is, where the document names it and no other: nobody else grades so."""
    only = context.referents.inspectorate
    return only if only and only.name == scale.inspectorate else None


def _body(
    context: Context, mention: RatingMention, scale: Scale, last: ActorRef | None
) -> ActorRef | None:
    """The body named; else the text's council, or the home or force graded last."""
    if mention.body is not None:
        row = authorities().named(mention.body.text, context.document.published)
        return named_ref(row.name) if row else context.who(mention.body)
    if mention.subject and _PREMISES.search(mention.subject):
        return None
    return context.referents.council if scale.councils else last
