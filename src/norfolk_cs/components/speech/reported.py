"""How far reported words reach: where a reported clause ends and where it splits.

Without a parser a clause runs to the end of its sentence unless something says that the
reporter speaks again: another attribution, "but rated …", "and called for …".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from norfolk_cs.components.speech.clauses import TRAILING, Clauses
from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import Lexicon, Word
from norfolk_cs.components.speech.phrases import Stretch, is_genitive

SILENCE_WITHIN = 5  # words: "would not put a figure"
PAPER_WITHIN = 4  # "a strongly worded letter", words
TOLD_WITHIN = 7  # words: "asked the leader of the council to"
OWN_SENTENCE = 5  # a quotation this long after ", but" is a sentence of its own, words
_CLIENTS = frozenset(["children", "child", "families", "people", "pupils", "leavers"])
_QUESTIONS = ("for", "whether", "if", "why", "how", "what", "when", "who")
_OBJECTS = ("it", "them", "him")
_DASHES = ("–", "—", "-")
_TURNS = frozenset([";", "and", "but", "then", "though", "although", "while"])  # or after a break
_PROMISED = ("to", "a", "an", "the")  # "and promised to act"; after a quotation, a thing too


class Reported(Clauses):
    """Finds the limits of reported clauses; indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self._complements = lexicon["determiner", "preposition"]
        self._silence = tuple(f"{told} " for told in lexicon["silence"])
        self._verdict = tuple(f"{told} " for told in lexicon["verdict"])
        self._remedy = tuple(f"{told} " for told in lexicon["remedy"])

    def pieces(
        self, period: Period, begin: int, limit: int, *, within: str = "", finds: bool = False
    ) -> Iterator[tuple[int, int]]:
        """The reported clauses between ``begin`` and ``limit``, cut where the contract cuts.

        ``within`` is the word that opens the clause of the reporting verb where that clause is a
        part of another: "Mr Hill, who said he was delighted, will leave". ``finds`` says that an
        inspectorate or a report speaks, of which the reporter may go on to tell more.
        """
        words = period.words
        while begin < limit and words[begin].is_break:
            begin += 1
        start = index = begin
        while index < limit:
            word = words[index]
            resume = self._resumes(period, index, begin, limit) if word.is_break else None
            if resume is not None:
                if word.text != ":" or words[index - 1].low not in self.lexicon.cues:
                    yield start, self.trim(period, start, index)
                start = index = resume
                continue
            if (
                index > begin
                and (word.low in _TURNS or words[index - 1].is_break)
                and (
                    self._stops(period, (start, index), limit, within)
                    or (finds and self._finder_acts(period, index, limit))
                )
            ):
                limit = index
                break
            index += 1
        end = self.trim(period, start, limit)
        leads_in = end < len(words) and words[end].text == ":" and words[-1].text == ":"
        last = words[end - 1 - (words[end - 1].low == "to")].low  # "has to:"
        if end > start and not (leads_in and last in self.lexicon["finite"]):
            yield start, end

    def _resumes(self, period: Period, index: int, begin: int, limit: int) -> int | None:
        """Where the next clause begins if one ends at ``index``: ", and that …", ", but ‘…’".

        The clauses begin at ``begin``.
        """
        words = period.words
        if words[index].text == ":" and index + 1 < limit and period.is_quote(index + 1):
            return index + 1
        if words[index].text not in (",", ";"):
            return None
        following = index + 1
        joined = following < limit and words[following].low in ("and", "but")
        following += joined
        if following >= limit:
            return None
        if words[following].low == "that" and (joined or _is_list(words, begin, limit)):
            return None if self._pronoun(period, following, limit) else following + 1
        if joined and self._own_sentence(period, following, limit):
            quoted = period.frame.analysis.text[period.quote(following).start]
            if words[following - 1].low == "and" and quoted.islower():
                return None  # one sentence goes on: "…, and ‘weak oversight’ …"
            return following
        return None

    def _stops(self, period: Period, piece: Stretch, limit: int, within: str) -> bool:
        """Whether the reporter speaks again where the clause read so far, ``piece``, ends."""
        words, lexicon = period.words, self.lexicon
        begin, index = piece
        low = words[index].low
        if low == ";":
            return not self._is_listing(period, index, limit)
        after_comma = words[index - 1].text == ","
        if within and words[index - 1].text in _DASHES and within not in lexicon["relative"]:
            return True  # "Although he said it was poor – as it was – ministers …"
        if low == "in" and after_comma and self._is_paper(period, index + 1, limit):
            return True  # "…, in a letter sent this week"
        if after_comma and within:
            if within not in lexicon["relative"]:
                return True  # "Although he said it was poor, ministers …"
            if low in lexicon["finite"] or low in ("and", "but"):
                return True
            acts = low in lexicon["main_verb"] or low.endswith("ed")
            return acts and self._has_complement(period, index)
        if after_comma and low in lexicon["pointing"] and self.has_verb(period, begin, index):
            return low != "pointing" or (index + 1 < limit and words[index + 1].low == "to")
        if after_comma and low in lexicon["concessive"] and self._turns(period, index, limit):
            return True
        if low in ("and", "but", "though", "although") and self._falls_silent(
            period, index, limit, after_comma=after_comma
        ):
            return True
        if after_comma and low in ("and", "but", "as") and self._judges(period, index, limit):
            return True
        if low not in ("and", "but", "then"):
            return False
        if after_comma and self._mends(period, begin, index, limit):
            return True
        following = index + 1
        while following < limit and (
            words[following].low in lexicon["adverb"] or words[following].low.endswith("ly")
        ):
            following += 1
        if following >= limit:
            return False
        target = words[following].low
        if after_comma and target in ("one", "another", "others") and following + 1 < limit:
            return words[following + 1].low in lexicon["act"]  # ", and one described it as"
        if target in lexicon["be"] and following + 1 < limit:
            target = words[following + 1].low  # ", and was dismissed"
            return after_comma and target in lexicon["act"]
        if target in ("has", "have") and after_comma:  # ", and has urged ministers"
            done = following + 1
            while done < limit and words[done].low in lexicon["adverb"]:
                done += 1
            had = any(word.low in ("has", "have", "had", "'ve") for word in words[begin:index])
            return done < limit and words[done].low in lexicon["act"] and not had
        if target in lexicon["bare_act"] or self._goes_on(period, begin, following):
            return True
        if target in lexicon["grade_act"] and following + 1 < limit:
            graded = words[following + 1]  # "and rated its services good", not "and rated good"
            determined = graded.low in _OBJECTS or graded.low in lexicon["determiner"]
            if determined or is_genitive(graded):
                return True
        if after_comma and following + 1 < limit:
            both = f"{target} {words[following + 1].low}"  # ", and pointed to the figures"
            if both in lexicon["act"]:
                return True
        return target in lexicon["act"] and (after_comma or low == "but")

    def _judges(self, period: Period, index: int, limit: int) -> bool:
        """Whether the reporter says what to make of it: ", and it shows", ", and she was right"."""
        text = " ".join(w.low for w in period.words[index + 1 : min(limit, index + 4)])
        return f"{text} ".startswith(self._verdict)

    def _mends(self, period: Period, begin: int, index: int, limit: int) -> bool:
        """Whether the reporter tells what those who spoke did about it: "accepted that children
        had been let down, and put things right". Nobody in the clause can have done so.
        """
        words = period.words
        if words[index].low != "and" or words[begin].low in self.lexicon["clause_subject"]:
            return False
        following = index + 1
        while following < limit and words[following].low in self.lexicon["adverb"]:
            following += 1
        text = " ".join(w.low for w in words[following : min(limit, following + 3)])
        if not f"{text} ".startswith(self._remedy):
            return False
        lows = {word.low.removesuffix("'s") for word in words[begin:index]} - _CLIENTS
        return lows.isdisjoint(self.lexicon["speakers", "clause_subject"]) and not any(
            begin <= name.begin < index for name in period.names
        )

    def _finder_acts(self, period: Period, index: int, limit: int) -> bool:
        """Whether it goes on "and inspectors praised", of those who have spoken so far."""
        words = period.words
        if words[index].low not in ("and", "but", "while", "although"):
            return False
        verb = index + 2 + (words[index + 1].low == "the") if index + 1 < limit else limit
        verb += verb < limit and words[verb].low in self.lexicon["adverb"]
        return (
            verb < limit
            and words[verb].low in self.lexicon["act", "bare_act"]
            and not self.lexicon["finder"].isdisjoint(w.low for w in words[index + 1 : verb])
        )

    def _falls_silent(self, period: Period, index: int, limit: int, *, after_comma: bool) -> bool:
        """Whether the reporter tells what was not said: ", but she would not be drawn on it"."""
        words = period.words
        verb = index + 1
        if verb < limit and words[verb].low in ("he", "she", "it", "they"):
            verb += 1
        elif verb < limit and after_comma and self._name_at(period, verb):
            verb = self._name_at(period, verb)
        if verb >= limit:
            return False
        text = " ".join([word.low for word in words[verb : verb + SILENCE_WITHIN]]) + " "
        return text.startswith(self._silence)

    def _name_at(self, period: Period, begin: int) -> int:
        """The end of the person's name that begins at ``begin``; else 0."""
        return next((n.end for n in period.names if n.begin == begin and n.person), 0)

    def _turns(self, period: Period, index: int, limit: int) -> bool:
        """Whether the reporter tells what else somebody did: ", while it also accused managers"."""
        words = period.words
        if index + 2 >= limit or words[index + 1].low not in ("he", "she", "it", "they"):
            return False
        verb = index + 2 + (words[index + 2].low in self.lexicon["adverb"])
        return verb < limit and words[verb].low in self.lexicon["act"]

    def _is_listing(self, period: Period, index: int, limit: int) -> bool:
        """Whether a list goes on after a semicolon: it ends "; and …"."""
        words = period.words
        return any(
            words[place].text == ";" and words[place + 1].low == "and"
            for place in range(index, limit - 1)
        )

    def _has_complement(self, period: Period, index: int) -> bool:
        """Whether a verb of the sentence's own stands at ``index``: ", led to an inquiry"."""
        following = period.words[index + 1 : index + 2]
        return bool(following) and following[0].low in self._complements

    def _is_paper(self, period: Period, index: int, limit: int) -> bool:
        """Whether "a letter", "his annual report" begins at ``index``."""
        words = period.words[index : min(limit, index + PAPER_WITHIN)]
        return (
            len(words) > 1
            and words[0].low in ("a", "an", "his", "her", "their", "its")
            and any(word.low in self.lexicon["document"] for word in words)
        )

    def _goes_on(self, period: Period, begin: int, index: int) -> bool:
        """Whether the verb at ``index``, with no comma before it, is the reporter's own.

        After a "had" it may be the reported clause's: "said staff had left and described it".
        """
        words, lexicon = period.words, self.lexicon
        target = words[index].low
        following = words[index + 1].low if index + 1 < len(words) else ""
        quoted = words[index - 2].is_quote
        if target == "asked" and following in _QUESTIONS:
            return True
        if (
            target in lexicon["transitive_act"]
            and self._has_told(words, index)
            and self._nobody_could(period, begin, index)
        ):
            return True
        if not (
            target in lexicon["bare_act_past"]
            or (target in lexicon["transitive_act"] and following in _OBJECTS)
            or (target in lexicon["promise_act"] and following in _PROMISED)
        ):
            return False
        if target in lexicon["promise_act"] and following != "to" and not quoted:
            return False
        if target != "declined" and words[begin].low in lexicon["clause_subject"]:
            return False  # "said he met the minister and told him"
        return all(word.low not in ("had", "have", "has") for word in words[begin:index])

    def _nobody_could(self, period: Period, begin: int, index: int) -> bool:
        """Whether nobody is in the clause before the verb at ``index`` who could do that."""
        lows = {word.low.removesuffix("'s") for word in period.words[begin:index]}
        return (
            lows.isdisjoint(self.lexicon["speakers", "clause_subject"])
            and lows.isdisjoint(("had", "have", "has", "who"))
            and not any(begin <= name.begin < index for name in period.names)
        )

    def _has_told(self, words: Sequence[Word], index: int) -> bool:
        """Whether the verb at ``index`` tells somebody to act: "asked the council to"."""
        for place in range(index + 1, min(len(words) - 1, index + TOLD_WITHIN)):
            if words[place].is_break:
                return False
            if words[place].low == "to":
                return place > index + 1 and words[place + 1].low.isalpha()
        return False

    def _pronoun(self, period: Period, index: int, limit: int) -> bool:
        return index + 1 >= limit or period.words[index + 1].low in self.lexicon["finite"]

    def _own_sentence(self, period: Period, index: int, limit: int) -> bool:
        """Whether only a quotation, long enough to be a sentence, is left."""
        words = period.words
        if index >= limit or not words[index].is_quote:
            return False
        rest = words[index + 1 : limit]
        length = period.end_of(index) - period.start_of(index)
        return all(word.text in ".!?," for word in rest) and length >= OWN_SENTENCE * 5

    def trim(self, period: Period, begin: int, end: int) -> int:
        """``end`` without the punctuation and conjunctions before it."""
        words = period.words
        while end > begin:
            word = words[end - 1]
            if word.text == ")" and any(w.text == "(" for w in words[begin:end]):
                break
            if word.text not in TRAILING and word.low not in self._joiners:
                break
            end -= 1
        return end


def _is_list(words: Sequence[Word], begin: int, limit: int) -> bool:
    """Whether several clauses with "that" are told: "said that …, and that …"."""
    return words[begin - 1].low == "that" or any(
        words[i].low in ("and", "but") and words[i + 1].low == "that"
        for i in range(begin, limit - 1)
    )
