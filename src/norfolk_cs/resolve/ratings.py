"""Rating mentions as facts: which body, which inspectorate, judged when."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.analysis import RatingMention
from norfolk_cs.models import ActorRef, RatingFact
from norfolk_cs.names import slug
from norfolk_cs.resolve.context import Context
from norfolk_cs.scales import DEFAULT_SCALE, load_scales

LSCB = "lscb"  # a safeguarding board is not the council


def ratings(context: Context) -> Iterator[RatingFact]:
    """A rating fact for each rating mention."""
    scales = load_scales()
    last_body: dict[str, ActorRef | None] = {}  # by scale: "it" goes on about the same home
    for mention in context.analysis.found.ratings:
        scale = scales[mention.scale or DEFAULT_SCALE]
        body = _body(context, mention, last_body)
        rater = context.who(mention.rater)
        if rater is None and mention.rule.startswith("rating.table"):
            rater = ActorRef(actor_id=slug(scale.inspectorate), name=scale.inspectorate)
        yield RatingFact(
            **context.base(mention, negated=mention.negated),
            value=mention.value,
            scale=scale.id,
            rank=scale.rank(mention.value) or 0,
            subject=mention.subject,
            area=mention.area,
            body=body,
            rater=rater,
            judged_on=mention.judged_on,
            previous=mention.previous,
        )


def _body(
    context: Context, mention: RatingMention, last_body: dict[str, ActorRef | None]
) -> ActorRef | None:
    if mention.area == LSCB:
        return None
    scale = mention.scale or DEFAULT_SCALE
    body = context.who(mention.body)
    if body is None:
        body = context.referents.council if scale == DEFAULT_SCALE else last_body.get(scale)
    last_body[scale] = body
    return body
