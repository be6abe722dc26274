"""Text cut into words, each of which is made once.

A text repeats itself and texts repeat each other, so that most words, and most runs of letters
and marks between two spaces, need only be looked up.
"""

from __future__ import annotations

import re
from itertools import chain

from norfolk_cs.components.speech.lexicon import Lexicon, Word

QUOTATION = "“~”"  # any covered quotation, as a word
KEPT = 30_000  # runs of letters and marks; a long report has 5,000
KEPT_LETTERS = 40  # of a run; a longer one will not come again
_COVERED = re.compile("“~*”")
_WORD = re.compile(
    r"“~*”|(?:Mr|Mrs|Ms|Dr|Cllr|Prof|Rev|Revd|St|Hon|Sgt|Insp|Supt|Col|Capt|Lt|Gov|Sen|Rep|Jr)\."
    r"|(?:[A-Z]\.)+(?=[\s,)])|[£$€]?\w+(?:[-'./&]\w+|(?<=\d),\d{3}\b)*(?:'(?=\s))?|[^\w\s]"
)


class Words:
    """Cuts stretches of a frame into words, punctuation marks and covered quotations."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._inner, self._last = _Runs(lexicon, " "), _Runs(lexicon, "")
        self._sizes = _Sizes(self._inner)

    def __call__(self, text: str) -> list[Word]:
        """The words of a text, in order; each quotation, however long, is one and the same."""
        if "“" in text:
            text = _COVERED.sub(QUOTATION, text)
        runs = text.split()
        if not runs:
            return []
        last = self._last[runs.pop()]
        return [*chain.from_iterable(map(self._inner.__getitem__, runs)), *last]

    def sizes(self, text: str) -> list[int] | None:
        """From each of a text's words to the next, in characters, a quotation's as the word that
        it is; None where more than one space stands between any two.
        """
        if "“" in text:
            text = _COVERED.sub(QUOTATION, text)
        runs = text.split()
        if len(" ".join(runs)) != len(text):
            return None
        last = self._last[runs.pop()]
        sizes = list(chain.from_iterable(map(self._sizes.__getitem__, runs)))
        sizes += [len(word.text) for word in last]
        return sizes


class _Runs(dict[str, tuple[Word, ...]]):
    """The words of runs of letters and marks, by the run; ``after`` is what follows each."""

    def __init__(self, lexicon: Lexicon, after: str) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._after = after

    def __missing__(self, run: str) -> tuple[Word, ...]:
        words = tuple(map(self._lexicon.word, _WORD.findall(run + self._after)))
        if len(self) >= KEPT:
            self.clear()
        if len(run) <= KEPT_LETTERS:
            self[run] = words
        return words


class _Sizes(dict[str, tuple[int, ...]]):
    """The lengths of the words of runs, by the run, the last with the space after it."""

    def __init__(self, runs: _Runs) -> None:
        super().__init__()
        self._runs = runs

    def __missing__(self, run: str) -> tuple[int, ...]:
        *sizes, last = [len(word.text) for word in self._runs[run]]
        if len(self) >= KEPT:
            self.clear()
        found = (*sizes, last + 1)
        if len(run) <= KEPT_LETTERS:
            self[run] = found
        return found
