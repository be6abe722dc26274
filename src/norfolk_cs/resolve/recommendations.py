"""Recommendation mentions as facts: by whom, to whom."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.models import RecommendationFact
from norfolk_cs.resolve.context import Context


def recommendations(context: Context) -> Iterator[RecommendationFact]:
    """A recommendation fact for each recommendation mention."""
    yield from ()
