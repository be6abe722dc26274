"""Who speaks: the subject before or after a reporting verb.

Accepts "Mr Hill said", "Council leader Barry Tuttle (Con) said", "Norman Lamb, the MP, who … ,
said", "a spokesman for the charity said", "The report, published today, says", "He accepted the
findings but said", "…, who said", and after the verb "said Cllr Jane O'Brien, the …",
"says the watchdog". A paper speaks as the author it names.
"""

from __future__ import annotations

from collections.abc import Sequence

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.heads import Heads
from norfolk_cs.components.speech.lexicon import Lexicon, Word
from norfolk_cs.components.speech.papers import Papers, Subject
from norfolk_cs.components.speech.phrases import Stretch, before_bracket, is_genitive

_AFTER = frozenset(["after", "before", "during", "following", "since"])
_OF_IT = frozenset(["in", "of", "about", "on", "from", "to"])


class Speakers:
    """Finds subjects; all indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.phrases = Heads(lexicon)
        self.papers = Papers(lexicon, self.phrases)
        self._starts_anew = lexicon["finite", "be"] | (
            lexicon["subordinator"] & lexicon["preposition"]
        )
        self._finite = lexicon["finite"]
        self._verbs = lexicon["finite", "main_verb"]
        self._opens_no_speaker = lexicon["no_clause", "writer", "nobody", "time_noun", "opener"]

    # -- before the verb ------------------------------------------------------------------

    def before(self, period: Period, verb: int, floor: int, *, noun: bool) -> Subject | None:
        """The subject of the verb that begins at ``verb``, not before ``floor``.

        ``noun`` says that the verb's form is also a noun's ("the claims that"), so that its
        subject must be sure to speak.
        """
        subject = self._before(period, verb - 1, floor, noun=noun)
        if subject is None:
            subject = self.papers.opening(period, verb, floor)
        return self.papers.authored(period, subject, verb) if subject else None

    def _before(self, period: Period, last: int, floor: int, *, noun: bool) -> Subject | None:
        words = period.words
        if last >= floor and words[last].text == ")":
            last = before_bracket(words, last, floor)
        if last < floor:
            return None
        word = words[last]
        if word.is_break:
            return self._past_aside(period, last, floor)
        if word.low in self.lexicon["relative"]:
            return self._antecedent(period, last, floor)
        if word.low in self.lexicon["pronoun"]:
            if last > floor and words[last - 1].low in ("no", "the"):
                return None
            if word.low == "it" and last > floor and words[last - 1].low in _OF_IT:
                return None  # "Nothing in it suggests"
            clause = self._clause_start(period, last, floor)
            paper = self.papers.before(words, clause, floor) if word.low == "it" else None
            begin, end = paper or (last, last + 1)
            return Subject(begin, end, clause, paper is not None)
        if word.is_quote or word.low in self.lexicon["conjunction"]:
            return None
        return self._adjacent(period, last, floor, noun=noun)

    def _clause_start(self, period: Period, index: int, floor: int) -> int:
        """Where the clause begins whose subject begins at ``index``: at its conjunction."""
        while index > floor and period.words[index - 1].low in self.lexicon["opener"]:
            index -= 1
        return index

    def _adjacent(self, period: Period, last: int, floor: int, *, noun: bool) -> Subject | None:
        """The noun phrase that ends at ``last``."""
        words, phrases = period.words, self.phrases
        clause = phrases.segment_start(period, last, floor)
        end = last + 1
        begin = clause
        while begin < end and words[begin].low in self.lexicon["opener"]:
            if phrases.is_name(period, begin):
                break
            begin += 1
        if begin + 1 < end and words[begin].low == "which" and words[begin - 1].low in _AFTER:
            begin = clause = begin + 1  # "her visit, after which inspectors reported that"
        if begin >= end or words[begin].low in ("which", "whom"):
            return None  # "the plan, which Mr Hill said was late": no clause follows
        if begin and words[begin - 1].low == "that" and words[begin].low in self._verbs:
            return None  # "a visit that ended in June revealed"
        for index in range(begin + 1, end):
            if words[index].low in ("who", "whom", "which", "that", "whose"):
                end = index
                break
        end = phrases.before_contact(words, begin, end)
        for index in range(end - 1, begin, -1):
            if words[index].low in self._starts_anew and not phrases.is_name(period, index):
                if self._is_tabled(words, begin, index):
                    break
                begin = clause = index + 1  # "was downgraded after inspectors found"
                break
        if begin >= end:
            return None
        if end - begin > 1 and words[end - 1].text in self.lexicon["figures"]:
            source = phrases.name_ending(period, end - 1, begin)
            if source is not None and not source.person:  # "LGA research suggests"
                clause = self._clause_start(period, clause, floor)
                return Subject(source.begin, source.end, clause, paper=True)
        name = phrases.name_ending(period, end, begin)
        speaker = self.papers.owner(words, begin, end)
        if speaker is not None:
            pass  # "The Commissioner for England's annual report"
        elif name is not None:
            speaker = phrases.named(period, name, begin, end)
        else:
            speaker = phrases.unnamed(period, begin, end, noun=noun)
        if speaker is None:
            return None
        lone = speaker[1] - speaker[0] == 1
        whole = name is not None and not lone and speaker == name[:2]  # "Action for Children"
        if not whole and phrases.head_noun(words, *speaker).low in self.lexicon["mute"]:
            return None
        if clause > floor and words[clause - 1].text == "," and begin == clause:
            bearer = self._bearer(period, begin, speaker, floor)
            if bearer is not None:
                return bearer
        return Subject(*speaker, self._clause_start(period, clause, floor))

    def _is_tabled(self, words: Sequence[Word], begin: int, index: int) -> bool:
        """Whether a paper lies before somebody: "The paper before Hull Council's cabinet"."""
        if words[index].low != "before" or words[index - 1].low not in self.lexicon["document"]:
            return False
        return self.phrases.phrase_start(words, index - 1, begin) == begin

    def _bearer(self, period: Period, begin: int, post: Stretch, floor: int) -> Subject | None:
        """Whose post a phrase is: "Michael Rosen, director of … said", one comma short."""
        words = period.words
        if self.lexicon["person"].isdisjoint(word.low for word in words[begin : post[1]]):
            return None
        if period.is_person(*post) or words[begin].low in ("a", "an", "one"):
            return None
        segments = self.phrases.segments(words, begin - 1, floor)
        name = self.phrases.whole_name(period, *segments[-1]) if segments else None
        if name is None:
            return None
        return Subject(*name, self._clause_start(period, segments[-1][0], floor))

    def _past_aside(self, period: Period, last: int, floor: int) -> Subject | None:
        """The subject before "…, who has been unhappy," or "…, the MP for X –"."""
        ends = (i + 1 for i in range(last - 1, floor, -1) if period.words[i].text == ";")
        floor = next(ends, floor)  # "the trust blames it; nurses, for their part, say"
        segments = self.phrases.segments(period.words, last, floor)
        anew = [(self._clause_in(period, begin, end), end) for begin, end in segments]
        named = self._named_segment(period, anew)
        if named is not None:
            name, place = named
            segments = anew
            begin = segments[place][0]
            if place and self._is_post(period, segments[place - 1]):
                begin = segments[place - 1][0]  # "her deputy, Colin de Vries, said"
            return Subject(*name, self._clause_start(period, begin, floor))
        for begin, end in segments[:-1]:
            head = self.phrases.head(period, begin, end)
            if head is None and end < last:
                head = self.phrases.body_past_adjunct(period, begin, end)
            if head is not None:
                head = self._whole_phrase(period, head, end)
                return Subject(*head, self._clause_start(period, begin, floor))
        return None

    def _clause_in(self, period: Period, begin: int, end: int) -> int:
        """Where a new clause begins in a stretch: "said staff had left and | its chair, Ann"."""
        if begin >= end or self.phrases.opens_relative(period.words[begin]):
            return begin
        start = self.phrases.segment_start(period, end, begin)
        before = period.words[begin:start]
        ends_clause = any(word.low in self.lexicon["finite", "cues"] for word in before)
        return start if ends_clause else begin

    def _whole_phrase(self, period: Period, head: Stretch, end: int) -> Stretch:
        """A nameless speaker with all that describes them: "A source close to the talks, who"."""
        words, lexicon = period.words, self.lexicon
        rest = {word.low for word in words[head[1] : end]}
        if (
            head[1] < end
            and words[head[1]].low in lexicon["place", "joiner"]
            and words[head[0]].low in ("a", "an", "one", "another")
            and rest.isdisjoint(lexicon["finite", "time_noun", "cues"])
        ):
            return head[0], end
        return head

    def _named_segment(self, period: Period, segments: list[Stretch]) -> tuple[Stretch, int] | None:
        """The nearest segment that is a person's name; a lone word yields to a full name.

        "Alan Wood, the chair, and Ann Bell, its deputy," are two who speak as one.
        """
        found: tuple[Stretch, int] | None = None
        for place in range(len(segments) - 1, -1, -1):
            name = self.phrases.whole_name(period, *segments[place])
            if name is None:
                if found and not self._is_post(period, segments[place]):
                    break
                continue
            if found is None:
                found = name, place
            elif period.words[segments[found[1]][0]].low in ("and", "&"):
                return (name[0], found[0][1]), place
            elif found[0][1] - found[0][0] == 1:
                return name, place
        return found

    def _is_post(self, period: Period, segment: Stretch) -> bool:
        """Whether a segment names a post or a place and is no clause of its own."""
        words = period.words[segment[0] : segment[1]]
        return self.lexicon["finite"].isdisjoint(word.low for word in words) and not (
            self.lexicon["person"].isdisjoint(word.low for word in words)
        )

    def opens(self, period: Period, subject: Subject) -> int | None:
        """Where the phrase of a subject begins that opens its clause, with a paper or with a post
        before a name ("the minister Ann Moss", "its leader, Cllr Cole,"); None where none does.
        """
        clause, begin = subject.clause, subject.begin
        if subject.paper:
            return clause
        while begin > clause and self._is_honorific(period.words[begin - 1]):
            begin -= 1
        if clause >= begin:
            return clause if clause == begin else None
        begin -= period.words[begin - 1].text == ","  # "her deputy, Colin de Vries, said"
        words = period.words[clause:begin]
        if any(word.is_break or word.low in self.lexicon["no_post"] for word in words):
            return None
        named = clause > 0 and period.is_person(subject.begin, subject.end)
        return clause if named and self._is_post(period, (clause, begin)) else None

    def _is_honorific(self, word: Word) -> bool:
        return word.text.rstrip(".") in self.lexicon["honorific"]

    def _antecedent(self, period: Period, relative: int, floor: int) -> Subject | None:
        """Who "who" is, and what report "which" is."""
        words = period.words
        last = relative - 1
        if last < floor:
            return None
        if words[relative].low != "who":
            index = self.papers.antecedent(words, last, floor)
            if index is None:
                return None
            begin = self.phrases.phrase_start(words, index, floor)
            return Subject(begin, index + 1, relative)
        if words[last].text == ",":
            for begin, end in reversed(self.phrases.segments(words, last, floor)):
                name = self.phrases.whole_name(period, begin, end)
                if name is not None:
                    return Subject(*name, relative)
                second = words[begin + 1 : begin + 2]
                if words[begin].low == "and" and second and second[0].low in ("to", "by", "with"):
                    break  # "to Roy Lamb, and to the inspector, who"
            last -= 1
        if last < floor or words[last].is_quote:
            return None
        found = self._adjacent(period, last, floor, noun=True)
        return Subject(found.begin, found.end, relative) if found else None

    # -- elsewhere --------------------------------------------------------------------------

    def after(self, period: Period, begin: int) -> Subject | None:
        """The subject that begins at ``begin``, after its verb."""
        words = period.words
        if begin >= len(words):
            return None
        if words[begin].low in ("he", "she", "they", "it") or self._is_lone(period, begin):
            return Subject(begin, begin + 1, begin + 1)
        if words[begin].low in self._opens_no_speaker:
            return None
        phrase = self.phrases.starting(period, begin, len(words))
        if phrase is None:
            return None
        paper = not self.lexicon["document"].isdisjoint(w.low for w in words[begin : phrase[2]])
        subject = Subject(*phrase, paper)
        if words[begin].low not in self.lexicon["determiner"] and not self.has_name_or_voice(
            period, subject
        ):
            return None
        found = self.papers.authored(period, subject, len(words))
        return found._replace(clause=max(subject.clause, found.end))

    def owner(self, period: Period, begin: int) -> Subject | None:
        """Whose figures the phrase at ``begin`` is about: "(according to) the council's data"."""
        phrase = self.phrases.starting(period, begin, len(period.words))
        if phrase is None:
            return None
        words = period.words
        nouns = [i for i in range(begin, phrase[2]) if words[i].text in self.lexicon["figures"]]
        if not nouns:
            last = words[phrase[2] - 1].low
            owned = words[begin].is_capital and is_genitive(words[begin])
            if owned and last not in self.lexicon.speakers and phrase[2] > begin + 1:
                return Subject(begin, begin + 1, phrase[2])  # "Ofsted's latest assessments"
            return None
        for index in range(begin, nouns[0]):
            if words[index].text.endswith(("'s", "s'")):
                return Subject(begin, index + 1, phrase[2])
        for index in range(nouns[0] + 1, min(nouns[0] + 3, len(words))):
            if words[index].low in self.lexicon["unwritten"]:
                return None  # "figures obtained by this paper"
            if words[index].low in ("from", "by"):  # "data from Ofsted", "data published by Ofsted"
                author = self.phrases.starting(period, index + 1, len(words))
                return Subject(*author) if author else None
        owner = Subject(begin, nouns[0], phrase[2])
        if begin == nouns[0] or not self.has_name_or_voice(period, owner):
            return None
        return owner

    def has_name_or_voice(self, period: Period, subject: Subject) -> bool:
        """Whether a subject is a person's name, or words for people, a body or a paper."""
        if period.is_person(subject.begin, subject.end):
            return True
        head = self.phrases.head_noun(period.words, subject.begin, subject.end)
        return head.is_capital or head.low.removesuffix("'s") in self.lexicon.speakers

    def _is_lone(self, period: Period, index: int) -> bool:
        """Whether "one" or "another" stands alone: "‘It's late,’ said one."."""
        if period.words[index].low not in ("one", "another", "others", "some"):
            return False
        following = period.words[index + 1 : index + 2]
        return not following or not following[0].text[0].isalnum()

    def governing(self, period: Period, index: int, floor: int) -> Subject | None:
        """The subject of the sentence whose later verb stands at ``index``: "He … but said"."""
        words = period.words
        segments = self.phrases.segments(words, index - 1, floor)
        for place, (begin, end) in enumerate(segments):
            if all(word.text.isupper() for word in words[begin:end]):
                continue  # a dateline
            labels = end + 1 < index and words[end].text == ":"
            if labels and self._finite.isdisjoint(word.text for word in words[begin:end]):
                continue  # "May 2014: Inspectors return and say"
            begin = self.phrases.past_impersonal(words, begin, end)
            head = self.phrases.head(period, begin, end)
            if head is None and (end >= index or period.is_quote(end)):
                head = self.phrases.past_adjunct(period, begin, end)
            if head is None:
                continue
            if place + 2 < len(segments) and self._is_post(period, (begin, end)):
                # "The director, Dave Hill, presented the report and said"
                head = self.phrases.whole_name(period, *segments[place + 1]) or head
            acts = (i for i in range(head[1], index) if self._is_act(period, i))
            return self.papers.authored(period, Subject(*head, index), next(acts, index))
        return None

    def following(self, period: Period, index: int) -> Subject | None:
        """The subject that a participle before it is of: "While admitting that …, he added"."""
        words = period.words
        for comma in range(index, len(words) - 2):
            if words[comma].text == ",":
                head = self.phrases.head(period, comma + 1, len(words))
                if head and head[0] == comma + 1 and self._acts(words, head[1]):
                    return Subject(*head, 0)
        return None

    def _acts(self, words: Sequence[Word], index: int) -> bool:
        """Whether a verb stands at ``index``: one that people or papers do."""
        while index < len(words) and words[index].low in self.lexicon["adverb"]:
            index += 1
        known = self.lexicon["cues", "act", "finite", "main_verb"]
        return index < len(words) and (words[index].low in known or words[index].low[-2:] == "ed")

    def _is_act(self, period: Period, index: int) -> bool:
        """Whether a subject's verb stands at ``index``: "criticised", or "Luke Hall commended"."""
        low = period.words[index].low
        return low in self.lexicon["act"] or (
            low.endswith("ed") and any(name.person and name.end == index for name in period.names)
        )
