"""What docs/questions.md says of keys, alias files and the library is so."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from norfolk_cs.ask.aliases import read_aliases
from norfolk_cs.ask.deadlines import Deadline
from norfolk_cs.ask.history import Judgement
from norfolk_cs.ask.people import Named, Person, Post
from norfolk_cs.ask.sources import Source
from norfolk_cs.ask.timeline import Event

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "questions.md").read_text("utf-8")
SECTIONS = dict(
    re.findall(r"^## ([^\n:]+)[^\n]*\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
)


@pytest.mark.parametrize(
    ("section", "shapes"),
    [
        ("history", [Judgement]),
        ("deadlines", [Deadline]),
        ("timeline", [Event]),
        ("actors", [Person, Post, Named]),
        ("Sources", [Source]),
    ],
)
def test_every_key_is_documented(section: str, shapes: list[type]) -> None:
    named = set(re.findall(r"`([a-z_]+)`", SECTIONS[section]))
    for shape in shapes:
        keys = {field.name.removesuffix("_") for field in fields(shape)}  # type: ignore[arg-type]
        assert keys <= named


def test_alias_file_shown_is_one(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "names.toml"
    path.write_text(shown, "utf-8")
    known = read_aliases(path)
    assert known.name_in("story", "David Hill") == "Dave Hill"
    assert known.name_in("kent-2013-08-23", "John Smith") == "John Smith (Kent)"


def test_library_example_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "tests" / "golden" / "seeds.jsonl", "facts.jsonl")
    (snippet,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(snippet, "questions.md", "exec"), {})
    assert "2018-01 adoption outstanding better\n" in out.getvalue()
    assert "2014-02-16 overdue by 13 days\n" in out.getvalue()
