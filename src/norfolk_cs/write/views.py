"""The questions that a database of facts answers by itself, in the SQL of each that holds them.

They are written over the flat columns of columns.py, so that one text serves all; what is unknown
comes last, as the two don't agree on where that is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A view of one kind's facts: names and what they stand for, in reading order."""

    kind: str
    title: str
    columns: dict[str, str]
    rest: str  # of the statement: what is left out, and the order


# Where a fact stands, at the end of each view.
_PLACE = {
    "certainty": "certainty",
    "according_to": "attributed_to_name",
    "words": "span_text",
    "sentence": "sentence_text",
    "published": "published",
    "doc_id": "doc_id",
    "page": "page",
    "source": "source",
    "id": "id",
}
VIEWS = {
    "rating_history": View(
        "rating",
        "Every grade that a body was given, by the day it was judged, else published",
        {
            "body": "body_name",
            # a grade told as a past one was not given when the document appeared
            "date": "coalesce(judged_on, CASE WHEN previous THEN NULL ELSE published END)",
            "grade": "value",
            "area": "area",
            "previous": "previous",
            "negated": "negated",
            "rater": "rater_name",
            "subject": "subject",
            "scale": "scale",
            "rank": "rank",
            "judged_on": "judged_on",
            **_PLACE,
        },
        'ORDER BY body_name IS NULL, body_name, "date" IS NULL, "date", doc_id, span_start, id',
    ),
    "open_deadlines": View(
        "deadline",
        "Deadlines that have not passed today, or have no day: the nearest first",
        {
            "obliged": "obliged_name",
            "obligation": "obligation",
            "due": "due",
            "days_left": "{days_left}",
            "window": '"window"',
            "runs_from": '"from"',
            "set_by": "set_by_name",
            "basis": "basis",
            "consequence": "consequence",
            **_PLACE,
        },
        # "~" comes after digits, "-" and letters: a month or a quarter is open to its end, and
        # where that can't be told from the value ("2026-W33", "XXXX-12"), to the year's or for ever
        "WHERE NOT negated AND (due IS NULL OR due || '~' >= {today})"
        " ORDER BY due IS NULL, due, published DESC, doc_id, span_start, id",
    ),
    "who_said_what": View(
        "statement",
        "What was said, by speaker and then by day of publication",
        {
            "speaker": "speaker_name",
            "cue": "cue",
            "words": "span_text",
            "directness": "directness",
            **{name: column for name, column in _PLACE.items() if name != "words"},
        },
        "ORDER BY speaker_name IS NULL, speaker_name, published IS NULL, published, doc_id,"
        " span_start, id",
    ),
}


def sqlite_views() -> dict[str, str]:
    """The SELECT of each view, over the tables of sqlite_schema.py."""
    return {
        name: _select(
            view,
            f'"{view.kind}" JOIN facts USING (fact)',
            today="date('now')",
            # SQLite takes "2026" for a Julian day
            days_left="CASE WHEN length(due) = 10"
            " THEN CAST(julianday(due) - julianday(date('now')) AS INTEGER) END",
        )
        for name, view in VIEWS.items()
    }


def duckdb_views() -> dict[str, str]:
    """The SELECT of each view, over the flat views of duckdb.py."""
    return {
        name: _select(
            view,
            f'"{view.kind}"',
            today="CAST(current_date AS VARCHAR)",
            days_left="date_diff('day', current_date, TRY_CAST(due AS DATE))",
        )
        for name, view in VIEWS.items()
    }


def _select(view: View, source: str, *, today: str, days_left: str) -> str:
    named = ", ".join(f'{column} AS "{name}"' for name, column in view.columns.items())
    return f"SELECT {named} FROM {source} {view.rest}".format(today=today, days_left=days_left)
