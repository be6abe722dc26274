"""The inspectorates' scales as data: which words are grades, how they rank, whose they are.

``data/scales.toml`` holds the scales. A grade word such as "good" stands on several; which one
is meant hangs on the inspectorate that a text names, and is the caller's to say.
"""

from __future__ import annotations

import re
import tomllib
from functools import cached_property, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from norfolk_cs.errors import BadRules

DEFAULT_SCALE = "ofsted"  # the project reads about English children's services

_SPACE = re.compile(r"[\s-]+")


class Grade(BaseModel):
    """One step of a scale; ``rank`` 1 is the best, ``forms`` the words it is written in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str
    rank: int = Field(ge=1)
    forms: list[str] = Field(min_length=1)


class Scale(BaseModel):
    """An inspectorate's grades; ``names`` begins with its full name.

    ``about`` are patterns of words for bodies that this inspectorate grades; ``councils`` says
    whether councils are among them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    why: str = ""
    councils: bool = False
    names: list[str] = Field(min_length=1)
    about: list[str]
    grades: list[Grade] = Field(min_length=1)

    @property
    def inspectorate(self) -> str:
        """The inspectorate's name as the contract gives it."""
        return self.names[0]

    @cached_property
    def _by_form(self) -> dict[str, Grade]:
        return {form: grade for grade in self.grades for form in grade.forms}

    def grade(self, words: str) -> Grade | None:
        """The grade that ``words`` name on this scale, or None."""
        return self._by_form.get(normal_form(words))

    def rank(self, value: str) -> int:
        """The rank of one of the scale's grades."""
        return next(grade.rank for grade in self.grades if grade.value == value)


class Scales:
    """All scales, in the file's order, and the expressions that find their words.

    ``trigger`` and ``name`` are for lower-case text, ``grade`` for text as written.
    """

    def __init__(self, scales: list[Scale]) -> None:
        self.by_id = {scale.id: scale for scale in scales}
        forms = {form for scale in scales for grade in scale.grades for form in grade.forms}
        words = "|".join(_loose(form) for form in sorted(forms, key=len, reverse=True))
        self.trigger = re.compile(rf"\b(?:{words})\b")
        self.grade = re.compile(self.trigger.pattern, re.IGNORECASE)
        self._scale_of_name = {normal_form(name): scale for scale in scales for name in scale.names}
        names = sorted((name for s in scales for name in s.names), key=len, reverse=True)
        self.name = re.compile(r"\b(?:" + "|".join(_loose(name) for name in names) + r")\b")
        self._about = [
            (scale, re.compile(r"\b(?:" + "|".join(scale.about) + r")\b", re.IGNORECASE))
            for scale in scales
            if scale.about
        ]

    def __getitem__(self, scale_id: str) -> Scale:
        return self.by_id[scale_id]

    def named(self, name: str) -> Scale:
        """The scale of an inspectorate that :attr:`name` found."""
        return self._scale_of_name[normal_form(name)]

    def about(self, words: str) -> Scale | None:
        """The one scale whose bodies ``words`` speak of, or None."""
        found = [scale for scale, pattern in self._about if pattern.search(words)]
        return found[0] if len(found) == 1 else None


def normal_form(words: str) -> str:
    """Lower case, one space for any white space or hyphen, straight apostrophes."""
    return _SPACE.sub(" ", words).replace("’", "'").lower()


def _loose(words: str) -> str:
    return r"[\s-]+".join(
        re.escape(word).replace("'", "['’]") for word in normal_form(words).split(" ")
    )


@lru_cache(maxsize=1)
def load_scales() -> Scales:
    """The scales that come with the package.

    Raises BadRules where ``data/scales.toml`` does not say what it must.
    """
    where = "data/scales.toml"
    text = (files("norfolk_cs") / "data" / "scales.toml").read_text("utf-8")
    try:
        source = tomllib.loads(text)
        return Scales([Scale.model_validate(entry) for entry in source["scale"]])
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BadRules(f"not a list of scales: {error}", where=where) from error
    except ValidationError as error:
        raise BadRules(str(error.errors()[0]["msg"]), where=where) from error
