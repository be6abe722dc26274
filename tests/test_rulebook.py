from __future__ import annotations

import pytest

from norfolk_cs.errors import BadRules
from norfolk_cs.rulebook import Rulebook, load_rules, parse_rules, rule_files

GOOD = """
trigger = 'rated'
[vocabulary]
verb = ["rated", "rated as"]
[[rule]]
id = "rating.test"
pattern = '''{verb} (?P<grade>good) ?(?:by the council's)?'''
examples = ["rated as good"]
not = ["rated bad"]
"""


def _book(text: str = GOOD) -> Rulebook:
    return Rulebook("test", parse_rules(text, "test.toml"), {"verb": [], "other": ["word"]})


def test_pattern_reads_vocabulary_white_space_and_apostrophes_loosely() -> None:
    book = _book()
    match = book.regex(book.rules[0]).search("Rated\n  as good by the council’s")
    assert match is not None
    assert match["grade"] == "good"
    assert match.end() == len("Rated\n  as good by the council’s")


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("a ?b", "ab", True),
        ("a ?b", "a  b", True),
        ("a b", "ab", False),
        ("a {2}b", "a  b", True),
        ("[a b]c", " c", True),
        ("[a b]c", "\nc", False),
        (r"a\ b", "a\nb", False),
        ("[']s", "’s", True),
        ("it's", "IT’S", True),
    ],
)
def test_compile_loosens_only_what_it_says(pattern: str, text: str, matches: bool) -> None:
    assert bool(_book().compile(pattern).fullmatch(text)) is matches


def test_compile_keeps_case_on_request() -> None:
    assert not _book().compile("ofsted", case=True).search("Ofsted")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rule]", "not TOML"),
        (GOOD.replace('not = ["rated bad"]', ""), "rule.0.not"),
        (GOOD.replace('examples = ["rated as good"]', "examples = []"), "rule.0.examples"),
        (GOOD.replace("rating.test", "Rating"), "rule.0.id"),
        (GOOD + "colour = 'red'\n", "colour"),
        (GOOD.replace("pattern =", "patern ="), "rule.0.pattern"),
    ],
)
def test_parse_rules_names_the_file_and_the_field(text: str, words: str) -> None:
    with pytest.raises(BadRules, match=words) as caught:
        parse_rules(text, "mine.toml")
    assert caught.value.where == "mine.toml"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [("{nothing} x", "no vocabulary 'nothing'"), ("(open", "does not compile")],
)
def test_compile_names_what_is_wrong(pattern: str, words: str) -> None:
    with pytest.raises(BadRules, match=words):
        _book().compile(pattern)


def test_trigger_is_required_where_it_is_asked_for() -> None:
    book = _book(GOOD.replace("trigger = 'rated'", ""))
    with pytest.raises(BadRules, match="no trigger"):
        _ = book.trigger


@pytest.mark.parametrize("name", rule_files())
def test_shipped_rules_compile(name: str) -> None:
    book = load_rules(name)
    assert all(book.compiled(rule) for rule in book.rules)
