"""Facts and documents as the page's script reads them: columns, and one record a document.

All words in it have gone through :mod:`visible`; offsets count UTF-16 units, as scripts do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from norfolk_cs.ask import Cast, refs
from norfolk_cs.ask.deadlines import arithmetic
from norfolk_cs.ask.sources import Source
from norfolk_cs.report.reading import (
    Marked,
    Piece,
    evidence,
    known,
    paragraphs,
    tells,
    whole,
)
from norfolk_cs.report.visible import visible, visible_fact
from norfolk_cs.wording import (
    citation,
    date_words,
    duration_words,
    headline,
    in_words,
    role_words,
    value_words,
)
from norfolk_cs.write.records import FIELDS, Record

if TYPE_CHECKING:
    from norfolk_cs.models import Document

KINDS = tuple(FIELDS)
TITLE_CHARS = 110  # characters of a document's first block that name it in a list

_ID = re.compile(r"[0-9a-f]{16}")
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}
_LABELS = {
    "rank": "rank on its scale", "judged_on": "judged on", "set_by": "set by",
    "authority_code": "GSS code", "total": "of so many", "type": "type",
}  # fmt: skip
# Said in the headline already, or the evidence itself.
_UNTOLD = frozenset(("actor_id", "mentions", "action"))
_DATES = frozenset(("due", "from", "judged_on", "start", "end"))


def embedded(value: Any) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or opens another.

    It is ASCII, which browsers keep in half the memory and read in two thirds of the time.
    """
    return json.dumps(value, separators=(",", ":")).translate(_ESCAPES)


def fact_keys(facts: Sequence[Record]) -> list[str]:
    """What each fact's link ends in: its id, numbered where documents of one text share it."""
    seen: dict[str, int] = {}
    keys = []
    for number, fact in enumerate(facts):
        given = fact.get("id")
        key = given if isinstance(given, str) and _ID.fullmatch(given) else f"n{number}"
        seen[key] = count = seen.get(key, 0) + 1
        keys.append(key if count == 1 else f"{key}.{count}")
    return keys


