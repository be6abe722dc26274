"""Names that somebody else suggests, as a trained model does: held to the rules' own vetoes.

A suggestion counts only where no rule has found a name on its words, and where its words could
be a person's or a body's name: not a place, a month, a post, an award or the head of a sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from norfolk_cs.analysis import Analysis
from norfolk_cs.models import ActorType
from norfolk_cs.naming.bodies import BodyFinder
from norfolk_cs.naming.body import Body
from norfolk_cs.naming.people import PeopleFinder, PersonName
from norfolk_cs.naming.words import Words

RULE = "actor.model"
_TAKEN = "OP="  # letters of words that a name has already
_GIVEN, _FAMILY = frozenset("fkxi"), frozenset("fkxg")  # classes of words in people's names
_NO_BODY = frozenset("gdtfkcrhi")  # a body's name has one word at least that is of none of these
_NEVER_LAST = "qdr"  # "Smith Award", "Hope Street", "Black Friday", "Acme Director"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that may name somebody, by offsets into the text."""

    start: int
    end: int
    type: ActorType


def suggested_people(
    analysis: Analysis, words: Words, finder: PeopleFinder, suggestions: Iterable[Suggestion]
) -> Iterator[PersonName]:
    """The people among the suggestions, by given name and surname; their words are taken."""
    for first, last in _free(words, suggestions, "person"):
        letters = words.letters[2 * first : 2 * last + 1 : 2]
        after = words.letters[2 * last + 1 : 2 * last + 3]
        goes_on = after[0] == "-" and after[1] in _TAKEN + "oqlwfkx"  # "Mary Seacole House"
        if last == first or goes_on or not _GIVEN.issuperset(letters[:-1]):
            continue
        name = finder.read(words, first, last, RULE)
        if (
            letters[-1] in _FAMILY
            and name is not None
            and not finder.is_vetoed(analysis, words, name)
        ):
            words.take(first, last, "P")
            yield name


def suggested_bodies(
    words: Words, finder: BodyFinder, suggestions: Iterable[Suggestion]
) -> Iterator[Body]:
    """The organisations among the suggestions; their words are taken."""
    for first, last in _free(words, suggestions, "organisation"):
        letters = set(words.letters[2 * first : 2 * last + 1 : 2])
        if letters <= _NO_BODY or words.letters[2 * last] in _NEVER_LAST:
            continue
        body = finder.named(words, first, last, RULE)
        if body is not None:
            words.take(first, last, "O")
            yield body


def _free(
    words: Words, suggestions: Iterable[Suggestion], sort: ActorType
) -> Iterator[tuple[int, int]]:
    """The first and last word of each suggestion of a sort that is words no name has yet."""
    for suggestion in suggestions:
        first = bisect_left(words.starts, suggestion.start)
        last = bisect_left(words.starts, suggestion.end) - 1
        if suggestion.type != sort or last < first:
            continue
        whole = words.ends[last] <= suggestion.end and words.starts[first] < suggestion.end
        if whole and not any(
            letter in _TAKEN for letter in words.letters[2 * first : 2 * last + 1]
        ):
            yield first, last
