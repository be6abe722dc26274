"""Facts made for tests, as they are read from JSON Lines: only what a test is about is given."""

from __future__ import annotations

from typing import Any

from norfolk_cs.names import slug
from norfolk_cs.write.records import parse_record, record_line

Record = dict[str, Any]


def ref(name: str | None) -> Record | None:
    return {"actor_id": slug(name), "name": name} if name is not None else None


def fact(kind: str, doc: str = "story", at: int = 0, text: str = "words", **fields: Any) -> Record:
    """A fact of a document at an offset; its sentence is number ``at // 100``, and its own."""
    made = {
        "schema_version": "1.0",
        "id": "0" * 16,
        "kind": kind,
        "doc_id": doc,
        "source": f"{doc}.txt",
        "published": None,
        "page": None,
        "sentence": {
            "index": at // 100,
            "start": at // 100 * 100,
            "end": at // 100 * 100 + 100,
            "text": f"Sentence {at // 100} with {text}.",
        },
        "span": {"start": at, "end": at + len(text), "text": text},
        "attributed_to": None,
        "quoted": False,
        "certainty": "stated",
        "negated": False,
        "rule": f"{kind}.test",
        **fields,
    }
    line = record_line(made).encode()
    return dict(parse_record(line))  # a fact that could not be read would prove nothing


def rating(value: str, **fields: Any) -> Record:
    ranks = {"outstanding": 1, "good": 2, "adequate": 3, "inadequate": 4}
    given: Record = {
        "text": value,
        "scale": "ofsted",
        "rank": ranks.get(value, 3),
        "subject": None,
        "area": "overall",
        "body": ref("Stourshire Council"),
        "rater": None,
        "judged_on": None,
        "previous": False,
    }
    return fact("rating", value=value, **{**given, **fields})


def row(value: str, **fields: Any) -> Record:
    """A row of a report's judgement table."""
    return rating(value, **{"doc": "report", "rule": "rating.table", "page": 1, **fields})


def deadline(**fields: Any) -> Record:
    given: Record = {
        "obligation": "improve",
        "obliged": ref("Stourshire Council"),
        "set_by": ref("Ofsted"),
        "due": None,
        "window": None,
        "from": None,
        "basis": "date",
        "consequence": None,
    }
    return fact("deadline", **{**given, **fields})


def dated(value: str | None, **fields: Any) -> Record:
    given = {"type": "DATE", "mod": None, "start": None, "end": None, "anchor": None}
    return fact("date", value=value, **{**given, **fields})


def statement(speaker: str | None, text: str = "said words", **fields: Any) -> Record:
    given = {"cue": "said", "directness": "direct"}
    return fact("statement", text=text, speaker=ref(speaker), **{**given, **fields})


def advice(by: str | None, to: str | None, action: str = "act", **fields: Any) -> Record:
    given = {"strength": "urged", "against": False, "total": None}
    return fact(
        "recommendation", action=action, recommender=ref(by), addressee=ref(to),
        **{**given, **fields},
    )  # fmt: skip


def actor(name: str, *posts: tuple[str | None, str | None], **fields: Any) -> Record:
    """A person with posts (title, organisation)."""
    given: Record = {
        "type": "person",
        "authority_code": None,
        "aliases": [],
        "mentions": [{"start": 0, "end": len(name), "text": name}],
        "roles": [{"title": t, "organisation": o, "former": False} for t, o in posts],
    }
    return fact("actor", actor_id=slug(name), name=name, text=name, **{**given, **fields})


def council(name: str = "Stourshire Council", code: str = "E10000099", **fields: Any) -> Record:
    return actor(name, type="organisation", authority_code=code, **fields)
