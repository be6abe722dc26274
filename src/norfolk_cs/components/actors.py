"""Actors."""

from __future__ import annotations

from typing import ClassVar

from norfolk_cs.analysis import Analysis
from norfolk_cs.components.base import Component


class Actors(Component):
    """Actors in the text."""

    kind: ClassVar[str] = "actors"

    def match(self, analysis: Analysis) -> list[object]:
        return []
