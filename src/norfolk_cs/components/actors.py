"""Named people and organisations, each once a document."""

from __future__ import annotations

from typing import ClassVar

from norfolk_cs.analysis import ActorMention, Analysis
from norfolk_cs.components.base import Component
from norfolk_cs.components.model import load_model, suggested_by
from norfolk_cs.naming.reading import NameReader
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.settings import active


class Actors(Component):
    """Actors in the text: people by titles, first names, initials and posts; organisations by
    lists, by form, and by what they are said to be; councils also by their place.

    The span is the first full mention, honorifics left out. Where the settings name a model, its
    people and organisations are read as well (``actor.model``).
    """

    kind: ClassVar[str] = "actors"

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        super().__init__(rulebook)
        self.names = NameReader(self.rulebook)
        model = active().model
        self.model = load_model(model) if model else None

    def match(self, analysis: Analysis) -> list[ActorMention]:
        """Each actor of the document once, in the order of their first full mentions."""
        suggestions = suggested_by(self.model, analysis) if self.model else ()
        return self.names.read(analysis, suggestions)
