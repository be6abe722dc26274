"""Rules as data: TOML files in, validated and compiled rules out.

A rule file holds ``[vocabulary]`` (named lists of alternatives) and ``[[rule]]`` tables. A rule's
``pattern`` is a regular expression in which

* ``{name}`` stands for any of that vocabulary's words, longest first (``rules/shared.toml``
  is in every file's reach);
* a space stands for any run of white space (texts are hard-wrapped), and ``'`` for either
  apostrophe;
* case is ignored unless the rule says ``case = true``.

``examples`` must be matched,
by this rule and no other; ``[[ ]]`` in an example marks the span the fact must have. ``not``
must not be matched by this rule. ``set`` gives the mention's slots.

``trigger``, in lower case, says what a sentence must hold for any of the file's rules to match.

A user's rule file has a table for each of these files that it adds to (:mod:`norfolk_cs.custom`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from norfolk_cs.errors import BadRules
from norfolk_cs.settings import active, per_settings
from norfolk_cs.triggers import Trigger

NEVER = re.compile(r"(?!)")  # the pattern of a rule switched off


class Rule(BaseModel):
    """One construction of the language and what it says."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[a-z]+(\.[a-z0-9-]+)+$")
    why: str = ""
    pattern: str
    case: bool = False
    set: dict[str, str | int | bool] = Field(default_factory=dict)
    examples: list[str] = Field(min_length=1)
    counter_examples: list[str] = Field(alias="not", min_length=1)


class RuleFile(BaseModel):
    """A rule file as written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trigger: str | None = None
    vocabulary: dict[str, list[str]] = Field(default_factory=dict)
    rule: list[Rule] = Field(default_factory=list)
    table: dict[str, dict[str, Any]] = Field(default_factory=dict)


class _Later:
    """Stands for a compiled expression, which is compiled when it is first used.

    Most texts call for some of the rules only, and to compile all takes longer than to read one.
    """

    def __init__(self, make: Callable[[], re.Pattern[str]]) -> None:
        self._make = make
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled if it is not yet."""
        if self._compiled is None:
            self._compiled = self._make()
        return self._compiled

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.compiled(), name)
        setattr(self, name, value)  # from now on it is found without coming here
        return value


class Rulebook:
    """The rules of one component, in the file's order, compiled when first asked for.

    A rule in ``off`` stays in the book and matches nothing; ``files`` says where each is written,
    and ``own`` which are a user's.
    """

    def __init__(
        self,
        name: str,
        source: RuleFile,
        shared: dict[str, list[str]],
        off: frozenset[str] = frozenset(),
    ) -> None:
        self.name = name
        self.rules = tuple(source.rule)
        self.vocabulary = {**shared, **source.vocabulary}
        self.table = source.table
        self.off = off
        self.files = {rule.id: f"rules/{name}.toml" for rule in source.rule}
        self.own: frozenset[str] = frozenset()
        self._trigger = source.trigger
        self._asked_for: dict[str, _Later] = {}

    def __getstate__(self) -> dict[str, Any]:
        """What is written; compiled again where it is unpickled."""
        compiled = ("_asked_for", "trigger")
        return {
            **{name: value for name, value in self.__dict__.items() if name not in compiled},
            "_asked_for": {},
        }

    def extended(self, more: RuleFile, where: str) -> Rulebook:
        """The book with another file's rules before its own, and its words beside them."""
        triggers = [trigger for trigger in (more.trigger, self._trigger) if trigger]
        merged = RuleFile.model_construct(
            trigger="|".join(triggers) or None,
            vocabulary=_joined(self.vocabulary, more.vocabulary),
            rule=[*more.rule, *self.rules],
            table={
                name: _joined(self.table.get(name, {}), more.table.get(name, {}))
                for name in {**self.table, **more.table}
            },
        )
        book = Rulebook(self.name, merged, {}, self.off)
        book.files = self.files | {rule.id: where for rule in more.rule}
        book.own = self.own | {rule.id for rule in more.rule}
        return book

    def is_on(self, rule: Rule) -> bool:
        """Whether a rule is not switched off."""
        return rule.id not in self.off

    @cached_property
    def trigger(self) -> Trigger:
        """What a sentence must contain to be looked at at all; for lower-case text only."""
        if self._trigger is None:
            raise BadRules("no trigger given", where=f"rules/{self.name}.toml")
        return Trigger(self.compile(self._trigger, case=True))

    def regex(self, rule: Rule) -> re.Pattern[str]:
        """The rule's pattern, compiled when it is first used."""
        found = self._asked_for.get(rule.id)
        if found is None:
            found = self._asked_for[rule.id] = _Later(lambda: self.compiled(rule))
        return cast("re.Pattern[str]", found)

    def compiled(self, rule: Rule) -> re.Pattern[str]:
        """The rule's compiled pattern; raises BadRules as :meth:`compile` does."""
        made = self.compile(
            rule.pattern, case=rule.case, where=f"{self.files[rule.id]}, rule {rule.id}"
        )
        return made if self.is_on(rule) else NEVER

    def source(self, rule: Rule) -> str:
        """The rule's pattern as an expression that is not compiled."""
        return self.expand(rule.pattern) if self.is_on(rule) else NEVER.pattern

    def compile_all(self) -> None:
        """Compile what has been asked for and not been used yet."""
        for pattern in self._asked_for.values():
            pattern.compiled()

    def compile(
        self, pattern: str, *, case: bool = False, where: str | None = None
    ) -> re.Pattern[str]:
        """A pattern in the rule files' language as a compiled expression.

        Raises BadRules where it is none, or names a vocabulary that there is not.
        """
        where = where or f"rules/{self.name}.toml"
        try:
            return re.compile(self.expand(pattern), 0 if case else re.IGNORECASE)
        except re.error as error:
            raise BadRules(f"pattern does not compile: {error}: {pattern}", where=where) from error
        except KeyError as error:
            raise BadRules(f"no vocabulary {error}", where=where) from error

    def expand(self, pattern: str) -> str:
        """``pattern`` with its vocabulary, spaces and apostrophes written out."""
        for _ in range(5):  # vocabularies may name vocabularies; five deep is plenty
            expanded = _MACRO.sub(self._alternatives, pattern)
            if expanded == pattern:
                break
            pattern = expanded
        return _loosen(pattern)

    def _alternatives(self, match: re.Match[str]) -> str:
        return "(?:" + "|".join(sorted(self.vocabulary[match[1]], key=len, reverse=True)) + ")"


