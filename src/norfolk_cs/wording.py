"""A fact in a reader's words: what it says, where it stands, the words around it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from norfolk_cs.write.records import Record

# A sentence is shown whole unless it is no sentence at all (a table read as one line, a file
# without a full stop); then this many characters on either side of the evidence, and of itself.
CONTEXT = 300
EVIDENCE = 1500
CUT = "…"

_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?|X)([YMWDHS])")
_UNITS = {
    "Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second"
}  # fmt: skip

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", re.ASCII)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ACRONYMS = frozenset({"lscb"})  # areas that are called by their letters
# Why a grade that a text names is not one that was given.
DOUBTS = {
    "negated": "the text denies it",
    "hedged": "only thought possible",
    "conditional": "hangs on a condition",
}
_SPACE = re.compile(r"\s+")
# Invisible and harmless: soft hyphen, zero width space, non-joiner and joiner, word joiner, BOM.
_HARMLESS = frozenset("\xad\u200b\u200c\u200d\u2060\ufeff")


def shown(text: str) -> str:
    r"""Text that can be shown on one line of any terminal.

    White space becomes single spaces; controls, escape codes, bidirectional marks and lone
    surrogates become visible escapes ("\x1b"), so that no text can drive the terminal.
    """
    if not text.isprintable():
        text = "".join(map(_visible, text))
    return _SPACE.sub(" ", text)


def _visible(char: str) -> str:
    if char.isprintable() or char in _HARMLESS:
        return char
    return " " if char.isspace() else char.encode("unicode_escape").decode()


def plural(count: int, noun: str) -> str:
    """A count and its noun: "1 fact", "1,200 facts"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def in_words(name: str) -> str:
    """A value of the contract as words: "requires improvement", "LSCB"."""
    return name.upper() if name in _ACRONYMS else shown(name.replace("_", " "))


def titled(name: str) -> str:
    """The same at the head of a line: "Requires improvement"."""
    words = in_words(name)
    return words[:1].upper() + words[1:]


def headline(fact: Record, *, about: str | None = None) -> list[str]:
    """What a fact says, the gist first; ``about`` is an actor_id that goes without saying."""

    def who(lead: str, role: str) -> str:
        ref = fact[role]
        return f"{lead}{ref['name']}" if ref is not None and ref["actor_id"] != about else ""

    match fact["kind"]:
        case "rating":
            parts = [
                ("not " if fact["negated"] else "") + _spaced(fact["value"]),
                _spaced(fact["area"] or ""),
                who("for ", "body"),
                who("by ", "rater"),
                f"judged {fact['judged_on']}" if fact["judged_on"] else "",
                "since replaced" if fact["previous"] else "",
            ]
        case "recommendation":
            parts = [
                fact["strength"] + (" against" if fact["against"] else ""),
                who("by ", "recommender"),
                who("to ", "addressee"),
                f"one of {fact['total']}" if fact["total"] else "",
            ]
        case "deadline":
            parts = [
                _due(fact),
                who("for ", "obliged"),
                who("set by ", "set_by"),
                f"“{fact['obligation']}”" if fact["obligation"] else "",
                f"or else “{fact['consequence']}”" if fact["consequence"] else "",
            ]
        case "statement":
            speaker = who("", "speaker") if fact["speaker"] else "somebody"
            parts = [speaker, fact["cue"] or "", fact["directness"]]
        case "date":
            parts = [_timex(fact), _range(fact)]
        case _:
            parts = [fact["name"], *_description(fact)]
    gist, *rest = (shown(part).strip() for part in parts if part)
    return [gist[:1].upper() + gist[1:], *rest]


def citation(fact: Record, *, about: str | None = None) -> list[str]:
    """Where a fact stands and how sure it is.

    Among facts ``about`` an actor (their actor_id) it names the document, and not the actor.
    """
    parts = [fact["published"] or "undated", fact["doc_id"]] if about is not None else []
    parts.append(f"sentence {fact['sentence']['index'] + 1}")
    if fact["page"] is not None:
        parts.append(f"page {fact['page']}")
    if fact["quoted"] and fact["kind"] != "statement":
        parts.append("quoted")
    if fact["certainty"] != "stated":
        parts.append(fact["certainty"])
    if fact["negated"] and fact["kind"] != "rating":
        parts.append("negated")
    claimant = fact["attributed_to"]
    if claimant is not None and claimant["actor_id"] != about and fact["kind"] != "statement":
        parts.append(f"according to {claimant['name']}")
    return [shown(part) for part in parts]


