"""A rule switched off: ``diff`` names exactly the facts that went with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "all.jsonl"
    assert _run("-m", "norfolk_cs", "extract", "seeds/", "-o", path).returncode == 0
    return path


# Rules of which nothing else hangs in the seeds: no other rule takes their words.
@pytest.mark.parametrize("rule", ["rating.copula", "recommendation.must"])
def test_diff_names_the_facts_of_a_rule_switched_off(
    rule: str, facts: Path, tmp_path: Path
) -> None:
    rest, off = tmp_path / "rest.jsonl", tmp_path / "off.toml"
    off.write_text(f'off = ["{rule}"]', "utf-8")
    _run("-m", "norfolk_cs", "extract", "seeds/", "-o", rest, "--rules", off)
    command = ("-m", "norfolk_cs", "diff", facts, rest, "--exit-code", "--format", "json")
    done = _run(*command)
    gone = [json.loads(line) for line in facts.read_text("utf-8").splitlines()]
    gone = [fact["id"] for fact in gone if fact["rule"] == rule]
    changes = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert gone
    assert [change["change"] for change in changes] == ["lost"] * len(gone)
    assert sorted(change["old"]["id"] for change in changes) == sorted(gone)


def test_diff_of_equal_runs_is_empty(facts: Path) -> None:
    done = _run("-m", "norfolk_cs", "diff", facts, facts, "--exit-code")
    assert (done.returncode, done.stdout) == (0, "")
