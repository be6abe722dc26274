"""Dates in text: which words, which value, counted from what."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import load_cases
from norfolk_cs.analysis import DateMention
from norfolk_cs.components.dates import Dates
from norfolk_cs.models import Document
from norfolk_cs.segment import segment
from norfolk_cs.timex import covers

WORDS = """a an the in by until May March may 12 30 31 2015 2016 2015/16 12/03/2017 and to - – , .
: today last next this week weeks month months year years six three ago later earlier Friday Monday
Christmas Easter summer autumn quarter first end of early late mid- 6.30 pm 9am noon every twice £
( ) • ' ’ % 5th Nov Sept. 1990s nineties day hours one than more less at least up will was met given
had İ""".split()  # noqa: SIM905 - eighty words read better in a line than in a list


KEYS = ("words", "type", "value", "mod")  # the last where there is one


@lru_cache(maxsize=1)
def component() -> Dates:
    return Dates()


def dates(text: str, published: str | None = "2016-08-17") -> list[DateMention]:
    document = Document(doc_id="doc", source="doc", text=text, published=published)
    return component().match(segment(document))


@pytest.mark.parametrize("case", load_cases("dates"))
def test_dates_are_read_as_labelled(case: dict[str, Any]) -> None:
    text = case["text"]
    expected = [dict(zip(KEYS, row, strict=False)) for row in case["dates"]]
    found = [
        {"words": text[m.start : m.end], "type": m.type, "value": m.value or "", "mod": m.mod or ""}
        for m in dates(text, case.get("published"))
    ]
    assert found == [{"mod": "", **row} for row in expected]


@pytest.mark.parametrize(
    ("text", "published", "anchor"),
    [
        ("It met in March.", "2016-08-17", "published"),
        ("It met in March 2016.", "2016-08-17", None),
        ("It met in March.", None, None),
        ("It ran from 9 June to 2 July 2014.", "2016-08-17", "text"),
        ("It met yesterday.", "2016-08-17", "published"),
        ("It met yesterday.", "2016-08", None),
    ],
)
def test_the_anchor_is_what_a_date_counts_from(
    text: str, published: str | None, anchor: str | None
) -> None:
    assert dates(text, published)[0].anchor == anchor


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The past six months were hard.", "2016-02-17", "2016-08-17"),
        ("The next six months will be hard.", "2016-08-17", "2017-02-17"),
        ("In 2015/16 it was hard.", "2015-04-01", "2016-03-31"),
        ("In the 2015/16 academic year it was hard.", "2015-09-01", "2016-08-31"),
        ("The summer of 2015 was hard.", "2015-06-01", "2015-08-31"),
        ("It took six months.", None, None),
        ("It met at 6.30pm on 13 October 2015.", "2015-10-13", "2015-10-13"),
    ],
)
def test_first_and_last_day_are_what_the_words_cover(
    text: str, first: str | None, last: str | None
) -> None:
    assert (dates(text)[0].first, dates(text)[0].last) == (first, last)


def test_a_window_without_a_known_day_has_no_days() -> None:
    mention = dates("The past six months were hard.", "2016-08")[0]
    assert (mention.value, mention.first, mention.last) == ("P6M", None, None)


def test_a_dateline_dates_an_undated_text() -> None:
    text = "Council news\n\nDate: Friday 9 February 2018\n\nThe council met yesterday."
    found = [(m.value, m.anchor) for m in dates(text, None)]
    assert found == [("2018-02-09", None), ("2018-02-08", "text")]


def test_a_timeline_entry_dates_its_own_words_only() -> None:
    text = "• 3 May 2012: She leaves in the autumn.\n\n• Later the council met in March."
    assert [m.value for m in dates(text)] == ["2012-05-03", "2012-FA", "2016-03"]


def test_a_far_paragraph_dates_nothing() -> None:
    near = "It failed in May 2013.\n\nA year later it was good."
    far = "It failed in May 2013.\n\nOne.\n\nTwo.\n\nThree.\n\nA year later it was good."
    assert [m.value for m in dates(near)] == ["2013-05", "2014"]
    assert [m.value for m in dates(far)] == ["2013-05", None]


def test_the_words_drawn_from_make_dates() -> None:
    assert dates(" ".join(WORDS), "2016-02-29")


@given(
    st.lists(st.sampled_from(WORDS), max_size=40),
    st.sampled_from([" ", "", "\n", "\u00a0"]),
    st.sampled_from([None, "2016", "2016-02", "2016-02-29", "9999-12-31", "0001", "soon"]),
)
def test_any_words_are_read_without_a_slip(
    words: list[str], gap: str, published: str | None
) -> None:
    text = gap.join(words)
    end = 0
    for mention in dates(text, published):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        if mention.type == "DATE" and mention.first is not None:
            assert covers(mention.value) is not None
        end = mention.end
