"""How ``explain`` looks on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from norfolk_cs.cli.console import indented
from norfolk_cs.explain import FURNITURE, Explained
from norfolk_cs.models import BaseFact, Fact
from norfolk_cs.rulebook import load_rules, rule_files
from norfolk_cs.trace import Drop
from norfolk_cs.wording import clipped, shown, value_words

QUIET = "dim"
# A fact's slots are those of its kind, and of the others what is out of the ordinary.
_ORDINARY = {"certainty": "stated", "negated": False, "quoted": False, "attributed_to": None}
_SHOWN_ELSEWHERE = {"mentions", "name", "actor_id", "action"}


def show_explained(console: Console, found: Iterable[Explained]) -> None:
    """Each sentence, the facts of it, and what was passed over."""
    files: dict[str, str] = {}
    for name in rule_files():
        files |= load_rules(name).files
    document = None
    for each in found:
        if each.document.doc_id != document:
            document = each.document.doc_id
            console.print(Text(shown(document), "bold", overflow="fold"))
        sentence = each.sentence
        place = f"sentence {sentence.index + 1}, {sentence.start}-{sentence.end}"
        console.print(Text(place, QUIET))
        console.print(indented(console, Text(clipped(each.text, 600)), 2))
        if each.is_furniture:
            console.print(indented(console, Text(FURNITURE, QUIET), 4))
        for fact in each.facts:
            console.print(indented(console, _fact(fact, files), 4))
            slots = Text("\n").join(_slots(each, fact))
            if slots.plain:
                console.print(indented(console, slots, 8))
        for drop in each.drops:
            console.print(indented(console, _drop(each, drop, files), 4))
        if not (each.facts or each.drops or each.is_furniture):
            console.print(indented(console, Text("nothing here looks like a fact", QUIET), 4))
        console.print()


def _fact(fact: Fact, files: dict[str, str]) -> Text:
    name = getattr(fact, "name", "")
    text = Text().append(f"+ {fact.kind} ", "green").append(f"“{clipped(fact.span.text)}” ")
    if name and name != fact.span.text:
        text.append(f"{shown(name)} ")
    return text.append(f"{fact.span.start}-{fact.span.end} {_rule(fact.rule, files)}", QUIET)


def _slots(each: Explained, fact: Fact) -> Iterator[Text]:
    unresolved = {left.slot: left.words.text for left in each.unresolved if left.fact is fact}
    record = fact.model_dump(mode="json", by_alias=True)
    general = BaseFact.model_fields.keys()
    for slot, value in record.items():
        if slot in _SHOWN_ELSEWHERE or (slot in general and slot not in _ORDINARY):
            continue
        if slot in unresolved:
            words = f"“{clipped(unresolved[slot])}” is nobody for certain"
            yield Text.assemble((f"{slot}: ", QUIET), (words, "yellow"))
        elif value not in (None, [], False) and value != _ORDINARY.get(slot):
            yield Text.assemble((f"{slot}: ", QUIET), value_words(value))


def _drop(each: Explained, drop: Drop, files: dict[str, str]) -> Text:
    words = each.document.text[drop.start : drop.end]
    text = Text().append(f"- {drop.kind} ", "red").append(f"“{clipped(words)}” ")
    text.append(f"– {shown(drop.reason)} ")
    rule = f" {_rule(drop.rule, files)}" if drop.rule else ""
    return text.append(f"{drop.start}-{drop.end}{rule}", QUIET)


def _rule(rule: str, files: dict[str, str]) -> str:
    return f"{shown(rule)} ({shown(files[rule])})" if rule in files else shown(rule)
