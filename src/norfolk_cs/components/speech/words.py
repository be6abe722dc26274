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

    def __call__(self, text: str) -> list[Word]:
        """The words of a text, in order; each quotation, however long, is one and the same."""
        if "“" in text:
            text = _COVERED.sub(QUOTATION, text)
        runs = text.split()
        words = list(chain.from_iterable(map(self._inner.__getitem__, runs[:-1])))
        if runs:
            words += self._last[runs[-1]]
        return words


class _Runs(dict[str, tuple[Word, ...]]):
    """The words of a run by its letters and marks; ``after`` is what follows each run."""

    def __init__(self, lexicon: Lexicon, after: str) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._after = after

    def __missing__(self, letters: str) -> tuple[Word, ...]:
        *inner, last = _WORD.findall(letters + self._after)
        word = self._lexicon.word
        run = (*map(word, inner), word(last, self._after))
        if len(self) >= KEPT:
            self.clear()
        if len(letters) <= KEPT_LETTERS:
            self[letters if inner else last] = run  # with the word's own letters, if it is one
        return run
