"""The people of a document, each once: full names, and the shorter names that mean the same."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from norfolk_cs.names import fold
from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.naming.people import PersonName

_SHORT = (3, 4)  # letters of a short form that begins the long one: Ken, Cath
# Names of one word that need no fuller one elsewhere.
_ALONE = ("actor.person-first", "actor.person-ranked")
_FEW = 8  # people of one surname, up to which each is asked whether a name is theirs


@dataclass(slots=True, eq=False)
class Person:
    """Somebody, and every place where a name of theirs stands.

    ``introduced`` is where the person is first named with a given name, or at all.
    """

    given: tuple[str, ...]
    surname: str
    names: list[PersonName] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    introduced: int = sys.maxsize

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
        if name.given or not self.given:
            self.introduced = min(self.introduced, name.start)


def _same_given(one: str, other: str) -> bool:
    """Whether two given names may be one person's: equal, an initial, or short for the other."""
    one, other = sorted((fold(one).rstrip("."), fold(other).rstrip(".")), key=len)
    if len(one) == 1:
        return one == other[0]
    if _whole(one) == _whole(other):
        return True
    gender = lexicon().gender
    if gender.get(one, gender.get(other)) != gender.get(other, gender.get(one)):
        return False  # Paul and Paula
    return len(one) in _SHORT and other.startswith(one) and len(other) > len(one) + 1


def _whole(given: str) -> str:
    """The name that a folded one is short for, or itself."""
    return lexicon().short.get(given, given)


def cast_of(names: list[PersonName]) -> list[Person]:
    """The people behind a document's names, in the order in which they first appear.

    A name without a given name joins the one person whose surname and honorifics fit; where none
    fits, it is somebody new.
    """
    people = _People()
    full = [name for name in names if name.given]
    for name in sorted(full, key=lambda name: -len(" ".join(name.given))):
        fitting: list[Person] = []
        for person in people.surnamed(name.surname).alike(name.given[0]):
            if person not in fitting and person.fits(name) and person.suits(name.titles):
                fitting.append(person)
                if len(fitting) > 1:
                    break  # nobody is meant for certain
        if len(fitting) == 1:
            fitting[0].add(name)
        elif not fitting:
            people.introduce(name)
    _add_short_names(people, [name for name in names if not name.given])
    for person in people:
        person.names.sort(key=lambda name: name.start)
    return sorted(people, key=lambda person: person.names[0].start)


class _Namesakes:
    """The people of one surname: a long list of staff has hundreds of some."""

    def __init__(self) -> None:
        self.people: list[Person] = []  # in the order in which they were introduced
        self.usual: Person | None = None  # whom the surname by itself means
        self._by_given: dict[str, list[Person]] = {}
        self._placed = 0  # how many of the people are in it
        self._meant: dict[tuple[str, ...], tuple[list[Person], frozenset[Person]]] = {}

    def alike(self, given: str) -> Iterable[Person]:
        """Those whose first names may be the same as one, some twice; all where they are few."""
        if len(self.people) <= _FEW:
            return self.people
        for person in self.people[self._placed :]:
            first = fold(person.given[0]).rstrip(".") if person.given else ""
            keys = {_whole(first), first[:1] + ".", *(first[:length] for length in _SHORT)}
            for key in keys:
                self._by_given.setdefault(key, []).append(person)
        self._placed = len(self.people)
        first = fold(given).rstrip(".")
        keys = {_whole(first), first[:1], *(first[:length] for length in _SHORT)}
        keys = {first + "."} if len(first) == 1 else keys
        return (person for key in keys for person in self._by_given.get(key, ()))

    def meant(self, titles: tuple[str, ...]) -> tuple[list[Person], frozenset[Person]]:
        """Those whom honorifics and the surname may mean, by where they are introduced."""
        known = self._meant.get(titles)
        if known is None:
            suited = [person for person in self.people if person.suits(titles)]
            if len(suited) > 1:
                suited = _by_title(suited, titles) or suited
            suited.sort(key=lambda person: person.introduced)
            known = self._meant[titles] = suited, frozenset(suited)
        return known

    def forget(self) -> None:
        """Ask anew whom honorifics mean: somebody has come, or bears another one."""
        self._meant.clear()


class _People(list[Person]):
    """Everybody so far, looked up by surname: a long list of them names thousands."""

    def __init__(self) -> None:
        super().__init__()
        self._by_surname: dict[str, _Namesakes] = {}

    def surnamed(self, surname: str) -> _Namesakes:
        """Those of a surname."""
        key = fold(surname)
        if key not in self._by_surname:
            self._by_surname[key] = _Namesakes()
        return self._by_surname[key]

    def introduce(self, name: PersonName) -> None:
        """Take somebody new."""
        person = Person(name.given, name.surname)
        person.add(name)
        self.append(person)
        namesakes = self.surnamed(name.surname)
        namesakes.people.append(person)
        namesakes.forget()

    def add(self, person: Person, name: PersonName) -> None:
        """Take a further name of somebody's."""
        if not person.titles.issuperset(name.titles):
            self.surnamed(person.surname).forget()
        person.add(name)


def _add_short_names(people: _People, names: list[PersonName]) -> None:
    """Give surnames and first names alone, in text order, to the people they mean.

    Of two people of one surname, the one who had it alone before the other was introduced keeps
    it, as papers do; where both were introduced before, nobody is meant for certain.
    """
    first_named: dict[str, list[Person]] = {}
    for person in people:
        if person.given:
            first_named.setdefault(fold(person.given[0]), []).append(person)
    for name in sorted(names, key=lambda name: name.start):
        namesakes = people.surnamed(name.surname)
        suited, among = namesakes.meant(name.titles)
        if len(suited) > 1:
            before = bisect_left(suited, name.start, key=lambda person: person.introduced)
            usual = namesakes.usual
            if before == 1:
                suited = suited[:1]
            elif usual in among and usual.introduced < name.start:
                suited = [usual]
        if len(suited) == 1:
            people.add(suited[0], name)
            namesakes.usual = namesakes.usual or suited[0]
        elif not namesakes.people:
            knighted = first_named.get(fold(name.surname), [])  # "Dame Ruth", or "Tony" alone
            if len(knighted) == 1 and knighted[0].suits(name.titles):
                people.add(knighted[0], name)
            elif name.titles or name.peer or name.rule in _ALONE:
                people.introduce(name)


def _by_title(people: list[Person], titles: tuple[str, ...]) -> list[Person]:
    """Those of several people of one surname who are known to bear the name's honorifics."""
    told = [title for title in titles if title in lexicon().titles]
    by_title = [person for person in people if person.titles & set(told)]
    if by_title:
        return by_title
    return [person for person in people if told and person.gender == lexicon().titles[told[0]]]
