"""What the README shows is what happens."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import struct
import subprocess
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from command_line import run
from norfolk_cs.cli import COMMANDS as CLI

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
COMMANDS = "".join(re.findall(r"```console\n(.*?)```", README, re.DOTALL)).splitlines()
FOLDER = ROOT / "docs" / "pictures"
PICTURES = [ROOT / path for path in re.findall(r"docs/pictures/[\w.-]+", README)]
TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
SVG_ITSELF = "http://www.w3.org/2000/svg"  # the name of the format, which nobody fetches


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def draw() -> Any:
    """The script that draws the pictures."""
    spec = spec_from_file_location("draw", FOLDER / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_readme_programs_stand_with_what_they_print() -> None:
    assert len(SNIPPETS) == README.count("```python") > 0


@pytest.mark.parametrize(("snippet", "printed"), SNIPPETS, ids=["library", "pipe"])
def test_readme_program_prints_what_stands_below_it(snippet: str, printed: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(snippet, "README.md", "exec"), {})
    assert out.getvalue() == printed


@pytest.mark.usefixtures("folder")
def test_readme_commands_work_in_its_order() -> None:
    made = (ROOT / "Makefile").read_text("utf-8")
    for command in COMMANDS:
        words = shlex.split(command, comments=True)
        if words[0] == "make":
            assert f"\n{words[1]}:" in made
        elif words[0] == "norfolk-cs":
            assert run(*words[1:]).exit_code == 0, command
        else:
            subprocess.run(["bash", "-c", command], check=True)


def test_readme_table_names_every_command() -> None:
    table = README.split("## Commands\n")[1].split("\n## ")[0]
    named = re.findall(r"`(\w+)", "".join(re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)))
    assert sorted(named) == sorted(CLI)


def test_readme_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_readme_shows_every_picture_with_its_command(draw: Any) -> None:
    assert {path.name for path in PICTURES} == {
        path.name for path in FOLDER.iterdir() if path.suffix in (".svg", ".png")
    }
    shown = {f"norfolk-cs {command}" for command in [*draw.VIEWS.values(), draw.REPORT]}
    assert shown <= set(COMMANDS)
    assert README.count("![") == README.count(".svg)") == len(draw.VIEWS)
    assert README.count("<img ") == README.count(' alt="') == len(draw.PAGES)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_picture_is_small_and_fetches_nothing(path: Path) -> None:
    drawn = path.read_bytes()
    assert len(drawn) < 250_000
    if path.suffix == ".svg":
        text = drawn.decode().replace(SVG_ITSELF, "")
        assert not re.search(r"://|@font-face|@import|<image|<script|href", text)
    else:
        assert set(_chunks(drawn)) <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}  # no text, no dates


def _chunks(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8]
        at += length + 12


def test_pictures_show_what_the_views_print(draw: Any) -> None:
    """Where this fails after a change that is meant: ``make pictures``."""
    with draw.folder():
        for name in draw.VIEWS:
            there = (FOLDER / f"{name}.svg").read_text("utf-8")
            assert TEXT.findall(draw.view(name)) == TEXT.findall(there), name
