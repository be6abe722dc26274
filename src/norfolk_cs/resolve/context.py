"""What every fact of a document needs: its place, who says it, how sure they are."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Any

from norfolk_cs.analysis import Analysis, Mention, Nested, Ref, Sentence
from norfolk_cs.models import ActorRef, Certainty, SentenceSpan, checked, text_digest
from norfolk_cs.resolve.authorship import author, recipient, signatory
from norfolk_cs.resolve.certainty import judge
from norfolk_cs.resolve.referents import Referents


class Context:
    """One document's resolved speakers and references, shared by the resolvers of each kind.

    ``speakers`` pairs each statement with the actor its words belong to, in text order.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.document = analysis.document
        self.referents = Referents(analysis)
        self.speakers = self.referents.speakers
        self.digest = text_digest(analysis.text)
        self._judge = judge()
        self._sentences: dict[int, SentenceSpan] = {}
        self._common = {
            "doc_id": self.document.doc_id,
            "source": self.document.source,
            "published": self.document.published,
        }
        self._statements = Nested(analysis.found.statements)

    @cached_property
    def recipient(self) -> ActorRef | None:
        """Whom a letter is addressed to."""
        return recipient(self.analysis, self.referents)

    @cached_property
    def signatory(self) -> ActorRef | None:
        """Whose name stands under a letter."""
        return signatory(self.analysis, self.referents)

    @cached_property
    def _author(self) -> ActorRef | None:
        return author(self.analysis, self.referents)

    def who(self, ref: Ref | None) -> ActorRef | None:
        """The actor that some words point at, or None where that is not certain."""
        return None if ref is None else self.referents.resolve(ref)

    def voice(self, start: int, end: int) -> ActorRef | None:
        """Whose claim a stretch is: the speaker of the innermost statement that holds it."""
        place = self._statements.holding(start, end)
        return None if place is None else self.speakers[place][1]

    def orders(self, start: int, end: int) -> ActorRef | None:
        """Who tells others to act in a stretch: whoever speaks there, or, where nobody does, the
        author of a report, letter or notice.
        """
        place = self._statements.holding(start, end)
        return self._author if place is None else self.speakers[place][1]

    def base(
        self,
        mention: Mention,
        *,
        attributed: bool = True,
        negated: bool = False,
        certainty: Certainty | None = None,
    ) -> dict[str, Any]:
        """The fields that facts of every kind have (all but ``id`` and ``kind``)."""
        analysis, start, end = self.analysis, mention.start, mention.end
        pages, sentence = self.document.pages, analysis.sentence_at(start)
        assert sentence is not None, "a mention stands in a sentence"
        return {
            **self._common,
            "page": bisect_right(pages, start) if pages else None,  # from 1
            "sentence": self._sentences.get(sentence.index) or self._told(sentence),
            "span": {"start": start, "end": end, "text": analysis.text[start:end]},
            "attributed_to": self.voice(start, end) if attributed else None,
            "quoted": analysis.quote_at(start, end) is not None,
            "certainty": certainty or self._judge.of(analysis, mention, sentence),
            "negated": negated,
            "rule": mention.rule,
        }

    def _told(self, found: Sentence) -> SentenceSpan:
        """A sentence as facts tell it; those that stand in it share it."""
        text = self.analysis.text[found.start : found.end]
        fields = {"index": found.index, "start": found.start, "end": found.end, "text": text}
        span = self._sentences[found.index] = checked(SentenceSpan, fields)
        return span

    def words(self, start: int, end: int) -> dict[str, Any]:
        """The words between two offsets, of which a fact makes its :class:`Span`."""
        return {"start": start, "end": end, "text": self.analysis.text[start:end]}
