"""Folders of shards: whole documents, honest manifests, and runs that go on where they were cut."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from command_line import process, records, run
from norfolk_cs import read_facts
from norfolk_cs.batch import Orders, Outcome
from norfolk_cs.batch.sharded import filling
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read.tasks import Task
from norfolk_cs.write import manifest
from norfolk_cs.write.records import read_records, record_line
from singly import singly

STORY = (
    "Norfolk County Council was rated inadequate by Ofsted. "
    "'We accept the findings,' said its director, Dave Hill."
)
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.truncate")  # as auditors are told
REAL = records()
SIZE = 2_000  # bytes: a few of the made-up documents


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Forty documents, some that cannot be read, and names that two of them ask for."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_bytes(b"\x00" if number % 9 == 4 else STORY.encode())
        if number % 9 in (3, 4):
            (folder / f"{number:02}.md").write_text(STORY, "utf-8")
    records = [json.dumps({"id": number // 2, "text": STORY}) for number in range(8)]
    (folder / "z.jsonl").write_text("\n".join([*records, "{"]), "utf-8")
    return folder


@singly
def made_up(task: Task, _: Orders) -> Outcome:
    """Facts at no cost: what becomes of them is what is looked at here."""
    path = task.source.path
    if task.reading is None and path is not None and path.read_bytes() == b"\x00":
        return Outcome(task.where, (NorfolkError("is no text", where=task.where),))
    facts = sum(map(ord, task.doc_id)) % 7
    lines = "".join(f'{{"doc_id": "{task.doc_id}", "number": {n}}}\n' * 9 for n in range(facts))
    return Outcome(task.where, (), task.doc_id, extracted=True, lines=lines, facts=9 * facts)


@singly
def real_facts(task: Task, orders: Orders) -> Outcome:
    """The same number of facts, such as Parquet can hold."""
    (outcome,) = made_up([task], orders)
    facts = [{**fact, "doc_id": task.doc_id} for fact in REAL[: outcome.facts]]
    return replace(outcome, lines="".join(map(record_line, facts)), facts=len(facts))


def _fill(
    out: Path, corpus: Path, *, resume: bool = False, workers: int = 0, form: str = "jsonl"
) -> None:
    double = made_up if form == "jsonl" else real_facts
    settings = {"size": SIZE if form == "jsonl" else 60_000, "every": 6, "work": double}
    settings["form"] = form
    with filling(out, [corpus], Orders(), workers, resume=resume, **settings) as filled:  # type: ignore[arg-type]
        for _ in filled.outcomes:
            pass


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# -- what is in a folder ---------------------------------------------------------------------


def test_shards_hold_whole_documents_and_the_manifest_is_true(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts"
    alone = run("extract", corpus)
    done = run("extract", corpus, "-o", f"{out}/", "--shard-size", "0.02")
    state = json.loads((out / "manifest.json").read_text())
    files = [out / shard["name"] for shard in state["shards"]]
    assert done.exit_code == alone.exit_code == 1
    assert done.stderr == alone.stderr
    assert len(files) > 3
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["errors.jsonl", "manifest.json", *(path.name for path in files)]
    )
    assert "".join(path.read_text("utf-8") for path in files) == alone.stdout
    seen: set[str] = set()
    for path, shard in zip(files, state["shards"], strict=True):
        data = path.read_bytes()
        docs = {json.loads(line)["doc_id"] for line in data.splitlines()}
        assert hashlib.sha256(data).hexdigest() == shard["sha256"]
        assert (len(data), data.count(b"\n")) == (shard["bytes"], shard["facts"])
        assert len(docs) == shard["documents"]
        assert len(data) <= 0.02 * 1024 * 1024
        assert not docs & seen
        seen |= docs
    assert state["documents"] == len(seen)
    assert state["facts"] == alone.stdout.count("\n")
    assert state["failed"] == len(state["failures"]) == 4
    assert state["failures"][0]["source"] == f"{corpus}/04.txt"
    assert "NUL bytes" in state["failures"][0]["message"]
    errors = (out / "errors.jsonl").read_bytes()
    assert [json.loads(line) for line in errors.splitlines()] == state["failures"]
    assert state["errors"] == {
        "name": "errors.jsonl",
        "rows": 4,
        "bytes": len(errors),
        "sha256": hashlib.sha256(errors).hexdigest(),
    }


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_any_number_of_workers_fills_a_folder_alike(
    workers: int, corpus: Path, tmp_path: Path
) -> None:
    outs = [tmp_path / "one", tmp_path / "other"]
    run("extract", corpus, "-o", f"{outs[0]}/", "--shard-size", "0.02", "-w", "0")
    run("extract", corpus, "-o", f"{outs[1]}/", "--shard-size", "0.02", "-w", str(workers))
    assert _contents(outs[0]) == _contents(outs[1])


def test_a_run_without_facts_leaves_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    done = run("extract", tmp_path / "bad.txt", "-o", f"{tmp_path}/out/")
    state = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert done.exit_code == 1
    assert (state["shards"], state["documents"], state["failed"]) == ([], 0, 1)


def test_a_folder_of_shards_is_read_wherever_a_facts_file_is(corpus: Path, tmp_path: Path) -> None:
    out, file = tmp_path / "facts", tmp_path / "facts.jsonl"
    run("extract", corpus, "-o", f"{out}/", "--shard-size", "0.02")
    run("extract", corpus, "-o", file)
    assert read_facts(out) == read_facts(file) != []
    for command in (["show"], ["actors"], ["history", "norfolk-county-council"]):
        of_folder, of_file = (run(*command, path, "--json") for path in (out, file))
        assert of_folder.stdout == of_file.stdout
    assert run("diff", file, out).exit_code == 0
    (out / "facts-00001.jsonl").write_text("{\n", "utf-8")
    assert f"{out}/facts-00001.jsonl:1: not JSON" in run("show", out).stderr


def test_shards_of_parquet_are_read_as_those_of_lines(corpus: Path, tmp_path: Path) -> None:
    lines, rows = tmp_path / "lines", tmp_path / "rows"
    for out, form in ((lines, "jsonl"), (rows, "parquet")):
        done = run("extract", corpus, "-o", f"{out}/", "--shard-size", "0.02",
                   "--shard-format", form)  # fmt: skip
        assert done.exit_code == 1
    state = json.loads((rows / "manifest.json").read_text())
    assert len(state["shards"]) > 3
    for shard in state["shards"]:
        data = (rows / shard["name"]).read_bytes()
        assert shard["name"].endswith(".parquet")
        assert (len(data), hashlib.sha256(data).hexdigest()) == (shard["bytes"], shard["sha256"])
    assert sorted(_contents(rows)) == sorted(
        ["errors.jsonl", "manifest.json", *(shard["name"] for shard in state["shards"])]
    )
    facts = "".join(path.read_text("utf-8") for path in sorted(lines.glob("facts-*")))
    assert "".join(map(record_line, read_records(rows))) == facts
    for command in (["show"], ["history", "norfolk-county-council"]):
        assert run(*command, rows, "--json").stdout == run(*command, lines, "--json").stdout
    (rows / "facts-00001.parquet").write_text("PAR1")
    assert "facts-00001.parquet: is no Parquet file of facts" in run("show", rows).stderr


def test_shards_of_parquet_want_a_folder_and_pyarrow(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run("extract", corpus, "--shard-format", "parquet")
    assert done.exit_code == 2
    assert "needs a folder" in done.stderr
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    done = run("extract", corpus, "--shard-format", "parquet", "-o", f"{tmp_path}/out/")
    assert done.exit_code == 1
    assert "pip install 'norfolk-cs[parquet]'" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unfinished_folder_is_not_read_as_facts(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts"
    with filling(out, [corpus], Orders(), 0, size=SIZE, every=4, work=made_up) as filled:
        for _ in range(9):
            next(filled.outcomes)
    done = run("show", out)
    assert done.exit_code == 1
    assert "not finished" in done.stderr
    assert "--resume" in done.stderr


# -- which folders ---------------------------------------------------------------------------


def test_a_folder_with_other_things_is_refused_and_left_alone(corpus: Path) -> None:
    before = _contents(corpus)
    for arguments in ([corpus / "00.txt"], [corpus]):
        for more in ([], ["--resume"]):
            done = run("extract", *arguments, "-o", corpus, *more)
            assert done.exit_code == 1
            assert "folder" in done.stderr
            assert _contents(corpus) == before


@pytest.mark.parametrize("name", ["facts-00000.jsonl", "manifest.json", "checkpoint.json"])
def test_a_folder_that_only_looks_like_ours_is_refused(
    name: str, corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "facts"
    out.mkdir()
    (out / name).write_text("{}")
    done = run("extract", corpus, "-o", out)
    assert done.exit_code == 1
    assert "is a folder with other things in it" in done.stderr
    assert (out / name).read_text() == "{}"


def test_a_folder_of_ours_is_replaced_and_others_files_in_it_stay(
    corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "facts"
    run("extract", corpus, "-o", f"{out}/", "--shard-size", "0.01")
    (out / "notes.txt").write_text("mine")
    done = run("extract", corpus / "00.txt", "-o", out)
    assert done.exit_code == 0
    assert sorted(_contents(out)) == ["facts-00000.jsonl", "manifest.json", "notes.txt"]


def test_a_folder_below_the_documents_is_not_read(corpus: Path) -> None:
    out = corpus / "out"
    first = run("extract", corpus, "-o", f"{out}/")
    again = run("extract", corpus, "-o", out)
    assert first.stderr == again.stderr
    resumed = run("extract", corpus, "-o", out, "--resume")
    assert "is finished already" in resumed.stderr


def test_two_runs_do_not_fill_one_folder(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts"
    with filling(out, [corpus], Orders(), 0, size=SIZE, work=made_up) as filled:
        next(filled.outcomes)
        with pytest.raises(NorfolkError, match="another run"):
            _fill(out, corpus, resume=True)
        for _ in filled.outcomes:
            pass


@pytest.mark.parametrize("options", [["--resume"], ["--resume", "-o", "facts.jsonl"]])
def test_resume_wants_a_folder(options: list[str], tmp_path: Path) -> None:
    done = run("extract", tmp_path, *options)
    assert done.exit_code == 2
    assert "needs a folder" in done.stderr


# -- going on --------------------------------------------------------------------------------


def test_resuming_a_finished_run_does_nothing_and_says_so(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts"
    good = corpus / "00.txt"
    run("extract", good, "-o", f"{out}/")
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    done = run("extract", good, "-o", out, "--resume")
    assert done.exit_code == 0
    assert f"{out}: is finished already; nothing was done" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_run_cut_anywhere_goes_on_to_the_same_bytes(
    form: str, corpus: Path, tmp_path: Path
) -> None:
    """A process dies before each single thing that it does to the folder, first to last."""
    _fill(whole := tmp_path / "whole", corpus, form=form)
    expected = _contents(whole)
    number = 0
    while True:
        out = tmp_path / f"cut-{number}"
        if _run_and_die(out, corpus, number, form=form):
            break
        _fill(out, corpus, resume=True, workers=2 if number % 16 == 5 else 0, form=form)
        assert _contents(out) == expected, f"cut before step {number}"
        number += 1 if form == "jsonl" else 3
    assert _contents(out) == expected
    assert number > 60


def test_a_run_cut_again_and_again_goes_on_to_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    _fill(whole := tmp_path / "whole", corpus)
    out = tmp_path / "cut"
    steps = random.Random(5)
    for attempt in range(100):  # to look at more shards takes more steps
        if _run_and_die(out, corpus, steps.randint(10, 40 + attempt), resume=True):
            break
    assert _contents(out) == _contents(whole)


def test_a_folder_begun_anew_and_cut_goes_on_to_the_new_run(corpus: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for number in range(40):
        (other / f"{number}.txt").write_text(STORY, "utf-8")
    _fill(whole := tmp_path / "whole", corpus)
    for number in range(0, 40, 3):
        out = tmp_path / f"cut-{number}"
        _fill(out, other)
        assert not _run_and_die(out, corpus, number)
        if (out / "checkpoint.json").exists():
            _fill(out, corpus, resume=True)
            assert _contents(out) == _contents(whole)
        else:  # nothing was done to it yet
            _fill(out, other, resume=True)


def _run_and_die(
    out: Path, corpus: Path, steps: int, *, resume: bool = False, form: str = "jsonl"
) -> bool:
    """Run in a process that dies after so many steps; whether it came to its end before."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    left = steps

    def step(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS and str(out) in str(args[0]):
            left -= 1
            if left < 0:
                os._exit(9)

    try:
        sys.addaudithook(step)
        _fill(out, corpus, resume=resume, form=form)
        os._exit(0)
    finally:
        os._exit(1)


@pytest.mark.skipif(os.name == "nt", reason="signals are sent differently there")
def test_a_killed_process_is_gone_on_with(corpus: Path, tmp_path: Path) -> None:
    for number in range(300):
        (corpus / f"more-{number:03}.txt").write_text(STORY * 5, "utf-8")
    options = ("--shard-size", "0.05", "-q", "-w", "2")
    whole, out = tmp_path / "whole", tmp_path / "out"
    run("extract", corpus, "-o", f"{whole}/", *options)
    for shards in (1, 9):  # killed when it has so many
        with process("extract", corpus, "-o", f"{out}/", *options, "--resume") as child:
            while len(list(out.glob("facts-*"))) < shards and child.poll() is None:
                time.sleep(0.005)
            child.send_signal(signal.SIGKILL)
    assert _contents(out) != _contents(whole)
    done = run("extract", corpus, "-o", out, *options, "--resume")
    assert "cannot be resumed" not in done.stderr
    assert _contents(out) == _contents(whole)


def test_a_resumed_run_says_what_a_whole_one_says(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts"
    whole = run("extract", corpus, "-o", f"{tmp_path}/whole/", "--shard-size", "0.02")
    _cut_after(20, out, corpus)
    done = run("extract", corpus, "-o", out, "--shard-size", "0.02", "--resume")
    assert done.exit_code == whole.exit_code == 1
    assert done.stderr == whole.stderr
    assert _contents(out) == _contents(tmp_path / "whole")


def _cut_after(documents: int, out: Path, corpus: Path) -> None:
    from norfolk_cs.batch import work
    from norfolk_cs.cli.reading import reading_options

    options = reading_options(None, None, None, None, 200)
    size = round(0.02 * 1024 * 1024)
    with filling(out, [str(corpus)], Orders(options), 0, size=size, every=3, work=work) as filled:
        for _ in range(documents):
            next(filled.outcomes)


# -- what must not change --------------------------------------------------------------------


@pytest.fixture
def begun(corpus: Path, tmp_path: Path) -> Path:
    out = tmp_path / "facts"
    _cut_after(20, out, corpus)
    return out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-k", "rating"], "kind"),
        (["--shard-size", "0.03"], "shard-size"),
        (["--shard-format", "parquet"], "shard-format"),
        (["--published", "2016"], "published"),
        (["--max-size", "5"], "max-size"),
        (["--field", "text=story"], "field.text"),
        (["--rules", "own.toml"], "rules"),
    ],
)
def test_resuming_with_other_options_is_refused(
    options: list[str], words: str, begun: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (begun.parent / "own.toml").write_text('off = ["rating.verb-object"]')
    monkeypatch.chdir(begun.parent)
    before = _contents(begun)
    given = ["--shard-size", "0.02", *options]
    done = run("extract", corpus, "-o", begun, "--resume", *given)
    assert done.exit_code == 1
    assert "cannot be resumed" in done.stderr
    assert words in done.stderr
    assert _contents(begun) == before


def _changed(corpus: Path) -> None:
    (corpus / "29.txt").write_text(STORY.replace("Hill", "Dale"), "utf-8")


def _added(corpus: Path) -> None:
    (corpus / "new.txt").write_text(STORY, "utf-8")


def _removed(corpus: Path) -> None:
    (corpus / "29.txt").unlink()


def _dated(corpus: Path) -> None:
    (corpus / "manifest.toml").write_text('[29]\npublished = "2016"\n')


@pytest.mark.parametrize("change", [_changed, _added, _removed, _dated])
def test_resuming_with_other_documents_is_refused(
    change: object, begun: Path, corpus: Path
) -> None:
    assert callable(change)
    change(corpus)
    done = run("extract", corpus, "-o", begun, "--resume", "--shard-size", "0.02")
    assert done.exit_code == 1
    assert "cannot be resumed: since it was begun, the input changed" in done.stderr


def test_resuming_with_another_version_is_refused(
    begun: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from norfolk_cs.batch import identity

    monkeypatch.setattr(identity, "__version__", "99")
    done = run("extract", corpus, "-o", begun, "--resume", "--shard-size", "0.02")
    assert done.exit_code == 1
    assert "since it was begun, version changed" in done.stderr


def test_resuming_what_somebody_changed_is_refused(begun: Path, corpus: Path) -> None:
    part = next(begun.glob(".facts-*.part"))
    part.write_bytes(part.read_bytes().replace(b"Hill", b"Dale"))
    done = run("extract", corpus, "-o", begun, "--resume", "--shard-size", "0.02")
    assert done.exit_code == 1
    assert "is not as the run left it" in done.stderr


def test_standard_input_cannot_be_resumed(tmp_path: Path) -> None:
    done = run("extract", "-", "-o", f"{tmp_path}/out/", "--resume", stdin=STORY.encode())
    assert done.exit_code == 1
    assert "standard input: cannot be read a second time" in done.stderr


def test_states_of_other_programs_are_not_ours(tmp_path: Path) -> None:
    for number, text in enumerate(["{}", "[]", "[" * 100_000, "x", '{"format": "else"}']):
        path = tmp_path / f"{number}.json"
        path.write_text(text)
        assert manifest.read_state(path) is None
