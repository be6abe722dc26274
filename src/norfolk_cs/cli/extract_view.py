"""What ``norfolk-cs extract`` says on standard error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from norfolk_cs.cli.console import say_note
from norfolk_cs.cli.failures import Failures
from norfolk_cs.errors import NorfolkError

if TYPE_CHECKING:
    from norfolk_cs.batch import Outcome
    from norfolk_cs.write.shards import Shards


class Report:
    """What is said on stderr: failures always, the rest only to somebody who is watching."""

    def __init__(self, quiet: bool) -> None:
        from rich.console import Console

        self.console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self.quiet = quiet
        self.watching = self.console.is_terminal and not quiet
        self.failures = Failures()
        self.documents = 0
        self.facts = 0
        self.passed: Counter[str] = Counter()
        self.advance: Callable[[], None] = lambda: None

    @contextmanager
    def progress(self, paths: list[str]) -> Iterator[None]:
        """Show how many of the files are done, to somebody who is watching."""
        if not self.watching:
            yield
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        from norfolk_cs.read.sources import find_sources

        columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=self.console, transient=True) as bar:
            total = sum(1 for _ in find_sources(paths, lambda _: None))
            task = bar.add_task("documents", total=total)
            self.advance = lambda: bar.advance(task)
            yield

    def tell(self, outcome: Outcome) -> None:
        """Say and count what became of a document."""
        for failure in outcome.failures:
            self.failures(failure)
        if outcome.extracted:
            if not self.quiet:
                for note in outcome.notes:
                    say_note(f"{outcome.source}: {note}")
            self.documents += outcome.source not in self.failures
            self.facts += outcome.facts
        self.passed.update(outcome.passed)
        self.advance()

    def go_on(self, shards: Shards, failures: Iterable[NorfolkError]) -> None:
        """Take over what a run had come to before, its failures told again."""
        for failure in failures:
            self.failures(failure)
        self.documents = shards.documents
        self.facts = shards.facts
        self.passed.update(shards.passed)
        if shards.finished and not self.quiet:
            say_note(f"{shards.folder}: is finished already; nothing was done")

    def summary(self) -> None:
        """Say what the run came to."""
        if self.watching:
            self.console.print(
                f"{self.facts:,} facts from {self.documents:,} documents", style="bold"
            )
        if self.passed and not self.quiet:
            counts = (f"{count:,} {reason}" for reason, count in sorted(self.passed.items()))
            say_note(f"passed over: {', '.join(counts)}")
        if not self.quiet:
            self.failures.say_summary(self.documents)