class Contents:
    """The facts of a page, by document and as columns.

    ``documents`` are looked at one by one and not kept; those that no fact is of, and those
    whose text is not the one that the facts were extracted from, are passed over.
    """

    def __init__(self, facts: Sequence[Record], documents: Iterable[Document] = ()) -> None:
        self.facts = facts
        self.keys = fact_keys(facts)
        self.by_doc: dict[str, list[int]] = {}
        for number, fact in enumerate(facts):
            self.by_doc.setdefault(fact["doc_id"], []).append(number)
        self._places = {
            (fact["kind"], fact["doc_id"], fact["span"]["start"], fact["span"]["end"]): number
            for number, fact in enumerate(facts)
        }
        self.pieces: dict[str, list[Piece]] = {}
        self.stale: list[str] = []
        self._read(documents)
        self.actors = list(Cast(facts))
        self._actor_number = {actor.actor_id: n for n, actor in enumerate(self.actors)}
        self._sentences: dict[str, dict[tuple[int, int], int]] = {doc: {} for doc in self.by_doc}
        self._texts: list[str] = []
        self.columns = self._columns()

    def _read(self, documents: Iterable[Document]) -> None:
        by_source = {self.facts[numbers[0]]["source"]: doc for doc, numbers in self.by_doc.items()}
        for document in documents:
            doc = document.doc_id if document.doc_id in self.by_doc else None
            doc = doc or by_source.get(document.source)
            if doc is None or doc in self.pieces:
                continue
            if tells(document, [self.facts[number] for number in self.by_doc[doc]]):
                self.pieces[doc] = whole(document)
            else:
                self.stale.append(doc)

    @property
    def untold(self) -> list[str]:
        """Documents of which only the sentences with facts can be shown."""
        return [doc for doc in self.by_doc if doc not in self.pieces]

    def index(self) -> dict[str, Any]:
        """What the script needs from the start; documents are taken up when they are opened."""
        return {
            "kinds": KINDS,
            "docs": [self._doc(doc) for doc in self.by_doc],
            "actors": [
                [
                    visible(actor.name),
                    [visible(alias) for alias in actor.aliases],
                    visible(actor.actor_id),
                ]
                for actor in self.actors
            ],
            "sentences": self._texts,
            **self.columns,
        }

    def documents(self) -> Iterable[dict[str, Any]]:
        """Each document: its paragraphs, and what its facts' panels say."""
        for doc, numbers in self.by_doc.items():
            facts = [self.facts[number] for number in numbers]
            pieces = self.pieces.get(doc)
            sentences = sorted(
                Marked(*place, number) for place, number in self._sentences[doc].items()
            )
            yield {
                "whole": pieces is not None,
                "text": list(
                    paragraphs(pieces or known(facts), evidence(facts, numbers), sentences)
                ),
                "facts": {number: self._details(self.facts[number]) for number in numbers},
            }

    def key(self, kind: str, source: Source) -> str:
        """The key of the fact of a kind that a source is of; "" where there is none."""
        place = kind, source.doc_id, source.start, source.end
        number = self._places.get(place)
        return "" if number is None else self.keys[number]

    def _doc(self, doc: str) -> list[Any]:
        first = self.facts[self.by_doc[doc][0]]
        pieces = self.pieces.get(doc)
        title = " ".join(visible(pieces[0].text).split()) if pieces else ""
        if len(title) > TITLE_CHARS:
            title = title[:TITLE_CHARS].rstrip() + "…"
        return [
            visible(doc),
            visible(first["source"]),
            visible(first["published"] or ""),
            title,
            len(self.by_doc[doc]),
        ]

    def _columns(self) -> dict[str, list[Any]]:
        doc_number = {doc: number for number, doc in enumerate(self.by_doc)}
        columns: dict[str, list[Any]] = {
            name: []
            for name in (
                "key", "kind", "doc", "sentence", "from", "to", "beyond", "who", "grade", "body",
                "certainty", "head", "cite",
            )
        }  # fmt: skip
        for fact, key in zip(self.facts, self.keys, strict=True):
            safe = visible_fact(fact)
            number, start, end, beyond = self._place(fact)
            rating = fact["kind"] == "rating"
            for name, value in {
                "key": key,
                "kind": KINDS.index(fact["kind"]),
                "doc": doc_number[fact["doc_id"]],
                "sentence": number,
                "from": start,
                "to": end,
                "beyond": beyond,
                "who": self._who(fact),
                "grade": safe["value"] if rating else "",
                "body": self._number(fact["body"]) if rating else -1,
                "certainty": safe["certainty"],
                "head": headline(safe),
                "cite": citation(safe),
            }.items():
                columns[name].append(value)
        return columns

    def _place(self, fact: Record) -> tuple[int, int, int, str]:
        """A fact's sentence by number, its evidence in it, and what runs on beyond it."""
        sentence, span = fact["sentence"], fact["span"]
        numbers = self._sentences[fact["doc_id"]]
        place = (sentence["start"], sentence["end"])
        if place not in numbers:
            numbers[place] = len(self._texts)
            self._texts.append(visible(sentence["text"]))
        before = max(0, span["start"] - sentence["start"])
        room = max(0, len(sentence["text"]) - before)
        start = _units(sentence["text"][:before])
        inside, beyond = span["text"][:room], span["text"][room:]
        return numbers[place], start, start + _units(inside), visible(beyond)

    def _who(self, fact: Record) -> list[int]:
        return list(dict.fromkeys(self._actor_number[ref["actor_id"]] for ref in refs(fact)))

    def _number(self, ref: Mapping[str, str] | None) -> int:
        return -1 if ref is None else self._actor_number[ref["actor_id"]]

    def _details(self, fact: Record) -> list[list[Any]]:
        """What a fact's panel lists: label, words and, for an actor, their number."""
        rows: list[list[Any]] = []
        for name in (*FIELDS[fact["kind"]], "attributed_to"):
            value = fact[name]
            if value in (None, False, []) or name in _UNTOLD:
                continue
            label = _LABELS.get(name, name.replace("_", " "))
            if isinstance(value, dict):
                rows.append([label, visible(value["name"]), self._number(value)])
            elif value is True:
                rows.append([label, "yes"])
            else:
                rows.append([label, visible(_words(name, value))])
        sum_ = arithmetic(fact) if fact["kind"] == "deadline" else None
        if sum_:
            rows.append(["arithmetic", visible(sum_)])
        rows.append(["rule", visible(fact["rule"])])
        return rows


def _words(name: str, value: Any) -> str:
    """A slot's value for a reader; dates and lengths of time as they are said."""
    match value:
        case str() if name in _DATES:
            return date_words(value)
        case str() if name in ("window", "value") and duration_words(value) != value:
            return f"{duration_words(value)} ({value})"
        case str():
            return in_words(value) if _is_name(value) else value
        case list():
            return "; ".join(
                role_words(x) if isinstance(x, dict) else value_words(x) for x in value
            )
    return value_words(value)


def _is_name(value: str) -> bool:
    """Whether a value is one of the contract's own names ("requires_improvement")."""
    return value.islower() and value.replace("_", "").isalpha()


def _units(text: str) -> int:
    return len(visible(text).encode("utf-16-le")) // 2
