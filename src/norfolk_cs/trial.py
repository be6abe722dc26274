"""Rules tried on their own examples, as ``norfolk-cs rules test`` and the tests do.

An example must give a fact by its rule, on the words in ``[[ ]]``; a counter-example must give
none. Rules that make no facts need only match, or not match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from norfolk_cs.explain import Explained, explain
from norfolk_cs.models import KINDS, Document
from norfolk_cs.rulebook import Rule, Rulebook

PUBLISHED = "2016-08-15"  # the day from which the examples' relative dates count
WHOLE_LINES = ("item", "furniture", "tail", "layout")  # rules that judge whole lines

_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Failure:
    """An example or counter-example of a rule that does not do what it should."""

    rule: Rule
    file: str
    example: str
    message: str


def failures(book: Rulebook, rule: Rule) -> Iterator[Failure]:
    """What is wrong with a rule's examples and counter-examples; nothing where it is off."""
    if not book.is_on(rule):
        return
    file = book.files[rule.id]
    for example in rule.examples:
        message = _missed(book, rule, example)
        if message:
            yield Failure(rule, file, example, message)
    for example in rule.counter_examples:
        message = _wrongly_found(book, rule, example)
        if message:
            yield Failure(rule, file, example, message)


def makes_facts(rule: Rule) -> bool:
    """Whether a rule makes facts, as its id says."""
    return rule.id.split(".")[0] in KINDS


def _missed(book: Rulebook, rule: Rule, example: str) -> str | None:
    """Why a rule does not find its example; None where it does."""
    text = _MARKED.sub(r"\1", example)
    if not makes_facts(rule):
        return None if book.regex(rule).search(text) else "its pattern does not match"
    marks = list(_MARKED.finditer(example))
    starts = [mark.start() - 4 * place for place, mark in enumerate(marks)]  # [[ and ]] are gone
    expected = {(start, start + len(mark[1])) for start, mark in zip(starts, marks, strict=True)}
    told = _explained(text)
    spans = _spans(rule, told)
    if spans and expected <= spans:
        return None
    for start, end in sorted(expected - spans):
        return f"“{text[start:end]}” is not found: {_reason(book, rule, text, told, (start, end))}"
    return f"nothing is found: {_reason(book, rule, text, told, (0, len(text)))}"


def _wrongly_found(book: Rulebook, rule: Rule, example: str) -> str | None:
    """What a rule finds in its counter-example; None where that is nothing."""
    if makes_facts(rule):
        spans = sorted(_spans(rule, _explained(example)))
        return f"finds “{example[spans[0][0] : spans[0][1]]}”" if spans else None
    pattern = book.regex(rule)
    whole = rule.id.split(".")[0] in WHOLE_LINES
    match = pattern.fullmatch(example) if whole else pattern.search(example)
    return f"matches “{match[0]}”" if match else None


def _explained(text: str) -> list[Explained]:
    return explain(Document(doc_id="text", source="text", text=text, published=PUBLISHED))


def _spans(rule: Rule, told: list[Explained]) -> set[tuple[int, int]]:
    facts = (fact for each in told for fact in each.facts if fact.rule == rule.id)
    return {(fact.span.start, fact.span.end) for fact in facts}


def _reason(
    book: Rulebook, rule: Rule, text: str, told: list[Explained], span: tuple[int, int]
) -> str:
    """What became of the words instead, as far as can be told."""
    start, end = span
    kind = rule.id.split(".")[0]
    for fact in (fact for each in told for fact in each.facts if fact.kind == kind):
        if fact.span.start < end and start < fact.span.end:
            if fact.rule == rule.id:
                return f"the span is “{fact.span.text}”"
            return f"{fact.rule} finds “{fact.span.text}” first"
    drops = [drop for each in told for drop in each.drops if drop.kind == kind]
    own = [drop for drop in drops if drop.rule == rule.id]
    for drop in own or [drop for drop in drops if drop.start < end and start < drop.end]:
        by = f" ({drop.rule})" if drop.rule and drop.rule != rule.id else ""
        return drop.reason + by
    if book.name in ("dates", "recommendations") and not book.trigger.search(text.lower()):
        return f"none of the trigger's words is in it; add a trigger to [{book.name}]"
    return "its pattern does not match here"
