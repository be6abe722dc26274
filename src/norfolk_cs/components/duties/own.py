"""A speaker's own resolve, told in the third person: "she said she must act"."""

from __future__ import annotations

import re

from norfolk_cs.components.duties.who import Phrase

# "She said she must go", "Mr Hill admitted he must": most likely of oneself.
_SAYS = (
    r"\s+(?:also\s+)?(?:said|says|saying|added|adds|admitted|admits|knew|knows|felt|feels|thought|thinks"
    r"|accepted|accepts)(?:\s+that)?\s+"
)
_OWN = re.compile(
    rf"\b(?:[Hh]e{_SAYS}he|[Ss]he{_SAYS}she|[Tt]hey{_SAYS}they|[\w'’-]+{_SAYS}s?he"
    rf"|(?:[Cc]ouncil|[Aa]uthority|[Tt]rust|[Bb]oard|[Ff]orce|[Cc]ounty|[Ss]pokes\w+){_SAYS}(?:it|they))$"
)
_PRONOUNS = ("he", "she", "they", "it")  # what that ends with


def is_own(text: str, floor: int, subject: Phrase) -> bool:
    """Whether a pronoun is told to act by those that it stands for."""
    pronoun = text.endswith(_PRONOUNS, subject.start, subject.end)
    return pronoun and _OWN.search(text, floor, subject.end) is not None
