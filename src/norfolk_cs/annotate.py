"""The way a document goes through the components, in order, as plain text.

No spaCy is imported here unless a trained model is asked for: its start alone takes longer than
the reading of a folder of stories. :mod:`norfolk_cs.pipeline` gives the same components as spaCy
pipes.
"""

from __future__ import annotations

from collections.abc import Sequence

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


@per_settings
def components() -> tuple[Component, ...]:
    """One of each component, in order, built once for each settings."""
    return tuple(component() for component in COMPONENTS)


def annotate(analysis: Analysis) -> Analysis:
    """The analysis with every component's mentions in ``found``."""
    return annotate_all([analysis])[0]


def annotate_all(analyses: Sequence[Analysis]) -> Sequence[Analysis]:
    """The analyses with every component's mentions, one component after the other."""
    for component in components():
        for analysis in analyses:
            component.annotate(analysis)
    return analyses
