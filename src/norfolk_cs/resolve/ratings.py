"""Rating mentions as facts: which body, which inspectorate, judged when."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.models import RatingFact
from norfolk_cs.resolve.context import Context


def ratings(context: Context) -> Iterator[RatingFact]:
    """A rating fact for each rating mention."""
    yield from ()
