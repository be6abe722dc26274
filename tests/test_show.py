"""Looking at facts: who is meant, which facts answer, and how it looks."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import FACTS, records, run, write
from norfolk_cs.ask import AmbiguousName, Cast, UnknownName, about, by_relation, select
from norfolk_cs.wording import CONTEXT, EVIDENCE, context, duration_words, headline, shown

Record = dict[str, Any]


@pytest.fixture
def cast() -> Cast:
    return Cast(records())


def changed(kind: str, number: int = 0, /, **fields: Any) -> Record:
    found = [record for record in records() if record["kind"] == kind]
    return {**found[number], **fields}


# -- who is meant ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("Dave Hill", "dave-hill"),
        ("dave  HILL", "dave-hill"),
        ("dave-hill", "dave-hill"),
        ("Mr Dave Hill", "dave-hill"),
        ("Lamb", "norman-lamb"),
        ("Mr Lamb", "norman-lamb"),
        ("O'Brien", "sian-obrien"),
        ("O’BRIEN", "sian-obrien"),
        ("Sian O'Brien", "sian-obrien"),
        ("Siân O’Brien", "sian-obrien"),
        ("The county council", "norfolk-county-council"),
        ("Norfolk", "norfolk-county-council"),
        ("the Norfolk County Council", "norfolk-county-council"),
        ("essex", "essex-county-council"),
        ("Stourshire", "stourshire-council"),
        ("Ofsted", "ofsted"),
        ("inspectors", "inspectors"),
    ],
)
def test_name_finds_its_actor(cast: Cast, name: str, actor_id: str) -> None:
    assert cast.find(name).actor_id == actor_id


@pytest.mark.parametrize("name", ["Hill", "hill", "Mr Hill", "MR. HILL"])
def test_shared_surname_is_ambiguous(cast: Cast, name: str) -> None:
    with pytest.raises(AmbiguousName, match="2 actors are called") as caught:
        cast.find(name)
    assert [actor.actor_id for actor in caught.value.actors] == ["dave-hill", "rob-hill"]


def test_full_name_wins_over_others_surname_and_names_them() -> None:
    hill = changed("actor", 2, actor_id="hill", name="Hill", aliases=[])
    cast = Cast([*records(), hill])
    found = cast.find("Hill")
    assert found.actor_id == "hill"
    assert [other.name for other in cast.namesakes(found, "Hill")] == ["Dave Hill", "Rob Hill"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Dave Hil", "Dave Hill"),
        ("Hil", "Dave Hill, Rob Hill"),
        ("Norman Smith", "Norman Lamb"),
        ("David Hill", "Dave Hill"),
        ("Xyzzy", "Nothing comes near it"),
        ("", "Nothing comes near it"),
    ],
)
def test_unknown_name_is_told_with_the_nearest(cast: Cast, name: str, nearest: str) -> None:
    with pytest.raises(UnknownName, match="no actor is called") as caught:
        cast.find(name)
    assert nearest in str(caught.value)


def test_actor_is_known_from_all_documents(cast: Cast) -> None:
    council = cast.find("Norfolk County Council")
    assert (council.type, council.authority_code) == ("organisation", "E10000020")
    assert council.documents == {
        "000_76e7a5e5987381d3": "2016-08",
        "002_c14406c4f802f2bf": "2018-01",
    }
    assert council.mentions == 11
    unnamed = cast.find("inspectors")
    assert (unnamed.type, unnamed.roles, unnamed.mentions) == (None, [], 0)


# -- which facts answer ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ({}, 29),
        ({"kinds": {"rating"}}, 4),
        ({"kinds": {"rating", "deadline"}}, 6),
        ({"docs": ["002_c14406c4f802f2bf"]}, 5),
        ({"docs": ["002", "reports/"]}, 13),
        ({"rating": "inadequate"}, 2),
        ({"rating": "Requires improvement"}, 1),
        ({"body": "norfolk"}, 3),
        ({"body": "Norfolk", "rating": "outstanding"}, 1),
        ({"since": "2017"}, 13),
        ({"since": "2018-01-15"}, 13),
        ({"since": "2018-02"}, 8),
        ({"since": "2020-03-05"}, 8),
        ({"since": "2020-03-06"}, 0),
        ({"until": "2016-08-01"}, 16),
        ({"until": "2016-07"}, 0),
        ({"until": "2018"}, 21),
        ({"since": "2017", "until": "2019", "kinds": {"rating"}}, 2),
    ],
)
def test_question_selects(question: dict[str, Any], count: int) -> None:
    assert len(select(records(), **question)) == count


def test_undated_documents_are_out_where_a_date_is_asked_for() -> None:
    undated = [changed("rating", published=None)]
    assert select(undated) == undated
    assert select(undated, since="1900") == []


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"docs": ["003"]}, "no document is called '003'"),
        ({"docs": [""]}, "no document"),
        ({"rating": "good"}, "There are: inadequate, outstanding, requires_improvement"),
        ({"body": "Essex"}, "no actor is called 'Essex'"),
    ],
)
def test_question_about_what_is_not_there_is_told(question: Any, message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        select(records(), **question)


def test_grade_is_told_missing_where_there_are_no_ratings() -> None:
    with pytest.raises(UnknownName, match="There are no ratings"):
        select([changed("date")], rating="good")


def test_facts_about_an_actor_stand_under_what_they_are_to_them(cast: Cast) -> None:
    hill = cast.find("Dave Hill")
    theirs = by_relation(records(), hill)
    assert {heading: len(facts) for heading, facts in theirs.items()} == {
        "Said": 3,
        "Recommended": 2,
    }
    ofsted = by_relation(records(), cast.find("Ofsted"))
    assert list(ofsted) == ["Set deadlines", "Gave ratings"]
    council = by_relation(records(), cast.find("Norfolk County Council"))
    assert list(council) == ["Was told to act", "Was set deadlines", "Was rated"]
    published = [fact["published"] for fact in council["Was rated"]]
    assert published == ["2016-08", "2018-01", "2018-01"]


def test_what_an_actor_only_mentions_stands_apart(cast: Cast) -> None:
    inspectors = by_relation(records(), cast.find("inspectors"))
    assert {heading: len(facts) for heading, facts in inspectors.items()} == {
        "Said": 1,
        "Also in their words": 2,
    }


def test_undated_facts_come_last() -> None:
    undated = changed("rating", published=None)
    cast = Cast(records())
    theirs = by_relation([undated, *records()], cast.find("Norfolk"))["Was rated"]
    assert theirs[-1] == undated


def test_facts_about_an_actor_are_each_there_once(cast: Cast) -> None:
    facts = about(records(), cast.find("Dave Hill"))
    assert len(facts) == 6
    assert facts == [fact for fact in records() if "dave-hill" in json.dumps(fact)]


# -- how a fact is put ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (changed("rating"), "Inadequate · overall · for Norfolk County Council"),
        (
            changed("rating", 1),
            "Requires improvement · for Norfolk County Council · by Ofsted · judged 2017-11",
        ),
        (
            changed("rating", 3),
            "Not inadequate · for Stourshire Council · by Ofsted · since replaced",
        ),
        (
            changed("recommendation", 1),
            "Recommended · by Dave Hill · to senior management team · one of 4",
        ),
        (
            changed("recommendation", against=True, recommender=None, addressee=None),
            "Required against",
        ),
        (
            changed("deadline"),
            "Last chance · for Norfolk County Council · set by government · “deliver”",
        ),
        (
            changed("deadline", 1),
            "Due 2020-09-05, 6 months from 2020-03-05 · for Stourshire Council · set by Ofsted"
            " · “improve its front door” · or else “a trust would take over”",
        ),
        (
            changed("deadline", 1, due=None, window=None, obliged=None, set_by=None,
                    obligation=None, consequence=None),
            "Duration",
        ),
        (changed("statement"), "Dave Hill · concludes · indirect"),
        (changed("statement", speaker=None, cue=None), "Somebody · indirect"),
        (changed("date"), "2015-12"),
        (changed("date", value="2015-W50", start="2015-12-07", end="2015-12-13"),
         "2015-W50 · 2015-12-07 to 2015-12-13"),
        (changed("date", value=None, start=None, end=None), "Unresolved"),
        (changed("date", type="DURATION", value="P3Y", mod="LESS_THAN", start=None, end=None),
         "Less than 3 years"),
        (changed("actor", 2), "David Cameron · former prime minister · 1 mention"),
        (changed("actor", 1), "Essex County Council · organisation · 3 mentions"),
    ],
)  # fmt: skip
def test_headline_says_what_a_fact_says(fact: Record, words: str) -> None:
    assert " · ".join(headline(fact)) == words


def test_headline_leaves_out_whom_it_is_about() -> None:
    assert headline(changed("statement"), about="dave-hill") == ["Concludes", "indirect"]


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("P6M", "6 months"),
        ("P1Y", "1 year"),
        ("PT48H", "48 hours"),
        ("PT1M", "1 minute"),
        ("PXM", "some months"),
        ("P1.5Y", "1.5 years"),
        ("P1Y6M", "P1Y6M"),
        ("PT3D", "PT3D"),
        ("soon", "soon"),
    ],
)
def test_durations_are_put_in_words(window: str, words: str) -> None:
    assert duration_words(window) == words


def test_context_is_the_whole_sentence_around_the_evidence() -> None:
    before, evidence, after = context(changed("rating"))
    assert before + evidence + after == changed("rating")["sentence"]["text"]
    assert evidence == "inadequate"


def test_context_cuts_only_what_is_no_sentence_and_marks_it() -> None:
    long = "word " * 2000
    fact = changed(
        "date",
        span={"start": len(long), "end": len(long) + 4, "text": "2015"},
        sentence={"index": 0, "start": 0, "end": 20004, "text": f"{long}2015{long}"},
    )
    before, evidence, after = context(fact)
    assert before.startswith("…")
    assert after.endswith("…")
    assert evidence == "2015"
    assert len(before + after) <= 2 * CONTEXT + 2
    fact["span"] = {"start": 0, "end": len(long), "text": long}
    assert len(context(fact)[1]) <= EVIDENCE + 3
    assert " … " in context(fact)[1]


@settings(deadline=None)  # a shared machine is slow now and then
@given(st.text())
def test_shown_text_drives_no_terminal(text: str) -> None:
    for char in shown(text):
        assert char == " " or unicodedata.category(char)[0] not in "CZ" or char in HARMLESS


HARMLESS = "\xad\u200b\u200c\u200d\u2060\ufeff"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("a\r\n\tb\xa0c\u2028d", "a b c d"),
        ("\ud800", "\\ud800"),
        ("soft\xadhyphen ‘Siân’ 🎉", "soft\xadhyphen ‘Siân’ 🎉"),
    ],
)
def test_shown_text_has_visible_escapes(text: str, safe: str) -> None:
    assert shown(text) == safe


# -- on the command line --------------------------------------------------------------------


def test_actor_is_shown_with_who_they_are_and_their_facts() -> None:
    out = run("show", FACTS, "--actor", "Dave Hill").stdout
    for expected in (
        "─ Dave Hill ─",
        "also   Mr Hill",
        "in     000_76e7a5e5987381d3 (2016-08)",
        "named  3 times",
        "\nSaid · 3\n",
        "\nRecommended · 2\n",
        "  Recommended · to senior management team · one of 4\n",
        "«look for support to Cambridgeshire and",
        "  2016-08 · 000_76e7a5e5987381d3 · sentence 7\n",
    ):
        assert expected in out
    assert "Norman Lamb" not in out


def test_evidence_over_several_sentences_is_shown_whole() -> None:
    out = run("show", FACTS, "-a", "Dave Hill", "-k", "statement").stdout
    words = " ".join(out.split())
    assert (
        "«The key challenge now is how to make further progress with focus and pace. There is only"
        " one chance left to deliver, the basics are in place, but support, challenge and"
        " assistance will be required to complete the journey.»"
    ) in words


def test_page_and_doubt_are_told() -> None:
    out = run("show", FACTS, "-a", "rob hill").stdout
    assert "2020-03-05 · reports/stourshire · sentence 6 · page 2 · hedged" in out


def test_documents_are_shown_kind_by_kind() -> None:
    out = run("show", FACTS).stdout
    for expected in (
        "000_76e7a5e5987381d3 · 2016-08 ─",
        "\nseeds/000_76e7a5e5987381d3.txt\n",
        "\nActors · 6\n",
        "\nDates · 2\n",
        "  sentence 1 · quoted\n",
        "  sentence 2 · according to inspectors\n",
    ):
        assert expected in out
    assert out.index("\nActors") < out.index("\nRatings") < out.index("\nDates")
    assert "29 facts in 3 documents: 4 ratings, 4 dates, 10 actors, 3 recommendations" in out


@pytest.mark.parametrize("width", ["40", "80", "120", "300"])
def test_view_keeps_to_the_width_and_loses_nothing(width: str) -> None:
    out = run("show", FACTS, env={"COLUMNS": width}).stdout
    assert max(map(len, out.splitlines())) <= min(int(width), 110)
    words = " ".join(out.split())
    for record in records():
        assert " ".join(record["span"]["text"].split()) in words


def test_view_is_plain_where_it_is_no_terminal_and_coloured_where_forced() -> None:
    plain = run("show", FACTS, "-a", "Dave Hill").stdout
    assert "\x1b" not in plain
    assert not [line for line in plain.splitlines() if line.endswith(" ")]
    coloured = run("show", FACTS, "-a", "Dave Hill", env={"FORCE_COLOR": "1"}).stdout
    assert "should \x1b[1;36mlook for support to Cambridgeshire and" in coloured
    assert "«" not in coloured


def test_json_is_the_facts_own_lines() -> None:
    assert run("show", FACTS, "--json").stdout == FACTS.read_text("utf-8")
    lines = run("show", FACTS, "--json", "-a", "Dave Hill").stdout.splitlines()
    assert lines == [line for line in FACTS.read_text("utf-8").splitlines() if "dave-hill" in line]
    lines = run("show", FACTS, "--json", "-k", "rating", "-k", "deadline").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == [
        "rating", "deadline", "rating", "rating", "rating", "deadline",
    ]  # fmt: skip


def test_json_keeps_fields_of_a_newer_version(tmp_path: Path) -> None:
    newer = write(tmp_path / "f.jsonl", [changed("date", mood="grim", schema_version="1.9")])
    assert json.loads(run("show", newer, "--json").stdout)["mood"] == "grim"


def test_shared_surname_lists_people_with_roles_and_documents() -> None:
    result = run("show", FACTS, "--actor", "Hill")
    assert result.exit_code == 1
    assert result.stderr == "error: 2 actors are called 'Hill'. Ask for one by full name\n"
    rows = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "Dave Hill person 000_76e7a5e5987381d3 (2016-08)" in rows
    assert "Rob Hill cabinet member, Stourshire Council reports/stourshire (2020-03-05)" in rows


def test_shared_surname_gives_no_json() -> None:
    result = run("show", FACTS, "--actor", "Hill", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Rob Hill" in result.stderr


def test_namesakes_of_a_full_name_are_mentioned(tmp_path: Path) -> None:
    hill = changed("actor", 2, actor_id="hill", name="Hill", aliases=[])
    result = run("show", write(tmp_path / "f.jsonl", [*records(), hill]), "-a", "hill")
    assert result.exit_code == 0
    assert "Also of that name: Dave Hill, Rob Hill" in result.stdout


def test_unknown_name_exits_with_the_nearest() -> None:
    result = run("show", FACTS, "--actor", "Dave Hull")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: no actor is called 'Dave Hull'. Nearest: Dave Hill")


def test_many_documents_of_an_actor_are_counted(tmp_path: Path) -> None:
    many = [changed("actor", doc_id=f"doc-{n}") for n in range(20)]
    out = run("show", write(tmp_path / "f.jsonl", many), "-a", "Norfolk").stdout
    assert "doc-11 (2016-08)" in out
    assert "doc-12" not in out
    assert "… and 8 more" in out


@pytest.mark.parametrize("day", ["2013-02-30", "16/08/2013", "yesterday"])
def test_date_that_the_calendar_has_not_is_a_usage_error(day: str) -> None:
    result = run("show", FACTS, "--since", day)
    assert result.exit_code == 2
    assert day in result.stderr


def test_nothing_that_matches_is_said_so() -> None:
    result = run("show", FACTS, "--since", "2021")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "note: no facts match\n"


def test_facts_without_a_date_are_counted_where_dates_are_asked_for(tmp_path: Path) -> None:
    facts = write(tmp_path / "f.jsonl", [changed("date"), changed("date", 1, published=None)])
    result = run("show", facts, "--since", "2016")
    assert "1 fact in 1 document" in result.stdout
    assert "left out 1 fact of documents without a publication date" in result.stderr


@pytest.mark.parametrize("date", ["16", "2016-13", "2016-08-32", "August", "2016-8", "٢٠١٦"])
def test_date_of_another_form_is_a_usage_error(date: str) -> None:
    result = run("show", FACTS, "--since", date)
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.stderr


def test_facts_are_looked_for_where_extract_puts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("show")
    assert result.exit_code == 1
    assert "there is no facts.jsonl or out/facts.jsonl here" in result.stderr
    (tmp_path / "out").mkdir()
    write(tmp_path / "out" / "facts.jsonl", [changed("date")])
    assert "1 fact in 1 document: 1 date\n" in run("show").stdout
    write(tmp_path / "facts.jsonl", [changed("date"), changed("rating")])
    assert "2 facts in 1 document" in run("show").stdout


def test_facts_are_read_from_standard_input() -> None:
    result = run("show", "-", "--json", stdin=FACTS.read_bytes())
    assert result.stdout == FACTS.read_text("utf-8")


# -- bad input ------------------------------------------------------------------------------


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    result = run("show", tmp_path / "none.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    expected = f"error: {tmp_path}/none.jsonl: no such file. norfolk-cs extract writes one\n"
    assert result.stderr == expected


def test_folder_is_one_line(tmp_path: Path) -> None:
    result = run("show", tmp_path)
    assert result.exit_code == 1
    assert result.stderr == (
        f"error: {tmp_path}: is a folder, not a facts file. "
        "norfolk-cs extract PATH -o DIR/ writes folders of facts\n"
    )


def test_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    result = run("show", tmp_path / "empty.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "note: there are no facts in the file\n"


def test_broken_lines_are_numbered_and_the_rest_is_shown() -> None:
    lines = FACTS.read_bytes().splitlines(keepends=True)
    broken = b"".join([*lines[:4], b'{"kind": "rat\n', *lines[4:], b'{"kind": "x"}\n', b"{}\n"])
    result = run("show", "-", stdin=broken)
    assert result.exit_code == 1
    assert "29 facts in 3 documents" in result.stdout
    assert result.stderr.splitlines() == [
        "error: facts:5: not JSON at column 14",
        "error: facts:31: kind: missing, or none of the six kinds (and 1 more such)",
    ]


def test_text_given_for_facts_is_told_what_makes_facts(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Mr Hill said so.\n", "utf-8")
    result = run("show", tmp_path / "story.txt")
    assert result.exit_code == 1
    assert "story.txt:1: not JSON" in result.stderr
    assert "norfolk-cs extract writes facts of documents" in result.stderr


def test_newer_version_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    newer = [{**record, "schema_version": "2.1"} for record in records()]
    result = run("show", write(tmp_path / "f.jsonl", newer))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "f.jsonl:1: schema_version 2.1 is newer than 1.x" in result.stderr
    assert "(and 28 more such). Update norfolk-cs" in result.stderr


@pytest.mark.parametrize("options", [[], ["-a", "eve"], ["--json"], ["-a", "hill"], ["-d", "none"]])
def test_escape_codes_never_reach_the_terminal(tmp_path: Path, options: list[str]) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\r\x7f"
    facts = []
    for record in records():
        fact = json.loads(json.dumps(record).replace("Dave Hill", json.dumps(f"Hill {evil}")[1:-1]))
        facts.append(json.loads(json.dumps(fact).replace("dave-hill", "eve")))
    for name in ("doc_id", "source", "rule", "published"):
        facts[0][name] = f"{facts[0][name]}{evil}"
    path = write(tmp_path / "f.jsonl", facts)
    for command in (["show", path, *options], ["diff", FACTS, path]):
        result = run(*command, env={"FORCE_COLOR": None})
        assert result.output
        for char in result.output:
            assert char == "\n" or char.isprintable(), (command, char)


def test_names_on_the_command_line_are_shown_safely() -> None:
    result = run("show", FACTS, "-a", "\x1b[31mHill")
    assert "\x1b" not in result.output
    assert "\\x1b[31mHill" in result.stderr
