"""Standard input, where documents may come slowly."""

from __future__ import annotations

import sys


def descriptor() -> int | None:
    """Standard input's file descriptor, where it has one."""
    try:
        return sys.stdin.fileno()
    except (OSError, ValueError):
        return None


def would_wait(stream: int | None) -> bool:
    """Whether to read from a file descriptor may take a while."""
    from multiprocessing.connection import wait  # not for those who read files

    return stream is not None and not wait([stream], 0)
