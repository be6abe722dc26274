"""``make accuracy``: what it writes where the material of others is not at hand, and its causes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def _accuracy(*arguments: str) -> str:
    command = [sys.executable, str(ROOT / "bench/accuracy"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_accuracy_says_what_is_not_at_hand(tmp_path: Path) -> None:
    text = _accuracy("quotes", "dates", "reports", "--shared", str(tmp_path))
    assert text.count("Not at hand: nothing measured.") == 3


def test_accuracy_gives_every_kind_of_every_corpus_with_counts() -> None:
    text = _accuracy("documents")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| **")]
    assert [row[0].split("**")[1] for row in rows] == ["seeds", "dev", "invented"]
    assert all("(" in cell for row in rows for cell in row)
    assert "## Commonest errors" in text
