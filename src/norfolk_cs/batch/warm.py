"""What every document needs, made ready before processes are forked: they share it then."""

from __future__ import annotations

from norfolk_cs.annotate import components
from norfolk_cs.rulebook import load_rules, rule_files
from norfolk_cs.run import extract
from norfolk_cs.settings import Settings, using

# One sentence of each kind: what components need is built when something first asks for it.
_TEXT = """Norfolk County Council was rated inadequate by Ofsted on 5 May 2016.

"We accept the findings," said its director, Dave Hill. He told MPs that the council should hire
more social workers, and it has been given six months to improve by the government.

Recommendations

- Review the thresholds."""


def warm(settings: Settings) -> None:
    """Build and compile what the settings ask for."""
    with using(settings):
        extract(_TEXT, "2016-08-15")
        for book in (*map(load_rules, rule_files()), *(one.rulebook for one in components())):
            book.compile_all()
