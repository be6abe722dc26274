"""Facts in a folder: files of a bounded size, a manifest of them, and checkpoints on the way.

At any moment the folder holds all that is needed to go on. The open shard is a hidden file that is
only ever appended to; a checkpoint says how much of it counts, and which shards are closed; both
it and the manifest replace their former selves in one step. What lies beyond the last checkpoint
is cut off and written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from norfolk_cs.errors import NorfolkError
from norfolk_cs.write.manifest import (
    CHECKPOINT,
    FORMAT,
    MANIFEST,
    differences,
    read_state,
    refuse_changes,
)

PART = ".part"
FAILURES_LISTED = 10_000  # beyond, they are only counted: a stream may have a million broken lines
_SHARD = re.compile(r"facts-\d{5,}\.jsonl", re.ASCII)
_UNFINISHED = re.compile(rf"\.(?:{_SHARD.pattern}|{CHECKPOINT}|{MANIFEST})\{PART}")


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

    def __init__(self, folder: Path, size: int, head: Mapping[str, Any]) -> None:
        self.folder = folder
        self.finished = False
        self.progress: dict[str, Any] | None = None
        self.failed = 0
        self.failures: list[dict[str, Any]] = []
        self.passed: Counter[str] = Counter()
        self._size = size
        self._head = dict(head)
        self._closed: list[Shard] = []
        self._open = Shard(_name(0))
        self._hash = hashlib.sha256()
        self._stream: IO[bytes] | None = None

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
        if self._stream is None:
            self._stream = self._part(self._open.name).open("ab")
        self._stream.write(lines)
        self._hash.update(lines)
        self._open.documents += 1
        self._open.facts += facts
        self._open.bytes += len(lines)

    def fail(self, failure: Mapping[str, Any]) -> None:
        """Keep what went wrong with a document, for the manifest."""
        self.failed += 1
        if len(self.failures) < FAILURES_LISTED:
            self.failures.append(dict(failure))

    def pass_over(self, counts: Mapping[Any, int]) -> None:
        """Count what was passed over without a fault, by reason."""
        self.passed.update(counts)

    def close_shard(self) -> None:
        """Give the open shard its name, and begin the next; a checkpoint has to follow."""
        if not self._open.documents:
            return
        self._flush()
        self.leave()
        os.replace(self._part(self._open.name), self.folder / self._open.name)
        self._open.sha256 = self._hash.hexdigest()
        self._closed.append(self._open)
        self._open = Shard(_name(len(self._closed)))
        self._hash = hashlib.sha256()

    def checkpoint(self, progress: Mapping[str, Any]) -> None:
        """Let a run that is killed from here on go on from here."""
        self._flush()
        self._write(
            CHECKPOINT,
            {
                **self._state(),
                "open": {**asdict(self._open), "sha256": self._hash.hexdigest()},
                "progress": dict(progress),
            },
        )

    def finish(self) -> None:
        """Close what is open, and put the manifest in the checkpoint's place."""
        self.close_shard()
        self._write(MANIFEST, self._state())
        (self.folder / CHECKPOINT).unlink(missing_ok=True)
        self.finished = True

    def begin(self) -> None:
        """Make the folder this run's; what was in it of another run is gone then."""
        self.checkpoint({})
        (self.folder / MANIFEST).unlink(missing_ok=True)
        self.clear()

    def clear(self) -> None:
        """Remove what no checkpoint speaks of."""
        kept = {shard.name for shard in self._closed}
        if self._open.documents:
            kept.add(self._part(self._open.name).name)
        for path in self.folder.iterdir():
            ours = _SHARD.fullmatch(path.name) or _UNFINISHED.fullmatch(path.name)
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
            with self._left_alone(shard.name), (self.folder / shard.name).open("rb") as stream:
                if _hash(stream, shard.bytes).hexdigest() != shard.sha256 or stream.read(1):
                    raise ValueError
        self._open = Shard(_name(len(self._closed)))
        if "open" not in state:
            return
        self.progress = state["progress"] or None
        self._open = Shard(**state["open"])
        part, whole = self._part(self._open.name), self.folder / self._open.name
        if whole.exists():  # it was closed, and no checkpoint followed
            os.replace(whole, part)
        if self._open.documents:
            with self._left_alone(self._open.name), part.open("r+b") as stream:
                self._hash = _hash(stream, self._open.bytes)
                if self._hash.hexdigest() != self._open.sha256:
                    raise ValueError
                stream.truncate(self._open.bytes)
        else:
            part.unlink(missing_ok=True)

    def leave(self) -> None:
        """Let go of what is open, as it stands."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

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
            "failures": self.failures,
        }

    def _flush(self) -> None:
        if self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def _write(self, name: str, state: Mapping[str, Any]) -> None:
        part = self._part(name)
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

    def _part(self, name: str) -> Path:
        return self.folder / f".{name}{PART}"


@contextmanager
def open_shards(
    folder: Path, *, size: int, head: Mapping[str, Any], resume: bool
) -> Iterator[Shards]:
    """A folder to fill with shards of ``size`` bytes, for a run that ``head`` tells from others.

    With ``resume`` a run that was interrupted goes on, if its head was the same, and one that is
    finished is left as it is. Raises NorfolkError for a folder that holds other things, for one
    whose head differs, and for one that somebody else is filling.
    """
    shards = Shards(folder, size, head)
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


def _name(number: int) -> str:
    return f"facts-{number:05}.jsonl"


def _hash(stream: IO[bytes], length: int) -> hashlib._Hash:
    """What the first so many bytes of a file hash to; fewer if it is shorter."""
    found = hashlib.sha256()
    while length and (data := stream.read(min(length, 1 << 20))):
        found.update(data)
        length -= len(data)
    return found


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
