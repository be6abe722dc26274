"""Cells of CSV files: no formula gets through, and every value comes back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norfolk_cs.write.csv_cells import cell, cell_text, write_rows


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Dave Hill", "Dave Hill"),
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        (-1, "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'We accept it", "'We accept it"),
        ("", "'"),
        ("'", "''"),
        (None, ""),
        (7, "7"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_cell_is_text_and_no_formula(value: str | int | None, written: str) -> None:
    assert cell(value) == written


@given(st.none() | st.text() | st.text("'=+-@\t\r\n a", max_size=5))
def test_cell_gives_its_text_back(text: str | None) -> None:
    assert cell_text(cell(text)) == text


@given(st.lists(st.lists(st.none() | st.text(), min_size=2, max_size=2)))
def test_rows_are_read_back_by_any_csv_reader(rows: list[list[str | None]]) -> None:
    out = io.StringIO(newline="")
    write_rows(rows, out)
    read = [[cell_text(word) for word in row] for row in csv.reader(io.StringIO(out.getvalue()))]
    assert read == rows


def test_rows_are_quoted_where_needed_and_end_as_rfc_4180_has_it() -> None:
    out = io.StringIO(newline="")
    write_rows([("name", "said"), ("Hill, Dave", 'a "last" chance\nhe said')], out)
    assert out.getvalue() == 'name,said\r\n"Hill, Dave","a ""last"" chance\nhe said"\r\n'
