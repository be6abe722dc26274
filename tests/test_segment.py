from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import load_cases
from norfolk_cs.analysis import Analysis, BlockKind
from norfolk_cs.components.quotes import Quotes
from norfolk_cs.models import Document
from norfolk_cs.segment import segment
from norfolk_cs.sentences import LONGEST
from norfolk_cs.triggers import Trigger


def _segment(text: str) -> Analysis:
    return segment(Document(doc_id="d", source="d", text=text))


def _kinds(text: str) -> list[tuple[BlockKind, str]]:
    analysis = _segment(text)
    return [(block.kind, text[block.start : block.end]) for block in analysis.blocks]


@pytest.mark.parametrize("case", load_cases("segments"))
def test_segment_cuts_where_sentences_end(case: dict[str, Any]) -> None:
    analysis = _segment(case["text"])
    assert [case["text"][s.start : s.end] for s in analysis.sentences] == case["sentences"]


def _with_markers(analysis: Analysis) -> list[str]:
    """The sentences, each item's first one with the bullet or number before it."""
    text = analysis.text
    found = []
    for sentence in analysis.sentences:
        start, block = sentence.start, sentence.block
        if block.marker and start == block.start:
            start = text.rindex(block.marker, 0, start)
        found.append(text[start : sentence.end])
    return found


@pytest.mark.parametrize("case", load_cases("golden_rules"))
def test_segment_keeps_the_golden_rules(case: dict[str, Any]) -> None:
    assert _with_markers(_segment(case["text"])) == case["sentences"]


ROOT = Path(__file__).parent.parent
FOLDERS = ("seeds", "tests/corpora/dev/docs", "tests/corpora/invented/docs", "../shared/dev/docs")
TEXTS = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.txt"))]
# What stands around a cut, a bar in its place.
CUT_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Cllrs?|Sgt|Capt|Gen|Gov|e\.g|i\.e|cf|vs?)\. \|"
    r"|\b(?:Mr|Mrs|Ms|Dr|Cllr)\.? (?:[A-Z]\. ?)+\|"
    r"|\b(?:No|pp?|paras?|figs?|vol|ch|sec|art)\. \| \d"
    r"|\bSt\. \| [A-Z][a-z]+'?s\b",
    re.IGNORECASE,
)
CUT_QUOTED_SENTENCES = re.compile(r"[.!?…][\"'”’)\]]* \| [\"'“‘(\[]*[A-Z0-9£]")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_segment_cuts_no_abbreviation_and_no_quoted_sentence(path: Path) -> None:
    analysis = _segment(path.read_text("utf-8"))
    text = analysis.text
    quotes = Quotes().match(analysis)
    wrong = []
    for sentence, following in pairwise(analysis.sentences):
        if sentence.block is not following.block:
            continue
        around = f"{text[sentence.start : sentence.end]} | {text[following.start : following.end]}"
        inside = any(q.start < sentence.end and following.start < q.end for q in quotes)
        if CUT_ABBREVIATION.search(around) or (inside and not CUT_QUOTED_SENTENCES.search(around)):
            wrong.append(around)
    assert wrong == []


@pytest.mark.parametrize("case", load_cases("furniture"))
def test_segment_keeps_the_story_and_nothing_of_its_page(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [text[s.start : s.end] for s in _segment(text).prose] == case["prose"]


def test_segment_tells_headings_and_items_from_paragraphs() -> None:
    text = "'Cause for concern'\n\nThe council was warned.\n\n• train staff"
    assert _kinds(text) == [
        (BlockKind.HEADING, "'Cause for concern'"),
        (BlockKind.PARAGRAPH, "The council was warned."),
        (BlockKind.ITEM, "train staff"),
    ]


def test_segment_makes_no_item_of_a_bullet_without_words() -> None:
    assert _kinds("• train staff • • visit homes") == [
        (BlockKind.ITEM, "train staff"),
        (BlockKind.ITEM, "visit homes"),
    ]


def test_segment_keeps_furniture_out_of_prose() -> None:
    text = "The council was warned.\n\nShare this: Facebook Twitter Email\n\nIt agreed."
    assert [text[s.start : s.end] for s in _segment(text).prose] == [
        "The council was warned.",
        "It agreed.",
    ]


def test_segment_drops_related_links_until_the_story_goes_on() -> None:
    story = (
        "The leader of the council said on Monday that nobody in the department had "
        "known of the letter before it was read out at the meeting."
    )
    text = f"It agreed.\n\nMore on this story\n\nBoss quits over report\n\n{story}"
    assert [text[s.start : s.end] for s in _segment(text).prose] == ["It agreed.", story]


def test_segment_reads_the_line_below_a_caption_label_as_caption() -> None:
    text = "Image caption,\nInspectors visited last autumn\n\nThe council was warned."
    assert (BlockKind.CAPTION, "Inspectors visited last autumn") in _kinds(text)


def test_segment_parts_what_runs_on_without_a_stop_where_a_word_begins() -> None:
    text = "the children of the town went on " * 400
    analysis = _segment(text.strip())
    parts = [text[s.start : s.end] for s in analysis.prose]
    assert len(parts) > 2
    assert all(len(part) <= LONGEST + len("children") for part in parts)
    assert " ".join(parts) == text.strip()


@pytest.mark.parametrize("end", [".", ".."])
def test_segment_takes_a_long_row_of_dots_in_its_stride(end: str) -> None:
    row = ". " * 100_000 + end  # the time once grew with the square of it
    assert len(_segment(f"Name {row}").prose) > 1


def test_analysis_finds_a_trigger_behind_one_that_runs_on_from_another_sentence() -> None:
    analysis = _segment("What we must do and have\n\nto be read today. It is.")
    trigger = Trigger(re.compile(r"\b(?:must|have\s+to|to\s+be)\b"))
    assert [sentence.index for sentence in analysis.triggered(trigger)] == [0, 1]


@given(st.text(alphabet=st.sampled_from("aB1 .!?'\"\n\r•-\u2028()é…:;“”’\xa0")))
def test_segment_orders_and_bounds_sentences_and_loses_no_word(text: str) -> None:
    analysis = _segment(text)
    end = 0
    covered = set()
    for sentence in analysis.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert sentence.block.start <= sentence.start
        assert sentence.end <= sentence.block.end
        end = sentence.end
        covered.update(range(sentence.start, sentence.end))
    letters = {place for place, char in enumerate(text) if char in "aBé"}
    # an item's marker ("B)") may hold a letter and stands outside the sentence
    markers = {
        place
        for block in analysis.blocks
        for place in range(block.start - len(block.marker) - 3, block.start)
        if block.marker
    }
    assert letters <= covered | markers


@given(st.text())
def test_segment_takes_any_text(text: str) -> None:
    analysis = _segment(text)
    assert all(s.start < s.end for s in analysis.sentences)
