"""Every rule in every rule file matches its examples and none of its counter-examples."""

from __future__ import annotations

import pytest

from norfolk_cs.rulebook import Rule, Rulebook, load_rules, rule_files
from norfolk_cs.stems import holds, stems_of
from norfolk_cs.trial import failures

RULES = [(book, rule) for book in map(load_rules, rule_files()) for rule in book.rules]


def _label(value: object) -> str:
    return value.id if isinstance(value, Rule) else ""


@pytest.mark.parametrize(("book", "rule"), RULES, ids=_label)
def test_rule_does_what_its_examples_say(book: Rulebook, rule: Rule) -> None:
    assert [f"{failure.message}: {failure.example}" for failure in failures(book, rule)] == []


@pytest.mark.parametrize("rule", [rule for _, rule in RULES if "stems" in rule.set], ids=_label)
def test_examples_hold_a_stem_of_their_rule(rule: Rule) -> None:
    texts = [example.replace("[[", "").replace("]]", "").lower() for example in rule.examples]
    assert all(holds(text, stems_of(rule)) for text in texts)


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for _, rule in RULES]
    assert len(ids) == len(set(ids))
