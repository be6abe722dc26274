"""Who is who over all documents: what makes two one, what keeps them apart, alias files."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import records, run, write
from norfolk_cs.ask import Cast
from norfolk_cs.ask.aliases import BadAliases, read_aliases
from norfolk_cs.ask.identity import identify
from norfolk_cs.ask.namesakes import post_noun
from norfolk_cs.ask.people import Person, people
from norfolk_cs.cli.actors import COLUMNS
from told import Record, actor, advice, council, rating, ref, statement

SEEDS = Path(__file__).parent / "golden" / "seeds.jsonl"
KENT, STOUR = "Kent County Council", "Stourshire Council"


def names(*facts: Record, aliases: Path | None = None) -> list[str]:
    """The name that each actor fact of a person has in the end."""
    known = read_aliases(aliases) if aliases else None
    return [fact["name"] for fact in identify(facts, known) if fact.get("type") == "person"]


# -- one person, or two ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ([("director", STOUR)], [("executive director", STOUR)]),
        ([("director", STOUR)], [("director", KENT), ("former director", STOUR)]),
        ([("lead inspector", "Ofsted")], [("deputy lead inspector", None)]),
        ([("education secretary", None)], [("secretary of state", None)]),
        ([("MP for Stourbridge", None)], [("Stourshire MP", None)]),
    ],
)
def test_same_name_is_one_person_where_post_or_body_agrees(
    one: list[tuple[str, str | None]], two: list[tuple[str, str | None]]
) -> None:
    facts = [actor("Ann Lee", *one, doc="a"), actor("Ann Lee", *two, doc="b")]
    assert names(*facts) == ["Ann Lee", "Ann Lee"]


def test_same_name_is_one_person_where_documents_are_about_one_council() -> None:
    facts = [
        actor("Ann Lee", doc="a"), council(doc="a", at=100),
        actor("Ann Lee", ("director", STOUR), doc="b"), council(doc="b", at=100),
    ]  # fmt: skip
    assert names(*facts) == ["Ann Lee", "Ann Lee"]


@pytest.mark.parametrize(
    ("one", "two", "labels"),
    [
        ([("director", STOUR)], [("director", KENT)], [STOUR, KENT]),
        ([("inspector", "Ofsted")], [("leader", KENT)], ["Ofsted", KENT]),
        ([("councillor", None)], [("director", KENT)], ["councillor", KENT]),
        ([("councillor", None)], [("councillor", None)], ["councillor, a", "councillor, b"]),
        ([], [], ["a", "b"]),
    ],
)
def test_same_name_stays_apart_without_evidence_and_says_who(
    one: list[tuple[str, str | None]], two: list[tuple[str, str | None]], labels: list[str]
) -> None:
    facts = [actor("Ann Lee", *one, doc="a"), actor("Ann Lee", *two, doc="b")]
    assert names(*facts) == [f"Ann Lee ({label})" for label in labels]
    first, second = people(identify(facts))
    assert {first.name, second.name} == set(names(*facts))
    assert first.namesakes == (second.name,)
    assert first.actor_id != second.actor_id


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ([("leader", "Ofsted")], []),  # a name in a document about a council is no post there
        ([("social worker", None)], [("leader", STOUR)]),
        ([("MP for Stourbridge", None)], [("director", None)]),
    ],
)
def test_a_council_is_no_evidence_for_other_posts_or_other_bodies(
    one: list[tuple[str, str | None]], two: list[tuple[str, str | None]]
) -> None:
    facts = [
        actor("Ann Lee", *one, doc="a"), council(doc="a", at=100),
        actor("Ann Lee", *two, doc="b"), council(doc="b", at=100),
    ]  # fmt: skip
    assert len(set(names(*facts))) == 2


@pytest.mark.parametrize(
    ("title", "noun"),
    [
        ("director of children's services", "director"),
        ("interim children’s services director", "director"),
        ("MP for Norwich North", "mp"),
        ("Norfolk MP", "mp"),
        ("parliamentary under secretary of state for children", "secretary"),
        ("cabinet member, children", "member"),
        ("", ""),
    ],
)
def test_post_is_known_by_its_noun(title: str, noun: str) -> None:
    assert post_noun(title) == noun


def test_bodies_that_differ_are_two_people_even_in_one_council_s_papers() -> None:
    facts = [
        actor("Ann Lee", ("leader", STOUR), doc="a"), council(doc="a", at=100),
        actor("Ann Lee", ("inspector", "Ofsted"), doc="b"), council(doc="b", at=100),
    ]  # fmt: skip
    assert names(*facts) == [f"Ann Lee ({STOUR})", "Ann Lee (Ofsted)"]


def test_who_could_be_either_of_two_is_neither() -> None:
    facts = [
        actor("Ann Lee", ("leader", STOUR), doc="a"), council(doc="a", at=100),
        actor("Ann Lee", ("leader", KENT), doc="b"), council(KENT, "E10000016", doc="b", at=100),
        actor("Ann Lee", doc="c"), council(doc="c", at=100),
        council(KENT, "E10000016", doc="c", at=200),
    ]  # fmt: skip
    assert names(*facts) == [f"Ann Lee ({STOUR})", f"Ann Lee ({KENT})", "Ann Lee (c)"]


def test_who_moved_makes_both_one() -> None:
    facts = [
        actor("Ann Lee", ("director", STOUR), doc="a", published="2012"),
        actor("Ann Lee", ("director", KENT), doc="b", published="2016"),
        actor("Ann Lee", ("director", KENT), ("director", STOUR), doc="c", published="2014"),
    ]
    assert names(*facts) == ["Ann Lee"] * 3


def test_surname_alone_is_never_evidence() -> None:
    facts = [
        actor("Ann Lee", ("director", STOUR), doc="a", aliases=["Ms Lee"]),
        actor("Lee", ("director", STOUR), doc="b"),
        actor("Sue Lee", ("director", STOUR), doc="c", aliases=["Ms Lee", "Lee"]),
    ]
    assert names(*facts) == ["Ann Lee", "Lee", "Sue Lee"]


def test_full_name_told_as_an_alias_makes_two_names_one() -> None:
    facts = [
        actor("Annabel Lee", ("director", STOUR), doc="a", aliases=["Ms Ann Lee", "Ms Lee"]),
        actor("Ann Lee", ("director", STOUR), doc="b"),
        statement("Ann Lee", doc="b", at=100),
    ]
    assert names(*facts) == ["Annabel Lee", "Annabel Lee"]
    found = identify(facts)
    assert found[2]["speaker"] == ref("Annabel Lee")
    assert "Ann Lee" in found[1]["aliases"]


def test_document_that_tells_two_apart_is_believed() -> None:
    facts = [
        actor("Annabel Lee", ("director", STOUR), doc="a", aliases=["Ann Lee"]),
        actor("Ann Lee", ("director", STOUR), doc="a", at=100),
    ]
    assert len(set(names(*facts))) == 2


def test_council_that_changed_its_name_is_one() -> None:
    facts = [
        council("Stourshire Borough Council", doc="a", published="2016"),
        rating("good", doc="a", at=100, body=ref("Stourshire Borough Council")),
        council("Stourshire City Council", doc="b", published="2024"),
        actor("Ann Lee", ("leader", "Stourshire Borough Council"), doc="a", at=200),
        actor("Ann Lee", ("leader", "Stourshire City Council"), doc="b", at=200),
    ]
    found = identify(facts)
    assert found[1]["body"] == ref("Stourshire City Council")
    assert found[0]["aliases"] == ["Stourshire Borough Council"]
    assert names(*facts) == ["Ann Lee", "Ann Lee"]
    assert Cast(found).find("Stourshire").name == "Stourshire City Council"
    assert Cast(found).find("Stourshire Borough Council").name == "Stourshire City Council"


def test_namesakes_are_found_by_the_name_they_share_and_by_surname() -> None:
    facts = identify([
        actor("Ann Lee", ("leader", STOUR), doc="a"), actor("Ann Lee", ("leader", KENT), doc="b"),
    ])  # fmt: skip
    cast = Cast(facts)
    assert cast.find(f"Ann Lee ({KENT})").actor_id == "ann-lee-kent-county-council"
    assert cast.find("ann-lee-kent-county-council").name == f"Ann Lee ({KENT})"
    for name in ("Ann Lee", "Lee", "Ms Lee"):
        with pytest.raises(Exception, match="2 actors are called"):
            cast.find(name)


def test_seeds_have_nobody_twice() -> None:
    facts = records(SEEDS)
    assert identify(facts) == facts


PEOPLE = st.builds(
    lambda name, post, doc, at: actor(name, *([post] if post else []), doc=doc, at=at),
    st.sampled_from(["Ann Lee", "Sue Lee", "Lee"]),
    st.sampled_from([None, ("leader", STOUR), ("leader", KENT), ("MP", None), (None, "Ofsted")]),
    st.sampled_from("abcde"),
    st.integers(0, 10_000),
)


@given(st.lists(PEOPLE, max_size=8, unique_by=lambda fact: (fact["doc_id"], fact["name"])))
def test_identity_loses_nobody_and_is_stable(facts: list[Record]) -> None:
    found = identify(facts)
    assert identify(facts) == found
    assert len(found) == len(facts)
    for before, after in zip(facts, found, strict=True):
        assert before["name"] == after["name"] or before["name"] in after["aliases"]
        assert after["name"].startswith(before["name"])
    for doc in "abcde":
        here = [fact["actor_id"] for fact in found if fact["doc_id"] == doc]
        assert len(here) == len(set(here))


# -- alias files ----------------------------------------------------------------------------


def toml(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "names.toml"
    path.write_text(text, "utf-8")
    return path


SAME = '[[same]]\nname = "Ann Lee"\nalso = ["Annie Lee", "A Lee", "Ann Lee"]\n'
APART = '[[apart]]\nname = "Ann Lee"\nas = "Ann Lee (of Kent)"\ndocs = ["kent-"]\n'


def test_names_said_to_be_one_are_one(tmp_path: Path) -> None:
    facts = [
        actor("Annie Lee", ("leader", STOUR), doc="a"),
        actor("Ann Lee", ("leader", KENT), doc="b"),
        actor("A. Lee", doc="c"),
        advice("annie LEE", None, doc="a", at=300),
    ]
    path = toml(tmp_path, SAME)
    assert names(*facts, aliases=path) == ["Ann Lee", "Ann Lee", "A. Lee"]
    found = identify(facts, read_aliases(path))
    assert found[3]["recommender"] == ref("Ann Lee")
    assert found[0]["aliases"] == ["Annie Lee"]


def test_name_said_to_be_another_s_is_set_apart(tmp_path: Path) -> None:
    facts = [
        actor("Ann Lee", ("leader", STOUR), doc="a"),
        actor("Ann Lee", ("leader", STOUR), doc="kent-2013"),
        statement("Ann Lee", doc="kent-2013", at=100),
    ]
    path = toml(tmp_path, APART)
    assert names(*facts, aliases=path) == ["Ann Lee", "Ann Lee (of Kent)"]
    found = identify(facts, read_aliases(path))
    assert found[2]["speaker"] == ref("Ann Lee (of Kent)")
    path = toml(tmp_path, SAME.replace('"A Lee"', '"Ann Lee (of Kent)"') + APART)
    assert names(*facts, aliases=path) == ["Ann Lee", "Ann Lee"]


def test_bodies_can_be_said_to_be_one(tmp_path: Path) -> None:
    path = toml(tmp_path, '[[same]]\nname = "Big Board"\nalso = ["BB"]\n')
    facts = [rating("good", body=ref("BB")), rating("good", doc="x", body=ref("Big Board"))]
    found = identify(facts, read_aliases(path))
    assert [fact["body"]["actor_id"] for fact in found] == ["big-board", "big-board"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[same]\n", "names.toml: not TOML: "),
        ("a = " + "[" * 100_000, "names.toml: not TOML"),
        (
            '[[alike]]\nname = "A"\n',
            "'alike' means nothing here. Tables are [[same]] and [[apart]]",
        ),
        ('[same]\nname = "A"\n', "same is no list of tables. Write [[same]]"),
        ("same = [1]\n", "same is no list of tables"),
        ('[[same]]\nname = "A"\n', "[[same]] 1: also is missing"),
        ('[[same]]\nname = "A"\nalso = "B"\n', "also is not a list of at least one name"),
        ('[[same]]\nname = "A"\nalso = []\n', "also is not a list of at least one name"),
        ('[[same]]\nname = "A"\nalso = [" "]\n', "also is not a list of at least one name"),
        ('[[same]]\nname = 3\nalso = ["B"]\n', "[[same]] 1: name is not a name"),
        ('[[same]]\nname = "A"\nalso = ["B"]\nof = "C"\n', "'of' means nothing here. It has name,"),
        (SAME + '[[same]]\nname = "B"\nalso = ["ann lee"]\n', "[[same]] 2: 'ann lee' goes by 'Ann"),
        ('[[apart]]\nname = "A"\nas = "B"\n', "[[apart]] 1: docs is missing"),
        (APART + '[[apart]]\nname = "A"\ndocs = ["x"]\n', "[[apart]] 2: as is missing"),
    ],
)
def test_alias_file_that_says_something_else_is_told(
    tmp_path: Path, text: str, message: str
) -> None:
    path = toml(tmp_path, text)
    with pytest.raises(BadAliases) as caught:
        read_aliases(path)
    assert message in str(caught.value)
    for command in ("actors", "history", "timeline", "deadlines"):
        result = run(command, SEEDS, "--aliases", path)
        assert (result.exit_code, result.stdout) == (1, "")
        assert message in result.stderr


def test_alias_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    result = run("actors", SEEDS, "--aliases", tmp_path / "none.toml")
    assert result.exit_code == 1
    assert "none.toml: cannot be read: No such file or directory" in result.stderr
    (tmp_path / "latin.toml").write_bytes(b"# Si\xe2n\n")
    result = run("actors", SEEDS, "--aliases", tmp_path / "latin.toml")
    assert "latin.toml: not UTF-8. Save it as UTF-8" in result.stderr


@given(st.text(max_size=60))
def test_alias_files_are_read_or_refused(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "names.toml"
        path.write_text(text, "utf-8", "surrogatepass")
        with suppress(BadAliases):
            read_aliases(path)


def test_aliases_serve_the_names_that_other_commands_ask_for(tmp_path: Path) -> None:
    path = toml(tmp_path, '[[same]]\nname = "David Hill"\nalso = ["Dave Hill"]\n')
    for name in ("David Hill", "Dave Hill", "Hill"):
        out = run("timeline", SEEDS, "--aliases", path, "--actor", name).stdout
        assert "  2016-08 · David Hill said\n" in out
    path = toml(tmp_path, '[[same]]\nname = "Nelson Council"\nalso = ["Norfolk County Council"]\n')
    out = run("history", SEEDS, "--aliases", path, "--body", "Nelson").stdout
    assert "Nelson Council ─" in out
    out = run("deadlines", SEEDS, "--aliases", path, "--body", "Norfolk").stdout
    assert "  Nelson Council · set by government\n" in out


# -- everybody ------------------------------------------------------------------------------


def test_person_has_posts_through_time_documents_and_counts() -> None:
    facts = [
        actor("Ann Lee", ("director", STOUR), doc="b", published="2016-08", aliases=["Ms Lee"]),
        actor("Ann Lee", ("adviser", STOUR), ("director", STOUR), doc="a", published="2013"),
        actor("Ann Lee", ("director", STOUR), doc="undated"),
        statement("Ann Lee", doc="a", at=100),
        statement("Ann Lee", doc="a", at=200),
        advice("Bob Cole", "Ann Lee", doc="a", at=300),
        council(doc="a", at=400),
    ]
    lee, stour = people(identify(facts))
    assert [(post.words, post.first, post.last, post.docs) for post in lee.posts] == [
        (f"adviser, {STOUR}", "2013", "2013", ("a",)),
        (f"director, {STOUR}", "2013", "2016-08", ("a", "b", "undated")),
    ]
    assert [(named.doc_id, named.published) for named in lee.documents] == [
        ("a", "2013"), ("b", "2016-08"), ("undated", None),
    ]  # fmt: skip
    assert (lee.mentions, lee.aliases, lee.namesakes) == (3, ("Ms Lee",), ())
    assert lee.counts == {
        "said": 2, "recommended": 0, "told_to_act": 1, "deadlines_set": 0, "deadlines_given": 0,
        "ratings_given": 0, "rated": 0,
    }  # fmt: skip
    assert (stour.type, stour.authority_code) == ("organisation", "E10000099")


# -- on the command line --------------------------------------------------------------------


def test_actors_are_shown_people_first() -> None:
    out = run("actors", SEEDS).stdout
    assert out.startswith("People · 15 ─")
    for expected in (
        "\n  Dave Hill · also Mr Hill\n    special commissioner · 2016-04\n",
        "    named 5 times · said 3 things",
        "Organisations · 6 ─",
        "\n  Norfolk County Council · also Norfolk · E10000020\n",
    ):
        assert expected in out


def test_namesakes_are_shown_as_such(tmp_path: Path) -> None:
    facts = [actor("Ann Lee", ("leader", STOUR), doc="a"), actor("Ann Lee", doc="b")]
    out = run("actors", write(tmp_path / "f.jsonl", facts)).stdout
    assert f"\n  Ann Lee ({STOUR})\n" in out
    assert f"    nothing shows that it is the same person as Ann Lee ({STOUR})\n" in out


def test_json_has_a_person_a_line() -> None:
    lines = [json.loads(line) for line in run("actors", SEEDS, "--json").stdout.splitlines()]
    assert len(lines) == len(people(identify(records(SEEDS))))
    for line in lines:
        assert list(line) == [field.name for field in fields(Person)]


def test_csv_has_a_person_a_row() -> None:
    rows = list(csv.DictReader(run("actors", SEEDS, "--csv").stdout.splitlines()))
    assert tuple(rows[0]) == COLUMNS
    hill = next(row for row in rows if row["name"] == "Dave Hill")
    assert (hill["first"], hill["last"], hill["said"]) == ("2016-04", "2016-08", "3")
    assert hill["namesakes"] == ""


def test_nobody_is_said_to_be_nobody(tmp_path: Path) -> None:
    result = run("actors", write(tmp_path / "f.jsonl", [rating("good")]))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "note: no fact describes anybody\n"
