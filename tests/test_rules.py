"""Every rule in every rule file matches its examples and none of its counter-examples."""

from __future__ import annotations

import re

import pytest

from norfolk_cs import extract
from norfolk_cs.models import KINDS
from norfolk_cs.rulebook import Rule, Rulebook, load_rules, rule_files

PUBLISHED = "2016-08-15"
BOOKS = [load_rules(name) for name in rule_files()]
RULES = [(book, rule) for book in BOOKS for rule in book.rules]
EXAMPLES = [(book, rule, text) for book, rule in RULES for text in rule.examples]
COUNTER_EXAMPLES = [(book, rule, text) for book, rule in RULES for text in rule.counter_examples]
_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def _label(value: object) -> str:
    return value.id if isinstance(value, Rule) else ""


def _is_fact_rule(rule: Rule) -> bool:
    return rule.id.split(".")[0] in KINDS


def _spans(rule: Rule, text: str) -> set[tuple[int, int]]:
    facts = extract(text, published=PUBLISHED)
    return {(fact.span.start, fact.span.end) for fact in facts if fact.rule == rule.id}


@pytest.mark.parametrize(("book", "rule", "example"), EXAMPLES, ids=_label)
def test_rule_matches_its_example(book: Rulebook, rule: Rule, example: str) -> None:
    text = _MARKED.sub(r"\1", example)
    if not _is_fact_rule(rule):
        assert book.regex(rule).search(text)
        return
    marks = list(_MARKED.finditer(example))
    starts = [mark.start() - 4 * place for place, mark in enumerate(marks)]  # [[ and ]] are gone
    expected = {(start, start + len(mark[1])) for start, mark in zip(starts, marks, strict=True)}
    spans = _spans(rule, text)
    assert spans
    assert expected <= spans


@pytest.mark.parametrize(("book", "rule", "example"), COUNTER_EXAMPLES, ids=_label)
def test_rule_passes_over_its_counter_example(book: Rulebook, rule: Rule, example: str) -> None:
    if _is_fact_rule(rule):
        assert not _spans(rule, example)
    elif rule.id.split(".")[0] in ("item", "furniture", "tail", "layout"):
        assert not book.regex(rule).fullmatch(example)  # these judge whole lines
    else:
        assert not book.regex(rule).search(example)


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for _, rule in RULES]
    assert len(ids) == len(set(ids))
