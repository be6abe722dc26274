"""Rating mentions as facts: which body, which inspectorate, and whether a newer grade is told."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.analysis import RatingMention
from norfolk_cs.models import ActorRef, RatingFact
from norfolk_cs.names import slug
from norfolk_cs.resolve.context import Context
from norfolk_cs.scales import DEFAULT_SCALE, Scale, load_scales

LSCB = "lscb"  # a safeguarding board is not the council
WHOLE = (None, "overall")  # areas that a grade of the whole replaces
REPORTED_WITHIN = 1  # years: a report may come out in the year after its inspection
YEAR = 4  # code points of a date value that name its year


def ratings(context: Context) -> Iterator[RatingFact]:
    """A rating fact for each rating mention."""
    facts = list(_facts(context))
    for fact in facts:
        if not fact.previous and any(_replaces(other, fact) for other in facts):
            fact = fact.model_copy(update={"previous": True})
        yield fact


def _facts(context: Context) -> Iterator[RatingFact]:
    scales = load_scales()
    last_body: dict[str, ActorRef | None] = {}  # by scale: "it" goes on about the same home
    for mention in context.analysis.found.ratings:
        scale = scales[mention.scale or DEFAULT_SCALE]
        rater = context.who(mention.rater)
        if rater is None and mention.rule.startswith("rating.table"):
            rater = ActorRef(actor_id=slug(scale.inspectorate), name=scale.inspectorate)
        body = None
        if mention.area != LSCB:
            body = last_body[scale.id] = _body(context, mention, scale, last_body.get(scale.id))
        yield RatingFact(
            **context.base(mention, negated=mention.negated),
            value=mention.value,
            scale=scale.id,
            rank=scale.rank(mention.value),
            subject=mention.subject,
            area=mention.area,
            body=body,
            rater=rater,
            judged_on=mention.judged_on,
            previous=mention.previous,
        )


def _body(
    context: Context, mention: RatingMention, scale: Scale, last: ActorRef | None
) -> ActorRef | None:
    """The body named; else the text's council, or the home or force graded last."""
    if mention.body is not None:
        return context.who(mention.body)
    return context.referents.council if scale.councils else last


def _replaces(newer: RatingFact, older: RatingFact) -> bool:
    """Whether a newer grade of the same thing makes a dated one a past one."""
    if newer.previous or newer.negated or older.judged_on is None or newer.body != older.body:
        return False
    if newer.area != older.area and not (newer.area in WHOLE and older.area in WHOLE):
        return False
    if newer.judged_on is not None:
        return newer.judged_on[:YEAR] > older.judged_on[:YEAR]
    if older.published is None:
        return False
    return int(older.published[:YEAR]) - int(older.judged_on[:YEAR]) > REPORTED_WITHIN
