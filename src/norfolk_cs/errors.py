"""What can go wrong, said so that a reader can mend it.

Only the command line prints these; the library raises them.
"""

from __future__ import annotations


class NorfolkError(Exception):
    """Something the user can mend: ``where`` names the file, ``part`` the place in it ("line 3"),
    ``hint`` says what to try.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        part: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.part = part
        self.hint = hint

    def __str__(self) -> str:
        place = ", ".join(name for name in (self.where, self.part) if name)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}. {self.hint}" if self.hint else text


class UnreadableDocument(NorfolkError):
    """One document could not be read; the others still can."""


class BadFacts(NorfolkError):
    """A line of a facts file is not a fact of a version this program knows."""


class BadRules(NorfolkError):
    """A rule file does not say what a rule file must say."""
