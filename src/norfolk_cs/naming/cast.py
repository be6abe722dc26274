"""The people of a document, each once: full names, and the shorter names that mean the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from norfolk_cs.names import fold
from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.naming.people import PersonName

_SHORT = (3, 4)  # letters of a short form that begins the long one: Ken, Cath
# Names of one word that need no fuller one elsewhere.
_ALONE = ("actor.person-first", "actor.person-ranked")


@dataclass(slots=True)
class Person:
    """Somebody, and every place where a name of theirs stands."""

    given: tuple[str, ...]
    surname: str
    names: list[PersonName] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The fullest name, without honorifics."""
        return " ".join((*self.given, self.surname))

    @property
    def gender(self) -> str | None:
        """The letter m or f, by a title or else the first name; None where neither tells."""
        known = lexicon()
        for title in self.titles:
            if title in known.titles:
                return known.titles[title]
        first = fold(self.given[0]) if self.given else ""
        return known.gender.get(first) or known.gender.get(first.partition("-")[0])

    @property
    def introduced(self) -> int:
        """Where the person is first named with a given name, or at all."""
        return min(name.start for name in self.names if name.given or not self.given)

    def fits(self, name: PersonName) -> bool:
        """Whether a name with given names may be this person's: "D. Mostyn" and "David Mostyn"."""
        if fold(self.surname) != fold(name.surname):
            return False
        if not self.given or not name.given:
            return True
        return _same_given(self.given[0], name.given[0])

    def suits(self, titles: tuple[str, ...]) -> bool:
        """Whether honorifics leave it possible that this person is meant."""
        if not titles:
            return True
        known = lexicon().titles
        for title in titles:
            wanted = known.get(title)
            if wanted and self.gender and wanted != self.gender:
                return False
        return True

    def add(self, name: PersonName) -> None:
        """Take a further name of this person's; the fullest one names them."""
        self.names.append(name)
        self.titles.update(name.titles)
        if name.given and len(" ".join(name.given)) > len(" ".join(self.given)):
            self.given, self.surname = name.given, name.surname


def _same_given(one: str, other: str) -> bool:
    """Whether two given names may be one person's: equal, an initial, or short for the other."""
    one, other = sorted((fold(one).rstrip("."), fold(other).rstrip(".")), key=len)
    if len(one) == 1:
        return one == other[0]
    short = lexicon().short
    if short.get(one, one) == short.get(other, other):
        return True
    gender = lexicon().gender
    if gender.get(one, gender.get(other)) != gender.get(other, gender.get(one)):
        return False  # Paul and Paula
    return len(one) in _SHORT and other.startswith(one) and len(other) > len(one) + 1


def cast_of(names: list[PersonName]) -> list[Person]:
    """The people behind a document's names, in the order in which they first appear.

    A name without a given name joins the one person whose surname and honorifics fit; where none
    fits, it is somebody new.
    """
    people = _People()
    full = [name for name in names if name.given]
    for name in sorted(full, key=lambda name: -len(" ".join(name.given))):
        fitting = [
            person
            for person in people.surnamed(name)
            if person.fits(name) and person.suits(name.titles)
        ]
        if len(fitting) == 1:
            fitting[0].add(name)
        elif not fitting:
            people.introduce(name)
    _add_short_names(people, [name for name in names if not name.given])
    for person in people:
        person.names.sort(key=lambda name: name.start)
    return sorted(people, key=lambda person: person.names[0].start)


class _People(list[Person]):
    """Everybody so far, looked up by surname: a long list of them names thousands."""

    def __init__(self) -> None:
        super().__init__()
        self._by_surname: dict[str, list[Person]] = {}

    def surnamed(self, name: PersonName) -> list[Person]:
        """Those of a name's surname, in the order in which they were introduced."""
        return self._by_surname.setdefault(fold(name.surname), [])

    def introduce(self, name: PersonName) -> None:
        """Take somebody new."""
        person = Person(name.given, name.surname)
        person.add(name)
        self.append(person)
        self.surnamed(name).append(person)


def _add_short_names(people: _People, names: list[PersonName]) -> None:
    """Give surnames and first names alone, in text order, to the people they mean.

    Of two people of one surname, the one who had it alone before the other was introduced keeps
    it, as papers do; where both were introduced before, nobody is meant for certain.
    """
    usual: dict[str, Person] = {}
    first_named: dict[str, list[Person]] = {}
    for person in people:
        if person.given:
            first_named.setdefault(fold(person.given[0]), []).append(person)
    for name in sorted(names, key=lambda name: name.start):
        key, fitting = fold(name.surname), people.surnamed(name)
        suited = [person for person in fitting if person.suits(name.titles)]
        if len(suited) > 1:
            suited = _by_title(suited, name) or suited
        if len(suited) > 1:
            before = [person for person in suited if person.introduced < name.start]
            suited = before if len(before) == 1 else [p for p in before if usual.get(key) is p]
        if len(suited) == 1:
            suited[0].add(name)
            usual.setdefault(key, suited[0])
        elif not fitting:
            knighted = first_named.get(key, [])  # "Dame Ruth", or "Tony" alone
            if len(knighted) == 1 and knighted[0].suits(name.titles):
                knighted[0].add(name)
            elif name.titles or name.peer or name.rule in _ALONE:
                people.introduce(name)


def _by_title(people: list[Person], name: PersonName) -> list[Person]:
    """Those of several people of one surname who are known to bear the name's honorifics."""
    told = [title for title in name.titles if title in lexicon().titles]
    by_title = [person for person in people if person.titles & set(told)]
    if by_title:
        return by_title
    return [person for person in people if told and person.gender == lexicon().titles[told[0]]]
