"""docs/rules.md does what it says: its files, its commands and their output.

``make golden`` writes the output into the page anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest

from command_line import run

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
FILE = re.compile(r"```(?:toml|text) (\S+)\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"(?<=```console run\n)(.*?)(?=```)", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write_files(text: str) -> None:
    for name, content in FILE.findall(text):
        with Path(name).open("a", encoding="utf-8") as stream:
            stream.write(content)


def _played(match: re.Match[str]) -> str:
    """A console block as it comes out: each command and what it prints."""
    before = PAGE.read_text("utf-8")[: match.start()]
    for name in {name for name, _ in FILE.findall(before)}:
        Path(name).unlink(missing_ok=True)
    _write_files(before if "slip.toml" not in match[0] else PAGE.read_text("utf-8"))
    out = []
    for line in re.findall(r"^\$ (.*)$", match[0], re.MULTILINE):
        done = run(*shlex.split(line)[1:], env={"COLUMNS": "90"})
        out.append(f"$ {line}\n{done.stdout}{done.stderr}".rstrip("\n") + "\n")
    return "".join(out)


@pytest.mark.usefixtures("folder")
def test_page_shows_what_its_commands_print() -> None:
    text = PAGE.read_text("utf-8")
    played = CONSOLE.sub(_played, text)
    if os.environ.get("DOCS_WRITE"):
        PAGE.write_text(played, "utf-8")
        return
    assert played == text


@pytest.mark.usefixtures("folder")
def test_page_library_example_finds_the_grade() -> None:
    text = PAGE.read_text("utf-8")
    _write_files(text)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(PYTHON.findall(text)[0], "rules.md", "exec"), {})
    assert "rating gold" in out.getvalue()
