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
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from norfolk_cs.errors import BadRules
from norfolk_cs.grading.frames import frames_of
from norfolk_cs.rulebook import Rule, Rulebook, RuleFile, load_rules, rule_files
from norfolk_cs.scales import Scale
from norfolk_cs.settings import RuleText, Settings, using

# Where a rule may be added; of the other files, rules may be switched off.
COMPONENTS = ("dates", "actors", "statements", "ratings", "recommendations", "deadlines")
# What a rule sets of which the engine knows only certain values; "on" and "verbs" list several.
_CHOICES = frozenset({"frame", "strength", "read", "shape", "who", "basis", "on", "verbs"})
_LISTED = frozenset({"on", "verbs"})
_FORMAT = "docs/rules.md tells what a rule file may hold"


class _Section(RuleFile):
    """What is added to one of the shipped files: as that, its tables lists of words only."""

    table: dict[str, dict[str, list[str]]] = Field(default_factory=dict)


class _Words(BaseModel):
    """What is added to a shipped file whose rules the engine knows one by one: words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vocabulary: dict[str, list[str]]


class OwnRules(BaseModel):
    """A user's rule file as written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    off: list[str] = Field(default_factory=list)
    scale: list[Scale] = Field(default_factory=list)
    organisation: dict[str, dict[str, list[str]]] = Field(default_factory=dict)
    dates: _Section = _Section()
    actors: _Section = _Section()
    statements: _Section = _Section()
    ratings: _Section = _Section()
    recommendations: _Section = _Section()
    deadlines: _Section = _Section()
    certainty: _Words | None = None
    clauses: _Words | None = None
    references: _Words | None = None

    @field_validator("organisation")
    @classmethod
    def _are_names(cls, value: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, list[str]]]:
        for names in value.values():
            for form in (form for name, others in names.items() for form in (name, *others)):
                if not form[:1].isupper():
                    raise ValueError(f"{form!r} is no name: it does not begin with a capital")
        return value


def read_settings(paths: Iterable[Path | str], model: str | None = None) -> Settings:
    """The settings that rule files ask for, the files checked.

    Raises BadRules, naming the file, the rule and what to do.
    """
    settings = Settings(model=model)
    for path in map(Path, paths):
        source = RuleText(str(path), _text(path))
        own = _parse(source)
        settings = Settings((*settings.rules, source), model)
        _check(source.name, own, settings)
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
            raise BadRules(f"{place} is not known here", where=source.name, hint=_FORMAT) from error
        message = first["msg"].removeprefix("Value error, ")
        raise BadRules(f"{place}: {message}", where=source.name, hint=_FORMAT) from error


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
        else:
            words.append(step)
    return ", ".join(words)


def _check(name: str, own: OwnRules, settings: Settings) -> None:
    """Raise BadRules where a file does not fit the shipped rules and the files before it."""
    with using(Settings(settings.rules[:-1])):
        before = {book: load_rules(book) for book in rule_files()}
    known = {rule.id: book for book in before.values() for rule in book.rules}
    for component in COMPONENTS:
        section: _Section = getattr(own, component)
        for table in section.table.keys() - before[component].table.keys():
            raise BadRules(f"{component}, table, {table} is not known", where=name, hint=_FORMAT)
        for rule in section.rule:
            _check_rule(rule, before[component], known, name)
            known[rule.id] = before[component]
    for rule_id in own.off:
        if rule_id not in known:
            raise BadRules(
                f"off: there is no rule {rule_id!r}",
                where=name,
                hint=_like(rule_id, known) or "norfolk-cs rules list shows them all",
            )
    with using(settings):
        for component in COMPONENTS:
            _compile(load_rules(component), name)


def _check_rule(rule: Rule, book: Rulebook, known: dict[str, Rulebook], name: str) -> None:
    where = f"{name}, rule {rule.id}"
    if rule.id in known:
        raise BadRules(
            f"there is one already in {known[rule.id].files.get(rule.id, 'this file')}",
            where=where,
            hint='Choose another id, and switch the other rule off with off = ["…"] if it must go',
        )
    kinds = {other.id.split(".")[0] for other in book.rules}
    kind = rule.id.split(".")[0]
    if kind not in kinds:
        raise BadRules(
            f"a rule of {book.name} is not called {kind!r}",
            where=where,
            hint=f"Let its id begin with {_either(f'{kind}.' for kind in kinds)}",
        )
    alike = [other for other in book.rules if other.id.split(".")[0] == kind]
    for slot in sorted(rule.set.keys() - {slot for other in alike for slot in other.set}):
        slots = {slot for other in alike for slot in other.set}
        raise BadRules(
            f"set: {slot!r} is nothing that such a rule sets",
            where=where,
            hint=f"It sets {_either(slots)}" if slots else "Leave set out",
        )
    for slot in sorted(set.intersection(*(set(other.set) for other in alike)) - rule.set.keys()):
        raise BadRules(
            f"set: {slot!r} is missing",
            where=where,
            hint=f"Such a rule sets it to {_either(_values(alike, slot))}",
        )
    for slot in _CHOICES & rule.set.keys():
        values = _values(alike, slot)
        if slot == "on":
            values |= set(book.trigger.groupindex)
        told = str(rule.set[slot])
        for value in told.split() if slot in _LISTED else [told]:
            if value not in values:
                raise BadRules(
                    f"set, {slot}: {value!r} is not known",
                    where=where,
                    hint=f"Known are {_either(values)}",
                )


def _values(rules: list[Rule], slot: str) -> set[str]:
    told = [str(rule.set[slot]) for rule in rules if slot in rule.set]
    return {value for one in told for value in (one.split() if slot in _LISTED else [one])}


def _compile(book: Rulebook, name: str) -> None:
    for rule in book.rules:
        if book.files[rule.id] == name:
            book.regex(rule)
    if book.name == "ratings":
        try:
            frames_of(book, "veto.", "rating.", "previous.", "negated.", "last.")
        except BadRules as error:
            raise BadRules(
                f"{error.message} in one of its alternatives",
                where=name,
                hint="{grade}, {rare} or the like stands for the grade in each; see docs/rules.md",
            ) from error


def _like(rule_id: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    close = get_close_matches(rule_id, known, 1)
    return f"Did you mean {close[0]!r}?" if close else None


def _either(words: Iterable[str]) -> str:
    *first, last = sorted(words)
    return f"{', '.join(first)} or {last}" if first else last


def own_rules(settings: Settings) -> Iterator[tuple[str, str]]:
    """The ids of users' own rules, with their component."""
    for component in COMPONENTS:
        for _, section in settings.sections(component):
            for rule in section.get("rule", ()):
                yield rule["id"], component
