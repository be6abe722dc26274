"""Running the command line in tests: inside this process, or as a user's shell would."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from norfolk_cs.cli import app

FACTS = Path(__file__).parent / "facts" / "facts.jsonl"
WIDTH = {"COLUMNS": "100", "NO_COLOR": None, "FORCE_COLOR": None}


def run(
    *args: str | Path, stdin: bytes = b"", env: Mapping[str, str | None] | None = None
) -> Result:
    """A command's exit code, stdout and stderr; an exception that a user would see is raised."""
    words = [str(arg) for arg in args]
    result = CliRunner().invoke(
        app, words, input=stdin, env={**WIDTH, **(env or {})}, prog_name="norfolk-cs"
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def process(*args: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    """A command started as a process of its own, its streams piped unless told otherwise."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "norfolk_cs", *map(str, args)]
    return subprocess.Popen(command, **{**streams, **options})


def records(path: Path = FACTS) -> list[dict[str, Any]]:
    """The facts of a file, to be changed at will."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path: Path, lines: list[dict[str, Any]]) -> Path:
    """A facts file of these records."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path
