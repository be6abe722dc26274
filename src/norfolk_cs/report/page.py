"""The page itself: template, style and script in one file that nothing can be smuggled into."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from norfolk_cs.ask.deadlines import Deadline, deadlines
from norfolk_cs.ask.history import History, history
from norfolk_cs.ask.timeline import Event, timeline
from norfolk_cs.report.calendar import board, event_rows, overview
from norfolk_cs.report.judgements import (
    NAME_LINE,
    NAMES,
    area_words,
    change_words,
    grids,
    judgement_words,
    nearest,
    status_words,
    unplaced,
)
from norfolk_cs.report.payload import KINDS, Contents, embedded
from norfolk_cs.report.visible import visible
from norfolk_cs.wording import date_words, plural, titled
from norfolk_cs.write.records import Record

if TYPE_CHECKING:
    from norfolk_cs.models import Document

TITLE = "Facts on record"
# In the order in which they are loaded: a script may use what stands before it.
STYLES = ("page.css", "facts.css", "views.css", "print.css")
SCRIPTS = ("state.js", "unfold.js", "facts.js", "grid.js", "reader.js", "timeline.js", "main.js")
EARLY = "early.js"  # before anything is painted: the theme chosen, and that scripts run


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what it lacks: documents without their text, and those given in another text."""

    html: str
    untold: tuple[str, ...]
    stale: tuple[str, ...]


def report_page(
    facts: Sequence[Record],
    documents: Iterable[Document] = (),
    *,
    as_of: date,
    title: str = TITLE,
) -> Page:
    """One self-contained HTML page of facts.

    ``documents`` are those that the facts were extracted from; of one that is not among them the
    page shows the sentences that the facts hold. ``as_of`` is the day that deadlines are counted
    to. The same arguments give the same page.
    """
    contents = Contents(facts, documents)
    judged = history(facts)
    due = deadlines(facts, as_of)
    events = timeline(facts)
    style = "".join(_static(name) for name in STYLES)
    script = "".join(_static(name) for name in SCRIPTS)
    early = _static(EARLY)
    html = (
        _environment()
        .get_template("page.html")
        .render(
            title=title,
            as_of=as_of.isoformat(),
            csp=_policy(style, [early, script]),
            style=Markup(style),
            early=Markup(early),
            script=Markup(script),
            index=Markup(embedded(contents.index())),
            documents=(Markup(embedded(document)) for document in contents.documents()),
            total=plural(len(facts), "fact"),
            total_documents=plural(len(contents.by_doc), "document"),
            counts=_counts(facts),
            published=_published(facts),
            choices=_choices(contents),
            grids=grids(judged, contents.key),
            names=NAMES,
            name_line=NAME_LINE,
            unplaced=unplaced(judged, contents.key),
            judgements=len(judged.judgements),
            board=board(due, contents.key),
            deadlines=len(due),
            overview=overview(events),
            events=Markup(embedded(event_rows(events, contents.key))),
            event_count=len(events),
            everybody=_everybody(judged, due, events),
        )
    )
    return Page(html, tuple(contents.untold), tuple(contents.stale))


def _counts(facts: Sequence[Record]) -> list[tuple[str, int, str]]:
    """Each kind, how many facts are of it, and its name for as many."""
    numbers = dict.fromkeys(KINDS, 0)
    for fact in facts:
        numbers[fact["kind"]] += 1
    return [(kind, number, kind if number == 1 else f"{kind}s") for kind, number in numbers.items()]


def _published(facts: Sequence[Record]) -> str:
    dates = sorted({fact["published"] for fact in facts if fact["published"]})
    ends = list(dict.fromkeys(date_words(day) for day in (*dates[:1], *dates[-1:])))
    return " to ".join(ends)


def _everybody(judged: History, due: Sequence[Deadline], events: Sequence[Event]) -> list[str]:
    """The names by which judgements, deadlines and events can be looked through."""
    names = {judgement.body for judgement in judged.judgements}
    names |= {deadline.obliged for deadline in due}
    names |= {name for event in events for name in (event.who, event.whom)}
    return sorted(name for name in names if name)


def _choices(contents: Contents) -> dict[str, list[tuple[str, str]]]:
    """What the filters can be set to: value and words."""
    ratings = [fact for fact in contents.facts if fact["kind"] == "rating"]
    ranks = {fact["value"]: (fact["scale"], fact["rank"]) for fact in reversed(ratings)}
    bodies = {fact["body"]["actor_id"]: fact["body"]["name"] for fact in ratings if fact["body"]}
    certainties = {fact["certainty"] for fact in contents.facts}
    return {
        "grade": [
            (value, titled(value))
            for value in sorted(ranks, key=lambda value: (*ranks[value], value))
        ],
        "body": sorted(bodies.items(), key=lambda body: (body[1], body[0])),
        "certainty": [(value, value.capitalize()) for value in sorted(certainties, reverse=True)],
        "doc": [(doc, doc) for doc in contents.by_doc],
    }


def _policy(style: str, scripts: Iterable[str]) -> str:
    """What the page may do, by Content Security Policy level 3: its own style and scripts."""
    allowed = " ".join(map(_digest, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types page"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("norfolk_cs.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        finalize=_final,
    )
    for words in (area_words, change_words, date_words, judgement_words, nearest, status_words):
        environment.filters[words.__name__] = words
    return environment


def _final(value: Any) -> Any:
    """Every word that a template puts into the page, before it is escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _static(name: str) -> str:
    return files("norfolk_cs.report").joinpath("static", name).read_text("utf-8")
