"""Who speaks where no verb says so: "Chief executive Samuel Trott: ‘…’", "His message: ‘…’"."""

from __future__ import annotations

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.heads import Heads
from norfolk_cs.components.speech.lexicon import Lexicon
from norfolk_cs.components.speech.phrases import Stretch, is_genitive

WRITER_WITHIN = 8  # words: "a letter from one of the foster carers:"
ACT_WITHIN = 2  # words: "he fumed:", "she then rounded on him:"
# "A message to Dave Hill: ‘…’"; after "in" it is the name of a place.
_NO_LABEL = frozenset(["to", "of", "for", "against", "about", "in", "at", "near"])


class Labels:
    """Reads the speaker out of the words before a colon; indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon, phrases: Heads) -> None:
        self.lexicon = lexicon
        self.phrases = phrases

    def labelled(self, period: Period, colon: int) -> Stretch | None:
        """Who the words before a colon name or are about: "Chief executive Samuel Trott: ‘…’"."""
        segments = self.phrases.segments(period.words, colon - 1, 0)
        writer = self._writer(period, colon) or self._utterer(period, colon)
        if writer is not None:
            return writer
        for index in range(colon - 2, max(0, colon - 2 - ACT_WITHIN), -1):
            if period.words[index].low in ("he", "she"):
                return index, index + 1  # "Turning to Cllr Smith he fumed:"
        for begin, end in reversed(segments):
            whole = self.phrases.whole_name(period, begin, end)
            if whole is not None:
                return whole
        name = self.phrases.name_ending(period, colon, 1)
        if name and name.person and period.words[name.begin - 1].low not in _NO_LABEL:
            return name.begin, name.end
        for begin, end in segments:
            head = self.phrases.head(period, begin, end)
            if head is not None:
                has_voice = self._has_voice(period, head) and not self._is_praised(period, head)
                return head if has_voice else None
        return None

    def _is_praised(self, period: Period, head: Stretch) -> bool:
        """Whether the words are about a subject and not its own: "The board was praised: ‘…’"."""
        following = [word.low for word in period.words[head[1] : head[1] + 2]]
        return (
            len(following) == 2
            and following[0] in self.lexicon["be"]
            and following[1] in self.lexicon["act"]
        )

    def _writer(self, period: Period, colon: int) -> Stretch | None:
        """Who wrote what is read out: "She quoted a letter from one mother: ‘…’"."""
        words = period.words
        for index in range(colon - 2, max(0, colon - 2 - WRITER_WITHIN), -1):
            if words[index].low in ("from", "by"):
                if words[index - 1].low not in self.lexicon["document"]:
                    return None
                phrase = self.phrases.starting(period, index + 1, colon)
                return phrase[:2] if phrase and phrase[2] == colon else None
        return None

    def _utterer(self, period: Period, colon: int) -> Stretch | None:
        """Whose words "Mr Hill's message to parents: ‘…’" leads in."""
        words = period.words
        for index in range(colon - 1):
            owns = words[index].low in ("his", "her", "their") or is_genitive(words[index])
            if owns and words[index + 1].low in self.lexicon["utterance"]:
                name = self.phrases.name_ending(period, index + 1, 0)
                begin = name.begin if name else self.phrases.phrase_start(words, index, 0)
                return begin, index + 1
        return None

    def _has_voice(self, period: Period, head: Stretch) -> bool:
        """Whether a subject speaks without a verb: a paper does only if it is somebody's."""
        words = period.words[head[0] : head[1]]
        if self.lexicon["document"].isdisjoint(word.low for word in words):
            return True
        owners = ("his", "her", "their", "its")
        return any(word.text.endswith("'s") or word.low in owners for word in words)