def context(fact: Record) -> tuple[str, str, str]:
    """The sentence before the evidence, the evidence, and the sentence after it.

    Evidence that runs on over further sentences is shown whole; only what is longer than any
    sentence is cut, and the cut is marked.
    """
    sentence, span = fact["sentence"], fact["span"]
    before = sentence["text"][: max(0, span["start"] - sentence["start"])]
    after = sentence["text"][max(0, span["end"] - sentence["start"]) :]
    evidence = span["text"]
    if len(before) > CONTEXT:
        before = CUT + before[-CONTEXT:]
    if len(after) > CONTEXT:
        after = after[:CONTEXT] + CUT
    if len(evidence) > EVIDENCE:
        evidence = f"{evidence[: EVIDENCE // 2]} {CUT} {evidence[-EVIDENCE // 2 :]}"
    return shown(before).lstrip(), shown(evidence), shown(after).rstrip()


def role_words(role: Record) -> str:
    """A post as one would say it: "former director of children's services, Norfolk"."""
    words = ", ".join(part for part in (role["title"], role["organisation"]) if part)
    return f"former {words}" if role["former"] else words


def duration_words(window: str) -> str:
    """A TIMEX3 duration in words, "P6M" as "6 months"; itself where it is of another shape."""
    match = _DURATION.fullmatch(window)
    unit = _UNITS.get(match[1] + match[3]) if match else None
    if match is None or unit is None:
        return window
    if match[2] == "X":
        return f"some {unit}s"
    return f"{match[2]} {unit}" + ("" if match[2] == "1" else "s")


def date_words(value: str | None, *, short: bool = False) -> str:
    """An ISO date as a newspaper has it: "2016-08-15" as "15 August 2016"; else as it is."""
    match = _DATE.fullmatch(value or "")
    if match is None:
        return value or ""
    year, month, day = match.groups()
    name = _MONTHS[int(month) - 1] if month else ""
    return " ".join(filter(None, (day and str(int(day)), name[:3] if short else name, year)))


def _description(fact: Record) -> list[str]:
    return [
        "; ".join(map(role_words, fact["roles"])) or fact["type"],
        f"also {', '.join(fact['aliases'])}" if fact["aliases"] else "",
        plural(len(fact["mentions"]), "mention") if fact["mentions"] else "",
    ]


def _due(fact: Record) -> str:
    window = duration_words(fact["window"]) if fact["window"] else ""
    if window and fact["from"]:
        window += f" from {fact['from']}"
    due = f"due {fact['due']}" if fact["due"] else ""
    last = "last chance" if fact["basis"] == "ultimatum" else ""
    return ", ".join(part for part in (last, due, window) if part) or fact["basis"]


def _timex(fact: Record) -> str:
    value = fact["value"] or "unresolved"
    words = duration_words(value) if fact["type"] == "DURATION" else value
    return f"{_spaced(fact['mod'].lower())} {words}" if fact["mod"] else words


def _range(fact: Record) -> str:
    """The days a value covers, where it does not show them itself as "2015-12" does."""
    days = list(dict.fromkeys(day for day in (fact["start"], fact["end"]) if day))
    value = fact["value"] or "unresolved"
    return "" if all(day.startswith(value) for day in days) else " to ".join(days)


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def clipped(words: str, limit: int = 160) -> str:
    """Words for a list, where 160 characters are enough to know the place by; a cut is marked."""
    words = shown(words).strip()
    return words if len(words) <= limit else words[:limit].rstrip() + CUT


def value_words(value: Any) -> str:
    """A slot's value, as read from JSON, for a reader."""
    match value:
        case {"actor_id": _, "name": name}:
            words = str(name)
        case {"start": start, "end": end, "text": text}:
            words = f"“{text}” {start}-{end}"
        case {"title": _, "organisation": _, "former": _}:
            words = role_words(value)
        case list():
            words = ", ".join(map(value_words, value)) or "none"
        case str():
            words = value
        case _:
            words = json.dumps(value, ensure_ascii=False)
    return clipped(words)


def change_words(old: Any, new: Any) -> tuple[str, str]:
    """A slot's value before and after; of two lists only the members that differ."""
    if isinstance(old, list) and isinstance(new, list):
        old, new = [x for x in old if x not in new], [x for x in new if x not in old]
    return value_words(old), value_words(new)
