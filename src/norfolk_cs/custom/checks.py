"""Whether a user's rules fit the shipped ones: their ids, what they set, their patterns."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NoReturn

from norfolk_cs.custom.format import FORMAT, OwnRules, Section, Words
from norfolk_cs.errors import BadRules
from norfolk_cs.grading.frames import PLACEHOLDER, alternatives
from norfolk_cs.rulebook import Rule, Rulebook, load_rules, rule_files
from norfolk_cs.settings import Settings, using

# Where a rule may be added; of the other files, rules may be switched off.
COMPONENTS = ("dates", "actors", "statements", "ratings", "recommendations", "deadlines")
WORDS_ONLY = ("certainty", "clauses", "references")
# What a rule sets of which the engine knows only certain values; "on" and "verbs" list several.
_CHOICES = frozenset({"frame", "strength", "read", "shape", "who", "basis", "on", "verbs"})
_LISTED = frozenset({"on", "verbs"})


def check(own: OwnRules, name: str, settings: Settings) -> None:
    """Raise BadRules where a file, the last of the settings', does not fit what is there."""
    with using(Settings(settings.rules[:-1])):
        before = {book: load_rules(book) for book in rule_files()}
    known = {rule.id: book for book in before.values() for rule in book.rules}
    for component in COMPONENTS:
        section: Section = getattr(own, component)
        book = before[component]
        for table, entries in section.table.items():
            _check_table(table, entries, book, name)
        for rule in section.rule:
            if rule.id in known:
                _refuse(
                    name,
                    rule,
                    f"there is one already in {known[rule.id].files.get(rule.id, name)}",
                    'Choose another id; off = ["…"] switches the other rule off',
                )
            known[rule.id] = book
    for rule_id in own.off:
        if rule_id not in known:
            close = get_close_matches(rule_id, known, 1)
            hint = (
                f"Did you mean {close[0]!r}?" if close else "norfolk-cs rules list shows them all"
            )
            raise BadRules(f"off: there is no rule {rule_id!r}", where=name, hint=hint)
    with using(settings):
        for component in COMPONENTS:
            section, book = getattr(own, component), load_rules(component)
            if section.trigger:
                book.compile(section.trigger, where=f"{name}, {component}, trigger")
            for rule in section.rule:
                _check_rule(rule, book, name)
            _check_words(section, book, before[component], name)
        for component in WORDS_ONLY:
            words: Words | None = getattr(own, component)
            if words is not None:
                _check_words(words, load_rules(component), before[component], name)


def _refuse(name: str, rule: Rule, message: str, hint: str) -> NoReturn:
    raise BadRules(message, where=name, part=f"rule {rule.id}", hint=hint)


def _check_words(added: Section | Words, book: Rulebook, before: Rulebook, name: str) -> None:
    """Raise BadRules for a list that nothing reads, and for words that no pattern can hold."""
    rules = added.rule if isinstance(added, Section) else []
    for vocabulary, words in added.vocabulary.items():
        part = f"{book.name}, vocabulary, {vocabulary}"
        named = f"{{{vocabulary}}}"
        used = any(named in rule.pattern for rule in rules) or any(
            named in word for others in added.vocabulary.values() for word in others
        )
        if vocabulary not in before.vocabulary and not used:
            close = get_close_matches(vocabulary, before.vocabulary, 1)
            hint = f"Did you mean {close[0]!r}?" if close else FORMAT
            raise BadRules("no rule names it", where=name, part=part, hint=hint)
        for word in words:
            book.compile(word, where=f"{name}, {part}")


def _check_table(table: str, entries: dict[str, Any], book: Rulebook, name: str) -> None:
    part = f"{book.name}, table, {table}"
    known = book.table.get(table)
    if known is None:
        tables = f"Known are {_either(book.table)}" if book.table else FORMAT
        raise BadRules("is not known", where=name, part=part, hint=tables)
    listed = isinstance(next(iter(known.values())), list)
    for key, value in entries.items():
        if isinstance(value, list) != listed:
            wanted = "a list of words" if listed else "one word"
            raise BadRules(f"{key} must be {wanted}", where=name, part=part, hint=FORMAT)
        if not listed and key in known:
            raise BadRules(f"{key} is there already", where=name, part=part, hint=FORMAT)


def _check_rule(rule: Rule, book: Rulebook, name: str) -> None:
    """Raise BadRules where a rule cannot work: the component would not know what to do with it."""
    shipped = [other for other in book.rules if other.id not in book.own]
    kinds = {_kind(other) for other in shipped}
    if _kind(rule) not in kinds:
        _refuse(
            name,
            rule,
            f"a rule of [{book.name}] is not called {_kind(rule)!r}",
            f"Let its id begin with {_either(f'{kind}.' for kind in kinds)}",
        )
    alike = [other for other in shipped if _kind(other) == _kind(rule)]
    slots = {slot for other in alike for slot in other.set}
    for slot in sorted(rule.set.keys() - slots):
        hint = f"It sets {_either(slots)}" if slots else "Leave set out"
        _refuse(name, rule, f"set: {slot!r} is nothing that such a rule sets", hint)
    for slot in sorted(_CHOICES & rule.set.keys()):
        values = _values(alike, slot) | (set(book.trigger.groupindex) if slot == "on" else set())
        told = str(rule.set[slot])
        for value in told.split() if slot in _LISTED else [told]:
            if value not in values:
                hint = f"Known are {_either(values)}"
                _refuse(name, rule, f"set, {slot}: {value!r} is not known", hint)
    same = [other for other in alike if _sort(other) == _sort(rule)] or alike
    for slot in sorted(set.intersection(*(set(other.set) for other in same)) - rule.set.keys()):
        example = same[0].set[slot]
        hint = f"{same[0].id} sets it to {example!r}"
        _refuse(name, rule, f"set: {slot!r} is missing", hint)
    book.compiled(rule)
    if book.name == "ratings":
        _check_frames(rule, name)


def _check_frames(rule: Rule, name: str) -> None:
    """Raise BadRules where a rule about grades does not say where its grade stands."""
    for alternative in alternatives(rule.pattern):
        place = PLACEHOLDER.search(alternative)
        if place is None:
            _refuse(
                name,
                rule,
                "nothing in its pattern stands for the grade",
                "Each alternative holds {grade}, {marked}, {bare}, {rare} or {verbal} once",
            )
        before = alternative[: place.start()]
        if before and not before.endswith(" "):
            _refuse(
                name,
                rule,
                f"its pattern has no space right before {place[0]}",
                f"Write it as '(?: an?| the)? {place[0]}', the space last",
            )


def _kind(rule: Rule) -> str:
    return rule.id.split(".")[0]


def _sort(rule: Rule) -> tuple[object, ...]:
    """What tells which of a kind's rules are read alike, and so set the same."""
    return tuple(rule.set.get(slot) for slot in ("frame", "shape", "who", "basis"))


def _values(rules: list[Rule], slot: str) -> set[str]:
    told = [str(rule.set[slot]) for rule in rules if slot in rule.set]
    return {value for one in told for value in (one.split() if slot in _LISTED else [one])}


def _either(words: Iterable[str]) -> str:
    *first, last = sorted(words)
    return f"{', '.join(first)} or {last}" if first else last
