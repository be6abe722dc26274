"""Deadline mentions as facts: who must, by when, counted from which day."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.models import DeadlineFact
from norfolk_cs.resolve.context import Context


def deadlines(context: Context) -> Iterator[DeadlineFact]:
    """A deadline fact for each deadline mention."""
    yield from ()
