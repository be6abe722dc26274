"""The table of authorities: complete, coded once, found by any form of a name."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from norfolk_cs.authorities import authorities

# Authorities with children's services in England since April 2023.
PRESENT = 153


def test_authorities_of_today_are_all_there_once() -> None:
    present = [row for row in authorities().rows if not row.until]
    assert len(present) == PRESENT
    assert max(Counter(row.code for row in present).values()) == 1


def test_authority_codes_are_those_of_upper_tier_councils() -> None:
    codes = [row.code for row in authorities().rows]
    assert all(re.fullmatch(r"E(?:06|08|09|10)0000\d{2}", code) for code in codes)


def test_authorities_are_in_the_nine_regions() -> None:
    assert len({row.region for row in authorities().rows}) == 9


def test_names_of_one_code_never_hold_on_the_same_day() -> None:
    for row in authorities().rows:
        for other in authorities().rows:
            if row is not other and row.code == other.code:
                assert row.until == other.since or other.until == row.since


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Norfolk", "Norfolk County Council"),
        ("norfolk council", "Norfolk County Council"),
        ("Norfolk County Council", "Norfolk County Council"),
        ("County Durham", "Durham County Council"),
        ("Birmingham", "Birmingham City Council"),
        ("Hackney Council", "London Borough of Hackney"),
        ("the London Borough of Barking & Dagenham", "London Borough of Barking and Dagenham"),
        ("St. Helens MBC", "St Helens Borough Council"),
        ("Wirral Metropolitan Borough Council", "Wirral Council"),
        ("Rotherham MBC", "Rotherham Metropolitan Borough Council"),
        ("Kingston upon Hull", "Hull City Council"),
        ("Stoke on Trent", "Stoke-on-Trent City Council"),
        ("BCP Council", "Bournemouth, Christchurch and Poole Council"),
        ("Richmond Council", "London Borough of Richmond upon Thames"),
    ],
)
def test_authority_is_found_by_its_forms(form: str, name: str) -> None:
    found = authorities().named(form)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("form", ["Wrenshire County Council", "Durham City Council", "Norwich", ""])
def test_other_councils_are_not_on_the_list(form: str) -> None:
    assert authorities().named(form) is None


@pytest.mark.parametrize(
    ("form", "published", "name"),
    [
        ("Dorset", "2016", "Dorset County Council"),
        ("Dorset", "2021-05-01", "Dorset Council"),
        ("Dorset", None, "Dorset Council"),
        ("Southend", "2016-07", "Southend-on-Sea Borough Council"),
        ("Southend", "2024", "Southend-on-Sea City Council"),
        ("Northamptonshire", "2018", "Northamptonshire County Council"),
        ("Dorset County Council", "2021", "Dorset County Council"),
        ("Poole", "2015", "Borough of Poole"),
        ("Somerset Council", "2019-03", "Somerset County Council"),
    ],
)
def test_authority_has_the_name_that_held_then(form: str, published: str | None, name: str) -> None:
    found = authorities().named(form, published)
    assert found is not None
    assert found.name == name
