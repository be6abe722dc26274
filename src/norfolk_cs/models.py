"""The shapes that go in and come out: documents and the six kinds of fact (contract v1).

Offsets everywhere are Unicode code points into the document's text as read, end exclusive.
Dates are ISO 8601 / EDTF level 0 strings, TIMEX3 values where the contract says so.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

SCHEMA_VERSION = "1.0"

Kind = Literal["rating", "date", "actor", "recommendation", "deadline", "statement"]
KINDS: tuple[Kind, ...] = (
    "rating",
    "date",
    "actor",
    "recommendation",
    "deadline",
    "statement",
)
Certainty = Literal["stated", "hedged", "conditional"]
TimexType = Literal["DATE", "DURATION", "TIME", "SET"]
Strength = Literal["recommended", "required", "advised", "urged"]
Basis = Literal["date", "duration", "ultimatum"]
Directness = Literal["direct", "mixed", "indirect"]
Anchor = Literal["published", "text"]
ActorType = Literal["person", "organisation"]


class Frozen(BaseModel):
    """Immutable; a field this version does not know is passed over, since v1 may gain some."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Document(Frozen):
    """One text to read facts from.

    ``pages`` holds the offset at which each page starts (page 1 first), or is empty where the
    source has no pages. ``published`` is as precise as known: YYYY, YYYY-MM or YYYY-MM-DD.
    """

    doc_id: str
    source: str
    text: str
    published: str | None = None
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


class ActorRef(Frozen):
    """Somebody, by the fullest name the document gives and its slug."""

    actor_id: str
    name: str

    # What Pydantic gives every shape, in a tenth of the time: of all shapes these alone are
    # compared, by every pronoun with whoever came up before it.
    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, ActorRef)
            and self.name == other.name
            and self.actor_id == other.actor_id
        )

    def __hash__(self) -> int:
        return hash(self.name)


class Span(Frozen):
    """Words and where they stand, end exclusive."""

    start: int
    end: int
    text: str


class SentenceSpan(Frozen):
    """A sentence and its number in the document, from 0."""

    index: int
    start: int
    end: int
    text: str


class Role(Frozen):
    """A post somebody holds or held; ``title`` in the text's words."""

    title: str | None = None
    organisation: str | None = None
    former: bool = False


class BaseFact(Frozen):
    """What every fact carries (contract, section 1)."""

    schema_version: str = SCHEMA_VERSION
    id: str = ""
    kind: Kind
    doc_id: str
    source: str
    published: str | None
    page: int | None
    sentence: SentenceSpan
    span: Span
    attributed_to: ActorRef | None
    quoted: bool
    certainty: Certainty
    negated: bool
    rule: str

    key_fields: ClassVar[tuple[str, ...]] = ()

    def key(self) -> str:
        """The kind, the span and the kind's own key fields: what makes the fact this one."""
        fields, span = self.__dict__, self.span
        key = f"{self.kind}\x1f{span.start}\x1f{span.end}"
        for name in self.key_fields:
            one = fields[name]
            key += "\x1f" + (one.actor_id if type(one) is ActorRef else repr(one))
        return key


class RatingFact(BaseFact):
    """A grade on an inspectorate's scale, given to a service or body."""

    kind: Literal["rating"] = "rating"
    value: str
    scale: str
    rank: int
    subject: str | None
    area: str | None
    body: ActorRef | None
    rater: ActorRef | None
    judged_on: str | None
    previous: bool

    key_fields: ClassVar[tuple[str, ...]] = ("value", "scale", "area", "negated")


class DateFact(BaseFact):
    """A date, period or duration (TIMEX3)."""

    kind: Literal["date"] = "date"
    type: TimexType
    value: str | None
    mod: str | None
    start: str | None
    end: str | None
    anchor: Anchor | None

    key_fields: ClassVar[tuple[str, ...]] = ("type", "value")


class ActorFact(BaseFact):
    """A named person or organisation, once a document."""

    kind: Literal["actor"] = "actor"
    actor_id: str
    name: str
    type: ActorType
    authority_code: str | None
    roles: tuple[Role, ...]
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]

    key_fields: ClassVar[tuple[str, ...]] = ("actor_id",)


class RecommendationFact(BaseFact):
    """Someone says that someone should act, or not."""

    kind: Literal["recommendation"] = "recommendation"
    action: str
    recommender: ActorRef | None
    addressee: ActorRef | None
    strength: Strength
    against: bool
    total: int | None

    key_fields: ClassVar[tuple[str, ...]] = ("against", "strength")


class DeadlineFact(BaseFact):
    """Time within which a body must act, or a last chance."""

    kind: Literal["deadline"] = "deadline"
    obligation: str | None
    obliged: ActorRef | None
    set_by: ActorRef | None
    due: str | None
    window: str | None
    from_: str | None = Field(alias="from")
    basis: Basis
    consequence: str | None

    key_fields: ClassVar[tuple[str, ...]] = ("basis", "due", "window", "obligation")


class StatementFact(BaseFact):
    """What someone said."""

    kind: Literal["statement"] = "statement"
    speaker: ActorRef | None
    cue: str | None
    directness: Directness

    key_fields: ClassVar[tuple[str, ...]] = ("directness", "speaker")


Fact = RatingFact | DateFact | ActorFact | RecommendationFact | DeadlineFact | StatementFact
AnyFact = Annotated[Fact, Field(discriminator="kind")]
FACT_TYPES: dict[str, type[BaseFact]] = {
    "rating": RatingFact,
    "date": DateFact,
    "actor": ActorFact,
    "recommendation": RecommendationFact,
    "deadline": DeadlineFact,
    "statement": StatementFact,
}


S = TypeVar("S", bound=Frozen)
F = TypeVar("F", bound=BaseFact)


def fact_adapter() -> TypeAdapter[Any]:
    """A validator for any of the six kinds, told apart by ``kind``."""
    return TypeAdapter(AnyFact)


def checked(kind: type[S], fields: dict[str, Any]) -> S:
    """A shape of its fields: what ``kind(**fields)`` makes, in two thirds of the time."""
    made: S = kind.__pydantic_validator__.validate_python(fields)
    return made


def text_digest(text: str) -> bytes:
    """The document's part of a fact's id; taken once a document, not once a fact."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def with_id(fact: F, digest: bytes) -> F:
    """A fact just made, its id filled in: 16 hex digits of the text's digest and the fact's key.

    Nobody else holds it yet, so it need not be copied: that takes longer than to make it.
    """
    key = fact.key().encode("utf-8", "surrogatepass")
    fact.__dict__["id"] = hashlib.sha256(digest + key).hexdigest()[:16]
    return fact
