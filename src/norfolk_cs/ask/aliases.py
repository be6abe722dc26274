"""Alias files: who is the same under several names, and who is not though the name is.

A file is TOML::

    [[same]]                          # these names are one
    name = "Dave Hill"                # the name to go by
    also = ["David Hill", "D Hill"]

    [[apart]]                         # in these documents the name is somebody else's
    name = "John Smith"
    as = "John Smith (Kent)"          # the name to go by there
    docs = ["kent-2013-08-23"]        # document ids, or how they begin

What is set apart is set apart first; a name set apart may then stand in ``same``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from norfolk_cs.errors import NorfolkError
from norfolk_cs.names import fold, slug

_SHAPES: dict[str, dict[str, type]] = {
    "same": {"name": str, "also": list},
    "apart": {"name": str, "as": str, "docs": list},
}
_WORDS: dict[type, str] = {str: "a name", list: "a list of at least one name"}


class BadAliases(NorfolkError):
    """An alias file that does not say what an alias file must."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A name (folded) that in some documents is another's, who goes by ``name``."""

    was: str
    name: str
    docs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aliases:
    """What a user knows about names: ``same`` maps a folded name to the one to go by."""

    same: Mapping[str, str]
    apart: tuple[Apart, ...]

    def name_in(self, doc_id: str, name: str) -> str:
        """The name that somebody goes by whom a document calls ``name``."""
        folded = fold(name)
        for entry in self.apart:
            if entry.was == folded and doc_id.startswith(entry.docs):
                name, folded = entry.name, fold(entry.name)
                break
        return self.same.get(folded, name)

    def knows(self, name: str) -> bool:
        """Whether the file names this as a name to go by."""
        folded = fold(name)
        return folded in self.same or any(fold(entry.name) == folded for entry in self.apart)


def read_aliases(path: Path) -> Aliases:
    """The aliases of a file.

    Raises BadAliases where it cannot be read, is no TOML, or says something else than it may.
    """
    where = str(path)
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise BadAliases(f"cannot be read: {error.strerror}", where=where) from error
    except UnicodeDecodeError as error:
        raise BadAliases("not UTF-8", where=where, hint="Save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadAliases(f"not TOML: {error}", where=where) from error
    for key, entries in tables.items():
        if key not in _SHAPES:
            raise BadAliases(
                f"{key!r} means nothing here", where=where, hint="Tables are [[same]] and [[apart]]"
            )
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise BadAliases(f"{key} is no list of tables", where=where, hint=f"Write [[{key}]]")
        for number, entry in enumerate(entries, 1):
            _check(entry, _SHAPES[key], where, f"[[{key}]] {number}")
    apart = tuple(
        Apart(fold(entry["name"]), entry["as"].strip(), tuple(entry["docs"]))
        for entry in tables.get("apart", ())
    )
    return Aliases(_same(tables.get("same", ()), where), apart)


def _check(entry: Mapping[str, Any], shape: Mapping[str, type], where: str, part: str) -> None:
    """Whether a table has the keys it must have, and no others."""
    for key in entry:
        if key not in shape:
            hint = f"It has {', '.join(shape)}"
            raise BadAliases(f"{key!r} means nothing here", where=where, part=part, hint=hint)
    for key, type_ in shape.items():
        if key not in entry:
            raise BadAliases(f"{key} is missing", where=where, part=part)
        value = entry[key]
        names = value if isinstance(value, list) else [value]
        if (
            not isinstance(value, type_)
            or not names
            or not all(isinstance(name, str) and slug(name) for name in names)
        ):
            raise BadAliases(f"{key} is not {_WORDS[type_]}", where=where, part=part)


def _same(entries: list[dict[str, Any]], where: str) -> dict[str, str]:
    """Folded name → the name to go by; a name can go by one only."""
    found: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        name = entry["name"].strip()
        for other in (name, *entry["also"]):
            known = found.setdefault(fold(other), name)
            if known != name:
                raise BadAliases(
                    f"{other!r} goes by {known!r} already",
                    where=where,
                    part=f"[[same]] {number}",
                    hint="A name can stand in one table only",
                )
    return found
