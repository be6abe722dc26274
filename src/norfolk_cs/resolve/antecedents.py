"""Who a pronoun stands for: by gender, number, subject before object, and how lately.

Events are the places outside quotations where somebody is named or described. A pronoun takes
the nearest fitting one; a subject, or whoever spoke, goes before somebody only mentioned.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from norfolk_cs.analysis import Analysis
from norfolk_cs.models import ActorRef
from norfolk_cs.resolve.vocabulary import Vocabulary

NOBODY = ActorRef(actor_id="", name="")  # somebody, but it is not certain who: "Mrs Tuttle" of two
REACH = 6  # sentences: the farthest a pronoun looks back; speech runs on over a few paragraphs
SUBJECT_REACH = 1  # sentences: how far a subject outdoes a nearer name that is none
BEHIND = 200  # characters: how far "who" looks back, for a name that ends right before it
_GENITIVES = ("'s", "’s")
_SAID_WITHIN = 90  # characters between "said" and the speaker's name: their posts stand there
_CLAUSE = re.compile(r"[,;:–—“”\"()]|\b(?:and|but|while|that|because|when|as|although|though|if)\b")
_AUXILIARY = re.compile(r" (?:has|have|had|is|are|was|were|will|would)\b")
# "Responding to Cllr Cole, he", where "he" may not be Cllr Cole.
_ADDRESSED = re.compile(
    r"\W*(?:But |And )?[A-Z]?[a-z]+ing (?:(?:to|with|on|at|by) )?(?:[\w'’.]+ ){0,4}$"
)
# "Asked by Cllr Cole whether it was late, she": who asks is not who answers.
_ASKED = re.compile(r"\W*(?:But |And |When )?[A-Za-z]+ed (?:[\w'’]+ ){0,4}?by (?:[\w'’.]+ ){0,4}$")
_PRONOUN_NEXT = re.compile(r",? (?:s?he|they)\b")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Does(NamedTuple):
    """Whether a name is the subject of a verb of saying, and whether of a clause at all."""

    speaks: bool
    subject: bool


SPEAKS = Does(speaks=True, subject=True)


class Event(NamedTuple):
    """A place where an actor comes up; ``gender`` is "m", "f" or "" where nobody knows, and
    ``does`` what the actor does there, None where its place has not been asked.
    """

    start: int
    end: int
    actor: ActorRef
    sort: str
    gender: str = ""
    does: Does | None = None


class Antecedents:
    """The events of one document, asked by the pronouns that follow them.

    Few stretches of a long report are ever asked about: ``tell`` is called with the offsets of one
    when it first is, and takes the events of that stretch to ``happen``.
    """

    def __init__(
        self, analysis: Analysis, words: Vocabulary, tell: Callable[[int, int], None]
    ) -> None:
        self.analysis = analysis
        self.events: list[Event] = []
        self._starts: list[int] = []
        self.words = words
        self._tell = tell
        self._told = bytearray(len(analysis.sentences))  # 1 for each sentence that is
        self._telling = False
        self._does: dict[tuple[int, int], Does] = {}
        self._spoken: set[Event] = set()
        self._came_up: set[str] = set()

    def happen(self, start: int, end: int, actor: ActorRef, sort: str, gender: str = "") -> None:
        """Take an event; what the actor does in it its place tells, when somebody asks."""
        self.add(Event(start, end, actor, sort, gender))

    def speak(self, event: Event, *, named: bool) -> None:
        """Take the event of somebody speaking: no guide to what a stretch tells of itself, or the
        answers would hang on the order of the questions. Who is ``named`` there comes up anyway.
        """
        if not named:
            self._spoken.add(event)
        self.add(event)

    def add(self, event: Event, *, first: bool = False) -> None:
        """Take a further event, perhaps as the ``first`` of its place; of two of one actor there
        the one that does more stays.
        """
        self._came_up.add(event.actor.name)
        place = bisect_left(self._starts, event.start)
        for known in self.events[place : place + 4]:
            if known.start != event.start:
                break
            if known.sort == event.sort and known.actor == event.actor:
                if known.does == SPEAKS or self.does(known) >= self.does(event):
                    return
                del self.events[self.events.index(known, place)]
                self._starts.pop(place)
        if not first:
            place = bisect_right(self._starts, event.start, place)
        self._starts.insert(place, event.start)
        self.events.insert(place, event)

    def does(self, event: Event) -> Does:
        """What an actor does in an event. Few are asked about: most are too far from a pronoun."""
        if event.does is not None:
            return event.does
        place = event.start, event.end
        if place not in self._does:
            speaks = self.speaks(*place)
            self._does[place] = SPEAKS if speaks else Does(speaks, self.is_subject(*place))
        return self._does[place]

    def is_subject(self, start: int, end: int) -> bool:
        """Whether a name opens its clause, but for its own posts and an inverted "said"."""
        text = self.analysis.text
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        if text.startswith(_GENITIVES, end) or around == "()":
            return False
        sentence = self.analysis.sentence_at(start)
        floor = sentence.start if sentence else 0
        clause = _WORD.findall(_CLAUSE.split(text[max(floor, start - 120) : start])[-1])
        if clause[:1] == ["with"]:
            clause = clause[1:]  # "…, with Cllr Cole questioning it"
        verb = _AUXILIARY.match(text, end) is not None
        if verb and self.words.nouns["not_before_subject"].isdisjoint(w.lower() for w in clause):
            return True  # "inspection body Ofsted has declined"
        while clause and clause[0].lower() not in self.words.posts:
            if not clause[0][0].isupper() and clause[0].lower() not in self.words.before_subject:
                return False
            clause = clause[1:]
        return all(word[0].isupper() or word.lower() in self.words.in_posts for word in clause)

    def speaks(self, start: int, end: int) -> bool:
        """Whether a name is the subject of a verb of saying, before it or after."""
        folded = self.analysis.folded
        if self.words.said_after.match(folded, end):
            return True
        if folded.startswith(_GENITIVES, end):
            return False  # "said Tyler's mother"
        before = folded[max(0, start - _SAID_WITHIN) : start]
        if self.words.speech.isdisjoint(before.split()):
            return False
        return self.words.said_before.search(before) is not None

    # -- asking ---------------------------------------------------------------------------

    def person(self, gender: str, at: int, previous: ActorRef | None) -> ActorRef | None:
        """Whom "he" or "she" at an offset stands for; ``previous`` spoke last."""
        fits = [e for e in self._heard(at) if e.sort == "person" and e.gender in (gender, "", "?")]
        if fits and self._is_addressed(fits[0], at):
            fits = [event for event in fits if event.actor != fits[0].actor]
        return self._nearest(at, fits, gender, previous)

    def _is_addressed(self, event: Event, at: int) -> bool:
        """Whether "Turning to Cllr Cole, he" turns to somebody: that is not who "he" is."""
        sentence = self.analysis.sentence_at(at)
        if sentence is None or event.start < sentence.start:
            return False
        text = self.analysis.text
        if _ASKED.match(text, sentence.start, event.start):
            return "," in text[event.end : at]
        opening = _ADDRESSED.match(text, sentence.start, event.start)
        return opening is not None and _PRONOUN_NEXT.match(text, event.end) is not None

    def organisation(self, at: int, previous: ActorRef | None) -> ActorRef | None:
        """What "it" at an offset stands for."""
        fits = [event for event in self._heard(at) if event.sort == "organisation"]
        return self._nearest(at, fits, "", previous)

    def several(self, at: int, previous: ActorRef | None) -> ActorRef | None:
        """Whom "they" at an offset stands for: a group, a body, or somebody of no known gender."""
        fits = [
            event
            for event in self._heard(at)
            if event.sort != "person" or not event.gender or "spokes" in event.actor.name
        ]
        if fits:
            last = self._sentence(fits[0].start)
            here = [event for event in fits if self._sentence(event.start) == last]
            groups = _actors([e for e in here if e.sort == "group" and self.does(e).subject])
            if len(groups) == 1:
                return groups[0]  # "According to Ofsted, inspectors came. They …"
        return self._nearest(at, fits, "", previous)

    def just_before(self, at: int) -> ActorRef | None:
        """Whom "who" at an offset stands for: the name that ends right before it."""
        for event in self.before(at, reach=0):
            if at - event.end <= 3:
                return event.actor
            if at - event.end > BEHIND:
                break
        return None

    def latest(self, names: frozenset[str], at: int) -> ActorRef | None:
        """Which of several actors, given by name, came up last before an offset."""
        events = self.before(at)
        if names.isdisjoint(self._came_up):
            return None  # asked a thousand times before the first of them is named
        return next((event.actor for event in events if event.actor.name in names), None)

    def before(self, at: int, reach: int | None = None) -> Iterator[Event]:
        """The events before an offset, latest first; all of the last ``reach`` sentences and the
        offset's own, or of all.
        """
        here = self._sentence(at)
        self._hear(0 if reach is None else max(0, here - reach), here)
        first = bisect_left(self._starts, at)
        events = (self.events[place] for place in range(first - 1, -1, -1))
        if not self._telling:
            return events
        return (_as_named(event) for event in events if not self._has_spoken(event))

    def _has_spoken(self, event: Event) -> bool:
        return self.does(event).speaks and event._replace(does=SPEAKS) in self._spoken

    def _hear(self, first: int, last: int) -> None:
        """Have all sentences between two told, each once."""
        sentences = self.analysis.sentences
        while sentences and (begin := self._told.find(0, first, last + 1)) >= 0:
            end = self._told.find(1, begin, last + 1)
            end = last + 1 if end < 0 else end
            self._told[begin:end] = b"\x01" * (end - begin)
            until = sentences[end].start if end < len(sentences) else len(self.analysis.text)
            outer, self._telling = self._telling, True
            self._tell(sentences[begin].start if begin else 0, until)
            self._telling = outer

    def _heard(self, at: int) -> list[Event]:
        """The events before an offset within reach, latest first; words in a quotation point
        inside it, or inside those before it in its paragraph, the others outside.
        """
        quote = self.analysis.quote_at(at, at)
        block = self.analysis.block_at(at) if quote else None
        first = self._sentence(at) - REACH
        floor = self.analysis.sentences[first].start if first > 0 else 0
        found = []
        for event in self.before(at, REACH):
            if event.start < floor:
                break
            within = self.analysis.quote_at(event.start, event.end)
            if within == quote or (within and block and within.start >= block.start):
                found.append(event)
        return found

    def _nearest(
        self, at: int, fitting: list[Event], gender: str, previous: ActorRef | None
    ) -> ActorRef | None:
        found = self._weighed(at, fitting, gender, previous)
        return None if found == NOBODY else found

    def _weighed(
        self, at: int, fitting: list[Event], gender: str, previous: ActorRef | None
    ) -> ActorRef | None:
        weaker: ActorRef | None = None
        weaker_at = self._sentence(at)
        for sentence, group in groupby(fitting, key=lambda event: self._sentence(event.start)):
            if weaker is not None and (
                weaker_at - sentence > SUBJECT_REACH or self._begins_anew(weaker_at, at, sentence)
            ):
                break
            events = list(group)
            events = [event for event in events if self.does(event).speaks] or events
            known = [event for event in events if event.gender == gender]
            if any(event.gender == "?" and self.does(event).subject for event in events):
                # "Hedra Nance met Mrs Cole. She …": a subject goes before a gender that is known
                known = [event for event in known if self.does(event).subject]
            events = known or events
            subjects = _actors([event for event in events if self.does(event).subject])
            if subjects:
                return _only(subjects, previous)
            if weaker is None:
                weaker, weaker_at = _only(_actors(events), previous), sentence
                if weaker is None:
                    return None
        return weaker

    def _begins_anew(self, sentence: int, at: int, earlier: int) -> bool:
        """Whether a sentence stands with an offset in a paragraph, and an ``earlier`` one not."""
        sentences, here = self.analysis.sentences, self.analysis.block_at(at)
        return here is not None and (
            here.start <= sentences[sentence].start and sentences[earlier].start < here.start
        )

    def _sentence(self, offset: int) -> int:
        sentence = self.analysis.sentence_at(offset)
        return sentence.index if sentence else 0


def _as_named(event: Event) -> Event:
    """An event as its place tells it, whether or not anybody is known to speak there."""
    return event._replace(does=None) if event.does == SPEAKS else event


def _only(actors: list[ActorRef], previous: ActorRef | None) -> ActorRef | None:
    """The one actor, or of several the one who spoke last."""
    if len(actors) == 1:
        return actors[0]
    return previous if previous in actors else None


def _actors(events: list[Event]) -> list[ActorRef]:
    return list(dict.fromkeys(event.actor for event in events))
