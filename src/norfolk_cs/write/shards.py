"""Facts in a folder: files of a bounded size, a manifest of them, and checkpoints on the way.

At any moment the folder holds all that is needed to go on. The open shard and the errors are hidden
files that are only ever appended to; a checkpoint says how much of them counts, and which shards
are closed; both it and the manifest replace their former selves in one step. What lies beyond the
last checkpoint is cut off and written again. A shard of Parquet is made of its lines when it is
full, and these stay until a checkpoint speaks of it.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from norfolk_cs.errors import NorfolkError
from norfolk_cs.write.growing import PART, Growing, check, hash_of, part_of
from norfolk_cs.write.manifest import (
    CHECKPOINT,
    ERRORS,
    FORMAT,
    MANIFEST,
    differences,
    read_state,
    refuse_changes,
)

JSONL, PARQUET = SHARD_FORMATS = ("jsonl", "parquet")
FAILURES_LISTED = 10_000  # in the manifest: a stream may have a million broken lines
_SHARD = re.compile(r"facts-\d{5,}\.(?:jsonl|parquet)", re.ASCII)
_WHOLE = re.compile(rf"{_SHARD.pattern}|{ERRORS}")
_UNFINISHED = re.compile(rf"\.(?:{_WHOLE.pattern}|{CHECKPOINT}|{MANIFEST})\{PART}")


@dataclass(slots=True)
class Shard:
    """A facts file: so many documents and facts, and what its bytes hash to."""

    name: str
    documents: int = 0
    facts: int = 0
    bytes: int = 0
    sha256: str = ""


class Shards:
    """A folder that is being filled. Get one from :func:`open_shards`.

    ``progress`` is what the caller gave to the last checkpoint, None at the beginning;
    ``finished`` says that nothing is left to do.
    """

    def __init__(self, folder: Path, size: int, head: Mapping[str, Any], form: str) -> None:
        self.folder = folder
        self.finished = False
        self.progress: dict[str, Any] | None = None
        self.failed = 0
        self.failures: list[dict[str, Any]] = []
        self.passed: Counter[str] = Counter()
        self._size = size
        self._head = dict(head)
        self._form = form
        self._closed: list[Shard] = []
        self._errors = Growing(folder / ERRORS)
        self._begin_shard()

    def _begin_shard(self) -> None:
        name = f"facts-{len(self._closed):05}"
        self._open = Shard(f"{name}.{self._form}")
        self._lines = Growing(self.folder / f"{name}.{JSONL}")

    @property
    def documents(self) -> int:
        """How many documents' facts are in it."""
        return sum(shard.documents for shard in (*self._closed, self._open))

    @property
    def facts(self) -> int:
        """How many facts are in it."""
        return sum(shard.facts for shard in (*self._closed, self._open))

    def fits(self, lines: bytes) -> bool:
        """Whether a document's facts still go into the shard that is open."""
        return not self._open.documents or self._open.bytes + len(lines) <= self._size

    def add(self, lines: bytes, facts: int) -> None:
        """Write the facts of one document, in one shard whatever their size."""
        self._lines.add(lines)
        self._open.documents += 1
        self._open.facts += facts
        self._open.bytes += len(lines)

    def fail(self, failure: Mapping[str, Any]) -> None:
        """Keep what went wrong with a document, in the table of errors and in the manifest."""
        self.failed += 1
        self._errors.add(json.dumps(failure, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        if len(self.failures) < FAILURES_LISTED:
            self.failures.append(dict(failure))

    def pass_over(self, counts: Mapping[Any, int]) -> None:
        """Count what was passed over without a fault, by reason."""
        self.passed.update(counts)

    def close_shard(self) -> None:
        """Give the open shard its name, and begin the next; a checkpoint has to follow."""
        if not self._open.documents:
            return
        shard = self._open
        if self._form == PARQUET:
            self._lines.flush()
            self._lines.leave()
            shard.bytes, shard.sha256 = _pack(self._lines.part, self.folder / shard.name)
        else:
            self._lines.close()
            shard.sha256 = self._lines.sha256
        self._closed.append(shard)
        self._begin_shard()

    def checkpoint(self, progress: Mapping[str, Any]) -> None:
        """Let a run that is killed from here on go on from here."""
        self._lines.flush()
        self._errors.flush()
        self._write(
            CHECKPOINT,
            {
                **self._state(),
                "open": {**asdict(self._open), "sha256": self._lines.sha256},
                "progress": dict(progress),
            },
        )
        self._drop_packed()

    def finish(self) -> None:
        """Close what is open, and put the manifest in the checkpoint's place."""
        self.close_shard()
        if self.failed:
            self._errors.close()
        self._write(MANIFEST, self._state())
        self._drop_packed()
        (self.folder / CHECKPOINT).unlink(missing_ok=True)
        self.finished = True

    def _drop_packed(self) -> None:
        """Remove the lines of the last shard of Parquet."""
        if self._form == PARQUET and self._closed:
            last = self.folder / self._closed[-1].name
            part_of(last.with_suffix(f".{JSONL}")).unlink(missing_ok=True)

    def begin(self) -> None:
        """Make the folder this run's; what was in it of another run is gone then."""
        self.checkpoint({})
        (self.folder / MANIFEST).unlink(missing_ok=True)
        self.clear()

    def clear(self) -> None:
        """Remove what no checkpoint speaks of."""
        kept = {shard.name for shard in self._closed}
        for file in (self._lines, self._errors):
            if file.bytes:
                kept.add(file.part.name)
        if self._errors.bytes and not self._errors.part.exists():
            kept.add(ERRORS)
        for path in self.folder.iterdir():
            ours = _WHOLE.fullmatch(path.name) or _UNFINISHED.fullmatch(path.name)
            if ours and path.name not in kept:
                path.unlink()

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a checkpoint, or know what a manifest says.

        Raises NorfolkError where a file is not as it was left.
        """
        self.failed, self.failures = state["failed"], state["failures"]
        self.passed = Counter(state["passed_over"])
        self._closed = [Shard(**shard) for shard in state["shards"]]
        for shard in self._closed:
            with self._left_alone(shard.name):
                check(self.folder / shard.name, shard.bytes, shard.sha256)
        self._begin_shard()
        errors = state["errors"] or {"bytes": 0, "sha256": ""}
        if "open" not in state:
            if errors["bytes"]:
                with self._left_alone(ERRORS):
                    check(self._errors.path, errors["bytes"], errors["sha256"])
                self._errors.bytes = errors["bytes"]
            return
        self.progress = state["progress"] or None
        self._open = Shard(**state["open"])
        with self._left_alone(self._open.name):
            self._lines.cut_back(self._open.bytes, self._open.sha256)
        with self._left_alone(ERRORS):
            self._errors.cut_back(errors["bytes"], errors["sha256"])

    def leave(self) -> None:
        """Let go of what is open, as it stands."""
        self._lines.leave()
        self._errors.leave()

    @contextmanager
    def _left_alone(self, name: str) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            raise NorfolkError(
                f"{name} is gone, or is not as the run left it",
                where=str(self.folder),
                hint="Begin again, without --resume",
            ) from error

    def _state(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            **self._head,
            "documents": self.documents,
            "facts": self.facts,
            "failed": self.failed,
            "passed_over": dict(sorted(self.passed.items())),
            "shards": [asdict(shard) for shard in self._closed],
            "errors": {
                "name": ERRORS,
                "rows": self.failed,
                "bytes": self._errors.bytes,
                "sha256": self._errors.sha256,
            }
            if self.failed
            else None,
            "failures": self.failures,
        }

    def _write(self, name: str, state: Mapping[str, Any]) -> None:
        part = part_of(self.folder / name)
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            json.dump(state, stream, ensure_ascii=False, indent=1)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, self.folder / name)
        with suppress(OSError):  # some file systems have no such thing, and need none
            handle = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def open_shards(
    folder: Path, *, size: int, head: Mapping[str, Any], resume: bool, form: str = JSONL
) -> Iterator[Shards]:
    """A folder to fill with shards of ``size`` bytes, for a run that ``head`` tells from others.

    With ``resume`` a run that was interrupted goes on, if its head was the same, and one that is
    finished is left as it is. Raises NorfolkError for a folder that holds other things, for one
    whose head differs, and for one that somebody else is filling.
    """
    shards = Shards(folder, size, head, form)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone_in(folder):
            manifest = read_state(folder / MANIFEST)
            checkpoint = read_state(folder / CHECKPOINT)
            if manifest is None and checkpoint is None:
                _refuse_others(folder)
            if not resume or (manifest is None and checkpoint is None):
                shards.begin()
            elif manifest is not None and not differences(head, manifest):
                shards.restore(manifest)
                shards.clear()
                (folder / CHECKPOINT).unlink(missing_ok=True)
                shards.finished = True
            else:
                state = checkpoint or manifest
                assert state is not None
                refuse_changes(folder, differences(head, state))
                shards.restore(state)
                (folder / MANIFEST).unlink(missing_ok=True)
                shards.clear()
            try:
                yield shards
            finally:
                shards.leave()
    except OSError as error:
        raise NorfolkError(
            f"cannot be written: {error.strerror}", where=str(folder), hint="Choose another folder"
        ) from error


def _pack(lines: Path, path: Path) -> tuple[int, str]:
    """Make Parquet of lines; gives how many bytes that is, and what they hash to."""
    from norfolk_cs.write.parquet import pack_lines

    part = part_of(path)
    pack_lines(lines, part)
    size = part.stat().st_size
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
        found = hash_of(stream, size).hexdigest()
    os.replace(part, path)
    return size, found


def _refuse_others(folder: Path) -> None:
    if any(not _UNFINISHED.fullmatch(path.name) for path in folder.iterdir()):
        raise NorfolkError(
            "is a folder with other things in it, and none that extract wrote",
            where=str(folder),
            hint="Choose a new or an empty folder, or name a file in this one",
        )


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep others from filling the folder; it is free again when this process is gone."""
    try:
        import fcntl
    except ImportError:  # not on every system
        yield
        return
    held = [os.open(folder, os.O_RDONLY)]

    def let_go() -> None:
        if held:
            os.close(held.pop())

    os.register_at_fork(after_in_child=let_go)  # a worker would keep the lock for a while
    try:
        try:
            fcntl.flock(held[0], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NorfolkError(
                "is being written by another run", where=str(folder), hint="Wait until it is done"
            ) from error
        except OSError:
            pass  # a network's file system may know no locks
        yield
    finally:
        let_go()
