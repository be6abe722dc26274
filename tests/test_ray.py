"""A Ray cluster does what this machine's processes do: the same bytes, whoever dies on the way."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from command_line import process, run
from norfolk_cs import batch, read_facts
from norfolk_cs.batch import Orders, Outcome, work
from norfolk_cs.batch.ray import all_of, extract_all
from norfolk_cs.batch.ray.ledger import DEATHS, Ledger, Watch
from norfolk_cs.batch.ray.parcels import LOAD_SOURCES, PARCEL_ITEMS, Load, loads_of, parcels_of
from norfolk_cs.batch.ray.stages import Returned, look_into, work_on
from norfolk_cs.batch.sharded import filling
from norfolk_cs.batch.work import Work
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read import Options
from norfolk_cs.read.tasks import Found, Task, list_sources
from norfolk_cs.write.records import record_line
from singly import singly

STORY = (
    "Norfolk County Council was rated inadequate by Ofsted. "
    "'We accept the findings,' said its director, Dave Hill."
)
RECORD = json.dumps({"text": STORY})
RAY = ("--engine", "ray")
LIMIT = 300  # seconds until a run counts as one that hangs; a loaded machine may need some

# One process starts Ray once for all of these.
pytestmark = [
    pytest.mark.xdist_group("ray"),
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[int]:
    """This machine as a cluster of two CPUs, which runs find and use."""
    pytest.importorskip("ray.data", reason="Ray is not installed: pip install 'norfolk-cs[ray]'")
    from norfolk_cs.batch.ray.session import connected

    with connected(None, 2, 2) as size:
        assert size == 2
        yield size


@pytest.fixture(autouse=True)
def _no_hanging() -> Iterator[None]:
    """End a test that hangs, whatever it waits for."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"nothing for {LIMIT} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Everything that makes an order, a name or a date hard to keep."""
    folder = tmp_path / "corpus"
    (folder / "deep").mkdir(parents=True)
    files: dict[str, bytes | str] = {
        "a.pdf": b"%PDF-1.4 broken",  # leaves its name to a.txt
        "a.txt": STORY,
        "b.html": f"<!DOCTYPE html><html><body><article><p>{STORY}</p></article></body></html>",
        "b.md": f"# Story\n\n{STORY}",
        "b.txt": STORY,
        "c.jsonl": "\n".join([RECORD, "{", RECORD, '{"id": "a", "text": "Six months."}', "[1]"]),
        "f.pdf": STORY,  # a text under a .pdf name
        "g.json": json.dumps([{"id": 'q"\x7f\u2028é', "text": f"{STORY} In May."}] * 3),
        "h.txt": b"\x00\x01",
        "i.txt.gz": gzip.compress(STORY.encode(), mtime=0),
        "j.txt": STORY.encode("cp1252") + b" \x80",
        "deep/a.txt": STORY,
        "k.jsonl": "\n".join(
            json.dumps({"id": n // 2, "text": f"{STORY} In {n} days."}) for n in range(300)
        ),
        "manifest.toml": '[a]\npublished = "2016-08"\n\n["b.txt"]\npublished = "2013"\n'
        '["7~2"]\npublished = "2014-03-02"\n',
    }
    for name, data in files.items():
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    for number in range(20):
        (folder / f"story-{number:02}.txt").write_text(f"{STORY} " * (number % 7 + 1), "utf-8")
    return folder


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def by_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cluster's stages one after the other in this process: all but Ray itself."""

    @contextmanager
    def connected(*_: object) -> Iterator[int]:
        yield 1

    def run_flow(
        loads: list[Load], orders: Orders, _: int, work: Work
    ) -> Generator[Returned, None, None]:
        ledger = Ledger()
        for load in loads:
            for parcel in look_into(load, orders.options, partial(_watch, ledger)):
                sent = pickle.loads(pickle.dumps(parcel))
                yield work_on(sent, orders, partial(_watch, ledger), work)

    monkeypatch.setattr("norfolk_cs.batch.ray.connected", connected)
    flow = SimpleNamespace(run_flow=run_flow)
    monkeypatch.setitem(sys.modules, "norfolk_cs.batch.ray.flow", flow)  # type: ignore[arg-type]


