"""A user's trained pipeline names actors that no rule knows; ours stand where both name one."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.training import Example
from spacy.util import fix_random_seed

from command_line import run
from norfolk_cs import extract
from norfolk_cs.custom import read_settings
from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import ActorFact
from norfolk_cs.settings import Settings, using

# What the tiny model learns by heart: words, and what they name.
TRAINING = [
    ("The plan of Zuleth Quorn was dropped.", [("Zuleth Quorn", "PERSON")]),
    ("Nobody asked Zuleth Quorn about it.", [("Zuleth Quorn", "PERSON")]),
    ("A letter from Zuleth Quorn came.", [("Zuleth Quorn", "PERSON")]),
    ("They met at Vexfold Umbra Hub on Monday.", [("Vexfold Umbra Hub", "ORG")]),
    ("Money went to Vexfold Umbra Hub again.", [("Vexfold Umbra Hub", "ORG")]),
    ("The Vexfold Umbra Hub was closed.", [("Vexfold Umbra Hub", "ORG")]),
    ("It rained in Great Yarmouth today.", [("Great Yarmouth", "PERSON")]),
    ("People in Great Yarmouth were glad.", [("Great Yarmouth", "PERSON")]),
    ("They won the Trevanion Award in June.", [("Trevanion Award", "ORG")]),
    ("The Trevanion Award is small.", [("Trevanion Award", "ORG")]),
    ("The letter by Dave Hill was read.", [("Dave Hill", "ORG")]),
    ("Nobody knew what was to come.", []),
    ("The service was closed in May.", []),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank English pipeline whose ner has learnt the sentences above."""
    fix_random_seed(1)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    examples = []
    for text, names in TRAINING:
        spans = [
            (text.index(words), text.index(words) + len(words), label) for words, label in names
        ]
        for *_, label in spans:
            ner.add_label(label)
        examples.append(Example.from_dict(nlp.make_doc(text), {"entities": spans}))
    optimizer = nlp.initialize(lambda: examples)
    shuffled = random.Random(1)
    for _ in range(25):
        shuffled.shuffle(examples)
        nlp.update(examples, sgd=optimizer, drop=0.1)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    nlp.to_disk(folder)
    return folder


def _actors(text: str, settings: Settings) -> dict[str, ActorFact]:
    with using(settings):
        return {fact.name: fact for fact in extract(text) if isinstance(fact, ActorFact)}


TEXT = (
    "Money went to Vexfold Umbra Hub again. Nobody asked Zuleth Quorn about it. "
    "People in Great Yarmouth were glad. They won the Trevanion Award in June. "
    "The letter by Dave Hill was read. Quorn left."
)


def test_model_names_actors_that_no_rule_knows(model: Path) -> None:
    without = _actors(TEXT, Settings())
    found = _actors(TEXT, Settings(model=str(model)))
    person, body = found["Zuleth Quorn"], found["Vexfold Umbra Hub"]
    assert (person.type, person.rule) == ("person", "actor.model")
    assert [mention.text for mention in person.mentions] == ["Zuleth Quorn", "Quorn"]
    assert (body.type, body.rule) == ("organisation", "actor.model")
    assert found.keys() - without.keys() == {"Zuleth Quorn", "Vexfold Umbra Hub"}


def test_rules_stand_where_a_model_names_the_same_words(model: Path) -> None:
    without = _actors(TEXT, Settings())["Dave Hill"]
    assert _actors(TEXT, Settings(model=str(model)))["Dave Hill"] == without


def test_model_feeds_the_resolution_of_speakers(model: Path) -> None:
    text = "Nobody asked Zuleth Quorn about it. 'It was a mistake,' Mr Quorn said."
    with using(Settings(model=str(model))):
        speakers = [fact.speaker for fact in extract(text) if fact.kind == "statement"]
    assert [speaker and speaker.name for speaker in speakers] == ["Zuleth Quorn"]


def test_extract_takes_a_model_by_its_folder(model: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(TEXT, "utf-8")
    assert "Zuleth Quorn" in run("extract", story, "-k", "actor", "--model", model).stdout
    assert "Zuleth Quorn" not in run("extract", story, "-k", "actor").stdout


def test_missing_model_is_one_line_that_says_how_to_install_it(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(TEXT, "utf-8")
    done: Any = run("extract", story, "--model", "en_core_web_none")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "python -m spacy download en_core_web_none" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_model_without_names_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with (
        using(read_settings((), str(tmp_path / "blank"))),
        pytest.raises(NorfolkError, match="no ner"),
    ):
        extract("Nothing.")
