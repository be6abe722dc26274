"""Documents at addresses: as files and folders are read, and all on this machine."""

from __future__ import annotations

import gzip
import json
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest

from command_line import run
from crawls import Record, page, warc

STORY = (
    "Norfolk County Council was rated inadequate by Ofsted. "
    "“We accept the findings,” said its director, Dave Hill."
)
RECORDS = "\n".join(json.dumps({"text": STORY}) for _ in range(2))
FILES = {
    "b.txt": STORY.encode(),
    "a/deep.html": page(STORY).encode(),
    "a/.hidden/no.txt": STORY.encode(),
    "a/.no.txt": STORY.encode(),
    "c.jsonl.gz": gzip.compress(RECORDS.encode()),
    "d.warc.gz": warc([Record(f"https://n.example/{n}", page(STORY).encode()) for n in range(9)]),
    "picture.jpg": b"\xff\xd8\xff",
    "manifest.toml": b'[b]\npublished = "2016-08"\n',
}


@pytest.fixture
def memory() -> Iterator[str]:
    system = fsspec.filesystem("memory")
    for name, data in FILES.items():
        system.pipe(f"/bucket/{name}", data)
    yield "memory://bucket"
    system.rm("/bucket", recursive=True)


@pytest.fixture
def local(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def send_head(self):  # type: ignore[no-untyped-def]
        if "secret" in self.path:
            self.send_error(403)
            return None
        return super().send_head()


@pytest.fixture
def web(local: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(local))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _doc_ids(output: str) -> list[str]:
    return list(dict.fromkeys(json.loads(line)["doc_id"] for line in output.splitlines()))


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_folder_at_an_address_is_read_as_a_folder(memory: str, local: Path, workers: str) -> None:
    there, here = run("extract", memory, "-w", workers), run("extract", local)
    assert there.stderr == here.stderr == ""
    assert there.stdout == here.stdout.replace(str(local), memory)
    assert '"published":"2016-08"' in there.stdout


def test_globs_and_single_files_are_found(memory: str) -> None:
    assert _doc_ids(run("extract", f"{memory}/*.txt").stdout) == ["b"]
    assert _doc_ids(run("extract", f"{memory}/*.gz").stdout)[:3] == [
        "c#1", "c#2", "https://n.example/0",
    ]  # fmt: skip
    assert _doc_ids(run("extract", f"{memory}/a/deep.html").stdout) == ["deep"]
    sources = {
        json.loads(line)["source"] for line in run("extract", f"{memory}/b.*").stdout.splitlines()
    }
    assert sources == {f"{memory}/b.txt"}


def test_a_file_address_is_a_path(local: Path) -> None:
    (local / "a story.txt").write_text(STORY, "utf-8")
    done = run("extract", f"{local.as_uri()}/a%20story.txt", local / "a story.txt")
    assert _doc_ids(done.stdout) == ["a story"]
    assert run("extract", local.as_uri()).stdout == run("extract", local).stdout


def test_the_web_is_read_as_it_comes(web: str) -> None:
    done = run("extract", f"{web}/b.txt", f"{web}/d.warc.gz", f"{web}/a/deep.html")
    assert done.exit_code == 0
    pages = [f"https://n.example/{n}" for n in range(9)]
    assert _doc_ids(done.stdout) == ["b", *pages, "deep"]


def test_what_cannot_be_had_is_said_once_and_costs_no_other(web: str, memory: str) -> None:
    fsspec.filesystem("memory").mkdir("/empty")
    bad = {
        f"{web}/gone.txt": "no such file or folder",
        f"{web}/secret.txt": "may not be read (403 Forbidden)",
        "http://127.0.0.1:1/x.txt": "cannot be read: Cannot connect to host 127.0.0.1:1",
        f"{memory}/gone/*.txt": "no such file or folder",
        "memory://empty": "nothing to read in this folder",
        "gopher-x://a/b": "is no kind of address that is known",
    }
    done = run("extract", *bad, f"{memory}/b.txt")
    assert done.exit_code == 1
    assert _doc_ids(done.stdout) == ["b"]
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == len(bad)
    for line, (address, words) in zip(errors, bad.items(), strict=True):
        assert line.startswith(f"error: {address}: {words}")
        assert ". " in line


def test_a_missing_library_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    done = run("extract", "s3://bucket/story.txt")
    assert done.exit_code == 1
    assert "pip install 'norfolk-cs[remote]'" in done.stderr
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert "norfolk-cs[remote]" in run("extract", "memory://bucket/story.txt").stderr


def test_a_stream_that_breaks_off_is_reported(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec.implementations.memory import MemoryFile

    true = MemoryFile.read

    def breaks(self: MemoryFile, size: int = -1) -> bytes:
        if self.tell() > 0:
            raise ConnectionResetError("the other side has gone")
        return bytes(true(self, min(size, 5) if size > 0 else 5))

    monkeypatch.setattr(MemoryFile, "read", breaks)
    done = run("extract", f"{memory}/b.txt")
    assert done.exit_code == 1
    assert "cannot be read: the other side has gone. Check the address" in done.stderr


def test_a_run_over_addresses_is_resumed(memory: str, tmp_path: Path) -> None:
    out = f"{tmp_path}/out/"
    assert run("extract", memory, "-o", out).exit_code == 0
    assert "is finished already" in run("extract", memory, "-o", out, "--resume").stderr
    fsspec.filesystem("memory").pipe("/bucket/b.txt", f"{STORY} Again.".encode())
    changed = run("extract", memory, "-o", out, "--resume")
    assert changed.exit_code == 1
    assert "the input changed" in changed.stderr
