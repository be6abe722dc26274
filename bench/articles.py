"""News articles without end, each another: made up from many small parts, the same on every run.

Usage: python bench/articles.py COUNT [--words N] [--seed N] [--folder DIR | --jsonl FILE]

Without a folder or a file the articles go to standard output, as JSON Lines. ``articles()`` gives
them to other benchmarks.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FIRST = (
    "Ann Bo Carys Dev Elif Femi Grace Hugh Ines Jia Kwame Lena Mo Nia Owen Priya Rhys Siân Tom Una"
)
STARTS = "Ark Bed Cat Dun Ecc Far Gale Hol Ing Ken Lam Mer Nor Oak Pem Rams Stan Thorn Ulls Wick"
ENDS = "bury combe dale den field ford ham hurst ley mere more over stead ton wall well wick worth"
COUNTIES = "Norfolk Essex Kent Devon Surrey Suffolk Cumbria Dorset Somerset Lancashire Derbyshire"
POSTS = (
    "director of children's services", "leader of the council", "chief executive", "chairman of the"
    " safeguarding board", "cabinet member for children", "head of fostering", "union official",
)  # fmt: skip
GRADES = ("inadequate", "requires improvement", "good", "outstanding")
SERVICES = ("children's services", "fostering service", "adoption service", "help and protection")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
ACTIONS = (
    "hire more social workers", "review every open case", "bring in outside advisers",
    "cut the time that families wait", "train its managers again", "publish its plan",
    "answer each referral within a day", "visit children in care more often",
)  # fmt: skip
THINGS = (
    "the caseloads are too high", "families were let down", "staff had felt unheard for years",
    "the plan is on track", "the money has run out", "much has changed since the last visit",
    "too many children had moved home twice", "the board had seen the figures late",
)  # fmt: skip
FILLERS = (
    "The service looks after {n} children and has a budget of £{m} million.",
    "About {n} people came to the meeting at {town} town hall, which went on until late.",
    "The number of referrals rose from {n} to {k} while {m} posts stood empty.",
    "Schools in {town} and {other} were closed for the day because of the snow.",
    "Neither the union nor the families in {town} had been told beforehand.",
    "A café near the council's offices in {other} has given free meals to {m} families.",
)
TELLING = (
    "{county} County Council's {service} was rated {grade} by Ofsted in {month} {year}.",
    "Inspectors found that {thing}, and judged the {service} to be {grade}.",
    "'{Thing},' said {person}, {post} at {county} County Council.",
    "“{Thing} and I am sorry,” {surname} told the {town} Gazette on {day} {month}.",
    "{surname} said that {thing}, but added: 'We will {action}.'",
    "According to {person2}, {thing}.",
    "The report recommends that the council should {action}.",
    "Ministers have given the council {months} months to {action}.",
    "The authority must {action} by {day} {month} {year2}, the Department for Education said.",
    "{person2} called on {county} to {action} before the end of {year2}.",
    "It was the third time in {m} years that the county had been judged {grade}.",
    "Councillors in {town} will meet next month to decide whether to {action}.",
    "{person2}, who was {post} until {year}, could not be reached yesterday.",
    "Last week she told MPs: 'If they do not {action}, the county could be taken over.'",
)


class Article(NamedTuple):
    """A story, the day it was published and what to call it."""

    name: str
    published: str
    text: str


def articles(words: int = 450, seed: int = 1) -> Iterator[Article]:
    """Stories of about so many words, from half of it to twice as many."""
    number = 0
    while True:
        rng = random.Random(seed * 1_000_003 + number)  # each by itself: any can be made again
        year = rng.randint(2012, 2024)
        published = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        text = _story(rng, year, round(words * rng.triangular(0.5, 2.0, 0.8)))
        yield Article(f"story-{number:06}", published, text)
        number += 1


def _story(rng: random.Random, year: int, words: int) -> str:
    county = rng.choice(COUNTIES.split())
    town, other = (_place(rng) for _ in range(2))
    person = f"{rng.choice(FIRST.split())} {_place(rng)}"
    person2 = f"{rng.choice(FIRST.split())} {_place(rng)}"
    fixed = {
        "county": county, "town": town, "other": other, "person": person, "person2": person2,
        "surname": person.split()[1], "post": rng.choice(POSTS),
    }  # fmt: skip
    paragraphs = [f"{county} told to do better as {town} waits"]
    count = 0
    while count < words:
        sentences = [
            _sentence(rng, rng.choice(TELLING if rng.random() < 0.55 else FILLERS), year, fixed)
            for _ in range(rng.randint(1, 4))
        ]
        paragraphs.append(" ".join(sentences))
        count += sum(len(sentence.split()) for sentence in sentences)
    return "\n\n".join(paragraphs) + "\n"


def _sentence(rng: random.Random, pattern: str, year: int, fixed: dict[str, str]) -> str:
    thing = rng.choice(THINGS)
    return pattern.format(
        **fixed,
        thing=thing,
        Thing=thing[0].upper() + thing[1:],
        action=rng.choice(ACTIONS),
        grade=rng.choice(GRADES),
        service=rng.choice(SERVICES),
        month=rng.choice(MONTHS),
        day=rng.randint(1, 28),
        year=year - rng.randint(0, 4),
        year2=year + 1,
        months=rng.choice(("three", "six", "nine", "12")),
        n=rng.randint(100, 999),
        k=rng.randint(1000, 1999),
        m=rng.randint(2, 99),
    )


def _place(rng: random.Random) -> str:
    return rng.choice(STARTS.split()) + rng.choice(ENDS.split())


def record(article: Article) -> bytes:
    """An article as a line of JSON Lines."""
    fields = {"id": article.name, "published": article.published, "text": article.text}
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def write_folder(folder: Path, count: int, words: int = 450, seed: int = 1) -> None:
    """So many articles as text files, a hundred to a folder."""
    for number, article in zip(range(count), articles(words, seed), strict=False):
        place = folder / f"{number // 100:04}"
        place.mkdir(parents=True, exist_ok=True)
        head = f"PUBLISHED: {article.published}\n\n" if number % 2 else ""
        (place / f"{article.name}.txt").write_text(head + article.text, "utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int)
    options.add_argument("--words", type=int, default=450)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path)
    options.add_argument("--jsonl", type=Path)
    given = options.parse_args()
    if given.folder is not None:
        write_folder(given.folder, given.count, given.words, given.seed)
        return
    stream = given.jsonl.open("wb") if given.jsonl else sys.stdout.buffer
    for _, article in zip(range(given.count), articles(given.words, given.seed), strict=False):
        stream.write(record(article))
    stream.flush()


if __name__ == "__main__":
    main()
