"""Judgements over many documents: which are one, which way they go, and how it looks."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import FACTS, records, run, write
from norfolk_cs.ask.history import History, Judgement, history
from norfolk_cs.ask.sources import Source
from norfolk_cs.cli.history import COLUMNS
from told import Record, rating, ref, row

SEEDS = Path(__file__).parent / "golden" / "seeds.jsonl"
REPORTS = Path(__file__).parent.parent.parent / "shared" / "reports"


def told(*facts: Record) -> list[tuple[Any, ...]]:
    """The judgements of facts: date, grade, status, change, and how many tell each."""
    return [
        (j.date, j.value, j.status, j.change, len(j.sources), len(j.looking_back))
        for j in history(facts).judgements
    ]


# -- what is one judgement ------------------------------------------------------------------

THEN = rating("inadequate", doc="then", published="2013-03", judged_on="2013-02-08")


@pytest.mark.parametrize("day", ["2013", "2013-02", "2013-02-08", "2013-W06"])
def test_grade_told_later_is_the_original_where_the_dates_can_be(day: str) -> None:
    later = rating("inadequate", doc="later", published="2016", judged_on=day, previous=True)
    assert told(later, THEN) == [("2013-02-08", "inadequate", "told then", None, 1, 1)]


@pytest.mark.parametrize("day", ["2012", "2013-01", "2013-02-09"])
def test_grade_told_later_of_another_time_is_another(day: str) -> None:
    later = rating("inadequate", doc="later", published="2016", judged_on=day, previous=True)
    assert sorted(entry[2] for entry in told(later, THEN)) == ["told later", "told then"]


def test_grade_told_later_with_another_value_disagrees() -> None:
    later = rating("good", doc="later", published="2016", judged_on="2013", previous=True)
    after = rating("good", doc="after", published="2017-05-02", judged_on="2017-04")
    found = history([later, THEN, after]).judgements
    assert [(j.value, j.status, j.instead) for j in found] == [
        ("good", "disagrees", "inadequate"),
        ("inadequate", "told then", None),
        ("good", "told then", None),
    ]
    assert [j.change for j in found] == [None, None, "better"]
    assert found[2].before == "inadequate"


def test_grade_told_later_that_agrees_with_one_of_two_is_that_one() -> None:
    later = rating("good", doc="later", published="2016", judged_on="2013", previous=True)
    second = rating("good", doc="second", published="2013-11", judged_on="2013-10")
    assert [(e[1], e[2], e[5]) for e in told(THEN, second, later)] == [
        ("inadequate", "told then", 0),
        ("good", "told then", 1),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"area": "adoption"},
        {"scale": "cqc"},
        {"body": ref("Elsewhere Council")},
        {"value": "good"},
    ],
)
def test_judgements_are_one_only_if_all_is_the_same(other: Record) -> None:
    later = {**rating("inadequate", doc="later", published="2016", judged_on="2013"), **other}
    assert len(told(THEN, later)) == 2


def test_report_and_story_and_headings_are_one() -> None:
    facts = [
        row("good", judged_on="2018-03-09", published="2018-04-20"),
        rating("good", doc="report", page=9, published="2018-04-20", at=500),
        rating("good", doc="of-the-day", published="2018-04"),
        rating("good", doc="named", published="2018-05", judged_on="2018-03"),
        rating("good", doc="by-publication", published="2021", judged_on="2018-04", previous=True),
    ]
    assert told(*facts) == [("2018-04-20", "good", "told then", None, 4, 1)]
    (judgement,) = history(facts).judgements
    assert (judgement.date_is, judgement.judged_on) == ("published", "2018-03-09")
    assert judgement.sources[0].rule == "rating.table"
    assert [source.medium for source in judgement.sources] == ["report", "report", "news", "news"]


def test_grade_without_a_date_is_the_one_that_stood() -> None:
    facts = [
        rating("good", doc="a", published="2012", judged_on="2011-06"),
        rating("inadequate", doc="b", published="2015", judged_on="2014-06"),
        rating("inadequate", doc="c", published="2016-02"),
        rating("good", doc="d", published="2013-02"),
        rating("outstanding", doc="e", published="2016-03"),
        rating("good", doc="f", published="2016-04", previous=True),
    ]
    assert told(*facts) == [
        ("2011-06", "good", "told then", None, 2, 1),
        ("2014-06", "inadequate", "told then", "worse", 2, 0),
        ("2016-03", "outstanding", "told then", "better", 1, 0),
    ]


def test_past_grade_without_a_date_stands_before_what_its_document_gives() -> None:
    facts = [
        row("good", judged_on="2018-03-09", published="2018-04-20"),
        rating("inadequate", doc="report", published="2018-04-20", at=300, previous=True),
    ]
    found = history(facts).judgements
    assert [(j.date, j.date_is, j.value, j.change) for j in found] == [
        ("2018-04-20", "told later", "inadequate", None),
        ("2018-04-20", "published", "good", "better"),
    ]


def test_grade_of_no_named_area_is_the_overall_one_if_it_can_be() -> None:
    overall = row("good", judged_on="2018-03-09", published="2018-04-20")
    same = rating("good", doc="a", published="2018-04", area=None)
    other = rating("inadequate", doc="b", published="2018-04", area=None)
    found = history([same, other, overall]).judgements
    assert [(j.area, j.value, len(j.sources)) for j in found] == [
        ("overall", "good", 2),
        (None, "inadequate", 1),
    ]
    assert [source.names_area for source in found[0].sources] == [True, False]
    assert found[1].status == "told then"  # of another area, for all that anybody knows


def test_grades_of_no_named_area_are_not_compared() -> None:
    facts = [
        rating("good", doc="a", published="2012", judged_on="2011", area=None),
        rating("inadequate", doc="b", published="2015", judged_on="2014", area=None),
    ]
    assert [entry[3] for entry in told(*facts)] == [None, None]


def test_grades_of_nobody_are_the_tables_body_or_each_documents_own() -> None:
    facts = [
        row("good", area="lscb", judged_on="2014-05-21"),
        rating("good", doc="report", area="lscb", body=None, at=900),
        rating("good", doc="x", area="lscb", body=None, judged_on="2014-05-21"),
        rating("good", doc="y", area="lscb", body=None, judged_on="2014-05-21"),
    ]
    found = history(facts).judgements
    assert [(j.body, len(j.sources)) for j in found] == [
        ("Stourshire Council", 2), (None, 1), (None, 1),
    ]  # fmt: skip


def test_change_is_against_the_judgement_before_of_the_same_area() -> None:
    facts = [
        rating(grade, doc=f"d{year}{area}", published=str(year), judged_on=str(year), area=area)
        for year, grade, area in [
            (2010, "inadequate", "overall"),
            (2012, "adequate", "overall"),
            (2014, "requires_improvement", "overall"),
            (2016, "inadequate", "overall"),
            (2013, "good", "adoption"),
        ]
    ]
    changes = [(j.area, j.change, j.before) for j in history(facts).judgements]
    assert changes == [
        ("overall", None, None),
        ("overall", "better", "inadequate"),
        ("overall", "same", "adequate"),
        ("overall", "worse", "requires_improvement"),
        ("adoption", None, None),
    ]


@pytest.mark.parametrize(
    ("doubt", "why"),
    [
        ({"negated": True}, "negated"),
        ({"certainty": "hedged"}, "hedged"),
        ({"certainty": "conditional"}, "conditional"),
    ],
)
def test_doubtful_grades_are_no_history(doubt: Record, why: str) -> None:
    found = history([THEN, rating("good", doc="doubt", published="2014", **doubt)])
    assert [j.value for j in found.judgements] == ["inadequate"]
    assert [(j.value, j.status, j.date) for j in found.doubtful] == [("good", why, "2014")]


def test_documents_without_any_date_are_kept() -> None:
    facts = [rating("good", doc="a"), rating("good", doc="b"), rating("inadequate", doc="c")]
    assert sorted(told(*facts), key=str) == [
        (None, "good", "told then", None, 2, 0),
        (None, "inadequate", "told then", None, 1, 0),
    ]


DAYS = st.sampled_from(
    [None, "2013", "2013-02", "2013-02-08", "2014-06", "2015", "XXXX-12", "soon"]
)
ANY_RATING = st.builds(
    rating,
    st.sampled_from(["good", "inadequate", "outstanding"]),
    doc=st.sampled_from(["a", "b", "c"]),
    at=st.integers(0, 10_000),
    published=DAYS,
    judged_on=DAYS,
    area=st.sampled_from(["overall", "adoption", None]),
    body=st.sampled_from([ref("Stourshire Council"), ref("Elsewhere Council"), None]),
    previous=st.booleans(),
    negated=st.booleans(),
    rule=st.sampled_from(["rating.table", "rating.verb"]),
)


@given(st.lists(ANY_RATING, max_size=12, unique_by=lambda f: (f["doc_id"], f["span"]["start"])))
def test_every_grade_is_told_once_wherever_it_stands(facts: list[Record]) -> None:
    found = history(facts)
    places = [
        (source.doc_id, source.start)
        for entry in (*found.judgements, *found.doubtful)
        for source in (*entry.sources, *entry.looking_back)
    ]
    assert sorted(places) == sorted((f["doc_id"], f["span"]["start"]) for f in facts)
    for entry in found.judgements:
        assert (entry.change is None) == (entry.before is None)
        assert (entry.status == "disagrees") == (entry.instead is not None)


@given(st.lists(ANY_RATING, max_size=8, unique_by=lambda f: (f["doc_id"], f["span"]["start"])))
def test_history_hangs_on_the_facts_alone(facts: list[Record]) -> None:
    assert history(facts) == history(iter(facts)) == history(facts)


def test_body_and_area_restrict() -> None:
    facts = [THEN, rating("good", body=ref("Elsewhere Council")), rating("good", area="adoption")]
    assert len(history(facts).judgements) == 3
    assert len(history(facts, body_id="stourshire-council").judgements) == 2
    assert len(history(facts, body_id="stourshire-council", area="adoption").judgements) == 1
    assert history([]) == History((), ())


# -- on the command line --------------------------------------------------------------------


def test_history_is_shown_by_body_and_area_with_words_for_all() -> None:
    out = run("history", SEEDS, "--body", "Norfolk").stdout
    for expected in (
        "Norfolk County Council ─",
        "\nOverall\n  by 2016-08  Inadequate\n",
        "    news 000_76e7a5e5987381d3 · sentence 1 · “inadequate”\n",
        "\nAdoption\n  before 2018-01  Requires improvement            told only later\n",
        "  by 2018-01      Outstanding           ▲ better\n",
        "\nArea not named\n  2013-02     Inadequate\n",
    ):
        assert expected in out
    assert "according to Sara Tough · “requires improvement” · looks back" in " ".join(out.split())


def test_doubtful_grades_are_shown_apart() -> None:
    out = run("history", FACTS).stdout
    before, _, apart = out.partition("Not given ─")
    assert "Stourshire" not in before
    assert "  Inadequate · Stourshire Council · the text denies it\n" in apart


def test_contradiction_is_shown(tmp_path: Path) -> None:
    later = rating("good", doc="later", published="2016", judged_on="2013", previous=True)
    out = run("history", write(tmp_path / "f.jsonl", [THEN, later])).stdout
    assert "  2013        Good        another source says inadequate\n" in out


def test_change_says_since_when(tmp_path: Path) -> None:
    facts = [
        rating("inadequate", doc="a", published="2013", judged_on="2013-02"),
        rating("inadequate", doc="b", published="2013", judged_on="2013-07"),
        rating("good", doc="c", published="2018", judged_on="2018"),
    ]
    found = history(facts).judgements
    assert [judgement.before_date for judgement in found] == [None, "2013-02", "2013-07"]
    out = run("history", write(tmp_path / "f.jsonl", facts)).stdout
    assert "  2013-07  Inadequate  = same as 2013-02\n" in out
    assert "  2018     Good        ▲ better than 2013\n" in out


def test_other_scales_are_named(tmp_path: Path) -> None:
    out = run("history", write(tmp_path / "f.jsonl", [rating("good", scale="cqc")])).stdout
    assert "\nOverall · cqc\n" in out


def test_view_has_colours_where_forced_and_words_beside_them() -> None:
    out = run("history", SEEDS, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[1;31mInadequate" in out
    assert "\x1b" not in run("history", SEEDS).stdout


@pytest.mark.parametrize("width", ["40", "80", "120"])
def test_view_keeps_to_the_width(width: str) -> None:
    out = run("history", SEEDS, env={"COLUMNS": width}).stdout
    assert max(map(len, out.splitlines())) <= min(int(width), 110)
    assert not [line for line in out.splitlines() if line.endswith(" ")]


def test_json_has_a_judgement_a_line_with_all_its_sources() -> None:
    lines = [json.loads(line) for line in run("history", SEEDS, "--json").stdout.splitlines()]
    assert len(lines) == len(history(records(SEEDS)).judgements)
    for line in lines:
        assert list(line) == [field.name for field in fields(Judgement)]
        for source in (*line["sources"], *line["looking_back"]):
            assert list(source) == [field.name for field in fields(Source)]
            assert source["doc_id"]
            assert source["words"]


def test_csv_has_a_judgement_a_row() -> None:
    rows = list(csv.DictReader(run("history", SEEDS, "--csv").stdout.splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["date"], row["grade"], row["change"]) for row in rows if row["area"]] == [
        ("2016-08", "inadequate", ""),
        ("2018-01", "requires_improvement", ""),
        ("2018-01", "outstanding", "better"),
    ]


def test_csv_is_safe_and_flat(tmp_path: Path) -> None:
    evil = rating("good", text='=HYPERLINK("http://x")\n\x1b[2J', body=ref("@Stourshire"))
    out = run("history", write(tmp_path / "f.jsonl", [evil]), "--csv").stdout
    (row,) = csv.DictReader(out.splitlines())
    assert row["words"] == '\'=HYPERLINK("http://x") \\x1b[2J'
    assert row["body"] == "'@Stourshire"


def test_area_is_named_as_people_write_it() -> None:
    for name in ("adoption", "Adoption", "ADOPTION "):
        out = run("history", SEEDS, "--area", name).stdout
        assert "\nAdoption\n" in out
        assert "Overall" not in out


def test_unknown_area_and_body_are_told_with_what_there_is() -> None:
    result = run("history", SEEDS, "--area", "fostering")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: no judgement is of an area 'fostering'. There are: overall, adoption\n"
    )
    result = run("history", SEEDS, "--body", "Norfok")
    assert result.exit_code == 1
    assert "no actor is called 'Norfok'. Nearest: Norfolk County Council" in result.stderr


def test_json_and_csv_at_once_is_a_usage_error() -> None:
    result = run("history", SEEDS, "--json", "--csv")
    assert result.exit_code == 2
    assert "give one of" in result.stderr


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not at hand")
def test_norfolk_went_from_inadequate_to_good(tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    seeds = Path(__file__).parent.parent / "seeds"
    run("extract", seeds, *sorted(REPORTS.glob("norfolk-*.pdf")), "-o", facts, "-q")
    out = run("history", facts, "--body", "Norfolk", "--json").stdout
    entries = [json.loads(line) for line in out.splitlines()]
    published = {
        (entry["area"], entry["date"][:4]): entry
        for entry in entries
        if entry["date_is"] == "published"
    }
    for (area, year), grade in {
        ("overall", "2013"): "inadequate",
        ("overall", "2015"): "inadequate",
        ("overall", "2018"): "requires_improvement",
        ("adoption", "2018"): "outstanding",
        ("overall", "2023"): "good",
    }.items():
        entry = published[area, year]
        assert entry["value"] == grade
        assert entry["sources"][0]["doc_id"].startswith(f"norfolk-{year}")
        assert entry["sources"][0]["page"]
    changes = [published["overall", year]["change"] for year in ("2015", "2018", "2023")]
    assert changes == ["same", "better", "better"]