def _watch(ledger: Ledger, key: tuple[object, ...]) -> Watch:
    return Watch(lambda method, *arguments: getattr(ledger, method)(*arguments), key)


# -- the same as ever ------------------------------------------------------------------------


@pytest.mark.usefixtures("cluster")
def test_a_cluster_fills_a_folder_to_the_same_bytes(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By relative paths and with a user's rules too."""
    monkeypatch.chdir(corpus.parent)
    Path("own.toml").write_text('off = ["rating.verb-object"]')
    done = {}
    for out, engine in (("local", ()), ("ray", RAY)):
        given = ("corpus", "corpus/a.txt", "none.txt", "--rules", "own.toml", "-o", f"{out}/")
        done[out] = run("extract", *given, "--shard-size", "0.05", *engine)
    assert done["local"].exit_code == done["ray"].exit_code == 1
    assert done["ray"].stderr == done["local"].stderr
    assert _contents(Path("ray")) == _contents(Path("local"))
    assert len(_contents(Path("ray"))) > 4
    dates = {fact.doc_id: fact.published for fact in read_facts("ray")}
    assert (dates["7"], dates["7~2"], dates["a"]) == (None, "2014-03-02", "2016-08")
    assert 'q"\x7f\u2028é~3' in dates


@pytest.mark.usefixtures("by_ourselves")
def test_facts_go_to_standard_output_too(corpus: Path) -> None:
    alone, shared = run("extract", corpus), run("extract", corpus, *RAY)
    assert shared.stdout == alone.stdout
    assert shared.stderr == alone.stderr


@pytest.mark.usefixtures("by_ourselves")
def test_a_cluster_goes_on_with_what_this_machine_began(corpus: Path, tmp_path: Path) -> None:
    settings: dict[str, Any] = {"size": 2_000, "every": 3, "work": made_up}
    _fill(whole := tmp_path / "whole", corpus, **settings)
    for documents in (1, 18, 100, 315):  # of files, and in the midst of a file of records
        out = tmp_path / str(documents)
        assert _fill(out, corpus, stop=documents, **settings) == documents
        assert (out / "checkpoint.json").exists()
        rest = _fill(out, corpus, resume=True, engine=extract_all, **settings)
        assert documents + rest >= 330
        assert _contents(out) == _contents(whole)


@pytest.mark.usefixtures("by_ourselves")
def test_this_machine_goes_on_with_what_a_cluster_began(corpus: Path, tmp_path: Path) -> None:
    settings: dict[str, Any] = {"size": 2_000, "every": 3, "work": made_up}
    _fill(whole := tmp_path / "whole", corpus, **settings)
    _fill(out := tmp_path / "out", corpus, stop=100, engine=extract_all, **settings)
    _fill(out, corpus, resume=True, **settings)
    assert _contents(out) == _contents(whole)


@singly
def made_up(task: Task, _: Orders) -> Outcome:
    """Facts at no cost: what becomes of them is what is looked at."""
    if task.source.path is not None and task.source.path.read_bytes().startswith(b"\x00"):
        return Outcome(task.where, (NorfolkError("is no text", where=task.where),))
    line = record_line({"doc_id": task.doc_id, "published": task.published})
    return Outcome(task.where, (), task.doc_id, extracted=True, lines=3 * line, facts=3)


def _fill(out: Path, corpus: Path, stop: int | None = None, **settings: Any) -> int:
    with filling(out, [corpus], Orders(), 0, **settings) as run:
        return sum(1 for _ in islice(run.outcomes, stop))


@pytest.mark.usefixtures("by_ourselves")
def test_a_malformed_manifest_stops_a_cluster_in_its_turn(corpus: Path) -> None:
    (corpus / "deep" / "manifest.toml").write_text("[broken")
    paths = (corpus / "story-01.txt", corpus / "deep")
    alone, shared = run("extract", *paths), run("extract", *paths, *RAY)
    assert shared.exit_code == alone.exit_code == 1
    assert shared.stdout == alone.stdout != ""
    assert shared.stderr == alone.stderr


def test_what_a_cluster_loses_is_not_passed_over() -> None:
    def parcel(load: int, number: int, last: bool) -> Returned:
        return Returned(load, number, (), last)

    whole = [parcel(0, 0, False), parcel(0, 1, True), parcel(1, 0, True)]
    assert list(all_of(whole, 2)) == whole
    for broken in (whole[1:], whole[:1], whole[:2], [*whole[:2], *whole[1:]], [*whole, whole[2]]):
        with pytest.raises(NorfolkError, match="the cluster lost"):
            list(all_of(broken, 2))


# -- death -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("cluster")
def test_a_killed_worker_costs_nothing_and_a_deadly_document_only_itself(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As somebody who looks for memory kills one, and as a document that takes it all does."""
    marks, folder = tmp_path / "marks", tmp_path / "stories"
    marks.mkdir()
    folder.mkdir()
    for number in range(PARCEL_ITEMS + 40):
        (folder / f"{number:03}.txt").write_text(STORY, "utf-8")

    @singly
    def double(task: Task, orders: Orders) -> Outcome:
        mark = marks / task.doc_id
        if task.doc_id in ("004", "150") or (task.doc_id == "006" and not mark.exists()):
            with mark.open("a") as stream:
                stream.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        return work([task], orders)[0]

    @singly
    def harmless(task: Task, orders: Orders) -> Outcome:
        return work([task], orders)[0]

    with closing(extract_all([folder], Orders(), work=double)) as outcomes:
        found = list(outcomes)
    with closing(batch.extract_all([folder], Orders(), 0, work=harmless)) as outcomes:
        expected = list(outcomes)
    failed = {outcome.source: outcome.failures for outcome in found if outcome.failures}
    assert list(failed) == [f"{folder}/{name}.txt" for name in ("004", "150")]
    assert all(f"{DEATHS} workers that were reading it died" in str(f[0]) for f in failed.values())
    deaths = {mark.name: len(mark.read_text()) for mark in marks.iterdir()}
    assert deaths == {"004": DEATHS, "150": DEATHS, "006": 1}
    others = [n for n, outcome in enumerate(found) if outcome.source not in failed]
    assert [found[n] for n in others] == [expected[n] for n in others]
    assert len(others) == len(expected) - 2
    assert capfd.readouterr() == ("", "")  # Ray would tell of each death among the facts


class Death(BaseException):
    """What no handler of errors holds up."""


def test_a_source_at_which_readers_die_is_left_from_there_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from norfolk_cs.read import readings

    (tmp_path / "a.jsonl").write_text(f"{RECORD}\n" * 5)
    (tmp_path / "b.txt").write_text(STORY)
    true = readings.read_jsonl

    def deadly(*arguments: object) -> Iterator[object]:
        for number, reading in enumerate(true(*arguments)):  # type: ignore[arg-type]
            if number == 2:
                raise Death
            yield reading

    monkeypatch.setattr(readings, "read_jsonl", deadly)
    ledger = Ledger()
    load = Load(0, tuple(list_sources([tmp_path], Options())))
    for _ in range(DEATHS):
        with pytest.raises(Death):
            list(look_into(load, Options(), partial(_watch, ledger)))
    (parcel,) = look_into(load, Options(), partial(_watch, ledger))
    names = [item.own if isinstance(item, Found) else item for item in parcel.items]
    assert names[:2] == ["a#1", "a#2"]
    assert "workers that were reading it died" in str(names[2])
    assert names[3:] == ["b"]


def test_each_of_several_deadly_documents_is_found_by_itself(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(STORY)
    load = Load(0, tuple(list_sources([tmp_path], Options())))
    ledger = Ledger()
    (parcel,) = look_into(load, Options(), partial(_watch, ledger))

    @singly
    def double(task: Task, _: Orders) -> Outcome:
        if task.doc_id in "258":
            raise Death
        return Outcome(task.where, doc_id=task.doc_id, extracted=True)

    deaths = 0
    while True:
        try:
            returned = work_on(parcel, Orders(), partial(_watch, ledger), double)
            break
        except Death:
            deaths += 1
    outcomes = [done.outcome for done in returned.done if done.outcome]
    assert "".join(outcome.doc_id or "-" for outcome in outcomes) == "01-34-67-"
    assert deaths == 1 + 3 * (DEATHS - 1)


# -- how it is cut up ------------------------------------------------------------------------


def test_small_files_go_together_and_large_ones_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from norfolk_cs.batch.ray import parcels

    monkeypatch.setattr(parcels, "LOAD_BYTES", 1_000)
    for number in range(LOAD_SOURCES + 5):
        (tmp_path / f"{number:03}.txt").write_text("x")
    (tmp_path / "large.jsonl").write_text("x" * 2_000)
    (tmp_path / "more.txt").write_text("x")
    loads = list(loads_of(list_sources([tmp_path], Options()), skip=3))
    assert [len(load.sources) for load in loads] == [LOAD_SOURCES, 5, 1, 1]
    assert [load.number for load in loads] == [0, 1, 2, 3]
    assert [load.skip for load in loads] == [3, 0, 0, 0]


def test_a_load_ends_with_a_parcel_that_says_so() -> None:
    items = [NorfolkError(str(number)) for number in range(PARCEL_ITEMS + 1)]
    parcels = list(parcels_of(7, items))
    assert [(p.number, len(p.items), p.last) for p in parcels] == [
        (0, PARCEL_ITEMS, False),
        (1, 1, True),
    ]
    assert [(p.items, p.last) for p in parcels_of(7, [])] == [((), True)]


# -- what it needs ---------------------------------------------------------------------------


def test_without_ray_one_line_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    monkeypatch.setitem(sys.modules, "ray", None)
    done = run("extract", tmp_path, *RAY)
    assert done.exit_code == 1
    assert done.stderr.count("\n") <= 2
    assert "pip install 'norfolk-cs[ray]'" in done.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://head:1", "host", "h:99999999", ":1"])
def test_a_cluster_that_is_not_there_is_told_at_once(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'norfolk-cs[ray]'")
    (tmp_path / "a.txt").write_text(STORY)
    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "shutdown", lambda: None)  # that of the other tests
    done = run("extract", tmp_path, *RAY, "--ray-address", address)
    assert done.exit_code == 1
    assert f"no Ray cluster at {address}: " in done.stderr


def test_standard_input_is_no_matter_for_a_cluster() -> None:
    done = run("extract", "-", *RAY, stdin=STORY.encode())
    assert done.exit_code == 1
    assert "standard input: cannot be read by the processes of a cluster" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--engine", "spark"), "none of local, ray"),
        ((*RAY, "-w", "0"), "one at least"),
        (("--ray-address", "host:1"), "goes with --engine ray"),
    ],
)
def test_engines_that_make_no_sense_are_refused(
    options: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    done = run("extract", tmp_path, *options)
    assert done.exit_code == 2
    assert words in done.stderr


# -- the end ---------------------------------------------------------------------------------


def _below(parent: int) -> set[int]:
    """All processes that a process, or one of these, has started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = {int(pid): int(ppid) for pid, ppid in map(str.split, listed.stdout.splitlines())}
    found = {parent}
    while more := {pid for pid, ppid in parents.items() if ppid in found} - found:
        found |= more
    return found - {parent}


def test_interrupting_a_run_leaves_no_process_and_no_word(tmp_path: Path) -> None:
    pytest.importorskip("ray.data", reason="Ray is not installed: pip install 'norfolk-cs[ray]'")
    for number in range(2_000):
        (tmp_path / f"{number}.txt").write_text(STORY * 20, "utf-8")
    with process("extract", tmp_path, *RAY, bufsize=0, start_new_session=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        started = _below(child.pid)
        os.killpg(child.pid, signal.SIGINT)
        rest, stderr = child.communicate(timeout=LIMIT)
    assert child.returncode == 130
    assert stderr == b""
    assert len(started) > 3
    assert all(json.loads(line) for line in (first + rest).splitlines())
    while started & _alive():
        time.sleep(0.05)


def _alive() -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True)
    return {int(line.split()[0]) for line in listed.stdout.splitlines() if "Z" not in line}