_MACRO = re.compile(r"\{([a-z_]+)\}")


# What stands for more than itself: apostrophes, and spaces with the quantifier after them (before
# "{" the count is the author's own). What "\" comes before stands for itself, and in a class all
# but the apostrophe does.
_LOOSE = {
    "'": "['’]",
    " ": r"\s+",
    " +": r"\s+",
    " ?": r"\s*",
    " *": r"\s*",
    " {": r"\s{",
}
_MAY_BE_LOOSE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]?|'| [?*+{]?", re.DOTALL)
_MAY_BE_APOSTROPHE = re.compile(r"(\\.)|'", re.DOTALL)


def _joined(words: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Two vocabularies in one: a list that both have holds the words of both, each once."""
    longer = {
        name: list(dict.fromkeys([*words.get(name, ()), *added]))
        if isinstance(added, list)
        else added
        for name, added in more.items()
    }
    return {**words, **longer}


def _loosen(pattern: str) -> str:
    """Spaces to white space and straight apostrophes to either kind, outside character classes."""
    return _MAY_BE_LOOSE.sub(_loosened, pattern)


def _loosened(match: re.Match[str]) -> str:
    found = match[0]
    if found[0] == "[":
        return _MAY_BE_APOSTROPHE.sub(lambda one: one[1] or "'’", found)
    return _LOOSE.get(found, found)


def parse_rules(text: str, name: str) -> RuleFile:
    """A rule file's text, validated.

    Raises BadRules, naming the file and the field.
    """
    try:
        return RuleFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadRules(f"not TOML: {error}", where=name) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadRules(f"{place}: {first['msg']}", where=name) from error


@cache
def _shipped(name: str) -> RuleFile:
    text = (files("norfolk_cs") / "rules" / f"{name}.toml").read_text("utf-8")
    return parse_rules(text, f"rules/{name}.toml")


@per_settings
def load_rules(name: str) -> Rulebook:
    """The rulebook of a component: the package's ``rules/NAME.toml``, with what users' files add
    and switch off (see :mod:`norfolk_cs.settings`).
    """
    off = frozenset(rule for _, rules in active().sections("off") for rule in rules)
    book = Rulebook(name, _shipped(name), _shipped("shared").vocabulary, off)
    for where, section in active().sections(name):
        book = book.extended(RuleFile.model_validate(section), where)
    return book


def rule_files() -> list[str]:
    """The names of the rule files that come with the package."""
    folder = Path(str(files("norfolk_cs") / "rules"))
    return sorted(path.stem for path in folder.glob("*.toml") if path.stem != "shared")
