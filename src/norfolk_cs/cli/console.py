"""What reaches the terminal: text made safe for it, consoles, one-line messages, whole lines."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING, Any, TextIO

import typer

from norfolk_cs.errors import NorfolkError
from norfolk_cs.wording import shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Wider lines than this are hard to read, however wide the window.
READING_WIDTH = 110
_ENDS = (signal.SIGINT, signal.SIGTERM)
_HAS_MASKS = hasattr(signal, "pthread_sigmask")


def make_console(stream: TextIO | None = None) -> Console:
    """A console for views: plain where the stream is no terminal, a broken pipe raised."""
    from rich.console import Console

    class View(Console):
        def on_broken_pipe(self) -> None:
            raise  # the BrokenPipeError that Rich handles where it calls this

    stream = stream or sys.stdout
    _leniently(stream)
    view = View(file=stream, highlight=False, markup=False, emoji=False)
    view.width = min(view.width, READING_WIDTH)
    return view


def _leniently(stream: TextIO) -> None:
    """Let a stream that can't write a character write its escape, rather than fail."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def indented(console: Console, text: Text, indent: int = 2) -> Text:
    """Text wrapped to the console's width and set in, without the blanks that padding leaves."""
    from rich.text import Text

    lines = text.wrap(console, console.width - indent, overflow="fold")
    for line in lines:
        line.rstrip()
        if line.plain:
            line.pad_left(indent)
    return Text("\n").join(lines)


def say_error(error: NorfolkError | str) -> None:
    """What went wrong, in one line on standard error."""
    _say("error", typer.colors.RED, str(error))


def say_note(message: str) -> None:
    """What a user should know though nothing failed, in one line on standard error."""
    _say("note", typer.colors.CYAN, message)


def say_list(heading: str, entries: Iterable[str]) -> None:
    """A heading and what stands under it, one line each, on standard error."""
    _say_line(_styled(heading, bold=True))
    for entry in entries:
        _say_line(f"  {shown(entry).strip()}")


def _say(label: str, colour: str, message: str) -> None:
    _say_line(f"{_styled(f'{label}:', fg=colour, bold=True)} {shown(message).strip()}")


def _styled(words: str, **style: Any) -> str:
    return words if os.environ.get("NO_COLOR") else typer.style(words, **style)


def _say_line(line: str) -> None:
    if sys.stderr is not None:  # a shell may have closed it: "2>&-"
        _leniently(sys.stderr)
        typer.echo(line, err=True)


def print_lines(lines: Iterable[str], stream: IO[str] | None = None) -> int:
    r"""Write lines that end in ``\n`` as UTF-8, each of them whole however the run ends.

    Gives how many were written. Ctrl-C takes effect between two lines.
    """
    stream = stream or sys.stdout
    if stream is None:
        raise NorfolkError("standard output is closed", hint="Name a file with --output")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", newline="\n")
    count = 0
    try:
        for line in lines:
            with uninterrupted():
                stream.write(line)
            count += 1
    finally:
        with uninterrupted():
            stream.flush()
    return count


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off Ctrl-C, and SIGTERM, until the block is done."""
    asked: list[int] = []
    try:
        before = {end: signal.signal(end, lambda number, _: asked.append(number)) for end in _ENDS}
    except ValueError:  # signals are the main thread's
        yield
        return
    # a write that a signal breaks off may be taken for a whole one
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS) if _HAS_MASKS else None
    try:
        yield
    finally:
        if masked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        for end, handler in before.items():
            signal.signal(end, handler)
    if asked:
        signal.raise_signal(asked[0])


def hush() -> None:
    """Send what is left for standard output nowhere: its reader is gone."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
