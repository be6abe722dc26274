"""Documents shared among worker processes: the same bytes, whoever dies on the way."""

from __future__ import annotations

import faulthandler
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from command_line import process, run
from norfolk_cs import batch
from norfolk_cs.batch import Orders, Outcome, extract_all
from norfolk_cs.batch.work import Work, work
from norfolk_cs.models import Document
from norfolk_cs.read import Format, Options
from norfolk_cs.read.tasks import Task
from norfolk_cs.run import TOGETHER, TOGETHER_SIZE, handfuls
from norfolk_cs.settings import RuleText, Settings
from papers import encrypted, ilacs_report, image_only
from singly import singly

STORY = (
    "Norfolk County Council was rated inadequate by Ofsted. "
    "'We accept the findings,' said its director, Dave Hill."
)
RECORD = json.dumps({"text": STORY})
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent differently there")


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers start as in a fresh process, whatever other tests have loaded in this one."""
    monkeypatch.delitem(sys.modules, "fsspec.asyn", raising=False)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Everything that makes an order, a name or a date hard to keep."""
    folder = tmp_path / "corpus"
    (folder / "deep").mkdir(parents=True)
    files: dict[str, bytes | str] = {
        "a.pdf": encrypted(),  # leaves its name to a.txt
        "a.txt": STORY,
        "b.html": f"<!DOCTYPE html><html><body><article><p>{STORY}</p></article></body></html>",
        "b.md": f"# Story\n\n{STORY}",
        "b.txt": STORY,
        "c.jsonl": "\n".join([RECORD, "{", RECORD, '{"id": "a", "text": "Six months."}', "[1]"]),
        "d.pdf": ilacs_report(),
        "e.pdf": image_only(),
        "f.pdf": STORY,  # a text under a .pdf name
        "g.json": json.dumps([{"id": 7, "text": STORY}] * 3),
        "h.txt": b"\x00\x01",
        "i.txt.gz": gzip.compress(STORY.encode(), mtime=0),
        "j.txt": STORY.encode("cp1252") + b" \x80",
        "deep/a.txt": STORY,
        "manifest.toml": '[a]\npublished = "2016-08"\n\n["b.txt"]\npublished = "2013"\n',
    }
    for name, data in files.items():
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    for number in range(40):
        (folder / f"story-{number:02}.txt").write_text(f"{STORY} " * (number % 7 + 1), "utf-8")
    return folder


def test_any_number_of_workers_gives_the_same_bytes_and_messages(corpus: Path) -> None:
    alone, *others = (run("extract", corpus, corpus / "a.txt", "-w", str(n)) for n in (0, 1, 2, 5))
    assert alone.exit_code == 1
    dates = {
        fact["doc_id"]: fact["published"] for fact in map(json.loads, alone.stdout.splitlines())
    }
    assert (dates["a"], dates["b.txt"], dates["deep/a"]) == ("2016-08", "2013", None)
    assert {"7", "7~2", "7~3", "a~2", "b", "b.md", "c#1", "c#3"} <= dates.keys()
    for other in others:
        assert other.stdout == alone.stdout
        assert other.stderr == alone.stderr
        assert other.exit_code == 1


def test_standard_input_is_shared_out_too() -> None:
    records = [json.dumps({"text": STORY * (number % 5 + 1)}) for number in range(30)]
    stdin = "\n".join([*records, "{"]).encode()
    alone, shared = (_piped(stdin, "-w", str(n)) for n in (0, 3))
    assert shared == alone
    assert alone[0] != b""
    assert b"-, line 31: is not JSON" in alone[1]


def _piped(stdin: bytes, *options: str) -> tuple[bytes, bytes]:
    with process("extract", "-", *options, stdin=subprocess.PIPE) as child:
        return child.communicate(stdin)


def test_a_malformed_manifest_stops_the_run_in_its_turn(corpus: Path) -> None:
    (corpus / "deep" / "manifest.toml").write_text("[broken")
    paths = (corpus / "story-01.txt", corpus / "deep")
    alone, shared = (run("extract", *paths, "-w", str(n)) for n in (0, 2))
    assert shared.stdout == alone.stdout != ""
    assert shared.stderr == alone.stderr
    assert "is not TOML" in shared.stderr


# -- how many --------------------------------------------------------------------------------


