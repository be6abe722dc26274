"""Files that appear only when they are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from norfolk_cs.errors import NorfolkError


def foreign(path: Path, what: str) -> NorfolkError:
    """The error to raise where the file at ``path`` is not ours, and ours would replace it."""
    return NorfolkError(
        f"is no {what}, and stays as it is", where=str(path), hint="Choose another file"
    )


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """An empty file to write instead of ``path``, whose place it takes when the block is done.

    It lies in the same folder, which is made if need be. Where the block fails, or is interrupted,
    what was at ``path`` stays as it was; a device or a pipe is written as it stands, since nothing
    may take its place. Raises NorfolkError where the folder cannot be written.
    """
    if path.is_dir():
        raise NorfolkError("is a folder", where=str(path), hint="Name a file in it")
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve()  # a link stays a link: its target is written
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise NorfolkError(
            f"cannot be written: {error.strerror}", where=str(path), hint="Choose another file"
        ) from error
    os.close(handle)
    try:
        yield Path(name)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)  # mkstemp's own mode lets nobody else read the result
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
