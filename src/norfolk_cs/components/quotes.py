"""Quotes."""

from __future__ import annotations

from typing import ClassVar

from norfolk_cs.analysis import Analysis
from norfolk_cs.components.base import Component


class Quotes(Component):
    """Quotes in the text."""

    kind: ClassVar[str] = "quotes"

    def match(self, analysis: Analysis) -> list[object]:
        return []
