"""Users' own rule files: what they add and switch off, and what is said of a mistake."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from command_line import run
from norfolk_cs import extract
from norfolk_cs.custom import read_settings
from norfolk_cs.errors import BadRules
from norfolk_cs.models import ActorFact, Fact, RatingFact, RecommendationFact, StatementFact
from norfolk_cs.pipeline import build_nlp
from norfolk_cs.scales import load_scales
from norfolk_cs.settings import RuleText, Settings, active, using

MEDALS = """
[[scale]]
id = "ncb"
names = ["Northern Care Board", "NCB"]
about = ["day nurser(?:y|ies)"]
areas = { welcome = ["warmth of welcome"] }
grades = [
  { value = "gold", rank = 1, forms = ["gold"] },
  { value = "bronze", rank = 2, forms = ["bronze"] },
  { value = "no_medal", rank = 3, forms = ["no medal"], everyday = false },
]
"""
ADVICE = r"""
[recommendations]
trigger = 'had best'
[[recommendations.rule]]
id = "recommendation.had-best"
pattern = '''\bhad best\b'''
set = { frame = "modal", stems = "had best", strength = "advised" }
examples = ["The council had best [[listen to families]]."]
not = ["She did well to finish."]
"""
RULE = r"""
[[ratings.rule]]
id = "rating.carried-off"
pattern = '''\bcarried off(?: an?| the)? {grade}'''
examples = ["Ravensby carried off [[outstanding]]."]
not = ["They carried off furniture."]
"""


def _settings(*texts: str) -> Settings:
    return Settings(tuple(RuleText(f"{n}.toml", text) for n, text in enumerate(texts)))


def _facts(text: str, *rules: str) -> list[Fact]:
    with using(_settings(*rules)):
        return extract(text, published="2016-05-04")


def _ratings(text: str, *rules: str) -> list[RatingFact]:
    return [fact for fact in _facts(text, *rules) if isinstance(fact, RatingFact)]


# -- scales --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("The NCB has rated Oakfield gold, up from bronze in 2013.", [("gold", 1), ("bronze", 2)]),
        ("The Northern Care Board judged its welcome to be 'Bronze'.", [("bronze", 2)]),
        ("It was downgraded by the NCB from gold to no medal.", [("gold", 1), ("no_medal", 3)]),
        ("Its day nursery was found to be gold.", [("gold", 1)]),
        ("The NCB gave the council a gold rating.", [("gold", 1)]),
        ("It is no longer rated bronze by the NCB.", [("bronze", 2)]),
        ("Ravensby was awarded gold by the NCB.", [("gold", 1)]),
        ("The NCB has given the council bronze.", [("bronze", 2)]),
        ("The NCB awarded Ravensby gold for its warmth of welcome.", [("gold", 1)]),
        ("The NCB gave the council gold cups.", []),
        ("She won a gold medal, and bronze is a metal. The NCB was silent.", []),
        ("Staff hope to be rated gold by the NCB.", []),
        ("The NCB gives gold, bronze or no medal.", []),
    ],
)
def test_scale_reads_its_grades_in_sentences(text: str, grades: list[tuple[str, int]]) -> None:
    found = _ratings(text, MEDALS)
    assert [(fact.value, fact.rank) for fact in found] == grades
    assert {fact.scale for fact in found} <= {"ncb"}
    assert _ratings(text) == []


def test_scale_names_its_inspectorate_and_areas() -> None:
    text = "The Northern Care Board came. The NCB rated the warmth of welcome gold."
    (fact,) = _ratings(text, MEDALS)
    assert fact.rater is not None
    assert (fact.rater.name, fact.area) == ("Northern Care Board", "welcome")


def test_scale_reads_the_rows_of_a_table() -> None:
    text = (
        "Northern Care Board report\n\nOverall: Gold\nWarmth of welcome: Bronze\n\n"
        "The council was visited in May."
    )
    found = _ratings(text, MEDALS)
    assert [(f.rule, f.value, f.area) for f in found] == [
        ("rating.table", "gold", "overall"),
        ("rating.table", "bronze", "welcome"),
    ]
    assert [f.rater and f.rater.name for f in found] == ["Northern Care Board"] * 2


def test_scale_stands_beside_the_shipped_ones() -> None:
    text = (
        "The NCB rated the service gold, the CQC rated it requires improvement "
        "and Ofsted judged the council's adoption service outstanding."
    )
    found = _ratings(text, MEDALS)
    assert [(fact.scale, fact.value) for fact in found] == [
        ("ncb", "gold"),
        ("cqc", "requires_improvement"),
        ("ofsted", "outstanding"),
    ]


def test_inspectorate_without_such_a_grade_did_not_give_it() -> None:
    (fact,) = _ratings(
        "The NCB came. The council was awarded 'gold' for play, Ofsted heard.", MEDALS
    )
    assert fact.rater is None


def test_scale_takes_the_place_of_a_shipped_one_of_its_id() -> None:
    mine = MEDALS.replace('id = "ncb"', 'id = "csci"')
    with using(_settings(mine)):
        assert load_scales()["csci"].inspectorate == "Northern Care Board"
    assert load_scales()["csci"].inspectorate == "Commission for Social Care Inspection"


# -- rules and words -----------------------------------------------------------------------------


def test_rule_finds_what_no_shipped_one_does() -> None:
    text = "Ravensby County Council carried off outstanding again."
    (fact,) = _ratings(text, RULE)
    assert (fact.rule, fact.subject) == ("rating.carried-off", "Ravensby County Council")
    assert _ratings(text) == []


def test_rule_of_another_component_reads_on_by_its_frame() -> None:
    text = "The council had best publish the report."
    (fact,) = (f for f in _facts(text, ADVICE) if isinstance(f, RecommendationFact))
    assert (fact.action, fact.strength) == ("publish the report", "advised")
    assert not any(isinstance(f, RecommendationFact) for f in _facts(text))


FEAST = r"""
[dates]
trigger = '(?P<feast>martinmas)'
[dates.vocabulary]
holiday_name = ["martinmas"]
[dates.table.holiday]
martinmas = "11-11"
[[dates.rule]]
id = "date.martinmas"
pattern = '''(?<!\w)(?P<holiday>martinmas)(?: (?P<year>{year_now}))?\b'''
set = { read = "holiday", on = "feast" }
examples = ["It closed at [[Martinmas 2014]]."]
not = ["A martin flew."]
"""
TICKING = r"""
[[deadlines.rule]]
id = "deadline.clock-ticks"
pattern = '''(?P<cue>the clock is ticking) for (?P<to>(?:\w+ ){1,4})until (?P<day>\ue001+)'''
set = { who = "to", stems = "clock" }
examples = ["The clock is ticking for the council until [[30 June 2017]]."]
not = ["The clock is ticking."]
"""


def test_feast_of_a_users_has_its_day() -> None:
    (fact,) = _facts("It closed at Martinmas 2014.", FEAST)
    assert (fact.rule, getattr(fact, "value", None)) == ("date.martinmas", "2014-11-11")


def test_feast_that_no_table_knows_is_no_date() -> None:
    word = '[dates.vocabulary]\nholiday_name = ["martinmas"]'
    assert _facts("It closed at Easter 2014 and at Martinmas 2014 by Christmas.", word)


def test_deadline_of_a_users_is_due() -> None:
    found = _facts("The clock is ticking for the council until 30 June 2017.", TICKING)
    (fact,) = (fact for fact in found if fact.kind == "deadline")
    assert (fact.rule, fact.due) == ("deadline.clock-ticks", "2017-06-30")


def test_later_file_has_the_first_word() -> None:
    other = RULE.replace("carried-off", "off").replace("carried off", "(?:carried|bore) off")
    (fact,) = _ratings("Ravensby carried off outstanding.", RULE, other)
    assert fact.rule == "rating.off"


def test_rule_switched_off_finds_nothing_and_the_others_go_on() -> None:
    text = "Ofsted rated the council inadequate. Adoption is no longer good."
    off = 'off = ["rating.verb-object"]'
    assert [fact.rule for fact in _ratings(text)] == ["rating.verb-object", "rating.no-longer"]
    assert [fact.rule for fact in _ratings(text, off)] == ["rating.no-longer"]


def test_veto_switched_off_lets_the_grade_stand() -> None:
    text = "The council hopes to be rated good."
    assert _ratings(text) == []
    assert [fact.value for fact in _ratings(text, 'off = ["veto.aim"]')] == ["good"]


@pytest.mark.parametrize("name", ["statement.carried", "deadline.ultimatum", "date.month-year"])
def test_rule_that_the_engine_knows_by_name_can_be_off(name: str) -> None:
    text = "In May 2014 the council had one last chance. 'It is hard,' she said. 'We know.'"
    rules = {fact.rule for fact in _facts(text, f'off = ["{name}"]')}
    assert rules
    assert name not in rules


def test_words_and_tables_grow() -> None:
    mine = """
    [ratings.vocabulary]
    grade_verb = ["stamped"]
    [statements.table.says]
    thunder = ["thunders", "thundered"]
    [organisation.charity]
    "Lantern Row" = ["LR"]
    """
    text = "Ofsted stamped the service inadequate. 'A scandal,' thundered Ann Oakes of Lantern Row."
    found = _facts(text, mine)
    assert [fact.value for fact in found if isinstance(fact, RatingFact)] == ["inadequate"]
    assert [fact.cue for fact in found if isinstance(fact, StatementFact)] == ["thundered"]
    assert "Lantern Row" in [fact.name for fact in found if isinstance(fact, ActorFact)]


# -- settings ------------------------------------------------------------------------------------


def test_settings_are_plain_data(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(RULE, "utf-8")
    settings = read_settings([tmp_path / "mine.toml"], "tiny")
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(settings) == hash(read_settings([str(tmp_path / "mine.toml")], "tiny"))


def test_pipelines_are_kept_for_each_settings() -> None:
    mine = _settings(RULE)
    shipped = build_nlp()
    with using(mine):
        own = build_nlp()
        assert own is not shipped
        assert build_nlp() is own
        with using(Settings()):
            assert build_nlp() is shipped
    with using(_settings(RULE)):
        assert build_nlp() is own
    assert build_nlp() is shipped


def test_settings_end_with_their_block_and_hold_in_no_other_thread() -> None:
    with using(_settings(RULE)), ThreadPoolExecutor(1) as pool:
        assert active() != Settings()
        assert pool.submit(active).result() == Settings()
    with pytest.raises(KeyError), using(_settings(RULE)):
        raise KeyError
    assert active() == Settings()


# -- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("off = [", "not TOML"),
        ("of = []", "of is not known here"),
        ('off = ["rating.verb-objct"]', "Did you mean 'rating.verb-object'"),
        ("[ratings]\ncolour = 1", "ratings, colour is not known here"),
        (RULE.replace("not =", "nut ="), "ratings, rule, rating.carried-off"),
        (RULE.replace("pattern =", "patern ="), "pattern"),
        (RULE.replace("carried-off", "Carried"), "id"),
        (RULE.replace("rating.carried-off", "rating.copula"), "there is one already"),
        (RULE.replace("rating.carried-off", "rat.carried-off"), "is not called 'rat'"),
        (RULE.replace("carried off(?:", "carried (off(?:"), "does not compile"),
        (RULE.replace("{grade}", "{grades}"), "no vocabulary 'grades'"),
        (RULE.replace("{grade}", "good"), "nothing in its pattern stands for the grade"),
        (RULE.replace("the)? {grade}", "the )?{grade}"), "no space right before {grade}"),
        (RULE + "set = { past = true }", "'past' is nothing that such a rule sets"),
        (ADVICE.replace('"modal"', '"model"'), "'model' is not known. Known are complement"),
        (ADVICE.replace('stems = "had best", ', ""), "'stems' is missing"),
        (ADVICE.replace("'had best'", "'had (best'"), "does not compile"),
        ("[ratings.table.areas]\nx = ['y']", "Known are area or reading"),
        ("[ratings.table.area]\nx = 'y'", "x must be a list of words"),
        ("[ratings.table.reading]\nclause = 'y'", "clause is there already"),
        ("[published]\ntrigger = 'x'", "published is not known here"),
        (MEDALS.replace("rank = 1", "rank = 0"), "scale, ncb, grades, gold, rank"),
        (MEDALS.replace('["gold"]', "[]"), "scale, ncb, grades, gold, forms"),
        (MEDALS.replace("(?:y|ies)", "(y|ies"), "no regular expression"),
        ('[organisation.charity]\n"lantern row" = []', "does not begin with a capital"),
        (MEDALS.replace('"NCB"]', '"the board"]'), "'the board' is no name"),
        (MEDALS.replace('["warmth of', '["{warmth} of'), "names a vocabulary"),
        ('[ratings.vocabulary]\ngrad_verb = ["x"]', "Did you mean 'grade_verb'?"),
        ('[ratings.vocabulary]\ngrade_verb = ["(x"]', "grade_verb: pattern does not compile"),
        ('[clauses.vocabulary]\nnothing_of_it = ["x"]', "no rule names it"),
    ],
)
def test_mistake_is_told_with_file_rule_and_remedy(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadRules) as caught:
        read_settings([path])
    assert caught.value.where is not None
    assert str(caught.value.where).startswith(str(path))
    assert words in str(caught.value)


def test_command_tells_a_mistake_in_one_line_and_reads_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('off = ["rating.non"]', "utf-8")
    done = run("extract", "seeds/", "--rules", tmp_path / "mine.toml")
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    missing = run("extract", "seeds/", "--rules", tmp_path / "none.toml")
    assert missing.exit_code == 1
    assert "none.toml: cannot be read: No such file" in missing.stderr


def test_extract_and_eval_go_by_a_rule_file(tmp_path: Path) -> None:
    rules, story = tmp_path / "mine.toml", tmp_path / "story.txt"
    rules.write_text(MEDALS, "utf-8")
    story.write_text("The NCB rated the council gold.", "utf-8")
    facts = run("extract", story, "--rules", rules, "-k", "rating").stdout
    assert '"value":"gold"' in facts
    assert run("extract", story, "-k", "rating").stdout == ""  # settings end with the command
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "story.jsonl").write_text(facts, "utf-8")
    options = ("--input", story, "-k", "rating", "--fail-under", "1")
    assert run("eval", gold, *options, "--rules", rules).exit_code == 0
    assert run("eval", gold, *options).exit_code == 1


def test_what_stands_before_a_name_may_be_written_with_its_capitals() -> None:
    rule = r"""
[[actors.rule]]
id = "before.person-spook"
pattern = '''\bMI5 man $'''
case = true
examples = ["MI5 man "]
not = ["MI6 man "]
"""
    text = "The MI5 man Zbyx Quorl came to the home."
    assert "Zbyx Quorl" not in {fact.name for fact in _facts(text) if isinstance(fact, ActorFact)}
    named = {fact.name for fact in _facts(text, rule) if isinstance(fact, ActorFact)}
    assert "Zbyx Quorl" in named
