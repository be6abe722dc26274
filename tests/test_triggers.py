"""A trigger finds what its expression finds, only faster."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norfolk_cs.rulebook import load_rules
from norfolk_cs.scales import load_scales
from norfolk_cs.triggers import Openings, Trigger, matches_at

TRIGGERS = {
    "dates": load_rules("dates").trigger,
    "recommendations": load_rules("recommendations").trigger,
    "deadlines": load_rules("deadlines").trigger,
    "segments": load_rules("segments").trigger,
    "grades": load_scales().trigger,
    "marks": Trigger(re.compile(r"\b(?:'s got|we(?:'ve|ll)?|[a-c]x|\d+p|nett?o{2,}|in{2}g)\b")),
    "anything": Trigger(re.compile(r"\b(?:must|.ought)\b")),
    "nowhere in particular": Trigger(re.compile(r"must|ought")),
}
WORDS = [
    *["must", "should", "shall'nt", "we've", "got", "to", "we'll", "'s", "bx", "2p", "31/3/2014"],
    *["2016", "1990s", "6pm", "jan", "january", "tuesday", "week", "weekly", "q3", "good", "that"],
    *["inadequate", "requires", "improvement", "last", "chance", "chances", "cookie", "@", "\n"],
    *["unsubscribe", "name@council.org", "nettoo", "innng", "don't", "do", "not", "please", "act"],
]


RULES = [
    (book, rule)
    for book in map(load_rules, ("dates", "recommendations", "deadlines"))
    for rule in book.rules
]
OPENINGS = Openings([book.source(rule) for book, rule in RULES])


def _spans(found: object) -> list[tuple[tuple[int, int], str | None]]:
    return [(match.span(), match.lastgroup) for match in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", TRIGGERS)
@given(words=st.lists(st.sampled_from(WORDS)), gap=st.sampled_from([" ", "", "-", "\n", "é"]))
def test_trigger_finds_what_its_expression_finds(name: str, words: list[str], gap: str) -> None:
    trigger, text = TRIGGERS[name], gap.join(words)
    assert _spans(trigger.finditer(text)) == _spans(trigger.pattern.finditer(text))


@pytest.mark.parametrize("name", TRIGGERS)
@given(text=st.text(max_size=60).map(str.lower))
def test_trigger_takes_any_text(name: str, text: str) -> None:
    trigger = TRIGGERS[name]
    assert _spans(trigger.finditer(text)) == _spans(trigger.pattern.finditer(text))


@pytest.mark.parametrize("name", ["anything", "nowhere in particular"])
def test_trigger_of_unknown_beginning_is_looked_for_everywhere(name: str) -> None:
    assert [match[0] for match in TRIGGERS[name].finditer("nought, must")]


@given(words=st.lists(st.sampled_from(WORDS)), gap=st.sampled_from([" ", " the ", "-", "\n"]))
def test_openings_miss_no_match_of_any_rule(words: list[str], gap: str) -> None:
    text = gap.join(words)
    places = OPENINGS.places(text, 0, len(text))
    for number, (book, rule) in enumerate(RULES):
        if number in OPENINGS.anywhere:
            continue
        pattern = book.regex(rule)
        found = matches_at(pattern, text, 0, len(text), places.get(number, []))
        assert _spans(found) == _spans(pattern.finditer(text)), rule.id
