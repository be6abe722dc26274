"""A trigger finds what its expression finds, only faster."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norfolk_cs.beginnings import endings, word_beginnings
from norfolk_cs.components.ratings import Ratings
from norfolk_cs.grading.frames import Left
from norfolk_cs.rulebook import load_rules
from norfolk_cs.scales import load_scales
from norfolk_cs.triggers import MUCH, Folded, Openings, Trigger, matches_at

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


@pytest.fixture(scope="module")
def _joined() -> None:
    """Every trigger is searched for in so much text that it is looked for with the others."""
    much = Folded(" " * (MUCH + 1))
    for trigger in TRIGGERS.values():
        assert not list(trigger.finditer(much))


@pytest.mark.usefixtures("_joined")
@pytest.mark.parametrize("name", TRIGGERS)
@given(words=st.lists(st.sampled_from(WORDS)), gap=st.sampled_from([" ", "", "-", "\n", "é"]))
def test_triggers_looked_for_together_find_the_same(name: str, words: list[str], gap: str) -> None:
    trigger, text = TRIGGERS[name], Folded(gap.join(words))
    for start, end in ((0, len(text)), (len(text) // 3, 2 * len(text) // 3)):
        wanted = _spans(trigger.pattern.finditer(text, start, end))
        assert _spans(trigger.finditer(text, start, end)) == wanted
        first = trigger.search(text, start, end)
        assert _spans([first] if first else []) == wanted[:1]


@pytest.mark.parametrize("name", ["dates", "recommendations", "deadlines", "segments", "grades"])
def test_trigger_of_rules_is_looked_for_by_its_beginnings(name: str) -> None:
    """With too many beginnings, or one that can be anything, it would be tried everywhere."""
    assert word_beginnings(TRIGGERS[name].pattern.pattern)


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


@pytest.mark.parametrize(
    ("pieces", "ends"),
    [
        ([r"(?:\s+as|\s+to\s+be)?", "(?:rated|found)"], {" as", " be", "ted", "und"}),
        (["(?:is|are)", r"\s+"], {" is", "are"}),
        ([r"(?:\s+[a-z]+)?", "is"], set()),
        ([r"\d", "x"], set()),
        (["x", r"\d"], {"x"}),
        ([r"\1", "x"], set()),
        (["a", r"\s+", r"\s+"], {"a"}),
        (["only", r"(?<!\bnot\s)"], {"nly"}),
    ],
)
def test_endings_are_what_matches_can_end_with(pieces: list[str], ends: set[str]) -> None:
    assert endings(pieces) == ends


def test_frames_stand_behind_nothing_but_their_endings() -> None:
    ratings = Ratings()
    frames = [one for one in ratings.deciding.all + ratings.past.all if one.ends]
    texts = {
        Left(text[:end].replace("[[", "").rstrip())
        for rule in ratings.rulebook.rules
        for text in (*rule.examples, *rule.counter_examples)
        for end in [place for place, char in enumerate(text) if char in " ["]
    }
    for left in texts:
        for frame in frames:
            if left.ends and frame.ends.isdisjoint(left.ends):
                assert not frame.before.search(left.text), (frame.rule.id, left.text)
