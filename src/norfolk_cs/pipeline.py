"""The ordered components as one spaCy pipeline, and the way a document goes through it.

Each component is a registered factory, so ``spacy.blank("en").add_pipe("norfolk_quotes")``
works for anybody. Our own path calls the components' ``annotate`` on plain text: only sentences
that hold a trigger are ever tokenised.
"""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language

from norfolk_cs.analysis import Analysis
from norfolk_cs.components.actors import Actors
from norfolk_cs.components.base import Component
from norfolk_cs.components.dates import Dates
from norfolk_cs.components.deadlines import Deadlines
from norfolk_cs.components.quotes import Quotes
from norfolk_cs.components.ratings import Ratings
from norfolk_cs.components.recommendations import Recommendations
from norfolk_cs.components.statements import Statements
from norfolk_cs.settings import per_settings

# In this order: a component reads what those before it found.
COMPONENTS: tuple[type[Component], ...] = (
    Quotes,
    Dates,
    Actors,
    Statements,
    Ratings,
    Recommendations,
    Deadlines,
)


def _register(component: type[Component]) -> Callable[[Language, str], Component]:
    def factory(nlp: Language, name: str) -> Component:
        made = component(nlp)
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


@per_settings
def components() -> tuple[Component, ...]:
    """The components of :func:`build_nlp`, in order."""
    return tuple(pipe for _, pipe in build_nlp().pipeline if isinstance(pipe, Component))


def annotate(analysis: Analysis) -> Analysis:
    """The analysis with every component's mentions in ``found``."""
    for component in components():
        component.annotate(analysis)
    return analysis
