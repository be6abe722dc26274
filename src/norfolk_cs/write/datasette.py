"""What Datasette shows beside a database of facts: titles, what columns mean, facets, questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from norfolk_cs.errors import NorfolkError
from norfolk_cs.write.sqlite_schema import tables
from norfolk_cs.write.views import VIEWS
from norfolk_cs.write.whole import whole_file

_SOURCE = "norfolk-cs export"  # in the file: that it is this program's to rewrite

# How tables and views are opened: what they are sorted and sifted by.
_OPENED: dict[str, dict[str, Any]] = {
    "documents": {"sort": "number", "label_column": "doc_id"},
    "actors": {"sort": "name", "label_column": "name", "facets": ["type"]},
    "facts": {
        "sort": "fact",
        "label_column": "span_text",
        "facets": ["kind", "doc_id", "attributed_to_name", "certainty"],
    },
    "rating": {"facets": ["value", "body_name", "area", "rater_name"]},
    "date": {"facets": ["type"]},
    "actor": {"label_column": "name", "facets": ["type"]},
    "recommendation": {"facets": ["strength", "recommender_name", "addressee_name"]},
    "deadline": {"sort": "due", "facets": ["basis", "obliged_name", "set_by_name"]},
    "statement": {"facets": ["directness", "speaker_name"]},
    "rating_history": {"facets": ["body", "grade", "area"]},
    "open_deadlines": {"facets": ["obliged", "basis"], "units": {"days_left": "day"}},
    "who_said_what": {"facets": ["speaker", "directness"]},
}
_ABOUT = {
    "according_to": "Whose claim it is; empty is the writer's own voice.",
    "words": "The evidence, in the text's own words.",
    "sentence": "The sentence that the words begin in.",
    "days_left": "Days from today to the day that it is due, where that is known to the day.",
    "date": "When it was judged, else published; empty for a past grade without a date.",
}
_SEARCH = """SELECT facts.kind, facts.span_text AS words, facts.sentence_text AS sentence,
  facts.attributed_to_name AS according_to, facts.published, facts.doc_id, facts.page, facts.fact
FROM facts_fts JOIN facts ON facts.fact = facts_fts.rowid
WHERE facts_fts MATCH coalesce(nullif(escape_fts(:words), ''), '""')
ORDER BY facts_fts.rank, facts.fact"""
_QUERIES = {
    "search": ("Search", "Words of any fact, or of the sentence it stands in.", _SEARCH),
    "grades_of": (
        "Grades of a body",
        "Each grade that a council, or another body, was given: part of its name will do.",
        "SELECT * FROM rating_history WHERE body LIKE '%' || :body || '%'",
    ),
    "said_by": (
        "Said by",
        "What somebody said: part of the name will do.",
        "SELECT * FROM who_said_what WHERE speaker LIKE '%' || :speaker || '%'",
    ),
    "told_to_act": (
        "Told to act",
        "What was recommended to somebody, and what they were set by when.",
        """SELECT facts.kind, facts.published, coalesce(action, obligation) AS what,
  coalesce(recommender_name, set_by_name) AS by_whom, strength, due, facts.span_text AS words,
  facts.doc_id, facts.page
FROM facts LEFT JOIN recommendation USING (fact) LEFT JOIN deadline USING (fact)
WHERE coalesce(addressee_name, obliged_name) LIKE '%' || :name || '%'
ORDER BY facts.published, facts.doc_id, facts.number""",
    ),
}


def metadata_path(database: Path) -> Path:
    """Where a database's metadata stands: ``facts.metadata.json`` beside ``facts.db``."""
    return database.with_suffix(".metadata.json")


def check_metadata(database: Path) -> None:
    """Raise NorfolkError where a file of another's stands in the metadata's place."""
    path = metadata_path(database)
    if not path.exists():
        return
    try:
        ours = json.loads(path.read_bytes()).get("source") == _SOURCE
    except (OSError, ValueError, AttributeError, RecursionError):
        ours = False
    if not ours:
        raise NorfolkError(
            "is not what norfolk-cs wrote, and stays as it is",
            where=str(path),
            hint="Move it, or choose another name for the database",
        )


def write_metadata(database: Path) -> Path:
    """Write the metadata for ``datasette facts.db -m facts.metadata.json``; gives its path."""
    check_metadata(database)
    path = metadata_path(database)
    with whole_file(path) as new:
        text = json.dumps(_metadata(database.stem), indent=2, ensure_ascii=False) + "\n"
        new.write_text(text, "utf-8", newline="\n")
    return path


def _metadata(name: str) -> dict[str, Any]:
    about = {
        table.name: {
            "title": table.title,
            "columns": {column.name: column.description for column in table.columns},
        }
        for table in tables().values()
    } | {
        name: {
            "title": view.title,
            "columns": {column: _ABOUT[column] for column in view.columns if column in _ABOUT},
        }
        for name, view in VIEWS.items()
    }
    return {
        "title": "Facts on council children's services",
        "description": "Who said what, who was told to do what by when, and how services were "
        "graded; each fact with its words and where they stand.",
        "source": _SOURCE,
        "databases": {
            name: {
                "tables": {
                    table: {**told, **_OPENED.get(table, {})} for table, told in about.items()
                },
                "queries": {
                    query: {"title": title, "description": description, "sql": sql}
                    for query, (title, description, sql) in _QUERIES.items()
                },
            }
        },
    }
