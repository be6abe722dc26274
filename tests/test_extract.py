"""``norfolk-cs extract`` and ``text`` as typed: stdout, stderr and the exit code."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from papers import encrypted, ilacs_report, image_only

ROOT = Path(__file__).parent.parent
STORY = (
    "Norfolk County Council was rated inadequate by Ofsted. "
    "'We accept the findings,' said its director, Dave Hill."
)


def _run(
    *arguments: str | Path, cwd: Path | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "norfolk_cs", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, check=False)


def _facts(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path


def test_extract_writes_only_facts_to_stdout(story: Path) -> None:
    done = _run("extract", story, "--published", "2016-08-15")
    facts = _facts(done.stdout)
    assert done.returncode == 0
    assert done.stderr == b""
    assert {"rating", "actor", "statement"} <= {fact["kind"] for fact in facts}
    assert all(fact["doc_id"] == "story" for fact in facts)
    assert all(fact["published"] == "2016-08-15" for fact in facts)


def test_extract_and_show_work_as_typed_in_an_empty_folder(tmp_path: Path) -> None:
    done = _run("extract", ROOT / "seeds", cwd=tmp_path)
    (tmp_path / "facts.jsonl").write_bytes(done.stdout)
    shown = _run("show", "--actor", "Dave Hill", cwd=tmp_path)
    assert done.returncode == shown.returncode == 0
    assert "The key challenge now" in shown.stdout.decode()


def test_extract_gives_the_same_bytes_again() -> None:
    first = _run("extract", "seeds/", cwd=ROOT)
    assert first.stdout == _run("extract", "seeds/", cwd=ROOT).stdout != b""


def test_extract_matches_the_golden_facts() -> None:
    golden = ROOT / "tests/golden/seeds.jsonl"
    assert _run("extract", "seeds/", cwd=ROOT).stdout == golden.read_bytes()


def test_extract_keeps_to_the_kinds_asked_for(story: Path) -> None:
    done = _run("extract", story, "-k", "rating", "--kind", "actor")
    assert {fact["kind"] for fact in _facts(done.stdout)} == {"rating", "actor"}


def test_extract_reads_standard_input() -> None:
    done = _run("extract", "-", stdin=STORY.encode())
    assert {fact["source"] for fact in _facts(done.stdout)} == {"-"}


def test_extract_writes_a_file_whole_or_not_at_all(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "facts.jsonl"
    assert _run("extract", story, "-o", out).returncode == 0
    before = out.read_bytes()
    assert before.endswith(b"\n")
    bad = tmp_path / "manifest.toml"
    bad.write_text("[broken")
    done = _run("extract", story, "-o", out, "--manifest", bad)
    assert done.returncode == 1
    assert b"manifest.toml: is not TOML" in done.stderr
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == ["facts.jsonl"]


def test_extract_never_replaces_what_it_reads(story: Path) -> None:
    before = story.read_bytes()
    done = _run("extract", story, "-o", story)
    assert done.returncode == 1
    assert b"is one of the documents to read" in done.stderr
    assert story.read_bytes() == before


def test_extract_of_a_folder_leaves_out_its_own_output(story: Path) -> None:
    output = story.parent / "facts.jsonl"
    command = [sys.executable, "-m", "norfolk_cs", "extract", str(story.parent)]
    with output.open("wb") as stream:
        done = subprocess.run(command, stdout=stream, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert _facts(output.read_bytes())
    again = _run("extract", output)
    assert again.returncode == 1
    assert b"is a fact that norfolk-cs wrote" in again.stderr


@pytest.mark.parametrize("output", ["-", "/dev/stdout"])
def test_extract_writes_to_a_piped_standard_output_by_name(story: Path, output: str) -> None:
    done = _run("extract", story, "-o", output, cwd=story.parent)
    assert _facts(done.stdout) == _facts(_run("extract", story).stdout) != []
    assert not (story.parent / "-").exists()


def test_extract_writes_through_links_and_devices(story: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    link.symlink_to(target)
    assert _run("extract", story, "-o", link).returncode == 0
    assert link.is_symlink()
    assert _facts(target.read_bytes())
    assert _run("extract", story, "-o", "/dev/null").returncode == 0
    assert not Path("/dev/null").is_file()
    done = _run("extract", story, "-o", tmp_path)
    assert done.returncode == 1
    assert b"is a folder" in done.stderr


BAD = {
    "empty.txt": (b"", "is empty"),
    "binary.txt": (b"\x00\x01\x02" * 99, "NUL bytes"),
    "odd.txt": (b"caf\xe9 \x81", "neither UTF-8"),
    "cut.pdf": (ilacs_report()[:2000], "broken or truncated PDF"),
    "locked.pdf": (encrypted(), "is encrypted"),
    "scan.pdf": (image_only(), "no text layer"),
    "gone.pdf": (b"<!DOCTYPE html><html><body><p>Not found</p></body></html>", "under a .pdf name"),
    "blank.html": (b"<!DOCTYPE html><html><body></body></html>", "without an article"),
    "dump.jsonl": (b'{"text": "a"}\n{"text": \n', "dump.jsonl, line 2: is not JSON"),
    "cut.txt.gz": (gzip.compress(STORY.encode() * 99)[:50], "broken gzip"),
    "bomb.txt.gz": (gzip.compress(b"a " * 2_000_000), "larger than 1 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_extract_reports_a_bad_file_and_reads_the_others(
    name: str, story: Path, tmp_path: Path
) -> None:
    data, words = BAD[name]
    bad = tmp_path / name
    bad.write_bytes(data)
    done = _run("extract", bad, story, "--max-size", "1")
    stderr = done.stderr.decode()
    assert done.returncode == 1
    assert name in stderr
    assert words in stderr
    assert "Traceback" not in stderr
    assert "story" in {fact["doc_id"] for fact in _facts(done.stdout)}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["gone.txt"], 1, "gone.txt: no such file"),
        (["."], 1, "nothing to read in this folder"),
        (["-", "--published", "soon"], 1, "no publication date"),
        (["-", "--manifest", "gone.toml"], 1, "gone.toml: cannot be read"),
        (["-", "--field", "words"], 1, "--field"),
        (["-", "--kind", "ratings"], 2, "--kind"),
        (["-", "--max-size", "-1"], 2, "--max-size"),
        (["-", "--format", "docx"], 2, "--format"),
        ([], 2, "PATH"),
    ],
)
def test_extract_says_what_is_wrong_with_its_arguments(
    arguments: list[str], code: int, words: str, tmp_path: Path
) -> None:
    done = _run("extract", *arguments, cwd=tmp_path, stdin=STORY.encode())
    assert done.returncode == code
    assert words in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert done.stdout == b""


def test_extract_notes_how_it_read_a_file(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("The café’s owner said: ‘No.’".encode("cp1252"))
    done = _run("extract", path)
    assert done.returncode == 0
    assert b"read as Windows-1252" in done.stderr
    assert _run("extract", path, "--quiet").stderr == b""


def test_extract_of_escape_codes_never_writes_them_raw(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("\x1b[31mDave Hill\x1b[0m said he was 'not \x1b]0;x\x07 sure'.", "utf-8")
    done = _run("extract", path)
    assert done.stdout != b""
    assert b"\x1b" not in done.stdout + done.stderr


def test_extract_stops_quietly_when_its_reader_has_enough(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text(STORY * 20, "utf-8")
    command = f"{sys.executable} -m norfolk_cs extract {tmp_path} | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False
    )
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="signals are sent differently there")
def test_extract_interrupted_leaves_whole_lines(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number:03}.txt").write_text(STORY * 20, "utf-8")
    command = [sys.executable, "-m", "norfolk_cs", "extract", str(tmp_path)]
    # unbuffered: what readline() had read ahead would be lost to communicate()
    pipe = subprocess.PIPE
    with subprocess.Popen(command, bufsize=0, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in stderr
    assert (first + rest).endswith(b"\n")
    assert all(json.loads(line) for line in (first + rest).splitlines())


def test_extract_takes_ten_megabytes_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"{STORY} " + "word " * 2_000_000, "utf-8")
    done = _run("extract", path)
    assert done.returncode == 0
    assert "rating" in {fact["kind"] for fact in _facts(done.stdout)}


def test_extract_gives_pages_of_a_report(tmp_path: Path) -> None:
    path = tmp_path / "saxby-2023-01-13.pdf"
    path.write_bytes(ilacs_report())
    facts = _facts(_run("extract", path).stdout)
    assert {fact["page"] for fact in facts} >= {1}
    assert {fact["published"] for fact in facts} == {"2023-01-13"}


def test_text_prints_what_offsets_count_in(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(ilacs_report())
    text = _run("text", path).stdout.decode()
    facts = _facts(_run("extract", path).stdout)
    assert facts
    for fact in facts:
        span = fact["span"]
        assert isinstance(span, dict)
        assert text[span["start"] : span["end"]] == span["text"]


def test_text_names_each_of_several_documents(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Story {name}.", "utf-8")
    done = _run("text", tmp_path)
    assert done.stdout.decode() == "==> a <==\nStory a.\n\n==> b <==\nStory b.\n\n"


def test_text_reports_what_it_cannot_read(tmp_path: Path) -> None:
    done = _run("text", tmp_path / "gone.txt")
    assert done.returncode == 1
    assert b"gone.txt: no such file" in done.stderr
