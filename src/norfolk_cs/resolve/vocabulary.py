"""The words of ``rules/references.toml``, made ready once a process."""

from __future__ import annotations

import re

from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings
from norfolk_cs.triggers import Trigger

# A name is the subject of a verb of saying right after it ("X, who …, said") or before it (", said
# X"); what is said to somebody, or of them, is not: ", told X", ", apologised to X".
_SAID_AFTER = r"(?:, [^.!?;:]{2,120}?,)? (?:(?:has|have|had|also|then|later|\w+ly) ){0,2}{speech}\b"
_SAID_BEFORE = (
    r"according to (?:[^.!?;:,]{0,60} )?$"
    r"|[,\"'”’] ?(?!(?:told|tells|apologised|praised|criticised|thanked|hailed|condemned|slammed"
    r"|blasted|described|called|urged|urges|welcomed|welcomes|accepted|accepts|paid)\b)"
    r"(?:{speech}) (?!(?:to|for|with|about|at|by|after|over|of|from|that)\b)"
    r"(?:[^.!?;:,\"“”]{0,70} )?$"
)
# "A report into support offered by the council" is not by the council, nor one condemned by it.
_NOT_MADE = "".join(
    rf"(?<!{word}\s)"
    for word in (
        *("offered", "provided", "run", "received", "seen", "given", "faced", "used", "employed"),
        *("condemned", "criticised", "attacked", "slammed", "rejected", "dismissed", "opposed"),
        *("welcomed", "praised", "backed", "supported", "accepted", "seconded", "defended"),
        *("read", "obtained", "leaked", "quoted", "cited", "discussed", "debated", "challenged"),
    )
)
COUNCILS = frozenset(("council", "authority", "county", "borough", "department"))
_GAP = 40  # characters between "report" and "by Ofsted": "report, published yesterday by Ofsted"


