"""Words per second of the whole path and the share of each stage, beside spaCy's tokeniser and
sentencizer on the same text in the same run.

Usage: python bench/throughput.py [FOLDER]   (default: the seeds, repeated)
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path

import spacy

from norfolk_cs.components.base import Component
from norfolk_cs.models import Document
from norfolk_cs.pipeline import build_nlp
from norfolk_cs.resolve import resolve
from norfolk_cs.segment import segment

ROOT = Path(__file__).parent.parent
ROUNDS = 20


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "seeds"
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    words = sum(len(text.split()) for text in texts) * ROUNDS
    nlp = build_nlp()
    plain = spacy.blank("en")
    plain.add_pipe("sentencizer")
    spent: dict[str, float] = defaultdict(float)

    def timed(stage: str, start: float) -> float:
        now = time.perf_counter()
        spent[stage] += now - start
        return now

    for number in range(ROUNDS + 1):
        if number == 1:
            spent.clear()  # the first round compiles the rules
        for text in texts:
            now = time.perf_counter()
            analysis = segment(Document(doc_id="d", source="d", text=text, published="2016-08"))
            now = timed("segment", now)
            for name, component in nlp.pipeline:
                assert isinstance(component, Component)
                component.annotate(analysis)
                now = timed(name, now)
            resolve(analysis)
            now = timed("resolve", now)
            plain(text)
            timed("spacy", now)
    spacy_time = spent.pop("spacy")
    total = sum(spent.values())
    print(f"whole path   {words / total:10,.0f} words/s")
    print(f"spaCy tokeniser + sentencizer {words / spacy_time:10,.0f} words/s")
    print(f"ratio        {spacy_time / total:10.2f}")
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {stage:24} {seconds / total:6.1%}  {1e6 * seconds / words:6.2f} µs/word")


if __name__ == "__main__":
    main()
