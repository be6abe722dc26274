"""What could not be read: said at once and in full, and listed by file when all else is done."""

from __future__ import annotations

from norfolk_cs.cli.console import say_error, say_list, say_note
from norfolk_cs.errors import NorfolkError

SAID = 100  # failures of one file said in full: beyond, they are one fault and not many
LISTED = 1_000  # files listed at the end; a folder of reports has some hundreds


class Failures:
    """The failures of a run.

    A file is kept once, with the first of its reasons: a stream may have a million broken lines.
    """

    def __init__(self) -> None:
        self.count = 0
        self._files: dict[str, tuple[int, str]] = {}

    def __call__(self, error: NorfolkError) -> None:
        """Keep a failure, and say at once what happened and what to do."""
        self.count += 1
        where = error.where or "input"
        count, reason = self._files.get(where, (0, _reason(error)))
        if count or len(self._files) < LISTED:
            self._files[where] = (count + 1, reason)
        if count < SAID:
            say_error(error)
        elif count == SAID:
            say_note(f"{where}: has failed {SAID} times; from here on failures are only counted")

    def __contains__(self, where: str) -> bool:
        return where in self._files

    def say_summary(self, documents: int) -> None:
        """List what failed beside ``documents`` that did not; one failure alone was said."""
        total = self.count + documents
        if not self.count or total == 1:
            return
        entries = [
            f"{where}: {reason}" if count == 1 else f"{where}: {count:,} times, first {reason}"
            for where, (count, reason) in self._files.items()
        ]
        rest = self.count - sum(count for count, _ in self._files.values())
        if rest:
            entries.append(f"and {rest:,} more")
        say_list(f"{self.count:,} of {total:,} documents failed:", entries)


def _reason(error: NorfolkError) -> str:
    return f"{error.part} {error.message}" if error.part else error.message
