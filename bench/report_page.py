"""How long the report page takes to write, to be seen and to be filtered: 20,000 facts of 500
documents, made up, in a real browser.

Usage: python bench/report_page.py [FACTS DOCUMENTS]   (needs Chromium and the package playwright)
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from norfolk_cs.models import Document
from norfolk_cs.report import report_page

BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ROUNDS = 7
COUNTIES = ["Westshire", "Eastmoor", "Northam", "Southbeck", "Midvale", "Overden", "Underhill"]
PEOPLE = [
    f"{first} {last}"
    for first in ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus")
    for last in ("Arkwright", "Beddoes", "Catling", "Dunmore", "Eccles", "Farrow")
]
GRADES = ["outstanding", "good", "requires improvement", "inadequate"]
AREAS = ["overall", "leadership", "adoption", "help_and_protection"]
# What each kind's sentence says, its evidence between brackets.
SENTENCES = {
    "rating": "Inspectors said services at {body} were [{grade}] and told of much that had changed"
    " since they last came to see the county's social workers.",
    "date": "The plan that {who} wrote was put before the cabinet in [{month} {year}], after a"
    " long summer of meetings in town halls and libraries.",
    "actor": "[{who}] has led the service through two inspections and one reorganisation, and"
    " knows its social workers by name.",
    "recommendation": "{body} should [bring down the number of cases that each social worker"
    " holds], the review says of the year just ended.",
    "deadline": "{body} was given [six months] to improve how it answers the first call about a"
    " child, or a trust would take the service over.",
    "statement": "“[We have listened, and families will see the difference this year],” {who}"
    " told the scrutiny committee in the county hall.",
}  # fmt: skip
# Milliseconds from a change of a field to the painted list.
FILTER = """async ([id, value]) => {
  const field = document.getElementById(id);
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await painted();
  const start = performance.now();
  if (field.type === "checkbox") field.checked = !field.checked; else field.value = value;
  const form = document.getElementById("filters");
  form.dispatchEvent(new Event("submit", {cancelable: true}));
  const worked = performance.now() - start;
  await painted();
  return [worked, performance.now() - start];
}"""
PAINTED = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null"""


def main() -> None:
    facts_wanted, docs_wanted = map(int, sys.argv[1:3] or (20_000, 500))
    documents, facts = made_up(facts_wanted, docs_wanted)
    for name, given in (("sentences only", []), ("whole documents", documents)):
        start = time.perf_counter()
        page = report_page(facts, given, as_of=date(2020, 1, 1))
        written = time.perf_counter() - start
        size = len(page.html.encode()) / 1e6
        print(f"{name}: {len(facts):,} facts of {docs_wanted:,} documents, "
              f"{size:.1f} MB, written in {written:.1f} s")  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.html"
            path.write_text(page.html, "utf-8")
            for line in measured(path):
                print(f"  {line}")


def made_up(count: int, documents: int) -> tuple[list[Document], list[dict[str, Any]]]:
    """Documents, and facts that stand in them as the contract says."""
    rng = random.Random(1)
    made: list[Document] = []
    facts: list[dict[str, Any]] = []
    for number in range(documents):
        wanted = count * (number + 1) // documents - len(facts)
        body, year = rng.choice(COUNTIES) + " County Council", rng.randint(2010, 2024)
        head = f"Services at {body}, report {number}"
        text, these = head + ".", []
        for index in range(wanted):
            kind = list(SENTENCES)[index % len(SENTENCES)]
            who, grade = rng.choice(PEOPLE), rng.choice(GRADES)
            words = SENTENCES[kind].format(body=body, who=who, grade=grade, month="May", year=year)
            before, _, rest = words.partition("[")
            evidence, _, after = rest.partition("]")
            start = len(text) + 2 + len(before)
            sentence = {
                "index": index + 1,
                "start": len(text) + 2,
                "end": len(text) + len(words),  # two brackets shorter
                "text": before + evidence + after,
            }
            text += "\n\n" + before + evidence + after
            span = {"start": start, "end": start + len(evidence), "text": evidence}
            these.append({
                "schema_version": "1.0", "id": f"{len(facts) + index:016x}", "kind": kind,
                "doc_id": f"made-up/{number:03}", "source": f"made-up/{number:03}.txt",
                "published": f"{year}-05-17", "page": None, "sentence": sentence, "span": span,
                "attributed_to": None, "quoted": False, "certainty": "stated", "negated": False,
                "rule": f"{kind}.made-up", **slots(kind, who, body, grade, year, span),
            })  # fmt: skip
        made.append(Document(doc_id=f"made-up/{number:03}", source=f"made-up/{number:03}.txt",
                             text=text))  # fmt: skip
        facts += these
    return made, facts


