"""JSON Schema (draft 2020-12) of a fact: the union of the six kinds, and each kind alone."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from norfolk_cs.models import FACT_TYPES, SCHEMA_VERSION, fact_adapter

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_EDTF_DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_ISO_DAY = r"^\d{4}-\d{2}-\d{2}$"

# What models.py leaves to the contract: the meaning of each field, and the limits of its value.
# Fields of one name mean the same in every model, unless "Model.field" says otherwise.
_FIELDS: dict[str, dict[str, Any]] = {
    "schema_version": {
        "description": "Version of the contract; 1.x may gain fields, and never loses one.",
        "pattern": rf"^{SCHEMA_VERSION.partition('.')[0]}\.\d+$",
    },
    "id": {
        "description": "Hash of the document's text, the kind, the span and the key fields.",
        "pattern": "^[0-9a-f]{16}$",
    },
    "kind": {"description": "Which of the six kinds of fact this is."},
    "doc_id": {"description": "The document; unique in a run."},
    "source": {"description": "The document's path, or its record's locator."},
    "published": {
        "description": "When the document was published, as precisely as is known (EDTF level 0).",
        "pattern": _EDTF_DAY,
    },
    "page": {"description": "Page of the span's start, from 1; null without pages.", "minimum": 1},
    "sentence": {"description": "The sentence that holds the span's start."},
    "span": {"description": "The evidence, in the text's own words."},
    "attributed_to": {"description": "Whose claim it is; null is the writer's own voice."},
    "quoted": {"description": "Whether the span lies inside quotation marks."},
    "certainty": {
        "description": "hedged: could, may, likely. conditional: hangs on an if or unless."
    },
    "negated": {"description": "Whether the text denies it."},
    "rule": {"description": "Id of the rule that found it."},
    "index": {"description": "Number of the sentence in the document, from 0.", "minimum": 0},
    "start": {"description": "Offset of the first code point.", "minimum": 0},
    "end": {"description": "Offset after the last code point.", "minimum": 0},
    "text": {"description": "The words between the offsets."},
    "actor_id": {"description": "Slug of the name, accents folded."},
    "name": {"description": "The fullest name that the document gives."},
    "title": {"description": "The post, in the text's words."},
    "organisation": {"description": "Where the post is, if the text says."},
    "former": {"description": "Whether the post is told as a past one."},
    "RatingFact.value": {"description": "The grade: inadequate, requires_improvement, good …"},
    "scale": {"description": "The inspectorate's scale: ofsted, cqc …"},
    "rank": {"description": "Place of the grade on its scale; 1 is best.", "minimum": 1},
    "subject": {"description": "The words for what is graded."},
    "area": {"description": "overall, or the judgement area: adoption, leadership …"},
    "body": {"description": "The authority graded."},
    "rater": {"description": "Who gave the grade."},
    "judged_on": {"description": "When it was judged; the last day of a range."},
    "previous": {"description": "Whether it is told as a past grade since replaced."},
    "DateFact.type": {"description": "TIMEX3 type."},
    "DateFact.value": {"description": "TIMEX3 value; null where it can't be resolved."},
    "mod": {
        "description": "TIMEX3 modifier.",
        "enum": ["START", "MID", "END", "APPROX", "LESS_THAN", "MORE_THAN", "BEFORE", "AFTER",
                 "EQUAL_OR_MORE", "EQUAL_OR_LESS"],
    },
    "DateFact.start": {"description": "First day that the value covers.", "pattern": _ISO_DAY},
    "DateFact.end": {"description": "Last day that the value covers.", "pattern": _ISO_DAY},
    "anchor": {"description": "What a relative expression was resolved against."},
    "ActorFact.type": {"description": "A person, or a body of people."},
    "authority_code": {
        "description": "GSS code of an English local authority.",
        "pattern": r"^E\d{8}$",
    },
    "roles": {"description": "Posts held, by this document."},
    "aliases": {"description": "Other names used, with their titles."},
    "mentions": {"description": "Every mention by name; pronouns are none."},
    "action": {"description": "The words for what should be done."},
    "recommender": {"description": "Who says so."},
    "addressee": {"description": "Who should act."},
    "strength": {"description": "How strongly it is put."},
    "against": {"description": "Whether the advice is not to do it."},
    "total": {"description": "How many recommendations the text counts.", "minimum": 1},
    "obligation": {"description": "The words for what must be done."},
    "obliged": {"description": "Who must act."},
    "set_by": {"description": "Who set the deadline."},
    "due": {"description": "By when, as precisely as the words say."},
    "window": {"description": "How long (TIMEX3 duration)."},
    "from": {"description": "From when the window runs."},
    "basis": {"description": "A date, a duration, or a last chance without either."},
    "consequence": {"description": "The words for what follows otherwise."},
    "speaker": {"description": "Who said it; null where the text does not tell."},
    "cue": {"description": "The verb or phrase of saying."},
    "directness": {"description": "Quoted words, a reported clause with some, or without any."},
}  # fmt: skip
_MODELS = {
    "ActorRef": "Somebody, by the fullest name the document gives and its slug.",
    "Span": "A stretch of the document's text: document[start:end] == text, in code points.",
    "SentenceSpan": "A sentence of the document: document[start:end] == text, in code points.",
}


def schema_files() -> dict[str, str]:
    """The text of each schema file by its name: ``fact.json`` for any kind, and one a kind."""
    union = fact_adapter()
    files = {
        "fact.json": _schema(union, "Fact", "A fact of any of the six kinds: one line of a run.")
    }
    for kind, model in FACT_TYPES.items():
        files[f"{kind}.json"] = _schema(TypeAdapter(model))
    return files


def _schema(
    adapter: TypeAdapter[Any], title: str | None = None, description: str | None = None
) -> str:
    body = adapter.json_schema(by_alias=True, mode="serialization")
    body.pop("discriminator", None)  # OpenAPI's; in JSON Schema "kind" tells the kinds apart
    definitions = body.pop("$defs", {})
    for name, definition in definitions.items():
        _explain(definition, name)
    if "properties" in body:
        _explain(body, body["title"])
    schema = {
        "$schema": DIALECT,
        "title": title or body.pop("title"),
        "description": description or body.pop("description"),
        **body,
        "$defs": definitions,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _explain(definition: dict[str, Any], model: str) -> None:
    """Say what a model's fields mean; every line has all of them, so all are required."""
    if model in _MODELS:
        definition["description"] = _MODELS[model]
    properties = definition["properties"]
    for name, given in properties.items():
        given.pop("title", None)
        given.pop("default", None)
        told = dict(_FIELDS.get(f"{model}.{name}") or _FIELDS[name])
        described = {"description": told.pop("description")}
        value = given["anyOf"][0] if "anyOf" in given else given
        value.update(told)  # limits are the value's; null has none
        properties[name] = described | given
    definition["required"] = list(properties)