class Vocabulary:
    """Word lists as sets, and the patterns made of them."""

    def __init__(self) -> None:
        references = load_rules("references").vocabulary
        book = load_rules("actors")
        self.nouns = {name: frozenset(words) for name, words in references.items()}
        self.kinds = {
            noun: name.removeprefix("kind_")
            for name, nouns in references.items()
            if name.startswith("kind_")
            for noun in nouns
        }
        self.bodies = frozenset(self.kinds) | self.nouns["watchdog"] | {"report"}
        self.post_ends = frozenset(post.rpartition(" ")[2] for post in self.nouns["post"])
        self.definite = self.bodies | self.post_ends | COUNCILS  # of who comes up after "the" one
        # what a post is called, and all names for it, longest first, each with a space before it
        self.same_posts = [
            (names[0], tuple(sorted(names, key=len, reverse=True)))
            for line in references["same_post"]
            if (names := [f" {name}" for name in line.split("|")])
        ]
        self.pronouns = {
            word: sort
            for sort in ("open", "who", "they", "it", "f", "m")
            for word in self.nouns[f"pronoun_{sort}"]
        }
        self.newcomers = self.nouns["stranger"] | self.nouns["human"] - self.nouns["plural_human"]
        self.others = self.nouns["human"] - self.nouns["watchdog"] - self.nouns["inspecting"]
        words = {name: frozenset(entries) for name, entries in book.vocabulary.items()}
        self.postnominals = words["postnominal"]
        self.titles = words["honorific_m"] | words["honorific_f"] | words["honorific_any"]
        self.parties = words["demonym"]
        self.peers = words["peer"]
        self.posts = words["role_head"] | words["role_modifier"]
        self.in_posts = self.posts | words["honorific_any"] | {"of", "for", "and", "the"}
        self.before_subject = (
            words["role_former"] | words["role_current"] | words["opener"] | words["speech"]
        )
        self.before_subject |= self.nouns["passing"] | self.nouns["lead_in"]
        self.before_subject -= self.nouns["not_before_subject"]
        self.said_after = book.compile(_SAID_AFTER, case=True)  # in lower-case text, as is the next
        self.said_before = book.compile(_SAID_BEFORE, case=True)
        self.speech = words["speech"] | {"according"}
        self.gender = dict.fromkeys(words["honorific_m"], "m")
        self.gender |= dict.fromkeys(words["honorific_f"], "f")
        # "\b" stands behind the first letter: looked for from that, it is found the sooner
        before_surname = ["Mr", "Mrs", "Ms", "Miss", "Sir", "Dame", "Lord", "Lady", "Baroness"]
        titled = "|".join(rf"{title[0]}(?<=\b.){title[1:]}" for title in before_surname)
        self.titled = re.compile(rf"({titled})\.?\s+[A-Z][\w'’-]+")
        titles = "|".join(sorted(self.titles))
        self.paired = re.compile(rf"^(?:,[^.!?]*,)? (?:and|&) (?:(?i:{titles})\.? )?$")
        self.agent = re.compile(
            r"\w{2,}(?:[^e]er|[^t]or|[a-z]tor|ist|ian|ee|eer|man|men|woman|women|person)s?"
        )
        ends = ("er", "or", "ist", "ian", "ee", "man", "men", "person")
        self.agent_ends = (*ends, *[f"{end}s" for end in ends])
        self.descriptors = words["descriptor"]
        self.descriptor_ends = frozenset(word.rpartition(" ")[2] for word in self.descriptors)
        self.owned, self.bare, self.by, self.wrote, self.told = self._authored()
        self.wrote_to = re.compile(
            r"\s+(?:(?:has|had|have|also|now|since|then|last \w+|this \w+)\s+){0,2}"
            r"(?:wrote|written|writes|writing)\s+(?:last \w+\s+|this \w+\s+)?to\s"
        )
        self.no_subject = re.compile(
            r"\b(?:of|at|from|for|in|with|by|to|and)\s+(?:(?:the|its|their)\s+)?\Z"
        )
        # one of these stands before a name that is told to be a paper's author
        nouns = _alternatives(self.nouns["report_made"])
        self.papers = Trigger(
            re.compile(rf"\b(?:{nouns}|report|review|inquiry|study|author|it (?:was|is|has|had))")
        )
        article = r"[Ii]n (?:an?|his|her|its|their) (?:[\w-]+ ){0,4}?"
        paper = rf"{article}({nouns})\b(?! (?:by|from|seen)\b)"
        self.says_in = re.compile(rf"(?:(?:[Bb]ut|[Aa]nd) )?{paper}[^.;:!?\"“”]{{1,140}}\Z")
        self.in_it = re.compile(rf"[^.,;:!?\"“”]{{4,60}}?\b{paper}")
        # "a letter they wrote": looked for from "they", which is the quicker to find
        self.wrote_it = re.compile(
            r" (they|it|he|she) (?:ha[ds] |have )?"
            r"(?:wrote|written|sent|published|issued|produced|released)\b"
        )
        self.which = re.compile(
            rf"\b({_alternatives(self.nouns['report_made'])})(?: (?:that|which))?\Z"
        )

    def _authored(self) -> tuple[re.Pattern[str], ...]:
        """X's report; the X report; a report by X; X, who wrote or whose report; in it X said."""
        nouns = _alternatives(self.nouns["report_made"])
        owned = rf"(?:['’]s|(?<=s)['’])\s+(?:[\w-]+\s+){{0,4}}?((?i:{nouns}))\b"
        bare = (
            r"\s+(?:(?:inspection|monitoring|focused)\s+)?(?:visit\s+(?=(?i:letter|report)))?"
            rf"((?i:{nouns}))\b"
        )
        by = (
            rf"\b((?i:{nouns}))\b[^.;:!?\"“”‘]{{0,{_GAP}}}?\b{_NOT_MADE}(?:by|from)\s+([^.;:!?\"“”‘]{{0,80}})$"
            r"|\b(?:[Ii]ts|(?:[Tt]he )?(?:report|review|inquiry|study)['’]s) (author)s?,?\s+"
            r"[^.;:!?\"“”‘]{0,60}$"
            r"|\b[Ii]t (?:was|has been|had been|is) ((?:written|produced|compiled|drawn up)) by $"
        )
        wrote = (
            r"(?:,? whose (?:\w+ ){0,2}?|(?:\s(?:MP|MEP|CBE|OBE|MBE|QC|KC))?,?\s+(?:\w+\s+){0,3}?"
            r"(?:commissioned|asked|appointed|hired|sent in|wrote|written|produced|issued|"
            r"put together|carried out|led|published|"
            r"author of|compiled|drew up)\b"
            rf"[^.;:!?\"“”‘]{{0,70}}?)\b({nouns})\b"
        )
        told = (
            rf"\b[Ii]n (?:an?|his|her|its|their) (?:[\w-]+ ){{0,4}}?((?i:{nouns}))"
            rf"(?:(?: [^.,;:!?\"“”‘]{{1,{_GAP}}})?[,–-]| - [^.,;:!?\"“”‘-]{{1,{_GAP}}} -)?"
            r" (?:[Tt]he )?(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prof|Professor|Cllr|Councillor) )?$"
        )
        return tuple(re.compile(pattern) for pattern in (owned, bare, by, wrote, told))


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@per_settings
def vocabulary() -> Vocabulary:
    """The one vocabulary, built when first asked for."""
    return Vocabulary()