def slots(
    kind: str, who: str, body: str, grade: str, year: int, span: dict[str, Any]
) -> dict[str, Any]:
    """A kind's own fields."""
    person = {"actor_id": who.lower().replace(" ", "-"), "name": who}
    council = {"actor_id": body.lower().replace(" ", "-"), "name": body}
    match kind:
        case "rating":
            return {"value": grade.replace(" ", "_"), "scale": "ofsted",
                    "rank": GRADES.index(grade) + 1, "subject": None,
                    "area": AREAS[span["start"] % len(AREAS)], "body": council, "rater": None,
                    "judged_on": f"{year}-05", "previous": False}  # fmt: skip
        case "date":
            return {"type": "DATE", "value": f"{year}-05", "mod": None, "start": f"{year}-05-01",
                    "end": f"{year}-05-31", "anchor": None}  # fmt: skip
        case "actor":
            return {**person, "type": "person", "authority_code": None, "roles": [],
                    "aliases": [], "mentions": [span]}  # fmt: skip
        case "recommendation":
            return {"action": span["text"], "recommender": person, "addressee": council,
                    "strength": "advised", "against": False, "total": None}  # fmt: skip
        case "deadline":
            return {"obligation": "improve", "obliged": council, "set_by": None,
                    "due": f"{year}-11-17", "window": "P6M", "from": f"{year}-05-17",
                    "basis": "duration", "consequence": None}  # fmt: skip
        case _:
            return {"speaker": person, "cue": "told", "directness": "direct"}


def measured(path: Path) -> Iterator[str]:
    """What a reader waits for, medians of some rounds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        paints, ready = [], []
        for _ in range(ROUNDS):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            start = time.perf_counter()
            page.goto(path.as_uri())
            page.wait_for_selector("html.ready")
            ready.append((time.perf_counter() - start) * 1000)
            paints.append(page.evaluate(PAINTED))
            if len(paints) < ROUNDS:
                page.close()
        yield f"first paint      {told(paints)}"
        yield f"ready for use    {told(ready)}"
        page.wait_for_timeout(1000)  # a reader looks before they type
        yield from filtered(page)
        opening = [page.evaluate("""async (n) => {
            const start = performance.now();
            document.querySelector(`.row[data-place="${n}"]`).click();
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            return performance.now() - start;
        }""", n) for n in range(ROUNDS)]  # fmt: skip
        yield f"open a fact      {told(opening)}"
        for view in ("judgements", "deadlines", "timeline"):
            taken = page.evaluate("""async (view) => {
                const start = performance.now();
                document.querySelector(`[data-to=${view}]`).click();
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                return performance.now() - start;
            }""", view)  # fmt: skip
            yield f"{view:16} {taken:6.0f} ms"
        browser.close()


def filtered(page: Page) -> Iterator[str]:
    """Each filter set and taken back, the script's own time and the time to the painted list."""
    for field, values in {
        "q": ["families", "social workers"], "actor": ["Ann Arkwright", "farrow"],
        "body": ["westshire-county-council", "northam-county-council"],
        "grade": ["inadequate", "good"],
    }.items():  # fmt: skip
        worked, painted = [], []
        for number in range(ROUNDS + 1):
            own, all_ = page.evaluate(FILTER, [field, values[number % 2]])
            if number or field != "q":  # the first search folds all words, once
                worked.append(own)
                painted.append(all_)
            else:
                yield f"first search     {all_:6.0f} ms"
        yield f"filter by {field:6} {told(painted)}, the script's share {told(worked)}"
        page.evaluate(FILTER, [field, ""])


def told(figures: list[float]) -> str:
    return f"{statistics.median(figures):6.0f} ms (worst {max(figures):.0f})"


if __name__ == "__main__":
    main()
