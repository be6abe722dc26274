"""A user's rule file as written: what may stand in it, and of which shape."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field, field_validator

from norfolk_cs.rulebook import RuleFile
from norfolk_cs.scales import Scale

FORMAT = "docs/rules.md tells what a rule file may hold"

_NAME = re.compile(r"[A-Z0-9]")  # where the gazetteer begins to look for a name


class Section(RuleFile):
    """What is added to one of the shipped files: as that, its tables words or lists of words."""

    table: dict[str, dict[str, list[str] | str | int]] = Field(default_factory=dict)


class Words(BaseModel):
    """What is added to a shipped file whose rules the engine knows one by one: words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vocabulary: dict[str, list[str]]


class OwnRules(BaseModel):
    """A user's rule file as written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    off: list[str] = Field(default_factory=list)
    scale: list[Scale] = Field(default_factory=list)
    organisation: dict[str, dict[str, list[str]]] = Field(default_factory=dict)
    dates: Section = Section()
    actors: Section = Section()
    statements: Section = Section()
    ratings: Section = Section()
    recommendations: Section = Section()
    deadlines: Section = Section()
    certainty: Words | None = None
    clauses: Words | None = None
    references: Words | None = None

    @field_validator("scale")
    @classmethod
    def _of_named(cls, scales: list[Scale]) -> list[Scale]:
        for scale in scales:
            _are_names(scale.names)
        return scales

    @field_validator("organisation")
    @classmethod
    def _named(cls, kinds: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, list[str]]]:
        for names in kinds.values():
            for name, others in names.items():
                _are_names((name, *others))
        return kinds


def _are_names(names: Iterable[str]) -> None:
    for name in names:
        if not _NAME.match(name):
            raise ValueError(f"{name!r} is no name: it does not begin with a capital, A to Z")
