"""A file that is only appended to, hidden until it is whole, and can be cut back."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import IO

PART = ".part"


def part_of(path: Path) -> Path:
    """What a file is called until it is whole."""
    return path.with_name(f".{path.name}{PART}")


class Growing:
    """A file that will be ``path``; until something is added, there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = part_of(path)
        self.bytes = 0
        self._hash = hashlib.sha256()
        self._stream: IO[bytes] | None = None
        self._flushed = True

    @property
    def sha256(self) -> str:
        """What its bytes hash to."""
        return self._hash.hexdigest()

    def add(self, data: bytes) -> None:
        """Append."""
        if self._stream is None:
            self._stream = self.part.open("ab")
        self._stream.write(data)
        self._hash.update(data)
        self.bytes += len(data)
        self._flushed = False

    def flush(self) -> None:
        """Have all of it on the disk."""
        if self._stream is not None and not self._flushed:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._flushed = True

    def leave(self) -> None:
        """Let go of it, as it stands."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def close(self) -> None:
        """Give it its name."""
        self.flush()
        self.leave()
        self.part.touch()  # where there is nothing in it
        os.replace(self.part, self.path)

    def cut_back(self, length: int, sha256: str) -> None:
        """Go on from its first so many bytes.

        Raises ValueError or OSError unless they are there.
        """
        if self.path.exists():  # it was closed, and no checkpoint followed
            os.replace(self.path, self.part)
        if not length:
            self.part.unlink(missing_ok=True)
            return
        with self.part.open("r+b") as stream:
            self._hash = hash_of(stream, length)
            if self.sha256 != sha256:
                raise ValueError
            stream.truncate(length)
        self.bytes = length


def check(path: Path, length: int, sha256: str) -> None:
    """Raise ValueError or OSError unless a file has just these bytes."""
    with path.open("rb") as stream:
        if hash_of(stream, length).hexdigest() != sha256 or stream.read(1):
            raise ValueError


def hash_of(stream: IO[bytes], length: int) -> hashlib._Hash:
    """What the first so many bytes of a file hash to; fewer if it is shorter."""
    found = hashlib.sha256()
    while length and (data := stream.read(min(length, 1 << 20))):
        found.update(data)
        length -= len(data)
    return found
