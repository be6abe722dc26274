"""The components as spaCy pipes: registered factories, and all of them as one pipeline.

``spacy.blank("en").add_pipe("norfolk_quotes")`` works for anybody. Our own path needs no spaCy:
:mod:`norfolk_cs.annotate`.
"""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language

from norfolk_cs.annotate import COMPONENTS
from norfolk_cs.components.actors import Actors
from norfolk_cs.components.base import Component
from norfolk_cs.components.dates import Dates
from norfolk_cs.components.deadlines import Deadlines
from norfolk_cs.components.quotes import Quotes
from norfolk_cs.components.ratings import Ratings
from norfolk_cs.components.recommendations import Recommendations
from norfolk_cs.components.statements import Statements
from norfolk_cs.settings import per_settings


def _register(component: type[Component]) -> Callable[[Language, str], Component]:
    def factory(nlp: Language, name: str) -> Component:  # noqa: ARG001  spaCy gives both by name
        made = component()
        made.name = name
        return made

    factory.__doc__ = component.__doc__
    name = f"norfolk_{component.kind}"
    Language.factory(name, assigns=["doc.spans"], func=factory)
    return factory


norfolk_quotes = _register(Quotes)
norfolk_dates = _register(Dates)
norfolk_actors = _register(Actors)
norfolk_statements = _register(Statements)
norfolk_ratings = _register(Ratings)
norfolk_recommendations = _register(Recommendations)
norfolk_deadlines = _register(Deadlines)


@per_settings
def build_nlp() -> Language:
    """A blank English pipeline with the seven components, built once for each settings."""
    nlp = spacy.blank("en")
    for component in COMPONENTS:
        nlp.add_pipe(f"norfolk_{component.kind}")
    return nlp
