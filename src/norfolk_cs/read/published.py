"""When a document was published: told by the user, by a manifest, or by its own dateline."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path, PurePath

from norfolk_cs.errors import NorfolkError
from norfolk_cs.read.remote import Place
from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings

_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LEADING = re.compile(rf"(?:{_EDTF.pattern})(?![0-9-])")
_NAMED = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HEAD_LINES = 40  # a dateline stands in a page's head; below, a date is part of the story
BARE_LINES = 15  # a date alone on a line is only a dateline near the top


def published_date(value: str, *, where: str | None = None) -> str:
    """``value`` if it is YYYY, YYYY-MM or YYYY-MM-DD (EDTF level 0).

    Raises NorfolkError, naming ``where``, if it is anything else.
    """
    match = _EDTF.fullmatch(value)
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        try:
            datetime.date(year, month, day)
        except ValueError:
            pass
        else:
            return value
    raise NorfolkError(
        f"{value!r} is no publication date",
        where=where,
        hint="Write YYYY, YYYY-MM or YYYY-MM-DD, as precisely as known",
    )


def leading_date(value: object) -> str | None:
    """The publication date that a field of metadata begins with, as precise as it is, or None.

    "2016-08-15T09:00:00Z", "2016-08 (print)", the number 2016. Days that do not exist are None.
    """
    match = _LEADING.match(value if isinstance(value, str) else str(value))
    try:
        return published_date(match[0]) if match else None
    except NorfolkError:
        return None


def read_manifest(path: Path | Place) -> dict[str, str]:
    """A manifest's publication dates by document id.

    The file is TOML with a table for each document: ``[doc_id]`` and ``published = "2016-08"``.
    Raises NorfolkError where it is not.
    """
    where = str(path)
    try:
        tables = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise NorfolkError(f"cannot be read: {error.strerror}", where=where) from error
    except (ValueError, RecursionError) as error:
        raise NorfolkError(f"is not TOML: {error}", where=where, hint=_MANIFEST_HINT) from error
    dates: dict[str, str] = {}
    for doc_id, table in tables.items():
        if not isinstance(table, dict):
            raise NorfolkError(f"{doc_id} is not a table", where=where, hint=_MANIFEST_HINT)
        value = table.get("published")
        if value is None:
            if not table:
                continue  # undated on purpose
            found = ", ".join(table)
            raise NorfolkError(
                f"[{doc_id}] has {found} and no published", where=where, hint=_MANIFEST_HINT
            )
        text = value.isoformat() if isinstance(value, datetime.date) else str(value)
        dates[doc_id] = published_date(text, where=f"{where} [{doc_id}]")
    return dates


_MANIFEST_HINT = 'Give each document a table: [doc_id], then published = "2016-08"'


def dateline(text: str) -> str | None:
    """The publication date that the text's own head states, or None.

    "PUBLISHED: 16:13 05 March 2013", "Report published: 19 January 2018", a label with its date
    on the next line, or a date alone on a line near the top. Numeric dates are day first.
    """
    label, line_rule = _patterns()
    head = text.split("\n", HEAD_LINES)[:HEAD_LINES]
    lines = [line.strip() for line in head]
    for here, below in zip(lines, [*lines[1:], ""], strict=True):
        words = here.lstrip("•* \t\xa0")
        match = label.match(words) or label.match(f"{words} {below}")
        if match:
            return _from_groups(match)
    for line in lines[:BARE_LINES]:
        match = line_rule.match(line)
        if match:
            return _from_groups(match)
    return None


def date_in_name(name: str) -> str | None:
    """The date that a file is named after: ``norfolk-2018-01-19.pdf``, ``story_20180119.txt``."""
    for match in _NAMED.finditer(PurePath(name).name):
        try:
            return datetime.date(*(int(match[part]) for part in (1, 3, 4))).isoformat()
        except ValueError:
            continue
    return None


@per_settings
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    book = load_rules("published")
    label, line = book.rules
    return book.regex(label), book.regex(line)


def _from_groups(match: re.Match[str]) -> str | None:
    """The ISO date of whichever form matched; None for a 31 February."""
    parts: dict[str, str] = {}
    for name, value in match.groupdict().items():
        if value:
            parts[name.split("_")[0]] = value
    month = parts["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        if "day" not in parts:
            return f"{int(parts['year']):04}-{number:02}"
        return datetime.date(int(parts["year"]), number, int(parts["day"])).isoformat()
    except ValueError:
        return None
