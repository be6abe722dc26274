"""Users' own rule files: read, checked against the shipped rules, and made settings of.

A file is TOML. Each of these may stand in it::

    off = ["rating.verb-object"]        # shipped rules to switch off

    [[scale]]                           # an inspectorate's grades, as in data/scales.toml
    [organisation.inspectorate]         # bodies known by name, by kind: name = [other names]
    "Northern Care Board" = ["NCB"]

    [ratings]                           # what is added to rules/ratings.toml, in its own format:
    [ratings.vocabulary]                #   words for its lists, tables, a trigger, and rules
    [[ratings.rule]]

The rules of a user's file are tried before the shipped ones; of several files the last has the
first word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from norfolk_cs.custom.checks import check
from norfolk_cs.custom.format import FORMAT, OwnRules
from norfolk_cs.errors import BadRules
from norfolk_cs.settings import RuleText, Settings

__all__ = ["read_settings"]


def read_settings(paths: Iterable[Path | str], model: str | None = None) -> Settings:
    """The settings that rule files ask for, the files checked.

    Raises BadRules, naming the file, the rule and what to do.
    """
    settings = Settings(model=model)
    for path in map(Path, paths):
        source = RuleText(str(path), _text(path))
        own = _parse(source)
        settings = Settings((*settings.rules, source), model)
        check(own, source.name, settings)
    return settings


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise BadRules(
            f"cannot be read: {reason}", where=str(path), hint="--rules wants a TOML file"
        ) from error


def _parse(source: RuleText) -> OwnRules:
    try:
        tables = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise BadRules(
            f"not TOML: {error}", where=source.name, hint="Patterns go in '''three quotes'''"
        ) from error
    try:
        return OwnRules.model_validate(tables)
    except ValidationError as error:
        first = error.errors()[0]
        place = _place(tables, first["loc"])
        if first["type"] == "extra_forbidden":
            raise BadRules(f"{place} is not known here", where=source.name, hint=FORMAT) from error
        message = first["msg"].removeprefix("Value error, ")
        raise BadRules(f"{place}: {message}", where=source.name, hint=FORMAT) from error


def _place(tables: Any, path: tuple[int | str, ...]) -> str:
    """Where something stands in a file, a rule or scale by its id: "ratings, rule.x.y, set"."""
    words: list[str] = []
    for step in path:
        try:
            tables = tables[step]
        except (KeyError, IndexError, TypeError):
            tables = None
        if isinstance(step, int):
            named = tables.get("id") or tables.get("value") if isinstance(tables, dict) else None
            words.append(str(named or f"number {step + 1}"))
        elif step.isidentifier() or tables is not None:
            words.append(step)  # and not "list[str]", a shape that it might have had
    return ", ".join(words)
