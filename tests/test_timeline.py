"""The timeline: which events, in what order, told how often, and how it looks."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import records, run, write
from norfolk_cs.ask.sources import Source
from norfolk_cs.ask.timeline import Event, timeline
from norfolk_cs.cli.timeline import COLUMNS
from told import Record, actor, advice, dated, deadline, rating, ref, row, statement

SEEDS = Path(__file__).parent / "golden" / "seeds.jsonl"


def dates(*facts: Record, **question: Any) -> list[str]:
    return [event.date for event in timeline(facts, **question)]


def test_dates_stand_by_their_first_day_then_the_wider_first() -> None:
    values = ["2013-02", "2013-01-01", "2014", "2013-12-31", "2013", "2013-01", "2013-W02",
              "2013-Q1", "2012-WI", "2013-02-01T10:30", "2012/2013"]  # fmt: skip
    facts = [dated(value, at=100 * number) for number, value in enumerate(values)]
    facts[9]["type"] = "TIME"
    assert dates(*facts) == [
        "2012/2013", "2012-WI", "2013", "2013-Q1", "2013-01", "2013-01-01", "2013-W02", "2013-02",
        "2013-02-01T10:30", "2013-12-31", "2014",
    ]  # fmt: skip


def test_only_what_is_on_the_calendar_is_an_event() -> None:
    facts = [
        dated("PRESENT_REF"), dated(None, at=100), dated("XXXX-12", at=200),
        dated("P6M", type="DURATION", at=300), dated("P1W", type="SET", at=400),
        dated("2013-02-30", at=500), statement("Ann Lee"), advice("Ann Lee", None),
        deadline(window="P6M"), deadline(due="2013-05-01", negated=True, at=100), rating("good"),
        rating("good", published="2015", previous=True, doc="later"),
        rating("good", published="2015", negated=True, doc="no"),
    ]  # fmt: skip
    assert timeline(facts) == ()


def test_events_of_one_date_have_an_order_of_kinds() -> None:
    facts = [
        statement("Ann Lee", published="2013-05-01"),
        advice("Ann Lee", "Stourshire Council", published="2013-05-01", at=200),
        dated("2013-05-01", at=400),
        deadline(due="2013-05-01", at=600),
        rating("good", judged_on="2013-05-01", at=800),
    ]
    kinds = [event.kind for event in timeline(facts)]
    assert kinds == ["judgement", "deadline", "date", "recommendation", "statement"]


def test_judgement_stands_by_its_inspection_with_all_that_tell_it() -> None:
    facts = [
        row("good", judged_on="2018-03-09", published="2018-04-20"),
        rating("good", doc="story", published="2018-04"),
        rating("good", doc="later", published="2021", judged_on="2018", previous=True),
    ]
    (event,) = timeline(facts)
    assert (event.date, event.grade, event.area) == ("2018-03-09", "good", "overall")
    assert (event.whom, event.note) == ("Stourshire Council", "published 2018-04-20")
    assert [source.doc_id for source in event.sources] == ["report", "story", "later"]


def test_judgement_without_a_day_stands_by_its_telling_and_says_so() -> None:
    (event,) = timeline([rating("good", published="2018-04")])
    assert (event.date, event.note) == ("2018-04", "when it was told")


def test_deadline_told_again_is_one() -> None:
    facts = [
        deadline(due="2014-02-16", window="P6M", **{"from": "2013-08-16"}),
        deadline(due="2014-02-16", doc="other", obligation="improve"),
        deadline(due="2014-02-16", doc="other", obligation="see children", at=200),
        deadline(due="2014-02-16", obliged=ref("Elsewhere Council"), at=300),
    ]
    first, second = timeline(facts)
    assert first.items == ("improve", "see children")
    assert (len(first.sources), first.note) == (3, "2013-08-16 + 6 months = 2014-02-16")
    assert second.whom == "Elsewhere Council"


def test_date_of_a_sentence_printed_twice_is_one() -> None:
    facts = [
        dated("2013-05", text="May"),
        dated("2013-05", text="May", doc="other"),
        dated("2013-05", text="May", at=100),
        dated("2013-05", text="May", mod="START", doc="third"),
    ]
    facts[1]["sentence"]["text"] = "Sentence 0\n with  May."
    events = timeline(facts)
    assert [(len(event.sources), event.note) for event in events] == [
        (2, None), (1, None), (1, "start"),
    ]  # fmt: skip


def test_date_that_a_judgement_or_deadline_has_told_is_not_told_again() -> None:
    facts = [
        rating("good", judged_on="2013-05", at=10),
        dated("2013-05", at=30),
        deadline(due="2014", at=110),
        dated("2014", at=130),
        dated("2015", at=140),
    ]
    kinds = [event.kind for event in timeline(facts)]
    assert kinds == ["judgement", "deadline", "date"]


def test_what_one_says_in_a_document_is_one_event() -> None:
    facts = [
        statement("Ann Lee", "We agree", published="2013-05"),
        statement("Ann Lee", "We agree", published="2013-05", at=100),
        statement("Ann Lee", "We act", published="2013-05", at=200),
        statement("Bob Cole", "No", published="2013-05", at=300),
        statement(None, "Yes", published="2013-05", at=400),
        statement("Ann Lee", "We agree", published="2013-05", doc="other"),
        advice("Ann Lee", "Stourshire Council", "wait", published="2013-05"),
        advice("Ann Lee", "Stourshire Council", "go", published="2013-05", against=True),
    ]
    events = timeline(facts)
    assert [(e.kind[:4], e.who, e.whom, e.items, e.note) for e in events] == [
        ("reco", "Ann Lee", "Stourshire Council", ("wait",), None),
        ("reco", "Ann Lee", "Stourshire Council", ("go",), "against"),
        ("stat", "Ann Lee", None, ("We agree", "We act"), None),
        ("stat", "Bob Cole", None, ("No",), None),
        ("stat", None, None, ("Yes",), None),
        ("stat", "Ann Lee", None, ("We agree",), None),
    ]
    assert len(events[2].sources) == 3
    assert events[2].item_sources == (0, 2)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({}, ["2012", "2013", "2013-06", "2014-01-01"]),
        ({"since": "2013"}, ["2013", "2013-06", "2014-01-01"]),
        ({"since": "2013-06-15"}, ["2013", "2013-06", "2014-01-01"]),
        ({"since": "2013-07"}, ["2013", "2014-01-01"]),
        ({"until": "2013-06-15"}, ["2012", "2013", "2013-06"]),
        ({"until": "2013-05"}, ["2012", "2013"]),
        ({"since": "2012", "until": "2012"}, ["2012"]),
        ({"since": "2015"}, []),
    ],
)
def test_time_restricts_to_what_may_lie_in_it(question: Any, expected: list[str]) -> None:
    facts = [dated(v, at=100 * n) for n, v in enumerate(["2012", "2013", "2013-06", "2014-01-01"])]
    assert dates(*facts, **question) == expected


STOUR, LEE = ref("Stourshire Council"), ref("Ann Lee")
NAMED = [{"start": 110, "end": 117, "text": "Ann Lee"}]
TOWN = [{"start": 250, "end": 260, "text": "Stourshire"}]
STORY = [
    actor("Ann Lee", mentions=NAMED),
    actor("Stourshire Council", type="organisation", mentions=TOWN),
    dated("2011", at=150),  # beside her name
    dated("2012", at=220),  # beside the council's
    dated("2013", at=320),  # beside nobody's
    dated("2014", at=330, attributed_to=LEE),
    statement("Ann Lee", at=410, published="2015"),
    statement("Bob Cole", at=240, published="2016"),  # about the council
    statement("Bob Cole", at=140, published="2017"),  # about her
    advice("Ann Lee", "Stourshire Council", at=500, published="2018"),
    deadline(due="2019", set_by=LEE, at=600),
    rating("good", judged_on="2020", rater=ref("Ofsted"), at=700),
    rating("good", judged_on="2021", body=ref("Elsewhere Council"), at=800),
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"actor_id": "ann-lee"}, ["2011", "2014", "2015", "2018", "2019"]),
        ({"actor_id": "ofsted"}, ["2020"]),
        ({"actor_id": "stourshire-council"}, ["2012", "2018", "2019", "2020"]),
        ({"body_id": "stourshire-council"}, ["2012", "2016", "2018", "2019", "2020"]),
        ({"body_id": "elsewhere-council"}, ["2021"]),
        ({"actor_id": "ann-lee", "body_id": "stourshire-council"}, ["2018", "2019"]),
        ({"actor_id": "nobody"}, []),
    ],
)
def test_actor_and_body_restrict(question: Any, expected: list[str]) -> None:
    assert dates(*STORY, **question) == expected


VALUES = st.sampled_from(["2013", "2013-02", "2013-02-08", "2013-W05", "2012-WI", "201", "soon"])


@given(st.lists(st.tuples(VALUES, st.integers(0, 50)), max_size=12))
def test_timeline_is_in_calendar_order(values: list[tuple[str, int]]) -> None:
    facts = [dated(value, at=100 * at) for value, at in values]
    events = timeline(facts)
    for one, two in pairwise(events):
        assert one.first <= two.first
        if one.first == two.first:
            assert one.last >= two.last
    for event in events:
        assert date.fromisoformat(event.first) <= date.fromisoformat(event.last)


# -- on the command line --------------------------------------------------------------------


def test_timeline_is_shown_year_by_year() -> None:
    out = run("timeline", SEEDS, "--body", "Norfolk").stdout
    for expected in (
        "2013 ─",
        "\n  2013-07 · Norfolk County Council judged\n    – Inadequate\n    news 004_5a3a",
        "2014 ─",
        "\n  2014-02-16 · deadline for Norfolk County Council · set by government",
        "\n  2018-01 · Norfolk County Council judged · when it was told\n    – Outstanding",
    ):
        assert expected in out
    assert out.index("2013-02 ·") < out.index("2013-07 ·") < out.index("2014-02-16 ·")


def test_actor_is_found_as_show_finds_them() -> None:
    for name in ("Dave Hill", "hill", "Mr Hill", "dave-hill"):
        out = run("timeline", SEEDS, "--actor", name).stdout
        assert "  2016-08 · Dave Hill said\n" in out
    assert "Norman Lamb" not in out


def test_shared_name_lists_who_has_it(tmp_path: Path) -> None:
    facts = [actor("Ann Lee"), actor("Sue Lee"), statement("Ann Lee", published="2013")]
    path = write(tmp_path / "f.jsonl", facts)
    result = run("timeline", path, "--actor", "Lee")
    assert result.exit_code == 1
    assert "Ann Lee" in result.stdout
    assert result.stderr == "error: 2 actors are called 'Lee'. Ask for one by full name\n"
    result = run("timeline", path, "--actor", "Lee", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Sue Lee" in result.stderr


def test_unknown_name_is_told_with_the_nearest() -> None:
    result = run("timeline", SEEDS, "--actor", "Dave Hull")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no actor is called 'Dave Hull'. Nearest: Dave Hill" in result.stderr


@pytest.mark.parametrize("day", ["16", "2016-13", "2016-02-30", "0000", "August", "2016-8"])
@pytest.mark.parametrize("option", ["--since", "--until"])
def test_date_of_another_form_is_a_usage_error(option: str, day: str) -> None:
    result = run("timeline", SEEDS, option, day)
    assert result.exit_code == 2
    assert day in result.stderr


def test_nothing_in_a_time_is_said_so() -> None:
    result = run("timeline", SEEDS, "--since", "2030")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "note: nothing with a date matches\n"


def test_many_items_are_counted(tmp_path: Path) -> None:
    facts = [statement("Ann Lee", f"Word {n}", published="2013", at=100 * n) for n in range(9)]
    out = run("timeline", write(tmp_path / "f.jsonl", facts)).stdout
    assert (
        "    – “Word 2”\n    – … and 6 more\n    news story · sentences 1, 2, 3, 4, 5, 6, …" in out
    )


@pytest.mark.parametrize("width", ["40", "80", "120"])
def test_view_keeps_to_the_width(width: str) -> None:
    out = run("timeline", SEEDS, env={"COLUMNS": width}).stdout
    assert max(map(len, out.splitlines())) <= min(int(width), 110)
    assert not [line for line in out.splitlines() if line.endswith(" ")]


def test_json_has_an_event_a_line() -> None:
    lines = [json.loads(line) for line in run("timeline", SEEDS, "--json").stdout.splitlines()]
    assert len(lines) == len(timeline(records(SEEDS)))
    for line in lines:
        assert list(line) == [field.name for field in fields(Event)]
        assert line["sources"]
        assert list(line["sources"][0]) == [field.name for field in fields(Source)]


def test_csv_has_an_item_a_row() -> None:
    out = run("timeline", SEEDS, "-a", "Dave Hill", "--csv").stdout
    rows = list(csv.DictReader(out.splitlines()))
    assert tuple(rows[0]) == COLUMNS
    said = [row["item"] for row in rows if row["kind"] == "statement"]
    assert len(said) == 3
    assert rows[0]["date"] == "2015-12"
