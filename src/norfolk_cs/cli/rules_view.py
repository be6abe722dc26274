"""How ``rules show`` looks on a terminal."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from norfolk_cs.cli.console import indented
from norfolk_cs.rulebook import Rule, Rulebook
from norfolk_cs.wording import shown

QUIET = "dim"

_NAMED = re.compile(r"\{([a-z_]+)\}")
_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def show_rule(console: Console, book: Rulebook, rule: Rule) -> None:
    """A rule as it is written, and the word lists that its pattern names."""
    state = "" if book.is_on(rule) else " (off)"
    console.print(Text.assemble((rule.id, "bold"), (f"{state} {book.files[rule.id]}", QUIET)))
    if rule.why:
        console.print(indented(console, Text(shown(rule.why))))
    _section(console, "pattern", [Text(shown(rule.pattern))])
    if rule.set:
        _section(console, "sets", [Text(f"{slot}: {value}") for slot, value in rule.set.items()])
    words = [Text.assemble((f"{name}: ", QUIET), words) for name, words in _words(book, rule)]
    if words:
        _section(console, "words", words)
    _section(console, "finds", [_example(example) for example in rule.examples])
    _section(console, "passes over", [Text(shown(text)) for text in rule.counter_examples])


def _section(console: Console, heading: str, entries: list[Text]) -> None:
    console.print(Text(heading, "bold"))
    for entry in entries:
        console.print(indented(console, entry))


def _words(book: Rulebook, rule: Rule) -> list[tuple[str, str]]:
    """The word lists that a pattern names, and those that these name in turn."""
    found: dict[str, str] = {}
    pending = _NAMED.findall(rule.pattern)
    while pending:
        name = pending.pop(0)
        if name in book.vocabulary and name not in found:
            words = " | ".join(book.vocabulary[name])
            found[name] = shown(words)
            pending += _NAMED.findall(words)
    return list(found.items())


def _example(example: str) -> Text:
    """An example with the words that make the fact standing out."""
    text, last = Text(), 0
    for mark in _MARKED.finditer(example):
        text.append(shown(example[last : mark.start()]))
        text.append("[[").append(shown(mark[1]), "green").append("]]")
        last = mark.end()
    return text.append(shown(example[last:]))
