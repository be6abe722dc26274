"""How to read: what the user says that the documents cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from norfolk_cs.read.formats import Format, Limits
from norfolk_cs.read.records import Fields


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: ``published`` and ``manifest`` date the documents, ``format`` overrides what
    the bytes say, ``fields`` maps the fields of records; documents that do not fit all terms of
    ``where`` are passed over (see :mod:`norfolk_cs.read.where`); files and folders to ``leave_out``
    are given by their real paths.
    """

    published: str | None = None
    manifest: Path | None = None
    format: Format | None = None
    fields: Fields = field(default_factory=Fields)
    limits: Limits = field(default_factory=Limits)
    where: tuple[str, ...] = ()
    leave_out: frozenset[str] = frozenset()
