"""Inspection reports as PDFs, made for the tests in the layouts of four frameworks.

``python tests/papers.py FOLDER`` sets two on one council, to try norfolk-cs on.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from fpdf import FPDF

ILACS_ROWS = [
    ("The impact of leaders on social work practice with children and families", "Good"),
    ("The experiences and progress of children who need help and protection", "Inadequate"),
    ("The experiences and progress of children in care", "Requires improvement to be good"),
    ("The experiences and progress of care leavers", "Outstanding"),
    ("Overall effectiveness", "Inadequate"),
]
SIF_ROWS = [
    ("1. Children who need help and protection", "Inadequate"),
    ("2. Children looked after and achieving permanence", "Requires improvement"),
    ("2.1 Adoption performance", "Good"),
    ("2.2 Experiences and progress of care leavers", "Good"),
    ("3. Leadership, management and governance", "Inadequate"),
]


@dataclass
class Paper:
    """A report being typeset: A4, Helvetica, a running foot from page ``first`` on."""

    foot: str = ""
    first: int = 2
    pdf: FPDF = field(init=False)

    def __post_init__(self) -> None:
        foot, first = self.foot, self.first

        class _Report(FPDF):
            def footer(self) -> None:
                if self.page_no() >= first and foot:
                    self.set_y(-15)
                    self.set_font("Helvetica", size=8)
                    self.cell(0, 5, foot, new_x="LMARGIN", new_y="NEXT")
                    self.cell(0, 5, str(self.page_no()))

        self.pdf = _Report(format="A4")
        self.pdf.set_auto_page_break(auto=True, margin=25)
        self.pdf.add_page()

    def put(self, text: str, size: float = 12, bold: bool = False, indent: float = 0) -> None:
        """A paragraph, with room below."""
        self.pdf.set_font("Helvetica", "B" if bold else "", size)
        self.pdf.set_x(self.pdf.l_margin + indent)
        self.pdf.multi_cell(0, size * 0.43, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(size * 0.3)

    def row(
        self, label: str, grade: str, wide: float = 85, drop: float = 0, grade_first: bool = False
    ) -> None:
        """A table row: the label wraps in its own cell, the grade, ``drop`` lower, in another."""
        self.pdf.set_font("Helvetica", size=12)
        top = self.pdf.get_y()
        label_cell = (self.pdf.l_margin, top, wide, label)
        grade_cell = (self.pdf.l_margin + wide + 10, top + drop, 38.0, grade)
        cells = (grade_cell, label_cell) if grade_first else (label_cell, grade_cell)
        ends = [self._cell(*cell) for cell in cells]
        self.pdf.set_y(max(*ends, top + 10.4) + 3)

    def columns(self, rows: list[tuple[str, str]]) -> None:
        """A table set column by column: all labels, then all grades."""
        self.pdf.set_font("Helvetica", size=12)
        top, step = self.pdf.get_y(), 16.0
        for place, (label, _) in enumerate(rows):
            self._cell(self.pdf.l_margin, top + place * step, 85, label)
        for place, (_, grade) in enumerate(rows):
            self._cell(self.pdf.l_margin + 95, top + place * step, 38, grade)
        self.pdf.set_y(top + len(rows) * step)

    def side_by_side(self, left: list[str], right: list[str]) -> None:
        """Two columns of paragraphs, the left one set first."""
        self.pdf.set_font("Helvetica", size=10)
        top, ends = self.pdf.get_y(), []
        for x, words in ((self.pdf.l_margin, left), (self.pdf.l_margin + 95, right)):
            y = top
            for paragraph in words:
                y = self._cell(x, y, 80, paragraph, 4.4) + 3
            ends.append(y)
        self.pdf.set_y(max(ends))

    def _cell(self, x: float, y: float, width: float, words: str, line: float = 5.2) -> float:
        """Words set in a box, and where they end."""
        self.pdf.set_xy(x, y)
        self.pdf.multi_cell(width, line, words, align="L", new_x="LMARGIN", new_y="NEXT")
        return float(self.pdf.get_y())

    def bytes(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())


def ilacs_report() -> bytes:
    """A 2023 report of 26 numbered paragraphs with a table, three areas to improve, a note."""
    paper = Paper(foot="Inspection of Saxby Vale local authority children's services")
    paper.put("Inspection of Saxby Vale local authority children's services", 24)
    paper.put("Inspection dates: 7 to 18 November 2022", bold=True)
    paper.put("Lead inspector: Tamsin Rowe, His Majesty's Inspector", bold=True)
    paper.put("Judgement                                     Grade", bold=True)
    for label, grade in ILACS_ROWS:
        paper.row(label, grade)
    paper.put(
        "Since the last inspection in 2018, services have improved. Leaders know their services "
        "well and have acted on what inspectors told them about the quality of practice."
    )
    paper.put("What needs to improve?", 14, bold=True)
    for item in (
        "The quality of plans, so that they are specific and can be under-\nstood by families.",
        "Placement sufficiency for children in care.",
        "The response to young people who present as homeless.",
    ):
        paper.put(f"- {item}", indent=4)
    paper.put(
        "The experiences and progress of children who need help and protection", 14, bold=True
    )
    for number in range(1, 27):
        paper.put(
            f"{number}. When children of team {chr(64 + number)} need help, it reaches them soon "
            "and is well understood "
            "by the partners who offer it. Managers oversee most decisions, and social workers "
            "visit families as often as their plans require, also in the holidays. "
            "Children say that they trust their workers and know whom to ask."
        )
    return paper.bytes()


def encrypted() -> bytes:
    """A PDF that opens with a password only."""
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.cell(text="secret")
    return bytes(pdf.output())


def image_only() -> bytes:
    """A PDF without a text layer, as scanners make it."""
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(20, 20, 100, 100, style="F")
    return bytes(pdf.output())


def saxby_vale_2016() -> bytes:
    """A report of 2016 on an invented council: a table, and actions with a time for each."""
    paper = Paper(foot="Saxby Vale: inspection of services for children")
    paper.put("Saxby Vale County Council", 24)
    paper.put(
        "Inspection of services for children in need of help and protection, children looked "
        "after and care leavers",
        14,
    )
    paper.put("Inspection date: 6 June to 30 June 2016", bold=True)
    paper.put("Children's services in Saxby Vale are inadequate", 14)
    for label, grade in SIF_ROWS:
        paper.row(label, grade)
    paper.put("Executive summary", 14, bold=True)
    paper.put(
        "Since Ofsted last inspected Saxby Vale County Council in 2012, services have got worse. "
        "Too many children wait too long for help. Care leavers told inspectors that they are "
        "listened to."
    )
    paper.pdf.add_page()
    paper.put("Recommendations", 14, bold=True)
    paper.put("Within three months:", bold=True)
    for item in (
        "Ensure that decisions about children at risk are made within one working day.",
        "Reduce the caseloads of social workers in the assessment teams.",
    ):
        paper.put(f"- {item}", indent=4)
    paper.put("Within six months:", bold=True)
    paper.put("- Improve the quality of plans for children looked after.", indent=4)
    return paper.bytes()


def saxby_vale_2023() -> bytes:
    """The report on the next inspection, in the layout of its day."""
    paper = Paper(foot="Inspection of Saxby Vale County Council children's services")
    paper.put("Inspection of Saxby Vale County Council children's services", 24)
    paper.put("Inspection dates: 7 to 18 November 2022", bold=True)
    paper.put("Lead inspector: Tamsin Rowe, His Majesty's Inspector", bold=True)
    paper.put("Judgement                                     Grade", bold=True)
    for label, grade in ILACS_ROWS[:-1]:
        paper.row(label, grade.replace("Inadequate", "Good"))
    paper.row("Overall effectiveness", "Good")
    paper.put(
        "Services have improved since Ofsted judged them to be inadequate in 2016. Leaders of "
        "Saxby Vale County Council know them well, and have acted on what inspectors told them."
    )
    paper.pdf.add_page()
    paper.put("What needs to improve?", 14, bold=True)
    for item in (
        "The quality of plans, so that they are specific and families understand them.",
        "Placement sufficiency for children in care.",
    ):
        paper.put(f"- {item}", indent=4)
    return paper.bytes()


def main(folder: Path) -> None:
    """Set both reports on Saxby Vale."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "saxby-vale-2016-08-22.pdf").write_bytes(saxby_vale_2016())
    (folder / "saxby-vale-2023-01-13.pdf").write_bytes(saxby_vale_2023())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