@pytest.fixture
def hired(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many workers each run asked for."""
    from norfolk_cs.batch import crew

    sizes: list[int] = []
    true = crew.Crew.__init__

    def counted(self: crew.Crew[object], size: int, orders: Orders, work: Work) -> None:
        sizes.append(size)
        true(self, size, orders, work)

    monkeypatch.setattr(crew.Crew, "__init__", counted)
    monkeypatch.setattr(batch, "cores", lambda: 3)
    return sizes


def test_small_inputs_start_no_process(corpus: Path, hired: list[int]) -> None:
    run("extract", corpus)
    assert hired == []


def test_large_inputs_have_a_worker_for_each_core(
    corpus: Path, hired: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = run("extract", corpus, "-w", "0")
    monkeypatch.setattr(batch, "ENOUGH", 1_000)
    shared = run("extract", corpus)
    assert hired == [3]
    assert shared.stdout == alone.stdout
    assert shared.stderr == alone.stderr


def test_a_stream_is_done_as_it_comes_and_shared_out_when_it_is_long(
    hired: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(f"{RECORD}\n" * 30, "utf-8")
    monkeypatch.setattr(batch, "ENOUGH", 10 * len(STORY))
    with records.open() as stream, closing(extract_all(["-"], Orders())) as outcomes:
        monkeypatch.setattr(sys, "stdin", stream)
        found = []
        for outcome in outcomes:
            found.append(outcome.doc_id)
            assert hired == ([3] if len(found) >= 10 else [])
    assert found == [f"stdin#{number}" for number in range(1, 31)]


@pytest.mark.parametrize("workers", [(), ("-w", "0"), ("-w", "2")], ids=" ".join)
def test_facts_of_a_slow_stream_do_not_wait_for_its_next_record(workers: tuple[str, ...]) -> None:
    with process("extract", "-", *workers, "-f", "jsonl", stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for _ in range(3):  # each only after the facts of the one before
            child.stdin.write(f"{RECORD}\n".encode())
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["kind"]
        child.stdin.close()
        child.stdout.read()
        assert child.wait(60) == 0


def test_no_more_than_a_few_documents_are_ahead_of_the_first(tmp_path: Path) -> None:
    for number in range(3 * batch.AHEAD):
        (tmp_path / f"{number:03}.txt").write_text(STORY, "utf-8")
    begun = tmp_path / "begun"
    begun.mkdir()

    @singly
    def slow_first(task: Task, orders: Orders) -> Outcome:
        (begun / task.doc_id).touch()
        if task.doc_id == "000":
            while len(list(begun.iterdir())) <= 2 * batch.AHEAD - TOGETHER:
                time.sleep(0.01)
        return work([task], orders)[0]

    with closing(extract_all([tmp_path], Orders(), 2, work=slow_first)) as outcomes:
        next(outcomes)
        assert len(list(begun.iterdir())) <= 2 * batch.AHEAD + 2


def test_much_that_waits_keeps_more_from_being_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "HELD", 1_000)
    records = tmp_path / "records.jsonl"
    records.write_text(f"{RECORD}\n" * 40, "utf-8")  # each gives more than that
    alone, shared = (run("extract", records, "-w", str(n)) for n in (0, 4))
    assert shared.stdout == alone.stdout != ""


@pytest.mark.parametrize("workers", [0, 2])
def test_orders_are_the_rules_to_go_by(workers: int, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    off = Settings(rules=(RuleText("mine", 'off = ["rating.verb-object"]'),))
    kinds = frozenset(("rating",))
    found = {}
    for settings in (Settings(), off):
        orders = Orders(kinds=kinds, settings=settings)
        with closing(extract_all([tmp_path], orders, workers)) as outcomes:
            found[settings] = next(outcomes).lines
    assert found[Settings()] != found[off]


def test_failures_without_end_are_told_as_they_come(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_text("{\n" * (3 * batch.MANY), "utf-8")
    with closing(extract_all([dump], Orders(Options(format=Format.JSONL)))) as outcomes:
        assert sum(1 for _ in outcomes) == 3 * batch.MANY


def test_short_documents_are_taken_a_few_at_a_time_and_long_ones_end_a_handful() -> None:
    sizes = [1] * (TOGETHER + 1) + [TOGETHER_SIZE, 5]
    assert [len(few) for few in handfuls(sizes, float)] == [TOGETHER, 2, 1]


# -- death -----------------------------------------------------------------------------------


def _killed(_: Task) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _segfault(_: Task) -> None:
    faulthandler.disable()  # pytest's, which would tell of it at length
    os.kill(os.getpid(), signal.SIGSEGV)


def _exit(_: Task) -> None:
    os._exit(3)


@pytest.mark.parametrize(
    ("die", "words"),
    [
        (_killed, "the worker reading it died (signal 9, SIGKILL)"),
        (_segfault, "the worker reading it died (signal 11, SIGSEGV)"),
        (_exit, "the worker reading it died (exit code 3)"),
    ],
)
@pytest.mark.parametrize("workers", [1, 3])
def test_a_death_costs_the_document_that_was_being_read(
    die: Callable[[Task], None], words: str, workers: int, tmp_path: Path
) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_text(STORY, "utf-8")
    fatal = ("03", "04", "19")

    @singly
    def double(task: Task, orders: Orders) -> Outcome:
        if task.doc_id in fatal:
            die(task)
        return work([task], orders)[0]

    with closing(extract_all([tmp_path], Orders(), workers, work=double)) as outcomes:
        found = list(outcomes)
    failed = [outcome for outcome in found if outcome.failures]
    assert [outcome.source for outcome in failed] == [f"{tmp_path}/{name}.txt" for name in fatal]
    assert all(words in str(outcome.failures[0]) for outcome in failed)
    assert [outcome.doc_id for outcome in found if outcome.extracted] == [
        f"{number:02}" for number in range(20) if f"{number:02}" not in fatal
    ]


def test_a_death_is_reported_and_the_run_goes_on(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from norfolk_cs import run as path_of_facts

    true = path_of_facts.lines_of_each

    def fatal_once(documents: Sequence[Document], kinds: Collection[str]) -> list[list[str]]:
        for document in documents:
            if document.doc_id == "story-07":
                _segfault(document)
        return true(documents, kinds)

    monkeypatch.setattr(path_of_facts, "lines_of_each", fatal_once)
    done = run("extract", corpus / "story-06.txt", corpus / "story-07.txt", corpus, "-w", "2")
    assert done.exit_code == 1
    assert f"error: {corpus}/story-07.txt: the worker reading it died (signal 11" in done.stderr
    found = {json.loads(line)["doc_id"] for line in done.stdout.splitlines()}
    assert "story-07" not in found
    assert {"story-06", "story-08", "deep/a"} <= found


def test_a_worker_killed_while_it_waits_is_replaced(tmp_path: Path) -> None:
    from norfolk_cs.batch.crew import Crew

    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    with closing(extract_all([tmp_path], Orders(), 0)) as outcomes:
        expected = next(outcomes)
    source = next(iter(_tasks(tmp_path)))
    with Crew[str](1, Orders(), work) as crew:
        for name in ("first", "second"):
            crew.hand([(source, name)])
            ((tag, outcome),) = crew.collect(block=True)
            assert (tag, outcome) == (name, expected)
            for child in _children(os.getpid()):
                os.kill(child, signal.SIGKILL)
                _until(lambda child=child: _is_dead(child))


def _tasks(folder: Path) -> Iterator[Task]:
    from norfolk_cs.read.tasks import Found, find_documents

    for found in find_documents([folder], Options()):
        assert isinstance(found, Found)
        yield found.task(found.own, Options())


# -- the end ---------------------------------------------------------------------------------


def _children(parent: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, check=False, text=True
    )
    return [pid for pid in map(int, found.stdout.split()) if not _is_dead(pid)]


def _is_dead(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def _until(happens: Callable[[], bool]) -> None:
    """Wait, as long as a loaded machine may take, for what must happen."""
    for _ in range(3_000):
        if happens():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen")


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


@linux
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_whatever_ends_the_run_ends_its_workers(sent: signal.Signals, code: int) -> None:
    pipe = subprocess.PIPE
    with process("extract", "-", "-w", "3", "-f", "jsonl", stdin=pipe, bufsize=0) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{RECORD}\n".encode() * 50)
        child.stdout.readline()
        workers = _children(child.pid)
        child.send_signal(sent)
        _, stderr = child.communicate(timeout=60)
    assert workers
    assert child.returncode == code
    assert stderr == b""
    _until(lambda: all(map(_is_dead, workers)))


@linux
def test_interrupting_the_whole_group_leaves_whole_lines_and_no_trace(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number:03}.txt").write_text(STORY * 20, "utf-8")
    with process("extract", tmp_path, "-w", "2", bufsize=0, start_new_session=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        os.killpg(child.pid, signal.SIGINT)
        rest, stderr = child.communicate(timeout=60)
    assert child.returncode == 130
    assert stderr == b""
    assert all(json.loads(line) for line in (first + rest).splitlines())
    assert (first + rest).endswith(b"\n")


def test_a_reader_that_has_enough_ends_the_run(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.txt").write_text(STORY * 20, "utf-8")
    command = f"{sys.executable} -m norfolk_cs extract -w 2 {tmp_path} | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False
    )
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1


def test_a_small_run_imports_nothing_for_processes(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    program = (
        "import sys; from norfolk_cs.cli import app; "
        f"app(['extract', {str(tmp_path)!r}], standalone_mode=False); "
        "sys.exit(any(name in sys.modules for name in "
        "('norfolk_cs.batch.crew', 'multiprocessing.connection')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0


def test_names_are_given_as_one_by_one_whatever_fails(tmp_path: Path) -> None:
    """Where every other file fails, most names that are guessed at first are wrong."""
    for number in range(20):
        (tmp_path / f"{number:02}.md").write_bytes(b"\x00" if number % 2 else STORY.encode())
        (tmp_path / f"{number:02}.txt").write_text(STORY, "utf-8")
    counts = Counter[str]()
    for workers in (0, 4):
        with closing(extract_all([tmp_path], Orders(), workers)) as outcomes:
            counts.update(str(outcome.doc_id) for outcome in outcomes)
    assert set(counts.values()) <= {2, 20}
    assert counts["01"] == counts["00"] == counts["00.txt"] == 2
    assert "01.txt" not in counts
