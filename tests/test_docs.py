"""The pages of docs/ do what they say: their files, their commands and the output they show.

A page is played from top to bottom in a folder of its own, with the seeds in it. A block opened
with "```LANGUAGE NAME" is a file (a further one of that name adds to it), one opened with
"```console run" holds commands after "$ " (lines after "> " go on with one) and what they print.
``make golden`` writes what they print into the pages anew.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import run

ROOT = Path(__file__).parent.parent
PAGES = [
    page for page in sorted((ROOT / "docs").glob("*.md")) if "```console run" in page.read_text()
]
BLOCK = re.compile(r"^```(?P<kind>\w+) (?P<name>\S+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\$ .*(?:\n> .*)*", re.MULTILINE)
TOOLS = ("jq", "sqlite-utils", "datasette")  # not everybody has them
WIDTH = {"COLUMNS": "90"}
SHELL = {
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    "LC_ALL": "C.UTF-8",
    **WIDTH,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "tests").symlink_to(ROOT / "tests")  # the PDFs of a page are made there
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_shows_what_its_commands_print(page: Path) -> None:
    text = page.read_text("utf-8")
    missing: set[str] = set()
    played = BLOCK.sub(lambda block: _played(block, missing), text)
    if os.environ.get("DOCS_WRITE"):
        page.write_text(played, "utf-8")
    else:
        assert played == text
    if missing:
        pytest.skip(f"all but the commands with {', '.join(sorted(missing))}, which is not here")


def _played(block: re.Match[str], missing: set[str]) -> str:
    """A block as it comes out: a file written, commands with what they print."""
    kind, name, text = block["kind"], block["name"], block["text"]
    if (kind, name) != ("console", "run"):
        with Path(name).open("a", encoding="utf-8") as stream:
            stream.write(text)
        return block[0]
    needed = {tool for tool in TOOLS if re.search(rf"(?:^\$|\|) {tool} ", text, re.MULTILINE)}
    absent = {tool for tool in needed if shutil.which(tool, path=SHELL["PATH"]) is None}
    if absent:
        missing |= absent
        return block[0]
    out = "".join(f"{shown}\n{_printed(shown)}" for shown in COMMAND.findall(text))
    return f"```console run\n{out}```"


def _printed(shown: str) -> str:
    """What a command prints; one of ours runs in this process unless it needs a shell."""
    command = shown.removeprefix("$ ").replace("\n> ", "\n")
    if command.startswith("norfolk-cs ") and not set(command) & set("|<>*\\"):
        done = run(*shlex.split(command)[1:], env=WIDTH)
        printed = done.stdout + done.stderr
    else:
        printed = subprocess.run(
            ["bash", "-c", command],
            env=SHELL,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout
    return "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())


def test_pages_link_to_what_is_there() -> None:
    for page in (ROOT / "docs").glob("*.md"):
        links = re.findall(r"\]\(([^)#:]+)[^):]*\)", page.read_text("utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == []
