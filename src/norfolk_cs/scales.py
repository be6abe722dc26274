"""The inspectorates' scales as data: which words are grades, how they rank, whose they are.

``data/scales.toml`` holds the scales, and a user's rule file may add its own. A grade word such as
"good" stands on several; which one is meant hangs on the inspectorate that a text names, and is
the caller's to say.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from norfolk_cs.errors import BadRules
from norfolk_cs.settings import active, per_settings
from norfolk_cs.triggers import Trigger

DEFAULT_SCALE = "ofsted"  # the project reads about English children's services

_SPACE = re.compile(r"[\s-]+")


def _compiles(pattern: str) -> str:
    """A pattern that is one, and names no vocabulary: scales stand in none's reach."""
    if re.search(r"\{[a-z_]+\}", pattern):
        raise ValueError(f"{pattern!r} names a vocabulary, which only rules can")
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiles)]
Area = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Grade(BaseModel):
    """One step of a scale; ``rank`` 1 is the best, ``forms`` the words it is written in.

    ``everyday`` says that these are everyday words as well ("good"), so that they are grades only
    where the sentence leaves no doubt; ``marked``, that they are grades only in quotation marks or
    with a capital ("Needs attention").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str = Field(pattern=r"^[a-z0-9_]+$")
    rank: int = Field(ge=1)
    forms: list[Annotated[str, Field(pattern=r"^\S.*$")]] = Field(min_length=1)
    everyday: bool = True
    marked: bool = False


class Scale(BaseModel):
    """An inspectorate's grades; ``names`` begins with its full name.

    ``about`` are patterns of words for bodies that this inspectorate grades; ``councils`` says
    whether councils are among them. ``areas`` are judgement areas of its own, by the patterns of
    words for them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    why: str = ""
    councils: bool = False
    names: list[Annotated[str, Field(pattern=r"^\S.*$")]] = Field(min_length=1)
    about: list[Pattern] = Field(default_factory=list)
    areas: dict[Area, list[Pattern]] = Field(default_factory=dict)
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

    ``trigger``, which finds grades, ``names`` and ``name`` are for lower-case text; ``last_words``
    are the lower-case words that a grade can end with.
    """

    def __init__(self, scales: list[Scale]) -> None:
        self.by_id = {scale.id: scale for scale in scales}
        forms = {form for scale in scales for grade in scale.grades for form in grade.forms}
        words = "|".join(_loose(form) for form in sorted(forms, key=len, reverse=True))
        self.trigger = Trigger(re.compile(rf"\b(?:{words})\b"))
        self.last_words = tuple({_SPACE.split(form.lower())[-1] for form in forms})
        self.marked = frozenset(
            normal_form(form)
            for scale in scales
            for grade in scale.grades
            for form in grade.forms
            if grade.marked
        )
        self._of_name: dict[str, list[Scale]] = {}
        for scale in scales:
            for name in map(normal_form, scale.names):
                self._of_name.setdefault(name, []).append(scale)
        names = sorted((name for s in scales for name in s.names), key=len, reverse=True)
        self.name = re.compile(r"\b(?:" + "|".join(_loose(name) for name in names) + r")\b")
        self.names = Trigger(self.name)
        self._about = [
            (scale, re.compile(r"\b(?:" + "|".join(scale.about) + r")\b", re.IGNORECASE))
            for scale in scales
            if scale.about
        ]

    def vocabulary(self) -> dict[str, list[str]]:
        """The grades', inspectorates' and areas' words as the lists that rules know them by."""
        scales = self.by_id.values()
        grades = [grade for scale in scales for grade in scale.grades]
        every = {normal_form(form) for grade in grades for form in grade.forms}
        everyday = {normal_form(form) for g in grades if g.everyday for form in g.forms}
        marked = [rf"""["'“‘]{_loose(form)}[,.]?["'”’]""" for form in sorted(every)]
        bare = [_loose(form) for form in sorted(every - self.marked)]
        areas = [words for each in self.areas().values() for words in each]
        return {
            "grade": [*marked, *bare],
            "marked": marked,
            "bare": bare,
            "rare": [*marked, *(_loose(form) for form in sorted(every - everyday))],
            "everyday": sorted(everyday),
            "inspector": [_loose(name) for scale in scales for name in scale.names],
            "service": areas,
            "graded_area": areas,
            "short_judgement": areas,
        }

    def areas(self) -> dict[str, list[str]]:
        """The scales' own judgement areas, by the patterns of words for them."""
        areas: dict[str, list[str]] = {}
        for scale in self.by_id.values():
            for area, words in scale.areas.items():
                areas.setdefault(area, []).extend(words)
        return areas

    def __getitem__(self, scale_id: str) -> Scale:
        return self.by_id[scale_id]

    def named(self, name: str) -> Scale:
        """The scale of an inspectorate that :attr:`name` found; of several its first."""
        return self._of_name[normal_form(name)][0]

    def read(self, scale: Scale, words: str) -> tuple[Scale, Grade] | None:
        """The grade that words name on a scale, or on another one of the same inspectorate."""
        for own in self._of_name[normal_form(scale.inspectorate)]:
            grade = own.grade(words)
            if grade is not None:
                return own, grade
        return None

    def about(self, words: str) -> Scale | None:
        """The one scale whose bodies ``words`` speak of, or None.

        Words inside longer ones do not count: of "day nursery" not "nursery".
        """
        spans = [
            (match.start(), -match.end(), scale.id)
            for scale, pattern in self._about
            for match in pattern.finditer(words)
        ]
        found: set[str] = set()
        reach = (0, 0)
        for start, end, scale_id in sorted(spans):
            inside = -end <= reach[1] and (start, -end) != reach
            if not inside:
                found.add(scale_id)
                reach = start, -end
        return self.by_id[found.pop()] if len(found) == 1 else None


def normal_form(words: str) -> str:
    """Lower case, one space for any white space or hyphen, straight apostrophes."""
    return _SPACE.sub(" ", words).replace("’", "'").lower()


def _loose(words: str) -> str:
    return r"[\s-]+".join(
        re.escape(word).replace("'", "['’]") for word in normal_form(words).split(" ")
    )


@cache
def _shipped() -> tuple[Scale, ...]:
    where = "data/scales.toml"
    text = (files("norfolk_cs") / "data" / "scales.toml").read_text("utf-8")
    try:
        source = tomllib.loads(text)
        return tuple(Scale.model_validate(entry) for entry in source["scale"])
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BadRules(f"not a list of scales: {error}", where=where) from error
    except ValidationError as error:
        raise BadRules(str(error.errors()[0]["msg"]), where=where) from error


@per_settings
def load_scales() -> Scales:
    """The scales that come with the package, and those of users' rule files.

    A user's scale takes the place of one that has its id. Raises BadRules where
    ``data/scales.toml`` does not say what it must.
    """
    scales = {scale.id: scale for scale in _shipped()}
    for _, entries in active().sections("scale"):
        scales |= {entry["id"]: Scale.model_validate(entry) for entry in entries}
    return Scales(list(scales.values()))
