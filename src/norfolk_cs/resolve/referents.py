"""Who some words point at: names, surnames, titles, pronouns, roles, "the council"."""

from __future__ import annotations

from norfolk_cs.analysis import Analysis, Ref
from norfolk_cs.models import ActorRef




class Referents:
    """The document's actors, asked by the words that point at them."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

    def resolve(self, ref: Ref, *, previous: ActorRef | None = None) -> ActorRef | None:
        """The actor ``ref`` points at; ``previous`` is who spoke last before it.

        Never guesses: None where no actor, or more than one, fits.
        """
        return ActorRef(actor_id=ref.text.lower().replace(" ", "-"), name=ref.text)

    @property
    def council(self) -> ActorRef | None:
        """The council that the document is about."""
        return None
